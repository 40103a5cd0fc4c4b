//! The staff desk over HTTP.
//!
//! - `stock`: desks that have goods
//! - `roles`: who may do what; `attacks`: who may not
//! - `begin`: from an empty ledger, and along every link
//! - `forms`, `filled`, `four_eyes`, `documents`: what people record; `programs`: what programs do
//! - `bulk`: statements, sheets, stock counts; `papers`: labels and papers, as pages and as PDF
//! - `choosing`: what people need to see in order to choose
//! - `corrections`: what was recorded in error, and the words for it
//! - `mail`: receipts, and donors who follow; `webhooks`: programs that are told of entries

mod attacks;
mod begin;
mod bulk;
mod choosing;
mod corrections;
mod documents;
mod filled;
mod forms;
mod four_eyes;
mod mail;
mod papers;
mod programs;
mod roles;
mod stock;
mod webhooks;

use reqwest::blocking::{Client, Response};
use serde_json::Value;

use ledger::value::Actor;
use server::desk::people::permission::{Action, Grant, Role, Scope, allows};
use server::http::Ready;
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
        Self::dressed(world, |ready| ready)
    }

    /// With whatever else the server is to do.
    fn dressed(world: World, dress: impl FnOnce(Ready) -> Ready) -> Self {
        let folder = server::desk::documents::Folder::open(&world.file("documents")).expect("a folder");
        let running = Running::start_as(&world.location, world.writer(), |ready| dress(ready.keeping(folder)));
        let private = Private::open(&world.location.private()).expect("a store");
        let client = server::outbound::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        Self { running, private, client: client.build().expect("a client"), world }
    }

    fn person(&self, handle: &str, roles: &[Role]) -> Somebody {
        self.person_of("red-river", handle, roles)
    }

    fn person_of(&self, organisation: &str, handle: &str, roles: &[Role]) -> Somebody {
        let account = Actor::new(&format!("{organisation}/{handle}")).expect("an account");
        let made: server::store::Stored<_> = self.private.transaction(|db| {
            let Added::Person(id) = people::add(db, &account, handle)? else { panic!("{handle} is taken") };
            for role in roles {
                let grant = Grant { role: *role, organisation: organisation.into(), scope: Scope::Organisation };
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

    /// The text of a page that is there.
    fn page(&self, who: &Somebody, path: &str) -> String {
        let answer = self.get(who, path);
        assert_eq!(answer.status(), 200, "{path}");
        text(answer)
    }

    /// Sends a form that carries a file.
    fn bring(&self, who: &Somebody, path: &str, fields: &[(&str, &str)], name: &str, file: &[u8]) -> Response {
        let mut body = Vec::new();
        for (field, value) in fields {
            body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes());
        }
        body.extend(
            format!(
                "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            )
            .bytes(),
        );
        body.extend(file);
        body.extend(b"\r\n--x--\r\n");
        let request = self.client.post(self.running.url(path)).body(body);
        let request = request.header("Content-Type", "multipart/form-data; boundary=x");
        let request = request.header("Cookie", format!("__Host-desk={}", who.secret)).header("Accept-Language", "en");
        request.header("Sec-Fetch-Site", "same-origin").send().expect("an answer")
    }

    /// Records by a form and gives the entry.
    fn record(&self, who: &Somebody, event: &str, form: &[(&str, &str)]) -> Value {
        let form = [form, &[("step", "save")]].concat();
        let answer = self.post(who, &format!("/desk/record/{event}"), &form);
        let to = location(&answer);
        let seq = to.strip_prefix("/desk/recorded/").unwrap_or_else(|| panic!("{event}: {}", text(answer)));
        self.running.json(&format!("/api/v1/entries/{seq}"))
    }

    /// Changes the private store behind the server's back.
    fn behind(&self, sql: &str) {
        let changed: server::store::Stored<()> = self.private.transaction(|db| db.execute(sql));
        changed.expect("a change");
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

/// Where a form led to.
fn led(answer: Response) -> String {
    let (status, to) = (answer.status(), location(&answer));
    assert_eq!(status, 303, "{}", text(answer));
    to
}

fn text(answer: Response) -> String {
    answer.text().expect("text")
}

const EXPENSE: &[(&str, &str)] = &[
    ("from", "cash/flood-2026"),
    ("amount", "12.30"),
    ("category", "rent"),
    ("payee", "Harbour Lorries"),
    ("paid_on", "2025-03-21"),
];
