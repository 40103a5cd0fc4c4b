//! The log behind the figures: what a figure leads to adds up to it, however the filters are combined.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use ledger::figures::FigureKind;
use ledger::trace::EndKind;
use server::store::query::Figure;

use crate::world::{Running, World, gift, organisation, record_all, refused_addresses, request, with};

/// A list from its first page to its last: the rows' amounts together, the total that the first page tells, and the
/// entries.
struct Walked {
    rows: i64,
    told: Option<i64>,
    seqs: Vec<u64>,
}

fn walk(server: &Running, path: &str) -> Walked {
    let mut walked = Walked { rows: 0, told: None, seqs: Vec::new() };
    let mut next = Some(path.to_owned());
    let mut been = BTreeSet::new();
    for _ in 0..1_000 {
        let Some(here) = next.take() else { return walked };
        let answer = server.get(&here);
        been.insert(here.clone());
        assert_eq!(answer.status(), 200, "{here}");
        let html = answer.text().expect("text");
        walked.rows += html.split("class=\"entry-sum\">").skip(1).map(amount).sum::<i64>();
        if here == path {
            walked.told = html.split("class=\"sum\">").nth(1).and_then(|rest| rest.split("<b>").nth(1)).map(amount);
        }
        let rows = html.split("href=\"/entries/").skip(1).filter(|rest| rest.contains("class=\"seq\""));
        let seqs = rows.filter_map(|rest| {
            let (seq, behind) = rest.split_once('"')?;
            behind.trim_start().starts_with("class=\"seq\"").then(|| seq.parse::<u64>().ok())?
        });
        walked.seqs.extend(seqs);
        next = links(&html)
            .into_iter()
            .find(|href| href.starts_with(path) && href.contains("before=") && !been.contains(href));
    }
    panic!("{path} never ends");
}

/// The first amount in a text, with its sign, in the minor unit of a currency of two digits.
fn amount(text: &str) -> i64 {
    let text = text.split('<').next().unwrap_or_default();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let size: i64 = digits.parse().unwrap_or(0);
    if text.contains('−') { -size } else { size }
}

fn links(html: &str) -> BTreeSet<String> {
    let hrefs = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    hrefs
        .filter(|href| href.starts_with("/entries?") && !href.contains("lang="))
        .map(|href| href.replace("&amp;", "&"))
        .collect()
}

/// The sums of the store behind a word of an address.
fn figure(figures: &[Figure], word: &str) -> i64 {
    let fits = |kind: FigureKind| match (word, kind) {
        ("handed_out", FigureKind::Rests(end)) => matches!(end, EndKind::Distributed | EndKind::CashDistributed),
        ("held", FigureKind::Rests(end)) => end.is_held(),
        ("costs", FigureKind::Rests(end)) => matches!(end, EndKind::Expense | EndKind::Fee),
        ("set_aside", kind) => !matches!(kind, FigureKind::Received | FigureKind::TransferredIn),
        (word, kind) => kind.word() == word,
    };
    figures.iter().filter(|figure| fits(figure.kind)).map(|figure| figure.amount).sum()
}

const KINDS: [&str; 16] = [
    "received",
    "transferred_in",
    "transferred_out",
    "handed_out",
    "held",
    "costs",
    "distributed",
    "cash_distributed",
    "expense",
    "fee",
    "refunded",
    "lost",
    "in_stock",
    "in_transit",
    "at_supplier",
    "unspent",
];

#[test]
fn the_entries_behind_each_figure_add_up_to_it() {
    let world = World::demo(150, 7);
    let server = world.serve();
    let mut tables = world.tables();
    for record in tables.funds().expect("funds") {
        let figures = tables.figures(record.seq).expect("figures");
        let fund = record.fund.id.as_str();
        for kind in KINDS {
            let path = format!("/entries?fund={fund}&kind={kind}");
            let (walked, wanted) = (walk(&server, &path), figure(&figures, kind));
            assert_eq!((walked.rows, walked.told.unwrap_or(0)), (wanted, wanted), "{path}");
        }
        let mut projects: Vec<&str> = figures.iter().filter_map(|figure| figure.project.as_deref()).collect();
        projects.sort_unstable();
        projects.dedup();
        for project in projects {
            let of = |figure: &&Figure| figure.project.as_deref() == Some(project);
            let ours: Vec<Figure> = figures.iter().filter(of).cloned().collect();
            for kind in KINDS.into_iter().chain(["set_aside"]) {
                let path = format!("/entries?kind={kind}&project={project}");
                let (walked, wanted) = (walk(&server, &path), figure(&ours, kind));
                assert_eq!((walked.rows, walked.told.unwrap_or(0)), (wanted, wanted), "{path}");
            }
        }
    }
}

#[test]
fn a_total_of_one_currency_leads_to_entries_of_that_currency() {
    let world = World::new();
    let fund = |id: &str, currency: &str| {
        json!({"type": "fund_opened", "id": id, "title": id, "purpose": "Relief.", "steward": "red-river",
            "currency": currency})
    };
    let gift = |fund: &str, amount: u64| {
        json!({"type": "donation_received", "fund": fund, "amount": amount, "method": "cash",
            "received_on": "2026-01-02"})
    };
    let events = [organisation(), fund("flood", "CNY"), fund("quake", "EUR"), gift("flood", 500), gift("quake", 700)];
    record_all(&mut world.writer(), events.iter().map(request).collect());
    let server = world.serve();
    let home = server.get("/").text().expect("text");
    for (currency, seq, amount) in [("CNY", 3, 500), ("EUR", 4, 700)] {
        let path = format!("/entries?currency={currency}&kind=received");
        assert!(links(&home).contains(&path), "{path}");
        let walked = walk(&server, &path);
        assert_eq!((walked.seqs, walked.rows, walked.told), (vec![seq], amount, Some(amount)), "{path}");
    }
    assert_eq!(server.get("/entries?currency=XQX").status(), 400);
    assert_eq!(server.get("/funds?currency=XQX").status(), 400);
    let funds = |query: &str| {
        let html = server.get(&format!("/funds?{query}")).text().expect("text");
        ["flood", "quake"].map(|id| html.contains(&format!("href=\"/funds/{id}\"")))
    };
    assert_eq!(funds("currency=EUR"), [false, true]);
    assert_eq!(funds("state=closed"), [false, false]);
    assert_eq!(funds("text=FLOOD+relief"), [true, false]);
    assert_eq!(funds("organisation=red-river&state=open"), [true, true]);
}

/// A purse of goods: tents bought for a project, packed into kits, and the kits handed out.
fn packed() -> World {
    let world = World::opened();
    let events = [
        json!({"type":"item_registered","id":"tent","name":"Family tent","unit":"tent","category":"shelter"}),
        json!({"type":"item_registered","id":"kit","name":"Winter kit","unit":"kit","category":"shelter"}),
        json!({"type":"site_registered","id":"maker","name":"Tentmaker","kind":"supplier"}),
        json!({"type":"site_registered","id":"north","name":"North store","kind":"warehouse"}),
        json!({"type":"project_opened","id":"warm","title":"Warm nights","fund":"flood-2026","implementer":"red-river",
            "budget":[{"category":"shelter","amount":9_000}]}),
        json!({"type":"allocation_made","id":"a1","fund":"flood-2026","project":"warm","amount":8_000}),
        json!({"type":"purchase_made","sources":[{"pool":"cash/flood-2026/warm","amount":6_000}],"supplier":"maker",
            "lines":[{"lot":"t1","item":"tent","quantity":6,"cost":6_000}],"purchased_on":"2026-11-20"}),
        json!({"type":"goods_received","id":"r1","lot":"t1","from":"maker","to":"north","quantity":6,
            "received_on":"2026-11-21"}),
        json!({"type":"kit_packed","inputs":[{"lot":"t1","quantity":4}],"item":"kit","lot":"k1","packed_on":"2026-11-22",
            "quantity":4,"site":"north"}),
        json!({"type":"goods_distributed","distributed_on":"2026-11-23","households":3,"id":"ho-1","people":9,
            "lines":[{"lot":"k1","quantity":3}],"place":{"country":"CN","name":"Yingxiu"},"site":"north"}),
    ];
    record_all(&mut world.writer(), events.iter().map(request).collect());
    world
}

#[test]
fn lots_say_what_went_into_kits_and_rows_say_how_many_and_where() {
    let world = packed();
    let server = world.serve();
    let text = |path: &str| server.get(path).text().expect("text").replace('\u{a0}', " ");
    let lot = text("/lots/t1");
    assert!(lot.contains("Packed into kits") && lot.contains("href=\"/lots/k1\""), "{lot}");
    assert!(!lot.contains("Nothing has been handed out yet"), "{lot}");
    let fund = text("/funds/flood-2026");
    assert!(fund.contains("Winter kit: 3 kits") && fund.contains("item=kit"), "{fund}");
    let given = text("/entries?fund=flood-2026&kind=handed_out");
    assert!(given.contains("Winter kit") && given.contains("3 kits") && given.contains("Yingxiu"), "{given}");
    assert!(given.contains("30.00"), "{given}");
    let project = text("/projects/warm");
    for shown in ["90.00", "30.00", "In goods in hand"] {
        assert!(project.contains(shown), "{shown}: {project}");
    }
}

#[test]
fn filters_combine() {
    let world = packed();
    let server = world.serve();
    let seqs = |query: &str| walk(&server, &format!("/entries?{query}")).seqs;
    // Ten entries follow the four of the opening: 10 is the purchase, 13 the hand-out.
    assert_eq!(seqs("project=warm&type=allocation_made"), [9]);
    assert_eq!(seqs("project=warm&item=kit&kind=handed_out"), [13]);
    assert_eq!(seqs("project=warm&item=tent&kind=handed_out"), Vec::<u64>::new());
    assert_eq!(seqs("item=kit&kind=in_stock"), [12]);
    assert_eq!(seqs("item=tent&site=north&kind=held"), [11]);
    assert_eq!(seqs("fund=flood-2026&place=CN%2F%2FYingxiu"), [13]);
    assert_eq!(seqs("fund=flood-2026&place=CN%2F%2FElsewhere"), Vec::<u64>::new());
    assert_eq!(seqs("project=warm&kind=set_aside"), [9]);
    assert_eq!(seqs("project=warm&kind=unspent"), [9]);
}

#[test]
fn cash_with_a_partner_is_behind_what_is_unspent() {
    let world = packed();
    let partner = with(organisation(), "id", Value::from("hill-aid"));
    let sent = json!({"type":"transfer_made","id":"tr-1","from":"cash/flood-2026/warm","to":"cash/flood-2026/warm@hill-aid",
        "amount":500,"sent_on":"2026-11-24"});
    record_all(&mut world.writer(), [partner, sent].iter().map(request).collect());
    let server = world.serve();
    for query in ["fund=flood-2026&type=transfer_made", "project=warm&type=transfer_made"] {
        assert_eq!(walk(&server, &format!("/entries?{query}")).seqs, [15], "{query}");
    }
    let unspent = walk(&server, "/entries?kind=unspent&project=warm");
    assert_eq!((unspent.seqs, unspent.rows, unspent.told), (vec![15, 9], 2_000, Some(2_000)));
}

#[test]
fn what_is_reversed_is_behind_no_figure() {
    let world = packed();
    let reversal = json!({"type": "entry_reversed", "reverses": 13, "reason": "Recorded twice."});
    record_all(&mut world.writer(), vec![request(&reversal)]);
    let server = world.serve();
    assert_eq!(walk(&server, "/entries?project=warm&kind=handed_out").seqs, Vec::<u64>::new());
}

#[test]
fn the_gifts_behind_a_lot_can_be_leafed_through() {
    let world = World::opened();
    let gift = |_| {
        json!({"type": "donation_received", "fund": "flood-2026", "amount": 100, "method": "cash",
            "received_on": "2026-01-02"})
    };
    let mut events: Vec<Value> = (0..30).map(gift).collect();
    events.extend([
        json!({"type":"item_registered","id":"tent","name":"Family tent","unit":"tent","category":"shelter"}),
        json!({"type":"site_registered","id":"maker","name":"Tentmaker","kind":"supplier"}),
        json!({"type":"purchase_made","sources":[{"pool":"cash/flood-2026","amount":18_000}],"supplier":"maker",
            "lines":[{"lot":"t1","item":"tent","quantity":6,"cost":18_000}],"purchased_on":"2026-11-20"}),
    ]);
    record_all(&mut world.writer(), events.iter().map(request).collect());
    let server = world.serve();
    let codes = |path: &str| {
        let html = server.get(path).text().expect("text");
        let codes = html.split("href=\"/gifts/").skip(1).filter_map(|rest| rest.split('"').next());
        (codes.map(str::to_owned).collect::<BTreeSet<_>>(), html)
    };
    let (first, html) = codes("/lots/t1");
    assert!(first.len() == 12 && html.contains("href=\"/lots/t1?gifts=12#gifts\""), "{html}");
    let (rest, _) = codes("/lots/t1?gifts=12");
    assert_eq!((rest.len(), first.intersection(&rest).count()), (20, 0));
    assert_eq!(server.get("/lots/t1?gifts=many").status(), 400);
    assert_eq!(server.get("/handouts/none?gifts=-1").status(), 400);
}

#[test]
fn an_own_contribution_is_marked_among_the_gifts_behind_a_lot() {
    let world = World::opened();
    // Two gifts of others are there, of 10,000 and 5,000.
    let events = [
        json!({"type": "donation_received", "fund": "flood-2026", "amount": 100, "method": "own_contribution",
            "received_on": "2026-01-02"}),
        json!({"type":"item_registered","id":"tent","name":"Family tent","unit":"tent","category":"shelter"}),
        json!({"type":"site_registered","id":"maker","name":"Tentmaker","kind":"supplier"}),
        json!({"type":"purchase_made","sources":[{"pool":"cash/flood-2026","amount":15_100}],"supplier":"maker",
            "lines":[{"lot":"t1","item":"tent","quantity":2,"cost":15_100}],"purchased_on":"2026-11-20"}),
    ];
    record_all(&mut world.writer(), events.iter().map(request).collect());
    let server = world.serve();
    for (address, tag) in [("/en/lots/t1", ">own contribution<"), ("/zh/lots/t1", ">自有出资<")] {
        let html = server.get(address).text().expect("text");
        assert_eq!(html.matches("class=\"code\"").count(), 3, "{html}");
        assert_eq!(html.matches(tag).count(), 1, "{html}");
    }
}

/// What a program gets under a filter, call by call, and how many calls that took.
fn called(server: &Running, query: &str, limit: usize) -> (Vec<u64>, usize) {
    let (mut seqs, mut cursor) = (Vec::new(), String::new());
    for calls in 1..1_000 {
        let answer = server.json(&format!("/api/v1/entries?{query}&limit={limit}&fields=seq{cursor}"));
        let rows = answer["entries"].as_array().expect("entries");
        assert!(rows.iter().all(|row| row.as_object().map(serde_json::Map::len) == Some(1)), "{answer}");
        seqs.extend(rows.iter().map(|row| row["seq"].as_u64().expect("a number")));
        match answer["next"].as_u64() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return (seqs, calls),
        }
    }
    panic!("{query} never ends");
}

#[test]
fn a_program_gets_what_the_page_shows_under_the_same_filters() {
    let world = World::demo(200, 7);
    let server = world.serve();
    let fund = server.json("/api/v1/funds")["funds"][0]["fund"].clone();
    let (id, currency) = (fund["id"].as_str().expect("an id"), fund["currency"].as_str().expect("a currency"));
    let day = server.json(&format!("/api/v1/entries/{}", world.head().size / 2));
    let day = day["at"].as_str().and_then(|at| at.get(..10)).expect("a day").to_owned();
    let queries = [
        format!("fund={id}"),
        format!("fund={id}&kind=received"),
        format!("fund={id}&kind=held&from={day}"),
        format!("currency={currency}&kind=handed_out"),
        format!("type=goods_distributed&to={day}"),
        format!("from={day}&to={day}"),
    ];
    for query in queries {
        let shown = walk(&server, &format!("/entries?{query}")).seqs;
        assert_eq!(called(&server, &query, 17).0, shown, "{query}");
        assert_eq!(called(&server, &query, 1_000).0, shown, "{query}");
    }
    let all = called(&server, "to=2100-01-01", 33).0;
    assert_eq!(all, (0..world.head().size).rev().collect::<Vec<_>>(), "all, newest first");
    let since = called(&server, &format!("fund={id}&from=40"), 9).0;
    let whole = called(&server, &format!("fund={id}"), 1_000).0;
    assert_eq!(since, whole.into_iter().filter(|seq| *seq >= 40).collect::<Vec<_>>());
    let rows = server.get(&format!("/api/v1/entries?fund={id}&limit=2")).text().expect("text");
    let last = server.json(&format!("/api/v1/entries?fund={id}&limit=1"))["entries"][0]["seq"].clone();
    let bytes = server.get(&format!("/api/v1/entries/{last}")).text().expect("text");
    assert!(rows.contains(&bytes), "byte for byte: {rows}");
}

#[test]
fn a_filter_that_passes_over_many_says_where_to_go_on() {
    let world = World::opened();
    let small = with(gift(1), "received_on", Value::from("2026-01-02"));
    let mut events = vec![small; 2_100];
    events.extend([
        json!({"type":"item_registered","id":"tent","name":"Family tent","unit":"tent","category":"shelter"}),
        json!({"type":"site_registered","id":"maker","name":"Tentmaker","kind":"supplier"}),
        json!({"type":"purchase_made","sources":[{"pool":"cash/flood-2026","amount":17_100}],"supplier":"maker",
            "lines":[{"lot":"t1","item":"tent","quantity":6,"cost":17_100}],"purchased_on":"2026-11-20"}),
    ]);
    record_all(&mut world.writer(), events.iter().map(request).collect());
    let server = world.serve();
    let (seqs, calls) = called(&server, "fund=flood-2026&kind=unspent", 5);
    assert_eq!((seqs, calls), (Vec::new(), 2), "all is spent, which takes two looks to see");
}

#[test]
fn a_program_is_told_which_filter_is_wrong() {
    let world = World::opened();
    let server = world.serve();
    let rows = [
        ("/api/v1/entries?fund=nobody", 404, "fund", "unknown"),
        ("/api/v1/entries?fund=No+id", 400, "fund", "slug"),
        ("/api/v1/entries?organisation=nobody", 404, "organisation", "unknown"),
        ("/api/v1/entries?project=nobody", 404, "project", "unknown"),
        ("/api/v1/entries?site=nobody", 404, "site", "unknown"),
        ("/api/v1/entries?item=nobody", 404, "item", "unknown"),
        ("/api/v1/entries?currency=XYZ", 400, "currency", "currency"),
        ("/api/v1/entries?kind=stolen", 400, "kind", "one_of"),
        ("/api/v1/entries?type=theft", 400, "type", "unknown_type"),
        ("/api/v1/entries?place=a%00b", 400, "place", "control_character"),
        ("/api/v1/entries?from=2026-02-30", 400, "from", "date"),
        ("/api/v1/entries?to=2026-02-30", 400, "to", "date"),
        ("/api/v1/entries?from=2026-02-03&to=2026-02-02", 400, "to", "days_reversed"),
        ("/api/v1/entries?cursor=n.1", 400, "cursor", "cursor"),
        ("/api/v1/entries?fund=flood-2026&fund=flood-2026", 400, "", "bad_query"),
        ("/api/v1/entries?before=4", 400, "before", "unknown_field"),
    ];
    refused_addresses(&rows, |path, lang| server.get_with(path, &[("Accept-Language", lang)]));
}

#[test]
fn an_entry_says_names_beside_the_ids_that_it_names() {
    let world = World::opened();
    let events = [
        json!({"type":"item_registered","id":"tent","name":"Family tent","unit":"tent","category":"shelter"}),
        json!({"type":"site_registered","id":"maker","name":"Tentmaker & Sons","kind":"supplier"}),
        json!({"type":"purchase_made","sources":[{"pool":"cash/flood-2026","amount":600}],"supplier":"maker",
            "lines":[{"lot":"t1","item":"tent","quantity":6,"cost":600}],"purchased_on":"2026-11-20"}),
    ];
    let written = record_all(&mut world.writer(), events.iter().map(request).collect());
    let server = world.serve();
    let seq = written.last().expect("a purchase").seq;
    let html = server.get_with(&format!("/entries/{seq}"), &[("Accept-Language", "en")]).text().expect("text");
    let (_, said) = html.split_once("id=\"says\"").expect("what it says");
    let (said, rest) = said.split_once("id=\"moves\"").expect("what it moved");
    for named in [
        "<a href=\"/sites/maker\">Tentmaker &amp; Sons</a> <code>maker</code>",
        "<a href=\"/entries?item=tent\">Family tent</a> <code>tent</code>",
        "<a href=\"/lots/t1\">Family tent</a> <code>t1</code>",
        "</a> <code>cash/flood-2026</code>",
    ] {
        assert!(bare(said).contains(named), "{named} in {said}");
    }
    let moved =
        "<a href=\"/lots/t1\">Family tent</a> at <a href=\"/sites/maker\">Tentmaker &amp; Sons</a> <code>lot/t1@maker";
    assert!(bare(rest).contains(moved), "{rest}");
}

/// Markup without the marks that the renderer leaves between texts.
fn bare(html: &str) -> String {
    html.replace("<!>", "").replace("<!---->", "")
}
