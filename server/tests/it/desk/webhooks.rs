//! Programs elsewhere that are told of new entries: signed, retried, never twice under another id, never inside a network.

use std::collections::{HashMap, VecDeque};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use server::outbound::open_net::OpenNet;
use server::private::deliveries::{self, DeliveryRow};
use server::private::webhooks::{self, Filter, NewWebhook, WebhookRow};
use server::store::Stored;

use super::*;
use crate::world::{OPENING, almoner, fund, record_all, request};

/// What is sent comes within so long.
const WAIT: Duration = Duration::from_secs(30);

/// A status that a receiver never gives: it holds the connection and says nothing.
const SILENT: u16 = 0;

/// A request as it came.
#[derive(Debug, Clone)]
struct Got {
    path: String,
    headers: HashMap<String, String>,
    body: String,
}

impl Got {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    /// Whether a signature is made with this secret: worked out by the definition of HMAC (RFC 2104), not by our library.
    fn is_signed_with(&self, secret: &str) -> bool {
        let secret = STANDARD.decode(secret.strip_prefix("whsec_").expect("a prefix")).expect("base64");
        let text = format!("{}.{}.{}", self.header("webhook-id"), self.header("webhook-timestamp"), self.body);
        let wanted = format!("v1,{}", STANDARD.encode(hmac(&secret, text.as_bytes())));
        self.header("webhook-signature").split(' ').any(|signature| signature == wanted)
    }
}

fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let padded = |with: u8| block.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().to_vec()
}

/// A program that is told: it answers as the test wants, else 204.
struct Program {
    port: u16,
    heard: Receiver<Got>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

impl Program {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (said, heard) = channel();
        let answers: Arc<Mutex<VecDeque<u16>>> = Arc::default();
        let wanted = Arc::clone(&answers);
        std::thread::spawn(move || {
            let mut held = Vec::new();
            for stream in listener.incoming().flatten() {
                let Some(got) = read(&stream) else { continue };
                let status = wanted.lock().expect("answers").pop_front().unwrap_or(204);
                if said.send(got).is_err() {
                    return;
                }
                match status {
                    SILENT => held.push(stream),
                    status => {
                        let elsewhere = match status {
                            302 => "location: http://127.0.0.1:1/\r\n",
                            503 => "retry-after: 7200\r\n",
                            _ => "",
                        };
                        let head = format!("HTTP/1.1 {status} So\r\n{elsewhere}content-length: 0\r\n\r\n");
                        let _ = (&stream).write_all(head.as_bytes());
                    }
                }
            }
        });
        Self { port, heard, answers }
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn answers(&self, statuses: &[u16]) {
        self.answers.lock().expect("answers").extend(statuses);
    }

    fn next(&self) -> Got {
        self.heard.recv_timeout(WAIT).expect("a request")
    }
}

/// A request, where the stream has one.
fn read(stream: &TcpStream) -> Option<Got> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let path = first.split(' ').nth(1)?.to_owned();
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let mut body = vec![0; headers.get("content-length")?.parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    Some(Got { path, headers, body: String::from_utf8(body).ok()? })
}

/// What the example of `/api` says of a request. Where there is no Python, what it should.
fn python_says(secret: &str, got: &Got) -> String {
    let example = include_str!("../../../../app/src/page/api/check_webhook.py");
    let script = format!(
        "{example}\nimport json, sys\nasked = json.load(sys.stdin)\n\
         print(is_genuine(asked['secret'], asked['headers'], asked['body'].encode()))\n"
    );
    let asked = serde_json::json!({"secret": secret, "headers": got.headers, "body": got.body});
    let python = Command::new("python3").args(["-c", &script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut python) = python else {
        println!("skipped: there is no python3");
        return if got.is_signed_with(secret) { "True".into() } else { "False".into() };
    };
    python.stdin.take().expect("standard input").write_all(asked.to_string().as_bytes()).expect("written");
    let said = python.wait_with_output().expect("an end").stdout;
    String::from_utf8(said).expect("UTF-8").trim().to_owned()
}

/// A desk whose webhooks may reach this machine.
fn desk() -> Desk {
    Desk::dressed(World::opened(), |ready| ready.telling(OpenNet { to_loopback: true }))
}

/// Adds a webhook by the form: its number and its secret.
fn add(desk: &Desk, who: &Somebody, url: &str) -> (i64, String) {
    let form = [("organisation", "red-river"), ("url", url), ("filter", "all")];
    let answer = desk.post(who, "/desk/webhooks", &form);
    assert_eq!(answer.status(), 200);
    let page = text(answer);
    let row = rows(desk).into_iter().find(|row| row.url == url).expect("a row");
    (row.id, secret_in(&page))
}

fn secret_in(page: &str) -> String {
    let begin = page.find("whsec_").expect("a secret");
    page[begin..].split('<').next().expect("a secret").to_owned()
}

fn rows(desk: &Desk) -> Vec<WebhookRow> {
    desk.private.transaction(webhooks::all).expect("webhooks")
}

fn latest(private: &Private, webhook: i64) -> Option<DeliveryRow> {
    let rows: Stored<Vec<DeliveryRow>> = private.transaction(|db| deliveries::latest(db, webhook, 1));
    rows.expect("deliveries").into_iter().next()
}

/// The latest delivery, once it stands so after so many attempts.
fn settled(private: &Private, webhook: i64, state: &str, attempts: i64) -> DeliveryRow {
    let until = Instant::now() + WAIT;
    loop {
        let found = latest(private, webhook);
        match found {
            Some(row) if row.state == state && row.attempts == attempts => return row,
            other => assert!(Instant::now() < until, "{other:?} is not {state} after {attempts}"),
        }
        std::thread::yield_now();
    }
}

#[test]
fn an_entry_is_told_signed_and_again_with_the_same_id_until_it_is_taken() {
    let (desk, program) = (desk(), Program::new());
    let ada = desk.person("ada", &[Role::Admin]);
    let (id, secret) = add(&desk, &ada, &program.url("/hook?key=1"));
    program.answers(&[500]);
    assert_eq!(desk.running.post(gift(700).to_string()).status(), 201);
    let first = program.next();
    assert_eq!(first.path, "/hook?key=1");
    assert_eq!(first.header("content-type"), "application/json");
    assert!(first.is_signed_with(&secret) && !first.is_signed_with(&format!("whsec_{}", STANDARD.encode([7_u8; 32]))));
    let told = first.json();
    assert_eq!(told["type"], "entry.donation_received");
    let entry = text(desk.running.get(&format!("/api/v1/entries/{OPENING}")));
    assert!(first.body.ends_with(&format!("\"data\":{entry}}}")), "the entry byte for byte: {}", first.body);
    assert_eq!(told["timestamp"], told["data"]["at"]);
    assert_eq!(python_says(&secret, &first), "True");
    assert_eq!(python_says(&secret, &Got { body: first.body.replace("700", "701"), ..first.clone() }), "False");

    let put_off = settled(&desk.private, id, "waiting", 1);
    assert_eq!((put_off.status, put_off.problem.as_str()), (Some(500), "status"));
    assert!(put_off.due_at >= put_off.tried_at.expect("tried") + 5_000, "{put_off:?}");
    let page = desk.page(&ada, &format!("/desk/webhooks/{id}"));
    assert!(page.contains("500: not taken") && page.contains(&put_off.message()), "{page}");
    assert!(!page.contains("whsec_"), "a secret is shown once");
    let chinese = desk.page(&ada, &format!("/zh/desk/webhooks/{id}"));
    assert!(chinese.contains("500：未接收") && chinese.contains("待发送"));

    desk.behind("UPDATE webhook_deliveries SET due_at = 0");
    desk.running.site.webhooks.ring();
    let second = program.next();
    assert_eq!(second.header("webhook-id"), first.header("webhook-id"));
    assert_eq!(second.body, first.body);
    assert!(second.is_signed_with(&secret));
    settled(&desk.private, id, "delivered", 2);

    let page = desk.page(&ada, &format!("/desk/webhooks/{id}"));
    assert!(page.contains("each of them") && page.contains("500: not taken") && page.contains("204"), "{page}");

    // Once more, because somebody asks.
    let again = format!("/desk/webhooks/{id}/deliveries/{}/again", put_off.id);
    led(desk.post(&ada, &again, &[]));
    assert_eq!(program.next().header("webhook-id"), first.header("webhook-id"));
    settled(&desk.private, id, "delivered", 1);
    let acts = desk.page(&ada, "/desk/people");
    assert!(acts.contains("added a webhook") && acts.contains("red-river/127.0.0.1") && !acts.contains("key=1"));
}

#[test]
fn a_new_secret_signs_beside_the_one_before_and_a_test_says_that_it_is_one() {
    let (desk, program) = (desk(), Program::new());
    let ada = desk.person("ada", &[Role::Admin]);
    let (id, before) = add(&desk, &ada, &program.url("/"));
    let page = text(desk.post(&ada, &format!("/desk/webhooks/{id}/secret"), &[]));
    let secret = secret_in(&page);
    assert_ne!(secret, before);
    assert!(page.contains("The secret before signs too, until"), "{page}");
    led(desk.post(&ada, &format!("/desk/webhooks/{id}/test"), &[]));
    let test = program.next();
    assert!(test.is_signed_with(&secret) && test.is_signed_with(&before));
    assert_eq!(test.json()["type"], "webhook.test");
    desk.behind("UPDATE webhooks SET old_until = 0");
    // A redirect is followed nowhere, and a test is tried once.
    program.answers(&[302]);
    led(desk.post(&ada, &format!("/desk/webhooks/{id}/test"), &[]));
    let test = program.next();
    assert!(test.is_signed_with(&secret) && !test.is_signed_with(&before), "a day later");
    let until = Instant::now() + WAIT;
    while !desk.page(&ada, &format!("/desk/webhooks/{id}")).contains("302: it leads elsewhere, which is not followed") {
        assert!(Instant::now() < until, "the redirect is not on the page");
    }
}

#[test]
fn whoever_is_gone_is_told_no_more_until_an_admin_says_so() {
    let (desk, program) = (desk(), Program::new());
    let ada = desk.person("ada", &[Role::Admin]);
    let (id, _) = add(&desk, &ada, &program.url("/"));
    program.answers(&[410]);
    assert_eq!(desk.running.post(gift(700).to_string()).status(), 201);
    program.next();
    let failed = settled(&desk.private, id, "failed", 1);
    assert_eq!((failed.status, failed.problem.as_str()), (Some(410), "gone"));
    assert_eq!(rows(&desk)[0].state, "gone");
    let home = desk.page(&ada, "/desk");
    assert!(home.contains("Entries are not sent to") && home.contains(&format!("/desk/webhooks/{id}")));
    assert!(desk.page(&ada, "/desk/people").contains("stopped a webhook that took nothing"));
    let recorder = desk.person("mei", &[Role::Recorder]);
    assert!(!desk.page(&recorder, "/desk").contains("Entries are not sent to"));

    // What is recorded meanwhile is not lost, nor what failed.
    assert_eq!(desk.running.post(gift(800).to_string()).status(), 201);
    led(desk.post(&ada, &format!("/desk/webhooks/{id}/resume"), &[]));
    let amounts = [program.next(), program.next()].map(|got| got.json()["data"]["event"]["amount"].as_u64());
    assert_eq!(amounts, [Some(700), Some(800)]);
    settled(&desk.private, id, "delivered", 1);

    led(desk.post(&ada, &format!("/desk/webhooks/{id}/remove"), &[]));
    assert!(rows(&desk).is_empty() && latest(&desk.private, id).is_none());
    assert_eq!(desk.get(&ada, &format!("/desk/webhooks/{id}")).status(), 404);
}

#[test]
fn whoever_is_full_says_how_long_to_wait() {
    let (desk, program) = (desk(), Program::new());
    let ada = desk.person("ada", &[Role::Admin]);
    let (id, _) = add(&desk, &ada, &program.url("/"));
    program.answers(&[503]);
    assert_eq!(desk.running.post(gift(700).to_string()).status(), 201);
    program.next();
    let put_off = settled(&desk.private, id, "waiting", 1);
    assert!(put_off.due_at >= put_off.tried_at.expect("tried") + 7_200_000, "two hours, as asked: {put_off:?}");
}

#[test]
fn each_webhook_is_told_of_what_it_asked_for() {
    let (desk, program) = (desk(), Program::new());
    let types = std::collections::BTreeSet::from([ledger::EventType::ExpensePaid]);
    let filters =
        [("/types", Filter::Types(types)), ("/fund", Filter::Fund("flood-2026".into())), ("/all", Filter::All)];
    for (path, filter) in filters {
        let new = NewWebhook {
            organisation: "red-river".into(),
            url: program.url(path),
            filter,
            next: desk.size(),
            made_by: "red-river/ada".into(),
        };
        let added: Stored<_> = desk.private.transaction(|db| webhooks::add(db, &new));
        added.expect("a webhook");
    }
    for event in [gift(700), fund("winter"), expense("e-1", 100)] {
        assert_eq!(desk.running.post(event.to_string()).status(), 201);
    }
    let mut told: Vec<(String, u64)> = (0..6)
        .map(|_| {
            let got = program.next();
            (got.path.clone(), got.json()["data"]["seq"].as_u64().expect("a number"))
        })
        .collect();
    told.sort();
    let expected = [("/all", 4), ("/all", 5), ("/all", 6), ("/fund", 4), ("/fund", 6), ("/types", 6)];
    assert_eq!(told, expected.map(|(path, seq)| (path.to_owned(), seq)));
}

#[test]
fn an_address_that_leads_inside_is_refused_by_name_and_rule_with_all_that_was_typed() {
    let desk = Desk::new();
    let ada = desk.person("ada", &[Role::Admin]);
    // No part of a name has more than 63 characters: nobody need be asked.
    let nowhere = format!("https://{}.example/hook", "a".repeat(64));
    let rows = [
        (nowhere.as_str(), "no host with this name", "找不到该名称的主机"),
        ("https://10.0.0.1/hook", "leads to this machine or inside a network", "指向本机或内部网络"),
        ("https://[::1]/hook", "leads to this machine or inside a network", "指向本机或内部网络"),
        ("https://0x7f.1/hook", "leads to this machine or inside a network", "指向本机或内部网络"),
        ("https://localhost/hook", "leads to this machine or inside a network", "指向本机或内部网络"),
        ("https://169.254.169.254/hook", "leads to this machine or inside a network", "指向本机或内部网络"),
        ("http://hooks.example/hook", "must begin with https://", "必须以 https:// 开头"),
        ("http://127.0.0.1:9/hook", "must begin with https://", "必须以 https:// 开头"),
        ("https://name:word@hooks.example/", "a name or a password in it", "用户名或密码"),
        ("https://hooks.example:25/", "must be 443, or from 1024 on", "必须为 443"),
        ("hooks.example", "no whole address", "不是完整的地址"),
    ];
    for (url, english, chinese) in rows {
        let form = [("organisation", "red-river"), ("url", url), ("filter", "types"), ("type", "fund_opened")];
        for (path, said) in [("/en/desk/webhooks", english), ("/zh/desk/webhooks", chinese)] {
            let answer = desk.post(&ada, path, &form);
            assert_eq!(answer.status(), 422, "{url}");
            let page = text(answer);
            assert!(page.contains(said), "{url}: {said}");
            assert!(page.contains(&format!("value=\"{url}\"")), "{url} is kept");
        }
    }
    let of = |filter: &'static str, more: (&'static str, &'static str)| {
        [("organisation", "red-river"), ("url", "https://1.1.1.1/"), ("filter", filter), more]
    };
    for (form, said) in [
        (of("fund", ("fund", "nowhere")), "There is no fund with this id"),
        (of("types", ("type", "theft")), "Choose at least one type"),
        (of("", ("fund", "")), "Choose of which entries"),
    ] {
        let answer = desk.post(&ada, "/desk/webhooks", &form);
        assert_eq!(answer.status(), 422, "{said}");
        assert!(text(answer).contains(said), "{said}");
    }
    assert!(self::rows(&desk).is_empty());
    let theirs = [("organisation", "han-aid"), ("url", "https://1.1.1.1/"), ("filter", "all")];
    assert_eq!(desk.post(&ada, "/desk/webhooks", &theirs).status(), 403);
}

#[test]
fn an_address_that_leads_inside_later_is_not_asked() {
    // Whoever gave the name may change where it leads: so it is put into the store behind the form's back.
    let (desk, program) = (Desk::new(), Program::new());
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"] {
        let new = NewWebhook {
            organisation: "red-river".into(),
            url: format!("https://{host}:{}/", program.port),
            filter: Filter::All,
            next: desk.size(),
            made_by: "red-river/ada".into(),
        };
        let added: Stored<_> = desk.private.transaction(|db| {
            let (id, _) = webhooks::add(db, &new)?;
            deliveries::put(db, id, None)?;
            Ok(id)
        });
        desk.running.site.webhooks.ring();
        let tried = settled(&desk.private, added.expect("a webhook"), "failed", 1);
        assert_eq!((tried.status, tried.problem.as_str()), (None, "closed"), "{host}");
    }
    assert!(program.heard.try_recv().is_err(), "nobody knocked");
}

#[test]
fn what_was_under_way_when_the_power_went_is_told_again_under_the_same_id() {
    let (world, program) = (World::opened(), Program::new());
    let private = Private::open(&world.location.private()).expect("a store");
    let new = NewWebhook {
        organisation: "red-river".into(),
        url: program.url("/"),
        filter: Filter::All,
        next: OPENING,
        made_by: "red-river/ada".into(),
    };
    let added: Stored<_> = private.transaction(|db| webhooks::add(db, &new));
    let (id, secret) = added.expect("a webhook");
    // Recorded while no server looks at it.
    record_all(&mut world.writer(), vec![request(&gift(700))]);
    program.answers(&[SILENT]);
    let serve = || {
        let mut command = almoner();
        command.current_dir(world.file("")).args(["serve", "--database", "almoner.db", "--listen", "127.0.0.1:0"]);
        command.arg("--webhooks-to-loopback").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("a server")
    };
    let mut server = serve();
    let first = program.next();
    server.kill().expect("killed");
    server.wait().expect("an end");
    assert_eq!(latest(&private, id).expect("a delivery").state, "sending");
    let mut server = serve();
    let second = program.next();
    assert!(second.is_signed_with(&secret));
    assert_eq!((second.header("webhook-id"), &second.body), (first.header("webhook-id"), &first.body));
    settled(&private, id, "delivered", 2);
    server.kill().expect("killed");
    server.wait().expect("an end");
}

#[test]
fn a_program_with_an_admins_token_looks_after_webhooks_and_nothing_else() {
    let (desk, program) = (desk(), Program::new());
    let token = |actor: &str| {
        let ran = desk.world.almoner(&["token", "add", "--role", "admin", "--actor", actor]).well();
        ran.out.trim_end().to_owned()
    };
    let (admin, stranger) = (token("red-river/ops"), token("han-aid/ops"));
    let client = server::outbound::builder().no_proxy().build().expect("a client");
    let url = |path: &str| desk.running.url(path);
    let add = |token: &str, body: Value| {
        let request = client.post(url("/api/v1/webhooks")).bearer_auth(token).body(body.to_string());
        request.header("Accept-Language", "en").send().expect("an answer")
    };
    let list = |token: &str| client.get(url("/api/v1/webhooks")).bearer_auth(token).send().expect("an answer");

    // An address inside is refused by field and rule, and so is all else that makes no sense.
    let rows = [
        (serde_json::json!({"url": "https://10.0.0.1/hook"}), 422, "url", "private"),
        (serde_json::json!({"url": "http://hooks.example/"}), 422, "url", "scheme"),
        (serde_json::json!({"url": format!("https://{}.example/", "a".repeat(64))}), 422, "url", "name"),
        (serde_json::json!({"url": program.url("/"), "fund": "nowhere"}), 422, "fund", "fund"),
        (serde_json::json!({"url": program.url("/"), "types": []}), 422, "types", "types"),
        (serde_json::json!({"url": program.url("/"), "types": ["theft"]}), 400, "types", "unknown_type"),
        (serde_json::json!({"url": program.url("/"), "organisation": "han-aid"}), 403, "Authorization", "beyond_token"),
        (serde_json::json!({"fund": "flood-2026"}), 400, "url", "missing"),
    ];
    for (body, status, field, rule) in rows {
        crate::world::refusal(add(&admin, body), status, field, rule);
    }
    assert!(self::rows(&desk).is_empty());
    // Who records does not look after webhooks, and the other way round.
    let body = serde_json::json!({"url": program.url("/hook"), "types": ["donation_received"]});
    crate::world::refusal(add(&desk.running.token, body.clone()), 403, "Authorization", "beyond_token");
    crate::world::refusal(add("almoner_nobody", body.clone()), 401, "Authorization", "wrong_token");
    assert_eq!(client.get(url("/api/v1/webhooks")).send().expect("an answer").status(), 401);
    let bearer = format!("Bearer {admin}");
    assert_eq!(desk.running.send(&[("Authorization", &bearer)], gift(5).to_string()).status(), 403);

    let made = add(&admin, body);
    assert_eq!((made.status().as_u16(), made.headers()["Cache-Control"].to_str().ok()), (201, Some("no-store")));
    let made: Value = made.json().expect("JSON");
    let secret = made["secret"].as_str().expect("a secret").to_owned();
    assert_eq!(desk.running.post(gift(700).to_string()).status(), 201);
    let told = program.next();
    assert!(told.path == "/hook" && told.is_signed_with(&secret));

    let listed = list(&admin);
    assert_eq!(listed.headers()["Cache-Control"], "no-store");
    assert!(!listed.headers().contains_key("ETag"));
    let listed: Value = listed.json().expect("JSON");
    assert_eq!(listed["webhooks"][0]["types"], serde_json::json!(["donation_received"]));
    assert!(listed["webhooks"].as_array().is_some_and(|all| all.len() == 1) && !listed.to_string().contains("whsec_"));
    let theirs: Value = list(&stranger).json().expect("JSON");
    assert_eq!(theirs, serde_json::json!({"webhooks": []}));

    let id = made["id"].as_i64().expect("a number");
    settled(&desk.private, id, "delivered", 1);
    let one =
        |token: &str| client.get(url(&format!("/api/v1/webhooks/{id}"))).bearer_auth(token).send().expect("an answer");
    let seen: Value = one(&admin).json().expect("JSON");
    assert_eq!(seen["deliveries"][0]["tries"][0]["status"], 204, "{seen}");
    assert!(!seen.to_string().contains("whsec_"));
    assert_eq!(one(&stranger).status(), 404);

    let remove = |token: &str| {
        let path = format!("/api/v1/webhooks/{}", made["id"]);
        client.delete(url(&path)).bearer_auth(token).send().expect("an answer").status().as_u16()
    };
    assert_eq!([remove(&stranger), remove(&admin), remove(&admin)], [404, 200, 404]);
    assert!(self::rows(&desk).is_empty());
    let ada = desk.person("ada", &[Role::Admin]);
    let acts = desk.page(&ada, "/desk/people");
    assert!(acts.contains("red-river/ops") && acts.contains("added a webhook") && acts.contains("removed a webhook"));
}
