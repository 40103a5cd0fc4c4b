//! The digest of a table that is sent while it is read: at once where it is short, else from the second time on or where it
//! is asked for, and always that of the bytes.

use base64::Engine as _;
use reqwest::blocking::Response;
use sha2::{Digest as _, Sha256};

use crate::world::World;

fn digest_of(answer: &Response) -> Option<String> {
    let headers = answer.headers();
    let of = |name: &str| headers.get(name).map(|value| value.to_str().expect("ASCII").to_owned());
    let told = of("Repr-Digest");
    assert_eq!(told, of("Content-Digest"));
    told
}

fn computed(bytes: &[u8]) -> String {
    format!("sha-256=:{}:", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(bytes)))
}

#[test]
fn a_short_table_has_its_digest_at_once() {
    let world = World::opened();
    let server = world.serve();
    let answer = server.get_with("/en/reports/4/report.csv", &[]);
    let told = digest_of(&answer).expect("a digest");
    assert_eq!(told, computed(&answer.bytes().expect("bytes")));
}

#[test]
fn a_long_table_has_its_digest_once_it_was_read_or_where_it_is_asked_for() {
    let world = World::demo(300, 7);
    let server = world.serve();
    let size = world.head().size;
    let path = format!("/en/reports/{size}/report.csv");
    let first = server.get_with(&path, &[]);
    assert_eq!(digest_of(&first), None, "it is not known before the end");
    let bytes = first.bytes().expect("bytes");
    assert!(bytes.len() > 64 * 1024, "{}", bytes.len());
    let asked = [("Want-Repr-Digest", "sha-512=3, sha-256=10")];
    let again = server.get_with(&path, &asked);
    assert_eq!(digest_of(&again), Some(computed(&bytes)));
    assert_eq!(again.bytes().expect("bytes"), bytes);
    // Of another question nobody knows it yet: it is read twice.
    let other = format!("{path}?to=2099-12-31");
    let asked = server.get_with(&other, &asked);
    assert_eq!(digest_of(&asked), Some(computed(&bytes)));
    assert_eq!(asked.bytes().expect("bytes"), bytes);
    let head = reqwest::blocking::Client::new().head(server.url(&format!("{path}?to=2098-12-31"))).send();
    let head = head.expect("an answer");
    assert_eq!((head.status().as_u16(), digest_of(&head)), (200, Some(computed(&bytes))));
    let unwanted = server.get_with(&format!("{path}?to=2097-12-31"), &[("Want-Repr-Digest", "sha-256=0")]);
    assert_eq!(digest_of(&unwanted), None);
}
