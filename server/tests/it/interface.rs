//! The open interface for strangers: any site may read, page by page, nothing twice; what it says of itself is what it does.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::world::{World, problem, refused_addresses};

#[test]
fn any_site_may_read_and_what_did_not_change_is_not_sent_again() {
    let world = World::opened();
    let server = world.serve();
    let answer = server.get_with("/api/v1/funds", &[("Origin", "https://news.example")]);
    let header = |name: &str| answer.headers()[name].to_str().expect("ASCII").to_owned();
    assert_eq!(
        (header("Access-Control-Allow-Origin"), header("Cross-Origin-Resource-Policy")),
        ("*".into(), "cross-origin".into())
    );
    assert!(
        header("RateLimit-Policy").contains("q=3000") && header("RateLimit").contains("r="),
        "{:?}",
        answer.headers()
    );
    let tag = header("ETag");
    assert_eq!(server.get_with("/api/v1/funds", &[("If-None-Match", &tag)]).status(), 304);
    server.post(crate::world::gift(5).to_string());
    assert_eq!(server.get_with("/api/v1/funds", &[("If-None-Match", &tag)]).status(), 200);
    // A page of another site may not record: the browser is not told that it may.
    let client = reqwest::blocking::Client::new();
    let asked =
        client.request(reqwest::Method::OPTIONS, server.url("/api/v1/events")).header("Origin", "https://news.example");
    let answer = asked.header("Access-Control-Request-Method", "POST").send().expect("an answer");
    assert_eq!(answer.status(), 204);
    assert_eq!(answer.headers()["Access-Control-Allow-Methods"], "GET, HEAD, OPTIONS");
}

#[test]
fn an_address_knows_its_methods_and_says_them() {
    let world = World::opened();
    let server = world.serve();
    let client = reqwest::blocking::Client::new();
    let head = client.head(server.url("/api/v1/funds")).send().expect("an answer");
    assert_eq!((head.status().as_u16(), head.headers().contains_key("ETag")), (200, true));
    let rows = [
        ("/api/v1/funds", "GET, HEAD, OPTIONS"),
        ("/api/v1/events", "OPTIONS, POST"),
        ("/api/v1/webhooks", "GET, HEAD, OPTIONS, POST"),
        ("/api/v1/webhooks/5", "DELETE, GET, HEAD, OPTIONS"),
    ];
    for (path, allowed) in rows {
        let answer = client.put(server.url(path)).send().expect("an answer");
        assert_eq!((answer.status().as_u16(), answer.headers()["Allow"].to_str().expect("ASCII")), (405, allowed));
    }
    assert_eq!(server.get("/api/v1/events").headers()["Allow"], "OPTIONS, POST");
}

#[test]
fn a_list_is_walked_by_cursor_without_a_gap_while_it_grows() {
    let world = World::demo(200, 7);
    let server = world.serve();
    let funds = server.json("/api/v1/funds");
    for fund in funds["funds"].as_array().expect("funds") {
        let id = fund["fund"]["id"].as_str().expect("an id");
        for sort in ["newest", "oldest", "largest"] {
            let (mut seen, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = server.json(&format!("/api/v1/funds/{id}/gifts?limit=7&sort={sort}{cursor}"));
                seen.extend(
                    page["gifts"].as_array().expect("rows").iter().map(|row| row["seq"].as_u64().expect("a number")),
                );
                match page["next"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            let whole = server.json(&format!("/api/v1/funds/{id}/gifts?limit=500&sort={sort}&fields=seq,code"));
            let rows = whole["gifts"].as_array().expect("rows");
            assert!(rows.iter().all(|row| row.as_object().map(serde_json::Map::len) == Some(2)), "{whole}");
            assert_eq!(
                seen,
                rows.iter().map(|row| row["seq"].as_u64().expect("a number")).collect::<Vec<_>>(),
                "{id} {sort}"
            );
            assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), seen.len());
        }
    }
}

#[test]
fn what_is_not_known_is_said_by_name_and_rule() {
    let world = World::opened();
    let server = world.serve();
    let pages = ["/zh/funds/nobody", "/gifts/G-8NCP-GMT3", "/en/reports/99/report.html", "/en/reports/0/report.html"];
    let [nobody, no_gift, ahead, empty] = pages.map(|page| format!("/api/v1/oembed?url={}", server.url(page)));
    let rows = [
        ("/api/v1/funds?colour=red", 400, "colour", "unknown_field"),
        ("/api/v1/openapi.json?colour=red", 400, "colour", "unknown_field"),
        ("/api/v1/funds?fields=colour", 400, "fields", "one_of"),
        ("/api/v1/gifts/G-NG1W-CAY8?fields=gift,", 400, "fields", "one_of"),
        ("/api/v1/reports?fields=colour", 400, "fields", "one_of"),
        ("/live/entries?colour=red", 400, "colour", "unknown_field"),
        ("/api/v1/funds/flood-2026/gifts?cursor=n.1", 400, "cursor", "cursor"),
        ("/api/v1/funds/flood-2026/gifts?cursor=o.1.1", 400, "cursor", "cursor"),
        ("/api/v1/funds/flood-2026/gifts?sort=best", 400, "sort", "one_of"),
        ("/api/v1/funds/flood-2026/handouts?from=2026-13-01", 400, "from", "date"),
        ("/api/v1/reports/4?kind=theft", 400, "kind", "unknown_type"),
        ("/api/v1/reports/99", 404, "size", "size_ahead"),
        ("/api/v1/oembed?url=https://other.example/funds/a", 400, "url", "not_a_page"),
        ("/api/v1/oembed", 400, "url", "missing"),
        (nobody.as_str(), 404, "url", "unknown"),
        (no_gift.as_str(), 404, "url", "not_a_gift"),
        (ahead.as_str(), 404, "url", "size_ahead"),
        (empty.as_str(), 400, "url", "size_zero"),
        ("/api/v1/entries?from=x", 400, "from", "whole_number"),
        ("/api/v1/entries?limit=x", 400, "limit", "whole_number"),
        ("/api/v1/entries?limit=0", 400, "limit", "out_of_range"),
        ("/api/v1/entries?limit=1001", 400, "limit", "out_of_range"),
        ("/api/v1/entries?fund=flood-2026&limit=1001", 400, "limit", "out_of_range"),
        ("/api/v1/funds/flood-2026/gifts?limit=501", 400, "limit", "out_of_range"),
        ("/api/v1/funds/flood-2026/handouts?limit=501", 400, "limit", "out_of_range"),
        ("/api/v1/entries/x", 400, "seq", "whole_number"),
        ("/api/v1/entries/99", 404, "seq", "no_such_entry"),
        ("/api/v1/funds/nobody", 404, "id", "unknown"),
        ("/api/v1/funds/nobody/gifts", 404, "id", "unknown"),
        ("/api/v1/funds/flood-2026/gifts?project=nobody", 404, "project", "unknown"),
        ("/api/v1/funds/flood-2026/handouts?item=nobody", 404, "item", "unknown"),
        ("/api/v1/lots/nobody", 404, "id", "unknown"),
        ("/api/v1/handouts/nobody", 404, "id", "unknown"),
        ("/api/v1/gifts/G-NG1W-CAY9", 404, "code", "gift_code"),
        ("/api/v1/gifts/G-8NCP-GMT3", 404, "code", "no_such_gift"),
        ("/api/v1/nothing", 404, "", "not_found"),
    ];
    refused_addresses(&rows, |path, lang| server.get_with(path, &[("Accept-Language", lang)]));
    let slip = problem(server.get("/api/v1/gifts/G-NG1W-CAY9"), 404);
    assert!(slip["near"].as_array().is_some_and(|near| near.contains(&"G-NG1W-CAY8".into())), "{slip}");
    assert!(slip["detail"].as_str().is_some_and(|text| text.contains("G-NG1W-CAY8")), "{slip}");
    assert_eq!(problem(server.get("/api/v1/reports/99"), 404)["figures"], serde_json::json!({"size": 99, "head": 4}));
}

#[test]
fn a_filter_that_is_not_known_is_answered_with_those_that_are() {
    let world = World::opened();
    let server = world.serve();
    for path in ["/api/v1/funds/flood-2026/gifts?colour=red", "/en/reports/4/report.json?colour=red"] {
        let told = problem(server.get(path), 400);
        assert!(told["detail"].as_str().is_some_and(|text| text.contains("project")), "{told}");
        assert!(told["figures"]["words"].as_str().is_some_and(|words| words.contains("project")), "{told}");
    }
}

/// The parts of an answer that `fields` chooses among: those of its rows, where it is a list.
fn parts_of(answer: &Value) -> BTreeSet<String> {
    let lists = ["entries", "funds", "gifts", "handouts"].iter().filter_map(|name| answer[*name].as_array());
    let keys = |value: &Value| value.as_object().into_iter().flat_map(|one| one.keys().cloned()).collect::<Vec<_>>();
    match lists.into_iter().next() {
        Some(rows) => rows.iter().flat_map(keys).collect(),
        None => keys(answer).into_iter().collect(),
    }
}

#[test]
fn every_part_of_an_answer_can_be_chosen_alone_and_nothing_that_is_none() {
    let world = World::demo(200, 7);
    let server = world.serve();
    let html = server.get("/en/api").text().expect("text");
    let examples = html.split("href=\"/api/v1/").skip(1).filter_map(|rest| rest.split('"').next());
    let examples: BTreeSet<String> = examples
        .filter(|path| !path.starts_with("oembed") && !path.starts_with("openapi"))
        .map(|path| format!("/api/v1/{}", path.split("?fields=").next().unwrap_or_default().replace("&amp;", "&")))
        .collect();
    assert!(examples.len() > 8, "{examples:?}");
    for path in &examples {
        let with = if path.contains('?') { '&' } else { '?' };
        for part in parts_of(&server.json(path)) {
            let only = server.json(&format!("{path}{with}fields={part}"));
            assert_eq!(parts_of(&only), BTreeSet::from([part]), "{path}");
        }
        assert_eq!(server.get(&format!("{path}{with}fields=colour")).status(), 400, "{path}");
    }
}

/// Every address that readers are led to, and those that programs know.
fn public_addresses(server: &crate::world::Running) -> BTreeSet<String> {
    let fund = server.json("/api/v1/funds")["funds"][0]["fund"]["id"].as_str().expect("an id").to_owned();
    let gifts = server.json(&format!("/api/v1/funds/{fund}/gifts?limit=1"));
    let code = gifts["gifts"][0]["code"].as_str().expect("a code").to_owned();
    let mut found: BTreeSet<String> = [
        "/health",
        "/robots.txt",
        "/sitemap.xml",
        "/sitemap/pages-0.xml",
        "/sitemap/entries-0.xml",
        "/live",
        "/nothing",
        "/favicon.ico",
        "/log/entries.ndjson",
        "/log/checkpoint",
        "/check_log.py",
        "/api/v1/funds",
        "/api/v1/entries",
        "/api/v1/entries/0",
        "/api/v1/openapi.json",
        "/api/v1/funds?colour=red",
        "/en/reports",
        "/verify",
        "/search?q=tent",
    ]
    .map(str::to_owned)
    .into();
    for part in
        ["", "/feed.atom", "/card.png", "/flow.svg", "/flow.png", "/timeline.svg", "/places.svg", "/gifts", "/handouts"]
    {
        found.insert(format!("/en/funds/{fund}{part}"));
    }
    for part in ["", "/feed.atom", "/card.png", "/path.svg", "/path.png", "/copy.html", "/follow"] {
        found.insert(format!("/zh/gifts/{code}{part}"));
    }
    found.insert(format!("/api/v1/gifts/{code}"));
    found.insert(format!("/en/embed/funds/{fund}"));
    // Whatever these pages lead to on this site, their files included.
    for page in
        ["/en/".to_owned(), format!("/en/funds/{fund}"), format!("/en/gifts/{code}"), "/en/entries/5".to_owned()]
    {
        let html = server.get(&page).text().expect("text");
        for quoted in ["href=\"", "src=\""] {
            let addresses = html.split(quoted).skip(1).filter_map(|rest| rest.split('"').next());
            let ours = addresses.filter(|to| to.starts_with('/') && !to.contains("lang="));
            found.extend(ours.map(|to| to.split('#').next().unwrap_or(to).replace("&amp;", "&")));
        }
    }
    found
}

#[test]
fn head_says_what_get_says_at_every_public_address() {
    let world = World::demo(200, 5);
    let server = world.serve();
    let addresses = public_addresses(&server);
    assert!(addresses.len() > 60 && addresses.iter().any(|path| path.starts_with("/assets/")), "{addresses:?}");
    let client = server::outbound::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    let client = client.build().expect("a client");
    for path in addresses {
        let ask = |method: reqwest::Method| {
            let request = client.request(method, server.url(&path)).header("Accept-Encoding", "identity");
            request.header("Accept-Language", "en").send().expect("an answer")
        };
        let (got, head) = (ask(reqwest::Method::GET), ask(reqwest::Method::HEAD));
        assert_eq!(got.status(), head.status(), "{path}");
        let headers = |answer: &reqwest::blocking::Response| -> BTreeSet<(String, String)> {
            let all = answer.headers().iter().map(|(name, value)| (name.to_string(), format!("{value:?}")));
            // What is left to read, and the time, are of each answer alone.
            all.filter(|(name, _)| !matches!(name.as_str(), "date" | "ratelimit" | "set-cookie")).collect()
        };
        assert_eq!(headers(&got), headers(&head), "{path}");
        assert!(head.text().expect("text").is_empty(), "{path}");
    }
}

#[test]
fn the_description_names_every_call_and_each_answers() {
    let world = World::demo(60, 2);
    let server = world.serve();
    let told = server.json("/api/v1/openapi.json");
    assert_eq!(told["openapi"], "3.1.0");
    let size = world.head().size;
    let fund = server.json("/api/v1/funds")["funds"][0]["fund"]["id"].as_str().expect("an id").to_owned();
    let gift = server.json(&format!("/api/v1/funds/{fund}/gifts?limit=1"))["gifts"][0]["code"]
        .as_str()
        .expect("a code")
        .to_owned();
    let mut called = 0;
    for (path, item) in told["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            assert!(operation["operationId"].is_string() && operation["responses"]["400"].is_object(), "{path}");
            // What is not promised by number can't be held against what comes.
            assert!(operation["responses"]["default"].is_null(), "{path}");
            assert!(
                operation["responses"]["200"]["content"]["application/json"]["schema"]["type"] == "object",
                "{path}: {operation}"
            );
            let parts: Vec<&str> = path.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
            let named: Vec<&str> = operation["parameters"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|parameter| parameter["in"] == "path")
                .filter_map(|parameter| parameter["name"].as_str())
                .collect();
            assert_eq!(parts, named, "{path}");
            // What needs a token is tried with one elsewhere.
            if method != "get"
                || path.contains("webhooks")
                || path.contains("lots")
                || path.contains("handouts/{id}")
                || path.ends_with("oembed")
            {
                continue;
            }
            let id = if path.contains("funds") { fund.as_str() } else { "0" };
            let filled = path
                .replace("{seq}", "0")
                .replace("{code}", &gift)
                .replace("{id}", id)
                .replace("{size}", &size.to_string());
            let answer = server.get(&filled);
            assert_eq!(answer.status(), 200, "{filled}");
            let _: Value = answer.json().expect("JSON");
            called += 1;
        }
    }
    assert!(called >= 9, "{called}");
    let webhook = &told["webhooks"]["entry"]["post"];
    let body = &webhook["requestBody"]["content"]["application/json"]["schema"]["properties"];
    let types = body["type"]["enum"].as_array().expect("types");
    assert!(types.contains(&"entry.donation_received".into()), "{types:?}");
    let headers: Vec<&str> =
        webhook["parameters"].as_array().into_iter().flatten().filter_map(|header| header["name"].as_str()).collect();
    assert_eq!(headers, ["webhook-id", "webhook-timestamp", "webhook-signature"]);
    for lang in ["en", "zh"] {
        let page = server.get(&format!("/{lang}/api")).text().expect("text");
        for path in told["paths"].as_object().expect("paths").keys() {
            assert!(page.contains(path.as_str()), "{path} is not on the page");
        }
        let examples: Vec<String> = page
            .split("href=\"/api/v1/")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(|path| format!("/api/v1/{}", path.replace("&amp;", "&")))
            .collect();
        assert!(examples.len() >= 12, "{examples:?}");
        for example in examples {
            assert_eq!(server.get(&example).status(), 200, "{example}");
        }
        assert!(page.contains("id=\"webhooks\"") && page.contains("hmac.compare_digest"), "how a webhook is checked");
    }
}

#[test]
fn how_many_rows_may_be_asked_for_is_described_and_more_are_refused() {
    let world = World::opened();
    let server = world.serve();
    let told = server.json("/api/v1/openapi.json");
    let lists = [("/api/v1/entries", 1_000), ("/api/v1/funds/{id}/gifts", 500), ("/api/v1/funds/{id}/handouts", 500)];
    for (path, most) in lists {
        let parameters = told["paths"][path]["get"]["parameters"].as_array().expect("parameters");
        let limit = parameters.iter().find(|parameter| parameter["name"] == "limit").expect("a limit");
        let bounds = [&limit["schema"]["minimum"], &limit["schema"]["maximum"]].map(Value::as_u64);
        assert_eq!(bounds, [Some(1), Some(most)], "{path}");
        let words = limit["description"].as_str().expect("words").replace(',', "");
        assert!(words.contains(&most.to_string()), "{path}: {words}");
        let address = path.replace("{id}", "flood-2026");
        assert_eq!(server.get(&format!("{address}?limit={most}")).status(), 200, "{path}");
        let more = problem(server.get(&format!("{address}?limit={}", most + 1)), 400);
        assert_eq!(more["figures"], serde_json::json!({"min": 1, "max": most, "given": most + 1}), "{path}");
    }
}

/// The calls of v1 and what may be asked of them, as they were given out: lines may be added, none is ever taken away.
const GIVEN_OUT: &str = include_str!("v1.txt");

#[test]
fn what_is_in_v1_stays() {
    let world = World::opened();
    let server = world.serve();
    let told = server.json("/api/v1/openapi.json");
    for line in GIVEN_OUT.lines() {
        let mut words = line.split(' ');
        let (Some(method), Some(path)) = (words.next(), words.next()) else { panic!("{line}") };
        let operation = &told["paths"][path][method.to_ascii_lowercase()];
        assert!(operation.is_object(), "{method} {path} is gone");
        let names: Vec<&str> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        for name in words {
            assert!(names.contains(&name), "{method} {path} knows {name} no more");
        }
    }
    let given: BTreeSet<&str> = GIVEN_OUT.lines().filter_map(|line| line.split(' ').nth(1)).collect();
    for path in told["paths"].as_object().expect("paths").keys() {
        assert!(given.contains(path.as_str()), "{path} is given out: write it down in v1.txt");
    }
}

#[test]
fn a_card_that_there_is_not_says_so_in_its_frame_to_readers_and_to_programs_as_a_problem() {
    let world = World::opened();
    let server = world.serve();
    for (path, said) in [
        ("/en/embed/funds/nobody", "there is nothing at this address"),
        ("/zh/embed/funds/nobody", "此地址没有内容"),
        ("/en/embed/reports/99?fund=flood-2026", "the log has 4 entries, not 99"),
        ("/zh/embed/reports/4?colour=red", "可用的有"),
    ] {
        let answer = server.get_with(path, &[("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")]);
        let header = |name: &str| answer.headers()[name].to_str().expect("ASCII").to_owned();
        assert!(answer.status().is_client_error(), "{path}");
        assert!(header("Content-Type").starts_with("text/html") && header("Vary").contains("Accept"), "{path}");
        assert!(header("Content-Security-Policy").contains("frame-ancestors *"), "{path}");
        let status = answer.status().as_u16();
        let html = answer.text().expect("text");
        assert!(html.contains(said), "{path}: {html}");
        problem(server.get(path), status);
    }
}

#[test]
fn a_card_may_be_framed_by_others_and_nothing_else_may() {
    let world = World::opened();
    let server = world.serve();
    for path in ["/en/embed/funds/flood-2026", "/zh/embed/gifts/G-NG1W-CAY8", "/en/embed/reports/4?fund=flood-2026"] {
        let answer = server.get(path);
        assert_eq!(answer.status(), 200, "{path}");
        assert!(
            answer.headers()["Content-Security-Policy"]
                .to_str()
                .is_ok_and(|policy| policy.contains("frame-ancestors *"))
        );
        let html = answer.text().expect("text");
        assert!(html.contains('4') && !html.contains("<script"), "{html}");
    }
    let page = server.get("/en/funds/flood-2026");
    assert!(
        page.headers()["Content-Security-Policy"]
            .to_str()
            .is_ok_and(|policy| policy.contains("frame-ancestors 'none'"))
    );
    let url = server.url("/en/funds/flood-2026");
    let told = server.json(&format!("/api/v1/oembed?url={url}&maxwidth=300"));
    assert_eq!((&told["version"], &told["width"]), (&"1.0".into(), &300.into()));
    assert_eq!(told["title"], "Flood 2026");
    assert!(
        told["html"]
            .as_str()
            .is_some_and(|html| html.starts_with("<iframe src=\"") && html.contains("/en/embed/funds/flood-2026"))
    );
}
