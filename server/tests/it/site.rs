//! Pages as readers and programs get them: kept and renewed, in both languages, found, followed.

use std::io::{BufRead as _, BufReader, Read as _};

use reqwest::blocking::Response;
use serde_json::{Value, json};

use crate::world::{Running, World, expense, fund, gift, key, with};

const ENGLISH: &[(&str, &str)] = &[("Accept-Language", "en")];

fn header(answer: &Response, name: &str) -> String {
    answer.headers().get(name).map(|value| value.to_str().expect("ASCII").to_owned()).unwrap_or_default()
}

fn record(server: &Running, number: u64, event: &Value) -> u64 {
    let key = key(number);
    let answer = server.post_with(&[("Idempotency-Key", key.as_str())], event.to_string());
    assert_eq!(answer.status(), 201, "{event}");
    answer.json::<Value>().expect("JSON")["seq"].as_u64().expect("a number")
}

/// The tag of a page now.
fn tag(server: &Running, path: &str) -> String {
    let answer = server.get_with(path, ENGLISH);
    assert_eq!(answer.status(), 200, "{path}");
    let tag = header(&answer, "ETag");
    assert!(tag.starts_with("W/\""), "{path}: {tag}");
    tag
}

#[test]
fn who_has_a_page_already_is_told_so() {
    let world = World::opened();
    let server = world.serve();
    for path in ["/", "/funds", "/funds/flood-2026", "/en/funds/flood-2026", "/entries/2", "/method", "/zh/entries"] {
        let tag = tag(&server, path);
        let again = server.get_with(path, &[("Accept-Language", "en"), ("If-None-Match", &tag)]);
        assert_eq!((again.status().as_u16(), header(&again, "ETag")), (304, tag.clone()), "{path}");
        assert!(again.text().expect("text").is_empty(), "{path}");
        let others = format!("\"x\", {tag}");
        assert_eq!(server.get_with(path, &[("Accept-Language", "en"), ("If-None-Match", &others)]).status(), 304);
        assert_eq!(server.get_with(path, &[("Accept-Language", "en"), ("If-None-Match", "W/\"x\"")]).status(), 200);
    }
    // After a restart the same log gives the same tag: nothing has to be fetched again.
    let before = tag(&server, "/funds/flood-2026");
    drop(server);
    assert_eq!(tag(&world.serve(), "/funds/flood-2026"), before);
}

#[test]
fn the_languages_have_different_tags_and_say_on_what_they_depend() {
    let world = World::opened();
    let server = world.serve();
    let english = server.get_with("/funds", ENGLISH);
    let chinese = server.get_with("/funds", &[("Accept-Language", "zh-CN")]);
    assert_ne!(header(&english, "ETag"), header(&chinese, "ETag"));
    assert_eq!(header(&english, "Vary"), "Accept-Encoding, Accept-Language, Cookie");
    assert!(header(&english, "Cache-Control").contains("private"));
    let prefixed = server.get_with("/zh/funds", ENGLISH);
    assert_eq!(
        (header(&prefixed, "Vary"), header(&prefixed, "ETag")),
        ("Accept-Encoding".into(), header(&chinese, "ETag"))
    );
    assert!(prefixed.text().expect("text").contains("<html lang=\"zh-CN\">"));
}

#[test]
fn a_page_is_renewed_by_what_concerns_it_and_by_nothing_else() {
    let world = World::opened();
    let server = world.serve();
    record(&server, 1, &fund("drought"));
    let to = |fund: &str| with(gift(700), "fund", json!(fund));
    let first = record(&server, 2, &to("flood-2026"));
    let code = server::answer::code_of(first);
    let paths = ["/funds/flood-2026", "/funds/drought", &format!("/gifts/{code}"), "/entries/2", "/"];
    let tags = || paths.map(|path| tag(&server, path));
    let before = tags();

    record(&server, 3, &to("drought"));
    let after = tags();
    let same: Vec<bool> = before.iter().zip(&after).map(|(before, after)| before == after).collect();
    assert_eq!(same, [true, false, true, true, false], "another fund's gift");

    record(&server, 4, &to("flood-2026"));
    let later = tags();
    let same: Vec<bool> = after.iter().zip(&later).map(|(before, after)| before == after).collect();
    assert_eq!(same, [false, true, true, true, false], "a gift to the same fund");
    let html = server.get_with("/funds/flood-2026", ENGLISH).text().expect("text");
    assert!(html.contains("164.00"), "150.00, 7.00 and 7.00 were given");

    record(&server, 5, &expense("lorry", 10_100));
    let last = tags();
    let same: Vec<bool> = later.iter().zip(&last).map(|(before, after)| before == after).collect();
    assert_eq!(same, [false, true, false, true, false], "money spent");

    record(&server, 6, &json!({"type": "entry_reversed", "reverses": first, "reason": "Recorded twice."}));
    assert_ne!(tag(&server, "/entries/2"), last[3], "an entry's page may say that it was reversed");
}

#[test]
fn what_another_process_recorded_is_seen_within_a_second() {
    let world = World::opened();
    let server = world.serve();
    let before = tag(&server, "/funds/flood-2026");
    std::fs::write(world.file("more.ndjson"), format!("{}\n", gift(123))).expect("a file");
    world.almoner(&["record", "more.ndjson", "--database", "almoner.db"]).well();
    let since = std::time::Instant::now();
    while tag(&server, "/funds/flood-2026") == before {
        assert!(since.elapsed().as_millis() < 1_000, "still the old page");
        std::thread::yield_now();
    }
}

#[test]
fn the_head_of_a_page_is_that_of_the_page() {
    let world = World::opened();
    let server = world.serve();
    let client = server::outbound::builder().no_proxy().build().expect("a client");
    let head = client.head(server.url("/en/funds/flood-2026")).send().expect("an answer");
    let whole = server.get("/en/funds/flood-2026");
    for name in ["ETag", "Content-Type", "Content-Length", "Vary", "Cache-Control"] {
        assert_eq!(header(&head, name), header(&whole, name), "{name}");
    }
    assert_eq!(head.status(), 200);
    assert!(head.text().expect("text").is_empty());
}

#[test]
fn bodies_are_compressed_as_the_client_likes() {
    let world = World::opened();
    let server = world.serve();
    let plain = server.get_with("/en/funds", &[]).bytes().expect("bytes");
    let gzip = server.get_with("/en/funds", &[("Accept-Encoding", "gzip, deflate")]);
    assert_eq!(header(&gzip, "Content-Encoding"), "gzip");
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(gzip).read_to_end(&mut unpacked).expect("gzip");
    assert_eq!(unpacked, plain);
    let brotli = server.get_with("/en/funds", &[("Accept-Encoding", "gzip, br")]);
    assert_eq!(header(&brotli, "Content-Encoding"), "br");
    unpacked.clear();
    brotli::Decompressor::new(brotli, 4_096).read_to_end(&mut unpacked).expect("brotli");
    assert_eq!(unpacked, plain);
    assert_eq!(header(&server.get_with("/en/funds", &[("Accept-Encoding", "br;q=0")]), "Content-Encoding"), "");
}

#[test]
fn a_fund_and_a_gift_have_a_card_of_their_own() {
    let world = World::opened();
    let server = world.serve();
    let code = server::answer::code_of(record(&server, 1, &gift(700)));
    for page in ["/en/funds/flood-2026".to_owned(), format!("/zh/gifts/{code}")] {
        let address = format!("{page}/card.png");
        let html = server.get_with(&page, ENGLISH).text().expect("text");
        assert!(html.contains(&format!("property=\"og:image\" content=\"{address}\"")), "{html}");
        let card = server.get_with(&address, &[("Accept-Encoding", "gzip, br")]);
        assert_eq!((card.status().as_u16(), header(&card, "Content-Type")), (200, "image/png".to_owned()), "{address}");
        assert_eq!(header(&card, "Content-Encoding"), "", "points are compressed already");
        let tag = header(&card, "ETag");
        assert!(card.bytes().expect("bytes").starts_with(b"\x89PNG"), "{address}");
        assert_eq!(server.get_with(&address, &[("If-None-Match", &tag)]).status(), 304, "{address}");
    }
    assert_eq!(server.get_with("/en/funds/nobody/card.png", ENGLISH).status(), 404);
}

#[test]
fn a_picture_is_kept_as_svg_and_as_png_by_links_of_its_page() {
    let world = World::demo(200, 5);
    let server = world.serve();
    let fund = server.json("/api/v1/funds")["funds"][0]["fund"]["id"].as_str().expect("an id").to_owned();
    let gifts = server.json(&format!("/api/v1/funds/{fund}/gifts?limit=1&sort=oldest"));
    let code = gifts["gifts"][0]["code"].as_str().expect("a code");
    for (page, name) in [(format!("/en/funds/{fund}"), "flow"), (format!("/zh/gifts/{code}"), "path")] {
        let html = server.get_with(&page, ENGLISH).text().expect("text");
        for (form, kind, start) in
            [("svg", "image/svg+xml; charset=utf-8", &b"<?xml"[..]), ("png", "image/png", b"\x89PNG")]
        {
            let address = format!("{page}/{name}.{form}");
            assert!(html.contains(&format!("href=\"{address}\"")), "{address}: {html}");
            let file = server.get_with(&address, ENGLISH);
            assert_eq!((file.status().as_u16(), header(&file, "Content-Type")), (200, kind.to_owned()), "{address}");
            let tag = header(&file, "ETag");
            assert!(file.bytes().expect("bytes").starts_with(start), "{address}");
            assert_eq!(server.get_with(&address, &[("If-None-Match", &tag)]).status(), 304, "{address}");
        }
    }
    assert_eq!(server.get_with(&format!("/en/funds/{fund}/card.svg"), ENGLISH).status(), 404);
    assert_eq!(server.get_with("/en/funds/nobody/flow.png", ENGLISH).status(), 404);
}

#[test]
fn a_page_kept_under_other_settings_is_made_anew() {
    let world = World::opened();
    let server = world.serve();
    let before = tag(&server, "/funds/flood-2026");
    drop(server);
    let dress = |ready: server::http::Ready| ready.reached_at(Some("https://give.example"));
    let server = Running::start_as(&world.location, world.writer(), dress);
    assert_ne!(tag(&server, "/funds/flood-2026"), before);
    let again = server.get_with("/funds/flood-2026", &[("Accept-Language", "en"), ("If-None-Match", &before)]);
    assert_eq!(again.status(), 200);
}

#[test]
fn a_choice_of_language_is_kept_and_keeps_the_place() {
    let world = World::opened();
    let server = world.serve();
    let chosen = server.get_with("/funds/flood-2026?lang=zh", ENGLISH);
    assert_eq!((chosen.status().as_u16(), header(&chosen, "Location")), (303, "/zh/funds/flood-2026".into()));
    assert!(header(&chosen, "Set-Cookie").starts_with("lang=zh;"));
    let cookie = server.get_with("/funds", &[("Accept-Language", "en"), ("Cookie", "lang=zh")]).text().expect("text");
    assert!(cookie.contains("<html lang=\"zh-CN\">"));
    let html = server.get_with("/zh/", ENGLISH).text().expect("text");
    for part in [
        "<html lang=\"zh-CN\">",
        "href=\"/zh/funds/flood-2026\"",
        "action=\"/zh/gifts\"",
        "hreflang=\"en\" href=\"/en/\"",
        "rel=\"canonical\" href=\"/zh/\"",
        "hreflang=\"x-default\" href=\"/\"",
    ] {
        assert!(html.contains(part), "{part}");
    }
    assert!(!html.contains("<a href=\"/funds"), "no link leaves the language");
    assert_eq!(server.get_with("/zh", ENGLISH).status(), 200);
    assert_eq!(server.get_with("/zh/nothing", ENGLISH).status(), 404);
    let code = server::answer::code_of(2);
    let moved = server.get_with(&format!("/zh/gifts?code={}", code.to_lowercase()), &[]);
    assert_eq!(header(&moved, "Location"), format!("/zh/gifts/{code}"));
}

#[test]
fn every_answer_forbids_what_pages_do_not_need() {
    let world = World::opened();
    let server = world.serve();
    for path in ["/", "/funds/none", "/api/v1/funds", "/search?q=x"] {
        let answer = server.get(path);
        let policy = header(&answer, "Content-Security-Policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"), "{path}: {policy}");
        for name in ["Permissions-Policy", "Cross-Origin-Opener-Policy", "X-Frame-Options", "Referrer-Policy"] {
            assert!(!header(&answer, name).is_empty(), "{path}: {name}");
        }
        assert_eq!(header(&answer, "X-Content-Type-Options"), "nosniff");
    }
}

#[test]
fn a_search_finds_names_forgives_slips_and_helps() {
    let world = World::opened();
    let server = world.serve();
    let find = |query: &str| server.get_with(&format!("/en/search?q={query}"), &[]);
    let html = find("red+riv").text().expect("text");
    assert!(html.contains("Red River Relief") && html.contains("1 found."), "{html}");
    assert!(find("FLOOD").text().expect("text").contains("href=\"/en/funds/flood-2026\""));
    // What is recorded is found by the next search.
    record(&server, 1, &with(fund("drought"), "title", json!("四川抗旱")));
    assert!(find("%E6%8A%97%E6%97%B1").text().expect("text").contains("href=\"/en/funds/drought\""));

    let code = server::answer::code_of(2);
    let found = find(&code.to_lowercase().replace('-', ""));
    assert_eq!((found.status().as_u16(), header(&found, "Location")), (303, format!("/en/gifts/{code}")));
    let last = code.chars().last().expect("a character");
    let slip = format!("{}{}", &code[..code.len() - 1], if last == '0' { '1' } else { '0' });
    assert!(find(&slip).text().expect("text").contains(&format!("href=\"/en/gifts/{code}\"")));

    let nothing = find("zeppelin").text().expect("text");
    assert!(nothing.contains("Nothing recorded has this name.") && nothing.contains("href=\"/en/funds\""));
    let chinese = server.get_with("/zh/search?q=zeppelin", &[]).text().expect("text");
    assert!(chinese.contains("没有记录使用该名称。"));
    let hostile = find("%3Cscript%3E%22").text().expect("text");
    assert!(!hostile.contains("<script>\""));
}

#[test]
fn a_place_is_found_by_the_names_of_its_country_and_province_in_either_language() {
    let world = World::opened();
    let server = world.serve();
    let site = |id: &str, place: Value| json!({"type": "site_registered", "id": id, "name": id, "kind": "warehouse", "place": place});
    record(&server, 1, &site("north", json!({"country": "CN", "admin1": "CN-SC", "name": "Yingxiu"})));
    record(&server, 2, &site("south", json!({"country": "NG", "admin1": "NG-BO"})));
    for (query, id) in [
        ("Sichuan", "north"),
        ("%E5%9B%9B%E5%B7%9D", "north"), // 四川
        ("%E4%B8%AD%E5%9B%BD", "north"), // 中国
        ("Nigeria", "south"),
        ("%E5%B0%BC%E6%97%A5%E5%88%A9%E4%BA%9A", "south"), // 尼日利亚
        ("borno", "south"),
    ] {
        let html = server.get(&format!("/en/search?q={query}")).text().expect("text");
        assert!(html.contains("1 found.") && html.contains(&format!("href=\"/en/sites/{id}\"")), "{query}: {html}");
    }
    // Of a place without a name the part of the country is told, in words.
    let html = server.get("/en/sites/south").text().expect("text");
    assert!(html.contains("Warehouse in Borno (Nigeria)"), "{html}");
}

#[test]
fn long_finds_come_page_by_page() {
    let world = World::opened();
    let server = world.serve();
    for number in 0..25 {
        let item = json!({"type": "item_registered", "id": format!("tent-{number}"), "name": format!("Tent {number}"),
            "category": "shelter", "unit": "tent"});
        record(&server, number, &item);
    }
    let first = server.get("/en/search?q=tent").text().expect("text");
    assert!(first.contains("1 to 20 of 25 found.") && first.contains("from=20"));
    let second = server.get("/en/search?q=tent&from=20").text().expect("text");
    assert!(second.contains("21 to 25 of 25 found.") && !second.contains("rel=\"next\""));
}

/// Parses XML and gives the texts of all elements of a name.
fn texts(xml: &str, name: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(xml).expect("XML");
    let ours = document.descendants().filter(|node| node.tag_name().name() == name);
    ours.map(|node| node.text().unwrap_or_default().to_owned()).collect()
}

#[test]
fn feeds_are_valid_atom_and_page_back_to_the_beginning() {
    let world = World::opened();
    let server = world.serve();
    for number in 0..40 {
        record(&server, number, &with(gift(100 + number), "donor", json!("A & <B>")));
    }
    let answer = server.get("/en/funds/flood-2026/feed.atom");
    assert_eq!(header(&answer, "Content-Type"), "application/atom+xml; charset=utf-8");
    let first = answer.text().expect("text");
    let document = roxmltree::Document::parse(&first).expect("XML");
    let root = document.root_element();
    assert_eq!((root.tag_name().name(), root.tag_name().namespace()), ("feed", Some("http://www.w3.org/2005/Atom")));
    for entry in document.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2005/Atom", "entry"))) {
        for (name, times) in [("id", 1), ("title", 1), ("updated", 1), ("summary", 1), ("link", 1)] {
            let found = entry.children().filter(|child| child.tag_name().name() == name).count();
            assert_eq!(found, times, "{name}");
        }
    }
    assert_eq!((texts(&first, "entry").len(), texts(&first, "name")), (30, vec!["Red River Relief".to_owned()]));
    let next = document.descendants().find(|node| node.attribute("rel") == Some("next")).expect("a next page");
    let rest = server.get(next.attribute("href").expect("an address")).text().expect("text");
    let mut ids: Vec<String> = [texts(&first, "id"), texts(&rest, "id")].concat();
    assert!(ids.iter().all(|id| id.starts_with("ni:///sha3-256;")));
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 42 + 1, "each of 42 gifts once, and the feed");
    // A new entry changes no name of an older one.
    record(&server, 99, &gift(5));
    let later = texts(&server.get("/en/funds/flood-2026/feed.atom").text().expect("text"), "id");
    assert_eq!((&later[0], &later[2..]), (&texts(&first, "id")[0], &texts(&first, "id")[1..30]));
    assert_eq!(server.get("/funds/none/feed.atom").status(), 404);
}

#[test]
fn a_gift_has_a_feed_of_what_became_of_it() {
    let world = World::opened();
    let server = world.serve();
    let spent = record(&server, 1, &expense("lorry", 4_000));
    let path = format!("/zh/gifts/{}/feed.atom", server::answer::code_of(2));
    let feed = server.get(&path).text().expect("text");
    assert_eq!(texts(&feed, "entry").len(), 2);
    assert!(feed.contains(&format!("/zh/entries/{spent}")) && feed.contains("支付费用"), "{feed}");
    assert_eq!(server.get("/gifts/G-0000-0000/feed.atom").status(), 404);
}

#[test]
fn robots_find_a_sitemap_that_names_real_pages() {
    let world = World::opened();
    let server = world.serve();
    let robots = server.get("/robots.txt").text().expect("text");
    let sitemap = robots.lines().find_map(|line| line.strip_prefix("Sitemap: ")).expect("a sitemap");
    let path = |address: &str| address.strip_prefix(&server.url("")).expect("this server").to_owned();
    let index = server.get(&path(sitemap)).text().expect("text");
    let mut pages = Vec::new();
    for part in texts(&index, "loc") {
        pages.extend(texts(&server.get(&path(&part)).text().expect("text"), "loc"));
    }
    let named: Vec<String> = pages.iter().map(|page| path(page)).collect();
    for page in ["/en/", "/zh/funds/flood-2026", "/en/entries/3"] {
        assert!(named.iter().any(|path| path == page), "{page}: {named:?}");
    }
    assert!(!named.iter().any(|path| path.contains("gifts")), "receipt codes belong to donors");
    for page in &named {
        assert_eq!(server.get(page).status(), 200, "{page}");
    }
    assert_eq!(server.get("/sitemap/entries-7.xml").status(), 404);
}

#[test]
fn a_page_says_what_to_show_where_it_is_shared() {
    let world = World::opened();
    let server = world.serve();
    let html = server.get("/en/funds/flood-2026").text().expect("text");
    for part in ["property=\"og:title\" content=\"Flood 2026", "property=\"og:image\"", "type=\"application/atom+xml\""]
    {
        assert!(html.contains(part), "{part}");
    }
}

#[test]
fn the_live_head_follows_the_log() {
    let world = World::opened();
    let server = world.serve();
    let answer = server.get("/live");
    assert_eq!(header(&answer, "Content-Type"), "text/event-stream");
    assert_eq!(header(&answer, "Access-Control-Allow-Origin"), "*");
    let mut lines = BufReader::new(answer).lines().map(|line| line.expect("a line"));
    let mut head = move || loop {
        if let Some(data) = lines.next().expect("more to come").strip_prefix("data: ") {
            return serde_json::from_str::<Value>(data).expect("JSON");
        }
    };
    assert_eq!(head()["size"], 4);
    let seq = record(&server, 1, &gift(100));
    let told = head();
    let (size, hash) = server.end();
    assert_eq!((&told["size"], &told["hash"]), (&size, &hash));
    assert_eq!(told["size"], seq + 1);
    assert!(told["at"].as_str().is_some_and(|at| at.ends_with('Z')));
    // Told to close, the stream ends instead of holding the server up.
    let second = server.get("/live");
    server.site.live.close();
    assert!(second.text().expect("an end").contains("event: head"));
}

#[test]
fn the_change_feed_goes_on_where_a_follower_left_off() {
    let world = World::opened();
    let server = world.serve();
    let read = |answer: reqwest::blocking::Response, count: usize| {
        assert_eq!(header(&answer, "Content-Type"), "text/event-stream");
        assert_eq!(header(&answer, "Access-Control-Allow-Origin"), "*");
        let (mut found, mut id) = (Vec::new(), String::new());
        for line in BufReader::new(answer).lines().map(|line| line.expect("a line")) {
            if let Some(seq) = line.strip_prefix("id: ") {
                id = seq.to_owned();
            }
            if let Some(data) = line.strip_prefix("data: ") {
                found.push((id.clone(), data.to_owned()));
            }
            if found.len() == count {
                break;
            }
        }
        found
    };
    let all = read(server.get("/live/entries?from=0"), 4);
    for (place, (id, json)) in all.iter().enumerate() {
        assert_eq!(*id, place.to_string());
        assert_eq!(*json, server.get(&format!("/api/v1/entries/{place}")).text().expect("text"));
    }
    let rest = read(server.get_with("/live/entries?from=0", &[("Last-Event-ID", "1")]), 2);
    assert_eq!(rest, all[2..]);
    let waiting = server.get("/live/entries");
    let seq = record(&server, 1, &gift(100));
    let news = read(waiting, 1);
    assert_eq!(news[0].0, seq.to_string());
    let refused: [(&str, &[(&str, &str)]); 3] = [
        ("/live/entries?from=x", &[]),
        ("/live/entries?colour=red", &[]),
        ("/live/entries", &[("Last-Event-ID", "x")]),
    ];
    for (path, headers) in refused {
        assert_eq!(server.get_with(path, headers).status(), 400, "{path}");
    }
}

#[test]
fn a_page_is_told_of_what_concerns_it_and_of_nothing_else() {
    let world = World::opened();
    let server = world.serve();
    let listen = |query: &str| {
        let mut lines = BufReader::new(server.get(&format!("/live?{query}"))).lines().map(|line| line.expect("a line"));
        move || loop {
            if let Some(data) = lines.next().expect("more to come").strip_prefix("data: ") {
                return serde_json::from_str::<Value>(data).expect("JSON")["size"].as_u64().expect("a number");
            }
        }
    };
    let mut fund = listen("fund=flood-2026");
    let mut gift_page = listen(&format!("gift={}", server::answer::code_of(2)));
    let before = (fund(), gift_page());
    let given = record(&server, 1, &gift(100));
    assert!(fund() > before.0);
    // Another gift is no news of this one; a fee on it is.
    let fee = json!({"type":"fee_charged","gift":2,"amount":1,"category":"processor","payee":"Bank"});
    let charged = record(&server, 2, &fee);
    assert!(charged > given);
    assert_eq!(gift_page(), charged + 1);
    assert_eq!(server.get("/live?gift=party").status(), 404);
}

#[test]
fn goods_that_wait_for_long_need_attention() {
    let world = World::opened();
    let server = world.serve();
    let events = [
        json!({"type":"item_registered","id":"tent","name":"Family tent","unit":"tent","category":"shelter"}),
        json!({"type":"site_registered","id":"maker","name":"Tentmaker","kind":"supplier"}),
        json!({"type":"site_registered","id":"north","name":"North store","kind":"warehouse"}),
        json!({"type":"site_registered","id":"valley","name":"Valley school","kind":"distribution_point"}),
        gift(100_000),
        json!({"type":"purchase_made","sources":[{"pool":"cash/flood-2026","amount":30_000}],"supplier":"maker",
            "lines":[{"lot":"t1","item":"tent","quantity":3,"cost":20_000},{"lot":"t2","item":"tent","quantity":1,"cost":10_000}],
            "purchased_on":"2026-11-20"}),
        json!({"type":"goods_received","id":"r1","lot":"t1","from":"maker","to":"north","quantity":3,"received_on":"2026-11-21"}),
        json!({"type":"goods_dispatched","waybill":"w1","lines":[{"lot":"t1","quantity":2}],"from":"north","to":"valley",
            "dispatched_on":"2026-11-22"}),
    ];
    for (number, event) in (100..).zip(&events) {
        record(&server, number, event);
    }
    let page = |path: &str| server.get_with(path, ENGLISH).text().expect("text");
    assert!(!page("/funds/flood-2026").contains("class=\"attention\""), "nothing has waited yet");
    // A page's clock is the last day on which something changed.
    record(&server, 200, &with(gift(100), "received_on", "2026-12-30".into()));
    let text = page("/funds/flood-2026");
    assert!(text.contains("Family tent (lot t2) paid for 40 days ago and not yet fetched from Tentmaker"), "{text}");
    assert!(text.contains("Family tent (lot t1) on the way to Valley school for 38 days"), "{text}");
    let arrived = json!({"type":"goods_received","id":"r2","lot":"t1","from":"w1","to":"valley","quantity":2,
        "received_on":"2026-12-30"});
    record(&server, 201, &arrived);
    let text = page("/funds/flood-2026");
    assert!(
        !text.contains("on the way to Valley school for") && text.contains("not yet fetched from Tentmaker"),
        "{text}"
    );
}
