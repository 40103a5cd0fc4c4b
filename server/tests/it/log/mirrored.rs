//! A mirror beside an honest original, and before a fork.

use ledger::log::bundle::Bundle;

use super::*;
use crate::world::{OPENING, gift, problem, record_all, request};

impl World {
    pub(crate) fn following(&self, url: &str, policy: &Policy) -> server::log::mirror::Following {
        let (url, evidence) = (url.to_owned(), self.file("evidence"));
        server::log::mirror::Following { url, policy: policy.clone(), evidence, ahead_of_quorum: false }
    }

    pub(crate) fn mirror(&self, url: &str, policy: &Policy) -> Running {
        let following = self.following(url, policy);
        Running::start_as(&self.location, self.writer(), |ready| ready.mirroring(following).expect("a mirror"))
    }
}

#[test]
fn a_mirror_answers_what_the_original_answers_and_goes_on_without_it() {
    let world = World::opened();
    record_all(&mut world.writer(), (1..700).map(|amount| request(&gift(amount))).collect());
    let server = world.serve_signed();
    let policy = world.policy();
    let copy = World::new();
    let mirror = copy.mirror(&server.url("/log"), &policy);
    until("the copy", || (mirror.site.sequencer.size() == world.head().size).then_some(()));
    assert_eq!(copy.head(), world.head());
    assert_eq!(server.post(gift(4_242).to_string()).status(), 201);
    until("what came later", || (mirror.site.sequencer.size() == world.head().size).then_some(()));
    let note = until("its checkpoint", || {
        let note = get(&mirror.url("/log/checkpoint"))?;
        policy.verify(&note).ok().filter(|judged| judged.checkpoint.size == world.head().size).map(|_| note.clone())
    });
    let last = world.head().size - 1;
    let code = ledger::code::GiftCode::of_seq(last).expect("a code").to_string();
    let trace = server.json(&format!("/api/v1/gifts/{code}"));
    drop(server);
    assert_eq!(mirror.json(&format!("/api/v1/gifts/{code}")), trace);
    let bundle = text(&mirror, &format!("/gifts/{code}.bundle.json"));
    Bundle::parse(bundle.as_bytes()).and_then(|bundle| bundle.verify(&policy).map(drop)).expect("from the copy alone");
    assert_eq!(text(&mirror, "/log/checkpoint"), note);
    for page in ["/", &format!("/gifts/{code}"), "/funds", "/entries", "/log"] {
        assert_eq!(status(&mirror, page), 200, "{page}");
    }
    let how = format!("almoner mirror http://{}/log --policy policy", mirror.address);
    assert!(text(&mirror, "/log").contains(&how), "{how}");
    problem(mirror.post(gift(1).to_string()), 403);
    drop(mirror);
    let report = server::audit::audit(&copy.location, &mut |_, _| {}).expect("an audit");
    assert_eq!(report.findings, Vec::<String>::new());
}

#[test]
fn a_mirror_stops_at_a_fork_and_shows_both_signatures() {
    let honest = World::opened();
    let forked = honest.copy();
    std::fs::copy(honest.log_key(), forked.file("log.key")).expect("the same key");
    record_all(&mut honest.writer(), vec![request(&gift(1))]);
    record_all(&mut forked.writer(), vec![request(&gift(2)), request(&gift(3))]);
    let policy = honest.policy();
    let server = honest.serve_signed();
    let copy = World::new();
    let mirror = copy.mirror(&server.url("/log"), &policy);
    until("the copy", || (mirror.site.sequencer.size() == OPENING + 1).then_some(()));
    until("its checkpoint", || get(&mirror.url("/log/checkpoint")));
    drop((server, mirror));
    let server = forked.serve_signed();
    let mirror = copy.mirror(&server.url("/log"), &policy);
    let evidence = until("an alarm", || mirror.site.mirror.as_ref().expect("a mirror").progress().stopped);
    assert_eq!(evidence.matches("\u{2014} give.example/log ").count(), 2, "{evidence}");
    assert!(evidence.contains("not shown to be the beginning"), "{evidence}");
    let page = text(&mirror, "/log");
    assert!(page.contains("This mirror has stopped") && page.contains("signed later"), "{page}");
    assert!(text(&mirror, "/log/seal-en.svg").contains("disputes"));
    assert_eq!(copy.head(), honest.head(), "nothing of the fork was taken");
    drop(mirror);
    // It stays stopped, whoever starts it again; and a witness beside it cosigns nothing, not even what it never saw.
    let key = key_file::make(&copy.file("w.key"), "north.example/w", Algorithm::CosignEd25519).expect("a key");
    let (store, gate) = (copy.file("w.store"), copy.file("w.gate"));
    let settings = server::witness::Settings { keys: vec![key], logs: policy.clone(), store, gate };
    let witness = server::witness::Witness::start(settings).expect("a witness");
    let following = copy.following(&server.url("/log"), &policy);
    let dress = |ready: Ready| ready.mirroring(following).expect("a mirror").witnessing(witness);
    let mirror = Running::start_as(&copy.location, copy.writer(), dress);
    assert!(mirror.site.mirror.as_ref().expect("a mirror").progress().stopped.is_some());
    let client = server::outbound::builder().no_proxy().build().expect("a client");
    let asked = format!("old 0\n\n{}", text(&server, "/log/checkpoint"));
    let answer = client.post(mirror.url("/witness/add-checkpoint")).body(asked).send().expect("an answer");
    assert_eq!(answer.status(), 503);
    assert!(answer.text().expect("text").contains("the mirror here has stopped"));
}
