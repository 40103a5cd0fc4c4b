//! What people read: the figures on the pages are the ledger's, and whatever is asked gets a page.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use ledger::Past as _;
use server::store::query_lists::{ListFilter, ListKind, ListOrder};

use crate::world::{OPENING, Running, World, organisation, record_all, request, with};

/// Everything with a page of its own, from the entries themselves.
struct Named {
    organisations: Vec<String>,
    funds: Vec<String>,
    projects: Vec<String>,
    sites: Vec<String>,
}

fn named(server: &Running) -> Named {
    let mut named = Named { organisations: vec![], funds: vec![], projects: vec![], sites: vec![] };
    for entry in server.json("/api/v1/entries?limit=1000")["entries"].as_array().expect("a list") {
        let id = || entry["event"]["id"].as_str().expect("an id").to_owned();
        match entry["event"]["type"].as_str().expect("a type") {
            "organisation_registered" => named.organisations.push(id()),
            "fund_opened" => named.funds.push(id()),
            "project_opened" => named.projects.push(id()),
            "site_registered" => named.sites.push(id()),
            _ => {}
        }
    }
    named
}

fn page(server: &Running, path: &str) -> String {
    let answer = server.get(path);
    assert_eq!(answer.status(), 200, "{path}");
    let html = answer.text().expect("text");
    assert!(html.ends_with("</html>") && html.matches("<h1").count() == 1, "{path}");
    assert!(!html.contains(" style="), "{path}");
    html
}

/// Addresses on this site that a page leads to.
fn links(html: &str) -> BTreeSet<String> {
    let hrefs = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let own = hrefs.filter(|href| href.starts_with('/') && !href.contains("lang="));
    own.map(|href| href.split('#').next().unwrap_or(href).replace("&amp;", "&")).collect()
}

#[test]
fn whatever_a_page_leads_to_is_there() {
    let world = World::demo(100, 7);
    let server = world.serve();
    let (mut known, mut due) = (BTreeSet::new(), vec!["/".to_owned(), "/entries".to_owned()]);
    let mut kinds = BTreeSet::new();
    while let Some(path) = due.pop() {
        // One of a kind in depth would miss the odd one; all of them take too long: each folder gets its share.
        let folder = path.split(['/', '?']).nth(1).unwrap_or_default().to_owned();
        let share = known.iter().filter(|known: &&String| known.starts_with(&format!("/{folder}"))).count();
        if share >= 40 || path.contains('.') || !known.insert(path.clone()) {
            continue;
        }
        if path.starts_with("/api/") {
            // An example on the page of the open interface: data, which leads nowhere.
            assert_eq!(server.get(&path).status(), 200, "{path}");
            continue;
        }
        kinds.insert(folder);
        due.extend(links(&page(&server, &path)));
    }
    for kind in [
        "funds",
        "gifts",
        "lots",
        "handouts",
        "sites",
        "organisations",
        "projects",
        "entries",
        "method",
        "reports",
        "api",
    ] {
        assert!(kinds.contains(kind), "{kind}: {kinds:?}");
    }
}

#[test]
fn each_thing_has_its_page_in_both_languages() {
    let world = World::demo(100, 7);
    let server = world.serve();
    let named = named(&server);
    let paths = |folder: &str, ids: &[String]| ids.iter().map(|id| format!("/{folder}/{id}")).collect::<Vec<_>>();
    let all = [
        paths("organisations", &named.organisations),
        paths("funds", &named.funds),
        paths("projects", &named.projects),
        paths("sites", &named.sites),
    ];
    for path in all.concat() {
        for (lang, tag) in [("en", "<html lang=\"en\">"), ("zh", "<html lang=\"zh-CN\">")] {
            assert!(page(&server, &format!("{path}?lang={lang}")).contains(tag), "{path}");
        }
    }
    for (fund, lang) in named.funds.iter().flat_map(|fund| [(fund, "en"), (fund, "zh")]) {
        let length = page(&server, &format!("/{lang}/funds/{fund}")).len();
        assert!(length < 100_000, "{lang} {fund}: {length}");
    }
}

#[test]
fn the_page_of_a_fund_with_more_goods_than_others_stays_short_and_writes_nothing_empty() {
    let world = World::demo(300, 7);
    let server = world.serve();
    for lang in ["en", "zh"] {
        let html = page(&server, &format!("/{lang}/funds/wenchuan-shelter"));
        assert!(html.len() < 100_000, "{lang}: {}", html.len());
        assert_eq!(html.matches("<td class=\"\"").count() + html.matches("scope=\"row\" class=\"\"").count(), 0);
        for laid in html.split("url(#").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(html.contains(&format!("<pattern id=\"{laid}\"")), "{laid}");
        }
        for id in html.split("<pattern id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(html.contains(&format!("url(#{id})")), "{id} is laid nowhere");
        }
    }
}

#[test]
fn bad_requests_and_unknown_things_get_a_page_of_their_own() {
    let world = World::opened();
    let server = world.serve();
    let rows = [
        ("/organisations/nobody", 404),
        ("/projects/none", 404),
        ("/sites/nowhere", 404),
        ("/sites/%00", 404),
        ("/funds/none/gifts", 404),
        ("/funds/none/handouts", 404),
        ("/funds/flood-2026/gifts?from=yesterday", 400),
        ("/funds/flood-2026/gifts?to=2026-02-30", 400),
        ("/funds/flood-2026/gifts?sort=sideways", 400),
        ("/funds/flood-2026/gifts?after=7", 400),
        ("/funds/flood-2026/gifts?after=x.y", 400),
        ("/funds/flood-2026/gifts?after=99999999999999999999.1", 400),
        ("/funds/flood-2026/gifts?after=-9223372036854775808.18446744073709551615", 200),
        ("/funds/flood-2026/gifts?sort=largest&after=9223372036854775807.0&from=0001-01-01&to=9999-12-31", 200),
        ("/funds/flood-2026/gifts?project=none", 404),
        ("/funds/flood-2026/handouts?item=No+id", 400),
        ("/funds/flood-2026/handouts?place=none", 200),
        ("/funds?organisation=nobody", 404),
        ("/search?q=flood&from=-1", 400),
        ("/search?q=flood&from=", 200),
        ("/search?q=flood&from=4000", 400),
        ("/search?q=zeppelin&from=4000", 200),
        // Links that are passed on carry words of others.
        ("/entries?utm_source=letter", 200),
        ("/funds?utm_source=letter", 200),
        ("/funds/flood-2026/gifts?utm_source=letter", 200),
        ("/search?q=flood&utm_source=letter", 200),
        ("/funds/flood-2026/handouts?place=%00", 400),
        ("/entries?from=2026-13-01", 400),
        ("/entries?type=party", 400),
        ("/entries?kind=party", 400),
        ("/entries?before=-1", 400),
        ("/entries?before=18446744073709551615", 200),
        ("/entries?fund=none", 404),
        ("/entries?site=nowhere", 404),
        ("/entries?from=9999-12-31&to=0001-01-01", 200),
        ("/entries?fund=&kind=&type=&from=&to=", 200),
        ("/gifts/G-NG1W-CAY8?ends=-1", 400),
        ("/gifts/G-NG1W-CAY8?ends=4000000000", 200),
    ];
    for (path, status) in rows {
        let answer = server.get(path);
        assert_eq!(answer.status(), status, "{path}");
        assert!(answer.text().expect("text").contains("<h1"), "{path}");
    }
}

#[test]
fn what_cannot_be_asked_of_a_list_is_named_in_the_readers_language_with_the_way_back() {
    let world = World::opened();
    let server = world.serve();
    let rows = [
        ("/entries", "from=2026-13-01", 400, "from: must be a day of the calendar"),
        ("/entries", "from=41", 400, "from: must be a day of the calendar"),
        ("/entries", "type=party", 400, "type: there is no type of event called"),
        ("/entries", "kind=party", 400, "kind: must be one of received"),
        ("/entries", "before=-1", 400, "before: must be a whole number"),
        ("/entries", "fund=none", 404, "fund: unknown: there is no fund none"),
        ("/funds", "currency=gold", 400, "currency: "),
        ("/funds", "state=ajar", 400, "state: must be one of open, closed"),
        ("/funds", "organisation=nobody", 404, "organisation: unknown: there is no organisation nobody"),
        ("/funds/flood-2026/gifts", "project=none", 404, "project: unknown: there is no project none"),
        ("/funds/flood-2026/handouts", "item=none", 404, "item: unknown: there is no item none"),
        ("/funds/flood-2026/gifts", "to=2026-02-30", 400, "to: must be a day of the calendar"),
        ("/funds/flood-2026/gifts", "sort=sideways", 400, "sort: must be one of newest, oldest, largest"),
        ("/funds/flood-2026/handouts", "after=7", 400, "after: "),
        ("/funds/flood-2026/handouts", "from=2026-03-02&to=2026-03-01", 200, "lies before the first"),
        ("/entries", "from=2026-03-02&to=2026-03-01", 200, "lies before the first"),
    ];
    for (list, query, status, said) in rows {
        let answer = server.get(&format!("/en{list}?{query}"));
        assert_eq!(answer.status(), status, "{list}?{query}");
        let html = answer.text().expect("text");
        assert!(html.contains(said) && html.contains(&format!("href=\"/en{list}\"")), "{list}?{query}: {html}");
        let chinese = server.get(&format!("/zh{list}?{query}")).text().expect("text");
        assert!(!chinese.contains(said) && chinese.contains(&format!("href=\"/zh{list}\"")), "{list}?{query}");
    }
}

#[test]
fn a_mistyped_code_leads_to_the_gifts_one_slip_away() {
    let world = World::opened();
    let server = world.serve();
    // The first gift is entry 2, G-NG1W-CAY8: two neighbours swapped, one letter wrong.
    for typed in ["G-GN1W-CAY8", "G-NG1W-CAY9", "G-NG1V-CAY8"] {
        let answer = server.get(&format!("/gifts/{typed}"));
        assert_eq!(answer.status(), 404);
        assert!(answer.text().expect("text").contains("href=\"/gifts/G-NG1W-CAY8\""), "{typed}");
    }
}

#[test]
fn a_code_with_a_character_left_out_says_so_and_leads_to_the_gift() {
    let world = World::opened();
    let server = world.serve();
    for typed in ["G-NG1W-CY8", "G-G1W-CAY8", "ng1wcay"] {
        let answer = server.get(&format!("/en/gifts/{typed}"));
        assert_eq!(answer.status(), 404);
        let page = answer.text().expect("text");
        assert!(page.contains("Seven characters were given") && page.contains("one is missing"), "{typed}");
        assert!(page.contains("/gifts/G-NG1W-CAY8\""), "{typed}");
    }
}

/// The largest gifts of each fund: their pictures fold what is small, never one alone, and name what they bought.
#[test]
fn the_largest_gifts_have_pictures_that_count_what_they_fold() {
    let world = World::demo(400, 11);
    let server = world.serve();
    let mut tables = world.tables();
    for fund in tables.funds().expect("funds") {
        let filter = ListFilter { order: ListOrder::Largest, ..ListFilter::default() };
        for seq in whole(&mut tables, fund.seq, ListKind::Gifts, &filter).into_iter().take(6) {
            let code = ledger::code::GiftCode::of_seq(seq).expect("a code");
            for (prefix, wrong) in [("/en", [">1 others", ">Payment<"]), ("/zh", [">其余 1 项", ">付款<"])] {
                let page = server.get(&format!("{prefix}/gifts/{code}")).text().expect("text");
                for word in wrong {
                    assert!(!page.contains(word), "{prefix}/gifts/{code}: {word}");
                }
            }
        }
    }
}

/// Every row of a list, read page by page, holds against what the entries say.
#[test]
fn lists_hold_what_the_log_holds_in_every_order_and_under_every_filter() {
    let world = World::demo(400, 11);
    let mut tables = world.tables();
    for fund in tables.funds().expect("funds") {
        for kind in [ListKind::Gifts, ListKind::Handouts] {
            let all = whole(&mut tables, fund.seq, kind, &ListFilter::default());
            for order in [ListOrder::Newest, ListOrder::Oldest, ListOrder::Largest] {
                let mut sorted = whole(&mut tables, fund.seq, kind, &ListFilter { order, ..ListFilter::default() });
                sorted.sort_unstable();
                let mut expected = all.clone();
                expected.sort_unstable();
                assert_eq!(sorted, expected, "{order:?}");
            }
            let figures = tables.figures(fund.seq).expect("figures");
            for project in figures.iter().filter_map(|figure| figure.project.clone()).collect::<BTreeSet<_>>() {
                let filter = ListFilter { project: Some(project), ..ListFilter::default() };
                let some = whole(&mut tables, fund.seq, kind, &filter);
                assert!(some.iter().all(|seq| all.contains(seq)));
            }
            let places = tables.places(fund.seq, 1_000).expect("places").0;
            if kind == ListKind::Handouts {
                let mut by_place = Vec::new();
                for place in &places {
                    let filter = ListFilter { place: Some(place.word.clone()), ..ListFilter::default() };
                    let there = whole(&mut tables, fund.seq, kind, &filter);
                    assert_eq!(there.len() as u64, place.handouts, "{place:?}");
                    by_place.extend(there);
                }
                by_place.sort_unstable();
                let mut expected = all.clone();
                expected.sort_unstable();
                assert_eq!(by_place, expected);
            }
        }
    }
}

/// All rows of a list, three at a time; each no later, earlier or smaller than the order allows.
fn whole(tables: &mut server::store::past::Tables, fund: u64, kind: ListKind, filter: &ListFilter) -> Vec<u64> {
    let (mut filter, mut found) = (filter.clone(), Vec::new());
    loop {
        let page = tables.listed(fund, kind, &filter, 3).expect("rows");
        assert!(page.entries.len() <= 3);
        found.extend(page.entries.iter().map(|entry| entry.seq));
        let Some(next) = page.next else { return found };
        if let Some(before) = filter.after {
            let steps = [(before.key, before.seq), (next.key, next.seq)];
            assert!(if filter.order == ListOrder::Oldest { steps[0] < steps[1] } else { steps[0] > steps[1] });
        }
        filter.after = Some(next);
    }
}

#[test]
fn days_and_places_add_up_to_the_figures_of_their_fund() {
    use ledger::figures::FigureKind;
    use ledger::trace::EndKind;
    let world = World::demo(400, 11);
    let mut tables = world.tables();
    for fund in tables.funds().expect("funds") {
        let figures = tables.figures(fund.seq).expect("figures");
        let sum = |kind| figures.iter().filter(|figure| figure.kind == kind).map(|figure| figure.amount).sum::<i64>();
        let days = tables.days(fund.seq).expect("days");
        let by_day = |kind| days.iter().filter(|(of, ..)| *of == kind).map(|(.., amount)| amount).sum::<i64>();
        for kind in [FigureKind::Received, FigureKind::TransferredIn, FigureKind::TransferredOut] {
            assert_eq!(by_day(kind), sum(kind), "{kind:?}");
        }
        for end in EndKind::ALL.iter().filter(|end| !end.is_held()) {
            assert_eq!(by_day(FigureKind::Rests(*end)), sum(FigureKind::Rests(*end)), "{end:?}");
        }
        let places = tables.places(fund.seq, 1_000).expect("places").0;
        let there: u64 = places.iter().map(|place| place.amount).sum();
        let out = sum(FigureKind::Rests(EndKind::Distributed)) + sum(FigureKind::Rests(EndKind::CashDistributed));
        assert_eq!(i64::try_from(there).expect("a sum"), out);
    }
}

#[test]
fn the_largest_of_some_days_come_in_order() {
    let world = World::opened();
    let gift = |day: &str, amount: u64| json!({"type": "donation_received", "fund": "flood-2026", "amount": amount, "method": "cash", "received_on": day});
    let rows = [("2026-01-01", 7), ("2026-01-02", 900), ("2026-01-02", 50), ("2026-01-03", 901), ("2026-01-03", 50)];
    record_all(&mut world.writer(), rows.iter().map(|(day, amount)| request(&gift(day, *amount))).collect());
    let server = world.serve();
    let path = "/funds/flood-2026/gifts?sort=largest&from=2026-01-02&to=2026-01-03";
    let html = page(&server, path);
    let codes: Vec<String> =
        [OPENING + 3, OPENING + 1, OPENING + 4, OPENING + 2].into_iter().map(server::answer::code_of).collect();
    let places: Vec<usize> = codes.iter().map(|code| html.find(code).expect(code)).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(!html.contains(&server::answer::code_of(OPENING)) && html.contains("value=\"2026-01-02\""));
}

#[test]
fn a_list_too_long_to_be_sorted_shows_its_large_amounts_and_says_so() {
    let world = World::opened();
    let gift = |amount: u64| json!({"type": "donation_received", "fund": "flood-2026", "amount": amount, "method": "cash", "received_on": "2026-01-02"});
    let amounts = (0..20_100).map(|place| match place {
        7 => 1_000_000,
        9_000 => 2_000_000,
        8 => 999_999,
        _ => 100,
    });
    record_all(&mut world.writer(), amounts.map(|amount| request(&gift(amount))).collect());
    let html = page(&world.serve(), "/funds/flood-2026/gifts?sort=largest");
    let place = |seq: u64| html.find(&server::answer::code_of(OPENING + seq));
    assert!(place(9_000).is_some_and(|first| place(7).is_some_and(|second| first < second)));
    assert!(place(8).is_none() && html.contains("10,000.00 and more"));
}

#[test]
fn the_log_is_sifted_by_type_day_and_subject() {
    let world = World::opened();
    let server = world.serve();
    let today = world.tables().entry(0).expect("an answer").expect("an entry").at.date().expect("a day");
    let holds = |path: &str, seqs: &[u64]| {
        let html = page(&server, path);
        for seq in 0..OPENING {
            let there = html.contains(&format!("href=\"/entries/{seq}\" class=\"seq\""));
            assert_eq!(there, seqs.contains(&seq), "{path}: {seq}");
        }
    };
    holds("/entries", &[0, 1, 2, 3]);
    holds("/entries?type=donation_received", &[2, 3]);
    holds("/entries?type=fund_opened", &[1]);
    holds("/entries?type=fund_opened&fund=flood-2026", &[1]);
    holds("/entries?fund=flood-2026", &[1, 2, 3]);
    holds("/entries?organisation=red-river", &[0, 1]);
    holds("/entries?organisation=red-river&type=fund_opened", &[1]);
    holds(&format!("/entries?from={today}&to={today}"), &[0, 1, 2, 3]);
    holds("/entries?to=2020-01-01", &[]);
    holds(&format!("/entries?from={today}&kind=received"), &[2, 3]);
    holds("/entries?before=2", &[0, 1]);
}

#[test]
fn what_is_reversed_leaves_the_lists_and_stays_in_the_log() {
    let world = World::opened();
    let reversal = json!({"type": "entry_reversed", "reverses": 2, "reason": "Recorded twice."});
    record_all(&mut world.writer(), vec![request(&reversal)]);
    let server = world.serve();
    let gifts = page(&server, "/funds/flood-2026/gifts");
    assert!(!gifts.contains(&server::answer::code_of(2)) && gifts.contains(&server::answer::code_of(3)));
    let log = page(&server, "/entries");
    assert!(log.contains("href=\"/entries/2\"") && log.contains("href=\"/entries/4\""));
    let gift = page(&server, &format!("/gifts/{}", server::answer::code_of(2)));
    assert!(gift.contains("later taken back as a mistake"));
    let report = server::audit::audit(&world.location, &mut |_, _| {}).expect("an audit");
    assert_eq!(report.findings, Vec::<String>::new());
}

#[test]
fn an_address_that_an_organisation_gives_is_a_link_only_if_it_leads_to_a_site() {
    let world = World::new();
    let of = |id: &str, url: &str| with(with(organisation(), "id", Value::from(id)), "url", Value::from(url));
    let events = [of("good", "https://example.org/"), of("bad", "javascript:alert(1)")];
    record_all(&mut world.writer(), events.iter().map(request).collect());
    let server = world.serve();
    assert!(page(&server, "/organisations/good").contains("href=\"https://example.org/\""));
    assert!(!page(&server, "/organisations/bad").contains("href=\"javascript"));
}
