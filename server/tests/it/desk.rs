//! The staff desk over HTTP: who may do what, by every role and action; forms, four eyes, attacks.

use reqwest::blocking::{Client, Response};
use serde_json::Value;

use ledger::value::Actor;
use server::desk::people::permission::{Action, Grant, Role, Scope, allows};
use server::private::people::{self, Added};
use server::private::{Private, links, sessions};

use crate::world::{Running, World, expense, gift};

/// A ledger, its server with a folder for documents, and the private store behind the server's back.
struct Desk {
    world: World,
    running: Running,
    private: Private,
    client: Client,
}

/// Somebody with a session.
#[derive(Clone)]
struct Somebody {
    id: i64,
    secret: String,
}

impl Desk {
    fn new() -> Self {
        Self::of(World::opened())
    }

    fn of(world: World) -> Self {
        let folder = server::desk::documents::Folder::open(&world.file("documents")).expect("a folder");
        let running = Running::start_as(&world.location, world.writer(), |ready| ready.keeping(folder));
        let private = Private::open(&world.location.private()).expect("a store");
        let client = server::outbound::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        Self { running, private, client: client.build().expect("a client"), world }
    }

    fn person(&self, handle: &str, roles: &[Role]) -> Somebody {
        let account = Actor::new(&format!("red-river/{handle}")).expect("an account");
        let made: server::store::Stored<_> = self.private.transaction(|db| {
            let Added::Person(id) = people::add(db, &account, handle)? else { panic!("{handle} is taken") };
            for role in roles {
                let grant = Grant { role: *role, organisation: "red-river".into(), scope: Scope::Organisation };
                people::give(db, id, &grant)?;
            }
            Ok(Somebody { id, secret: sessions::begin(db, id, "127.0.0.1", "test")? })
        });
        made.expect("a person")
    }

    fn get(&self, who: &Somebody, path: &str) -> Response {
        let request = self.client.get(self.running.url(path)).header("Cookie", format!("__Host-desk={}", who.secret));
        request.header("Accept-Language", "en").send().expect("an answer")
    }

    fn post(&self, who: &Somebody, path: &str, form: &[(&str, &str)]) -> Response {
        self.post_from(who, path, form, &[("Sec-Fetch-Site", "same-origin")])
    }

    fn post_from(&self, who: &Somebody, path: &str, form: &[(&str, &str)], headers: &[(&str, &str)]) -> Response {
        let body = serde_urlencoded::to_string(form).expect("a form");
        let request = self.client.post(self.running.url(path)).body(body);
        let request = request.header("Content-Type", "application/x-www-form-urlencoded");
        let request = request.header("Cookie", format!("__Host-desk={}", who.secret)).header("Accept-Language", "en");
        headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send().expect("an answer")
    }

    /// Records by a form and gives the entry.
    fn record(&self, who: &Somebody, event: &str, form: &[(&str, &str)]) -> Value {
        let form = [form, &[("step", "save")]].concat();
        let answer = self.post(who, &format!("/desk/record/{event}"), &form);
        let to = location(&answer);
        let seq = to.strip_prefix("/desk/recorded/").unwrap_or_else(|| panic!("{event}: {}", text(answer)));
        self.running.json(&format!("/api/v1/entries/{seq}"))
    }

    fn size(&self) -> u64 {
        self.running.site.sequencer.size()
    }
}

/// What is typed into a form.
type Fields<'a> = &'a [(&'a str, &'a str)];

fn location(answer: &Response) -> String {
    answer.headers().get("Location").and_then(|to| to.to_str().ok()).unwrap_or_default().to_owned()
}

fn text(answer: Response) -> String {
    answer.text().expect("text")
}

const EXPENSE: &[(&str, &str)] = &[
    ("from", "cash/flood-2026"),
    ("amount", "12.30"),
    ("category", "rent"),
    ("payee", "Harbour Lorries"),
    ("paid_on", "2026-11-21"),
];

#[test]
fn every_role_may_do_what_the_table_says_and_nothing_else() {
    let desk = Desk::new();
    let victim = desk.person("victim", &[Role::Viewer]);
    let person = format!("/desk/people/{}", victim.id);
    let site = [("name", "Chengdu"), ("kind", "warehouse"), ("step", "check")];
    let give = [("organisation", "red-river"), ("role", "viewer"), ("scope", "organisation"), ("scope_id", "")];
    let rows: Vec<(Action, &str, String, Fields<'_>)> = vec![
        (Action::See, "GET", "/desk".into(), &[]),
        (Action::See, "GET", "/desk/waiting".into(), &[]),
        (Action::See, "GET", "/desk/account".into(), &[]),
        (Action::RecordMoney, "GET", "/desk/record/expense_paid".into(), &[]),
        (Action::RecordMoney, "POST", "/desk/record/expense_paid".into(), EXPENSE),
        (Action::RecordMoney, "POST", "/desk/record/donation_received".into(), &[]),
        (Action::RecordGoods, "GET", "/desk/record/goods_received".into(), &[]),
        (Action::RecordGoods, "POST", "/desk/record/goods_dispatched".into(), &[]),
        (Action::Register, "POST", "/desk/record/site_registered".into(), &site),
        (Action::Reverse, "POST", "/desk/record/entry_reversed".into(), &[("reverses", "3"), ("reason", "twice")]),
        (Action::Reverse, "GET", "/desk/record/donation_received?corrects=2".into(), &[]),
        (Action::Approve, "POST", "/desk/waiting/7/approve".into(), &[]),
        (Action::Approve, "POST", "/desk/waiting/7/refuse".into(), &[("reason", "no")]),
        (Action::ManagePeople, "POST", "/desk/people".into(), &[("organisation", "red-river"), ("handle", "UP Y")]),
        (Action::ManagePeople, "POST", format!("{person}/roles"), &give),
        (Action::ManagePeople, "POST", format!("{person}/roles/take"), &give),
        (Action::ManagePeople, "POST", format!("{person}/link"), &[]),
        (Action::ManagePeople, "POST", format!("{person}/disable"), &[]),
        (Action::ManagePeople, "POST", format!("{person}/enable"), &[]),
        (Action::ManagePeople, "POST", format!("{person}/sessions/00/end"), &[]),
        (Action::ManageTokens, "POST", "/desk/tokens".into(), &[("token_organisation", "red-river")]),
        (Action::ManageTokens, "POST", "/desk/tokens/00/revoke".into(), &[]),
        (Action::SetThresholds, "POST", "/desk/waiting/limits".into(), &[("fund", "flood-2026"), ("payment", "x")]),
        (Action::SeeActs, "GET", "/desk/people".into(), &[]),
        (Action::SeeActs, "GET", person.clone(), &[]),
    ];
    let size = desk.size();
    for role in Role::ALL {
        let who = desk.person(&format!("as-{}", role.word().replace('_', "-")), &[*role]);
        for (action, method, path, form) in &rows {
            let answer = if *method == "GET" { desk.get(&who, path) } else { desk.post(&who, path, form) };
            let status = answer.status().as_u16();
            assert_ne!(status, 500, "{role:?} {method} {path}");
            assert_eq!(status != 403, allows(*role, *action), "{role:?} {method} {path}: {status}");
        }
    }
    assert_eq!(desk.size(), size, "nothing was recorded by looking");
    // Whoever is not logged in is led to the log-in by each of them.
    let nobody = Somebody { id: 0, secret: "0".repeat(64) };
    for (_, method, path, form) in &rows {
        let answer = if *method == "GET" { desk.get(&nobody, path) } else { desk.post(&nobody, path, form) };
        assert_eq!(answer.status(), 303, "{method} {path}");
        assert!(location(&answer).starts_with("/desk/log-in?next="), "{}", location(&answer));
    }
}

#[test]
fn a_form_from_elsewhere_changes_nothing() {
    let desk = Desk::new();
    let who = desk.person("all", &[Role::Recorder, Role::Admin, Role::Approver]);
    let size = desk.size();
    let form = [EXPENSE, &[("step", "save")]].concat();
    let attacks: &[&[(&str, &str)]] = &[
        &[],
        &[("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example")],
        &[("Sec-Fetch-Site", "same-site")],
        &[("Origin", "https://evil.example")],
        &[("Origin", "null")],
    ];
    for headers in attacks {
        for path in [
            "/desk/record/expense_paid",
            "/desk/people",
            "/desk/log-out",
            "/desk/log-in",
            "/desk/set-up",
            "/zh/desk/tokens",
        ] {
            let answer = desk.post_from(&who, path, &form, headers);
            assert_eq!(answer.status(), 403, "{path} {headers:?}");
            assert!(answer.headers().get("Set-Cookie").is_none(), "{path}");
        }
    }
    assert_eq!(desk.size(), size);
    let origin = format!("http://{}", desk.running.address);
    let answer = desk.post_from(&who, "/desk/record/expense_paid", &form, &[("Origin", &origin)]);
    assert_eq!(answer.status(), 303, "an older browser says only the origin");
    assert_eq!(desk.size(), size + 1);
}

#[test]
fn a_session_ends_by_log_out_by_an_admin_and_with_the_account() {
    let desk = Desk::new();
    let admin = desk.person("admin", &[Role::Admin]);
    let who = desk.person("mei", &[Role::Viewer]);
    assert_eq!(desk.get(&who, "/desk").status(), 200);
    let answer = desk.get(&who, "/desk");
    assert_eq!(answer.headers().get("Cache-Control").expect("a header"), "no-store");
    assert_eq!(desk.post(&who, "/desk/log-out", &[]).status(), 303);
    assert_eq!(desk.get(&who, "/desk").status(), 303);
    let again: server::store::Stored<String> = desk.private.transaction(|db| sessions::begin(db, who.id, "", ""));
    let who = Somebody { secret: again.expect("a session"), ..who };
    assert_eq!(desk.get(&who, "/desk").status(), 200);
    assert_eq!(desk.post(&admin, &format!("/desk/people/{}/disable", who.id), &[]).status(), 303);
    assert_eq!(desk.get(&who, "/desk").status(), 303);
    let page = text(desk.get(&admin, "/desk/people"));
    assert!(page.contains("let log in no more") && page.contains("red-river/mei"), "the act is in the list");
}

#[test]
fn an_admin_of_one_organisation_has_no_say_in_another() {
    let desk = Desk::new();
    let admin = desk.person("admin", &[Role::Admin]);
    let other: server::store::Stored<i64> = desk.private.transaction(|db| {
        let account = Actor::new("han-aid/lin").expect("an account");
        let Added::Person(id) = people::add(db, &account, "Lin")? else { panic!("taken") };
        Ok(id)
    });
    let other = other.expect("a person");
    for path in ["", "/link", "/disable", "/roles"] {
        let path = format!("/desk/people/{other}{path}");
        let answer =
            if path.ends_with(&other.to_string()) { desk.get(&admin, &path) } else { desk.post(&admin, &path, &[]) };
        assert_eq!(answer.status(), 403, "{path}");
    }
    let add = [("organisation", "han-aid"), ("handle", "x"), ("name", "X"), ("role", "admin")];
    assert_eq!(desk.post(&admin, "/desk/people", &add).status(), 403);
    assert!(!text(desk.get(&admin, "/desk/people")).contains("han-aid/lin"));
}

#[test]
fn a_log_in_does_not_tell_what_was_wrong_and_a_link_works_once() {
    let desk = Desk::new();
    let mei = desk.person("mei", &[Role::Recorder]);
    let secret: server::store::Stored<String> = desk.private.transaction(|db| links::make(db, mei.id));
    let secret = secret.expect("a link");
    let nobody = Somebody { id: 0, secret: String::new() };
    let set = |password: &str, again: &str| {
        desk.post(&nobody, "/desk/set-up", &[("secret", &secret), ("password", password), ("again", again)])
    };
    for (password, again, said) in [
        ("short", "short", "at least 12 characters"),
        ("Password2026!!", "Password2026!!", "tried first"),
        ("lamp orchard ferry", "lamp orchard fairy", "not the same"),
    ] {
        let answer = set(password, again);
        assert_eq!(answer.status(), 422, "{password}");
        let page = text(answer);
        assert!(page.contains(said) && !page.contains(password), "{said}");
    }
    let answer = set("lamp orchard ferry", "lamp orchard ferry");
    assert_eq!((answer.status().as_u16(), location(&answer).as_str()), (303, "/desk?done=set-up"));
    let cookie = answer.headers().get("Set-Cookie").expect("a cookie").to_str().expect("ASCII").to_owned();
    for part in ["__Host-desk=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    assert_eq!(set("another lamp ferry", "another lamp ferry").status(), 410);
    assert_eq!(desk.get(&mei, "/desk").status(), 303, "sessions from before have ended");

    let log_in = |account: &str, password: &str| {
        desk.post(&nobody, "/desk/log-in", &[("account", account), ("password", password), ("next", "//evil.example")])
    };
    let wrong = log_in("red-river/mei", "lamp orchard fairy");
    let unknown = log_in("red-river/nobody", "lamp orchard ferry");
    assert_eq!((wrong.status(), unknown.status()), (wrong.status(), wrong.status()));
    assert_eq!(text(wrong).replace("red-river/mei", ""), text(unknown).replace("red-river/nobody", ""));
    let right = log_in(" Red-River/Mei ", "lamp orchard ferry");
    assert_eq!((right.status().as_u16(), location(&right).as_str()), (303, "/desk"));
    let tries = (0..12).map(|_| log_in("red-river/mei", "guess guess guess").status().as_u16());
    assert!(tries.collect::<Vec<_>>().contains(&429), "guessing is slowed down");
}

/// What the desk recorded is what the open interface would have: from a gift to the hand-out, and the donor's page.
#[test]
fn the_whole_chain_is_recorded_by_forms() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    for (id, kind) in [("factory", "supplier"), ("chengdu", "warehouse"), ("yingxiu", "distribution_point")] {
        let form = [("id", id), ("name", id), ("kind", kind), ("place.country", "CN"), ("place.name", id)];
        desk.record(&who, "site_registered", &form);
    }
    let item =
        desk.record(&who, "item_registered", &[("name", "Winter tents"), ("unit", "tent"), ("category", "shelter")]);
    assert_eq!(item["event"]["id"], "winter-tents", "an id is made of the name");
    let gift = desk.record(
        &who,
        "donation_received",
        &[("fund", "flood-2026"), ("amount", "¥1,200.50"), ("method", "cash"), ("received_on", "2026/11/20")],
    );
    assert_eq!((&gift["event"]["amount"], &gift["actor"]), (&120_050.into(), &"red-river/mei".into()));
    let bought = &[
        ("sources.0.pool", "cash/flood-2026"),
        ("sources.0.amount", "700.00"),
        ("supplier", "factory"),
        ("lines.2.item", "winter-tents"),
        ("lines.2.quantity", "7"),
        ("lines.2.cost", "700"),
        ("purchased_on", "2026-11-21"),
    ];
    let preview = text(desk.post(&who, "/desk/record/purchase_made", bought));
    for said in ["Winter tents (winter-tents-", "+7\u{a0}tents", "−¥700.00"] {
        assert!(preview.contains(said), "{said}: {preview}");
    }
    let bought = desk.record(&who, "purchase_made", bought);
    let lot = bought["event"]["lines"][0]["lot"].as_str().expect("a lot").to_owned();
    assert!(lot.starts_with("winter-tents-"), "{lot}");
    let came = [
        ("lot", lot.as_str()),
        ("from", "factory"),
        ("to", "chengdu"),
        ("quantity", "7"),
        ("received_on", "2026-11-21"),
    ];
    desk.record(&who, "goods_received", &came);
    let page = text(desk.get(&who, "/desk/record/goods_dispatched?from=chengdu"));
    assert!(page.contains("7\u{a0}tents there"), "what is where is said");
    let sent = desk.record(
        &who,
        "goods_dispatched",
        &[
            ("from", "chengdu"),
            ("to", "yingxiu"),
            ("lines.0.lot", &lot),
            ("lines.0.quantity", "3"),
            ("dispatched_on", "2026-11-21"),
        ],
    );
    let waybill = sent["event"]["waybill"].as_str().expect("a waybill");
    let came =
        [("lot", lot.as_str()), ("from", waybill), ("to", "yingxiu"), ("quantity", "3"), ("received_on", "2026-11-22")];
    desk.record(&who, "goods_received", &came);
    let handed = desk.record(
        &who,
        "goods_distributed",
        &[
            ("site", "yingxiu"),
            ("lines.0.lot", &lot),
            ("lines.0.quantity", "3"),
            ("households", "3"),
            ("people", "11"),
            ("distributed_on", "2026-11-22"),
        ],
    );
    assert_eq!(handed["event"]["place"]["country"], "CN", "the place is that of the site");
    let page = text(desk.running.get_with("/gifts/G-NG1W-CAY8", &[("Accept-Language", "en")]));
    assert!(page.contains("handed out"), "the donor's page shows it");
}

#[test]
fn a_wrong_form_comes_back_with_all_that_was_typed() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let size = desk.size();
    let mut form = EXPENSE.to_vec();
    form[1] = ("amount", "12.305");
    let answer = desk.post(&who, "/desk/record/expense_paid", &form);
    assert_eq!(answer.status(), 422);
    let page = text(answer);
    for kept in ["12.305", "Harbour Lorries", "at most 2 decimals"] {
        assert!(page.contains(kept), "{kept}");
    }
    form[1] = ("amount", "999,999");
    let answer = desk.post(&who, "/desk/record/expense_paid", &form);
    assert_eq!(answer.status(), 422);
    assert!(text(answer).contains("999,999"));
    // The preview records nothing; saving twice records once.
    assert_eq!(desk.post(&who, "/desk/record/expense_paid", EXPENSE).status(), 200);
    assert_eq!(desk.size(), size);
    let form = [EXPENSE, &[("step", "save"), ("id", "e-1"), ("key", "0197a1c2-7a10-7cc1-b3f2-5d2c8a6e9f01")]].concat();
    let first = location(&desk.post(&who, "/desk/record/expense_paid", &form));
    assert_eq!(location(&desk.post(&who, "/desk/record/expense_paid", &form)), first);
    assert_eq!(desk.size(), size + 1);
    let alike = text(desk.post(&who, "/desk/record/expense_paid", EXPENSE));
    assert!(alike.contains("This looks like an entry that is there already"), "duplicates are noticed");
}

#[test]
fn a_correction_reverses_and_records_anew_in_one_step() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let wrong = desk.record(&who, "expense_paid", EXPENSE);
    let seq = wrong["seq"].to_string();
    let page = text(desk.get(&who, &format!("/desk/record/expense_paid?corrects={seq}")));
    assert!(page.contains("value=\"12.30\"") && page.contains("Harbour Lorries"), "what it said is there");
    let mut form = EXPENSE.to_vec();
    form[1] = ("amount", "21.30");
    let form = [form.as_slice(), &[("corrects", &seq)]].concat();
    let without = desk.post(&who, "/desk/record/expense_paid", &form);
    assert_eq!(without.status(), 422, "a correction says why");
    let size = desk.size();
    let entry = desk.record(
        &who,
        "expense_paid",
        &[form.as_slice(), &[("correction_reason", "Two figures changed places.")]].concat(),
    );
    assert_eq!(desk.size(), size + 2);
    assert_eq!(entry["event"]["amount"], 2_130);
    let reversal = desk.running.json(&format!("/api/v1/entries/{}", entry["seq"].as_u64().expect("a number") - 1));
    assert_eq!(
        (&reversal["event"]["reverses"], &reversal["event"]["reason"]),
        (&wrong["seq"], &"Two figures changed places.".into())
    );
}

#[test]
fn what_is_above_the_funds_amount_needs_a_second_person() {
    let desk = Desk::new();
    let admin = desk.person("admin", &[Role::Admin]);
    let both = desk.person("mei", &[Role::Recorder, Role::Approver]);
    let approver = desk.person("lin", &[Role::Approver]);
    let limits = [("fund", "flood-2026"), ("payment", "10.00"), ("reversal", "0")];
    assert_eq!(desk.post(&admin, "/desk/waiting/limits", &limits).status(), 303);
    let size = desk.size();
    let draft = |amount| {
        let mut form = EXPENSE.to_vec();
        form[1] = ("amount", amount);
        form.push(("step", "save"));
        let answer = desk.post(&both, "/desk/record/expense_paid", &form);
        location(&answer).split('?').next().unwrap_or_default().to_owned()
    };
    assert!(draft("10.00").starts_with("/desk/recorded/"), "not above");
    let waiting = draft("10.01");
    assert!(waiting.starts_with("/desk/waiting/"), "{waiting}");
    assert_eq!(desk.size(), size + 1, "what waits is not in the log");

    assert_eq!(
        desk.post(&both, &format!("{waiting}/approve"), &[]).status(),
        403,
        "never one's own, under whatever role"
    );
    let page = text(desk.get(&approver, &waiting));
    for said in ["Harbour Lorries", "¥10.01", "Flood 2026", "Approve and record"] {
        assert!(page.contains(said), "{said}");
    }
    assert_eq!(desk.post(&approver, &format!("{waiting}/refuse"), &[("reason", " ")]).status(), 422);
    assert_eq!(desk.post(&approver, &format!("{waiting}/approve"), &[]).status(), 303);
    let entry = desk.running.json(&format!("/api/v1/entries/{}", desk.size() - 1));
    assert_eq!((&entry["actor"], &entry["approver"]), (&"red-river/mei".into(), &"red-river/lin".into()));
    assert_eq!(desk.post(&approver, &format!("{waiting}/approve"), &[]).status(), 409, "once");

    let refused = draft("77.00");
    let size = desk.size();
    assert_eq!(desk.post(&approver, &format!("{refused}/refuse"), &[("reason", "No invoice.")]).status(), 303);
    assert_eq!(desk.post(&approver, &format!("{refused}/approve"), &[]).status(), 409);
    assert!(text(desk.get(&both, &refused)).contains("No invoice."));
    assert_eq!(desk.size(), size, "a refused draft never reaches the log");

    // Drafts survive a restart.
    let later = draft("55.00");
    let Desk { world, running, .. } = desk;
    drop(running);
    let desk = Desk::of(world);
    assert_eq!(desk.post(&approver, &format!("{later}/approve"), &[]).status(), 303);
    assert_eq!(desk.size(), size + 1);
    let report = server::audit::audit(&desk.world.location, &mut |_, _| {}).expect("an audit");
    assert_eq!(report.findings, Vec::<String>::new(), "a log with approvers replays");
}

#[test]
fn a_document_is_public_once_an_entry_names_it_and_runs_nothing() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let send = |name: &str, bytes: &[u8], step: &str| {
        let mut body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
             Content-Type: application/pdf\r\n\r\n"
        )
        .into_bytes();
        body.extend(bytes);
        for (name, value) in EXPENSE.iter().chain(&[("step", step)]) {
            body.extend(format!("\r\n--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}").bytes());
        }
        body.extend(b"\r\n--x--\r\n");
        let request = desk.client.post(desk.running.url("/desk/record/expense_paid")).body(body);
        let request = request.header("Content-Type", "multipart/form-data; boundary=x");
        let request = request.header("Cookie", format!("__Host-desk={}", who.secret)).header("Accept-Language", "en");
        request.header("Sec-Fetch-Site", "same-origin").send().expect("an answer")
    };
    let answer = send("page.html", b"<html><script>alert(1)</script>", "check");
    assert_eq!(answer.status(), 422);
    assert!(text(answer).contains("Only PDF, JPEG, PNG and WebP"), "by what is in it, not by what it is called");
    let bytes = b"%PDF-1.7 an invoice";
    let sha3 = ledger::Hash::of(bytes).to_string();
    assert_eq!(send("invoice.pdf", bytes, "check").status(), 200);
    let nobody = Somebody { id: 0, secret: String::new() };
    assert_eq!(desk.get(&nobody, &format!("/documents/{sha3}")).status(), 404, "no entry names it yet");
    assert_eq!(desk.get(&who, &format!("/documents/{sha3}")).status(), 200);
    assert_eq!(send("invoice.pdf", bytes, "save").status(), 303);
    let entry = desk.running.json(&format!("/api/v1/entries/{}", desk.size() - 1));
    assert_eq!(entry["event"]["documents"][0]["sha3"], sha3.as_str());
    let page = text(desk.get(&who, &format!("/desk/record/expense_paid?corrects={}", desk.size() - 1)));
    assert!(page.contains("invoice.pdf") && page.contains(&sha3), "a correction keeps the documents");
    let answer = desk.get(&nobody, &format!("/documents/{sha3}"));
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    assert_eq!(answer.status(), 200);
    assert!(header("Content-Security-Policy").starts_with("sandbox;"), "{}", header("Content-Security-Policy"));
    assert_eq!(header("X-Content-Type-Options"), "nosniff");
    assert!(header("Content-Disposition").starts_with("attachment;"), "{}", header("Content-Disposition"));
}

#[test]
fn a_program_records_as_far_as_its_token_reaches() {
    let desk = Desk::new();
    let admin = desk.person("admin", &[Role::Admin]);
    let lin = desk.person("lin", &[Role::Approver]);
    let make = |role: &str, handle: &str| {
        let form = [
            ("token_name", "nightly import"),
            ("token_organisation", "red-river"),
            ("token_handle", handle),
            ("token_role", role),
            ("days", "30"),
        ];
        let page = text(desk.post(&admin, "/desk/tokens", &form));
        let start = page.find("almoner_").expect("the token is shown once");
        page[start..].chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect::<String>()
    };
    let send = |token: &str, event: Value| {
        let bearer = format!("Bearer {token}");
        desk.running.send(&[("Authorization", &bearer)], event.to_string())
    };
    let (recorder, field) = (make("recorder", "import"), make("field_recorder", "scanner"));
    assert!(!text(desk.get(&admin, "/desk/people")).contains(&recorder), "it is not shown again");
    assert_eq!(send(&recorder, gift(700)).status(), 201);
    assert_eq!(send(&field, gift(700)).status(), 403, "its role does not cover money");
    let other =
        serde_json::json!({"type": "organisation_registered", "id": "han-aid", "name": "Han Aid", "kind": "ngo"});
    assert_eq!(send(&recorder, other).status(), 201);
    let theirs = serde_json::json!({"type": "fund_opened", "id": "theirs", "title": "Theirs", "purpose": "Rice.",
        "currency": "CNY", "steward": "han-aid"});
    assert_eq!(send(&recorder, theirs).status(), 403, "another organisation's fund");

    let limits = [("fund", "flood-2026"), ("payment", "1.00")];
    assert_eq!(desk.post(&admin, "/desk/waiting/limits", &limits).status(), 303);
    let size = desk.size();
    let answer = send(&recorder, expense("e-9", 12_345));
    assert_eq!(answer.status(), 202);
    let draft = answer.json::<Value>().expect("JSON")["draft"].as_i64().expect("a number");
    assert_eq!(desk.size(), size, "what waits is not in the log");
    assert_eq!(send(&recorder, expense("e-9", 99_999_999)).status(), 422, "what the ledger refuses does not wait");
    assert_eq!(desk.post(&lin, &format!("/desk/waiting/{draft}/approve"), &[]).status(), 303);
    let entry = desk.running.json(&format!("/api/v1/entries/{size}"));
    assert_eq!((&entry["actor"], &entry["approver"]), (&"red-river/import".into(), &"red-river/lin".into()));

    let page = text(desk.get(&admin, "/desk/people"));
    let start = page.find("/desk/tokens/").expect("a token to revoke");
    let path: String = page[start..].chars().take_while(|letter| *letter != '"').collect();
    assert_eq!(desk.post(&admin, &path, &[]).status(), 303);
    let refused = [&recorder, &field].map(|token| send(token, gift(1)).status().as_u16());
    assert!(refused.contains(&401), "a revoked token is good no more, at once: {refused:?}");
}
