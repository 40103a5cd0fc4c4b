//! Notes, policies and requests: what is taken, and each thing that is not, with its reason.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use ledger::log::fault::PolicyFault;
use ledger::log::key::{Algorithm, KeyName, SigningKey, VerifierKey};
use ledger::log::note::SIGNATURES_LIMIT;
use ledger::log::witness::AddCheckpoint;
use ledger::log::{Checkpoint, Fault, Note, Policy};
use ledger::{Lang, log::note::NOTE_BYTES_LIMIT};

const KNOWN_KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const KNOWN_NOTE: &str = "This is an example message.\n\n\u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

#[test]
fn the_known_note_verifies_and_no_other() {
    let key = VerifierKey::parse(KNOWN_KEY).expect("a key");
    let note = Note::parse(KNOWN_NOTE).expect("a note");
    assert_eq!(note.verify([&key]).expect("verifies").len(), 1);
    assert_eq!(note.to_string(), KNOWN_NOTE);
    let other = Note::parse(&KNOWN_NOTE.replace("example message", "example massage")).expect("a note");
    assert_eq!(other.verify([&key]), Err(Fault::BadSignature { name: "example.com/foo".into() }));
    assert_eq!(note.verify([]), Err(Fault::NoKnownSignature));
}

#[test]
fn a_note_that_is_none_is_refused_with_its_reason() {
    let line = KNOWN_NOTE.lines().last().expect("a line");
    let many = format!("text\n\n{}", format!("{line}\n").repeat(SIGNATURES_LIMIT + 1));
    let spare_bits = KNOWN_NOTE.replace("aQM=\n", "aQN=\n");
    let cases = [
        (KNOWN_NOTE.replace('\n', "\r\n"), Fault::ControlCharacter { line: 1 }),
        (KNOWN_NOTE.replace("an example", "an\texample"), Fault::ControlCharacter { line: 1 }),
        ("no signature\n".into(), Fault::NotNote),
        (KNOWN_NOTE.trim_end().into(), Fault::NotNote),
        (format!("{KNOWN_NOTE}\n"), Fault::NotNote),
        (spare_bits, Fault::SignatureLine { line: 3 }),
        (KNOWN_NOTE.replace("=\n", "\n"), Fault::SignatureLine { line: 3 }),
        (KNOWN_NOTE.replace('\u{2014}', "-"), Fault::SignatureLine { line: 3 }),
        (KNOWN_NOTE.replace("example.com/foo", "example.com+foo"), Fault::SignatureLine { line: 3 }),
        (many, Fault::TooManySignatures { limit: SIGNATURES_LIMIT }),
        (
            format!("text\n\n{}", format!("{line}\n").repeat((100 << 20) / line.len())),
            Fault::TooLong { limit: NOTE_BYTES_LIMIT },
        ),
        (format!("{KNOWN_NOTE}{}", "x".repeat(NOTE_BYTES_LIMIT)), Fault::TooLong { limit: NOTE_BYTES_LIMIT }),
    ];
    for (note, fault) in cases {
        let refused = Note::parse(&note).expect_err(&note.chars().take(300).collect::<String>());
        assert_eq!(refused.code(), fault.code(), "{}", note.chars().take(300).collect::<String>());
    }
}

#[test]
fn keys_that_are_none_are_refused() {
    for text in [
        "",
        "name",
        "name+00000000",
        "name+00000000+AQ==",
        "na me+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+CekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    ] {
        assert!(matches!(VerifierKey::parse(text), Err(Fault::NotKey { .. })), "{text}");
    }
    let other = KNOWN_KEY.replace("530d903a", "530d903b");
    assert_eq!(VerifierKey::parse(&other), Err(Fault::KeyIdDiffers { key: "example.com/foo".into() }));
    let name = KeyName::new("give.example/log").expect("a name");
    let secret = SigningKey::from_seed(name, Algorithm::Ed25519, [1; 32]).expect("a key").to_secret_text();
    assert!(SigningKey::parse(&secret).is_ok());
    assert!(SigningKey::parse(&secret.replace("+AQ", "+BA")).is_err(), "the type is part of the ID");
    assert!(!format!("{:?}", SigningKey::parse(&secret).expect("a key")).contains("PRIVATE"));
}

#[test]
fn a_checkpoint_has_three_lines_and_no_more() {
    let root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    assert!(Checkpoint::parse_text(&format!("give.example/log\n0\n{root}\n")).is_ok());
    for text in [
        format!("give.example/log\n0\n{root}"),
        format!("give.example/log\n0\n{root}\nextension\n"),
        format!("give.example/log\n00\n{root}\n"),
        format!("give.example/log\n-1\n{root}\n"),
        format!("give.example/log\n9223372036854775808\n{root}\n"),
        format!("\n0\n{root}\n"),
        "give.example/log\n0\n47DE\n".to_owned(),
        String::new(),
    ] {
        assert_eq!(Checkpoint::parse_text(&text), Err(Fault::NotCheckpoint), "{text}");
    }
}

fn witness_key(name: &str, seed: u8) -> String {
    let name = KeyName::new(name).expect("a name");
    let key = SigningKey::from_seed(name, Algorithm::CosignEd25519, [seed; 32]).expect("a key");
    key.verifier().to_string()
}

#[test]
fn a_policy_reads_back_as_written_and_says_itself_in_words() {
    let log = "log example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k https://example.com/foo";
    let (a, b, c) = (witness_key("a.example", 1), witness_key("b.example", 2), witness_key("c.example", 3));
    let text = format!(
        "{log}\nwitness a {a} https://a.example/w\nwitness b {b}\nwitness c {c}\ngroup bc 1 b c\ngroup all 2 a bc\nquorum all\n"
    );
    let policy = Policy::parse(&format!("# whom we believe\n\n{text}")).expect("a policy");
    assert_eq!(policy.to_string(), text);
    assert_eq!(policy.say_quorum(Lang::En), "all of a, (1 of b, c)");
    assert_eq!(policy.say_quorum(Lang::Zh), "a、(b、c中的 1 个)全部");
    let lines = |extra: &str| Policy::parse(&format!("{log}\nwitness a {a}\nwitness b {b}\n{extra}\n"));
    let reason = |extra: &str| match lines(extra) {
        Err(Fault::Policy { reason, .. }) => reason,
        other => panic!("{extra}: {other:?}"),
    };
    assert!(lines("quorum none").is_ok());
    assert_eq!(reason(""), PolicyFault::Unfinished);
    assert_eq!(reason("quorum x"), PolicyFault::UnknownName("x".into()));
    assert_eq!(reason("quorum a\nquorum b"), PolicyFault::QuorumTwice);
    assert_eq!(reason("group g all a c"), PolicyFault::UnknownName("c".into()));
    assert_eq!(reason("group g all a a"), PolicyFault::MemberTwice("a".into()));
    assert_eq!(reason("group g 3 a b"), PolicyFault::Threshold("3".into()));
    assert_eq!(reason("group g 0 a b"), PolicyFault::Threshold("0".into()));
    assert_eq!(reason("group a all b"), PolicyFault::NameTaken("a".into()));
    assert_eq!(reason("group none all b"), PolicyFault::NameTaken("none".into()));
    assert_eq!(reason("group g all"), PolicyFault::Words);
    assert_eq!(reason("witnes c"), PolicyFault::UnknownWord("witnes".into()));
    assert_eq!(reason("witness c nokey"), PolicyFault::Key("nokey".into()));
}

#[test]
fn groups_in_groups_go_only_so_deep() {
    let log = "log example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    let nested = |depth: usize| {
        let mut text = format!("{log}\nwitness g0 {}\n", witness_key("a.example", 1));
        for level in 1..=depth {
            text += &format!("group g{level} any g{}\n", level - 1);
        }
        Policy::parse(&format!("{text}quorum g{depth}\n"))
    };
    let policy = nested(16).expect("deep enough for anybody");
    assert_eq!(policy.say_quorum(Lang::En).matches("all of").count(), 16);
    let deep = Fault::Policy { line: 19, reason: PolicyFault::TooDeep(16) };
    assert_eq!(nested(17), Err(deep.clone()));
    // Whoever judged by these would come to the end of the stack first.
    assert_eq!(nested(9_000), Err(deep.clone()));
    assert!(deep.to_string().contains("16 deep") && deep.say(Lang::Zh).contains("16 层"), "{deep}");
}

#[test]
fn a_key_counts_once_in_a_policy_whatever_it_is_called() {
    let log = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    let a = witness_key("a.example", 1);
    let reason = |text: String| match Policy::parse(&text) {
        Err(Fault::Policy { line, reason }) => (line, reason),
        other => panic!("{text}: {other:?}"),
    };
    let twice = |name: &str| PolicyFault::KeyTwice(name.into());
    let three = format!("log {log}\nwitness a {a}\nwitness b {a}\nwitness c {a}\ngroup g 3 a b c\nquorum g\n");
    assert_eq!(reason(three), (3, twice("a")));
    // Another name and so another ID, and the same hand.
    let other = witness_key("b.example", 1);
    assert_ne!(a, other);
    assert_eq!(reason(format!("log {log}\nwitness a {a}\nwitness b {other}\nquorum b\n")), (3, twice("a")));
    assert_eq!(
        reason(format!("log {log}\nlog {log} https://example.com/foo\nquorum none\n")),
        (2, twice("example.com/foo"))
    );
    let named = |name: &str| {
        let name = KeyName::new(name).expect("a name");
        SigningKey::from_seed(name, Algorithm::Ed25519, [7; 32]).expect("a key").verifier().to_string()
    };
    let two = format!("log {}\nlog {}\nquorum none\n", named("one.example"), named("two.example"));
    assert_eq!(reason(two), (2, twice("one.example")));
    // Each key is of the kind that its line is for.
    assert_eq!(reason(format!("log {a}\nquorum none\n")), (1, PolicyFault::NotLogKey("a.example".into())));
    let seven = named("one.example");
    let witness = format!("log {log}\nwitness w {seven}\nquorum w\n");
    assert_eq!(reason(witness), (2, PolicyFault::NotWitnessKey("w".into())));
    for lang in [Lang::En, Lang::Zh] {
        for reason in [twice("a"), PolicyFault::NotLogKey("a".into()), PolicyFault::NotWitnessKey("a".into())] {
            let said = Fault::Policy { line: 2, reason }.say(lang);
            assert!(said.contains("\"a\"") && said.contains('2'), "{said}");
        }
    }
}

#[test]
fn a_policy_has_no_control_characters_but_tabs_and_line_feeds() {
    let log = "log example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    let text =
        format!("# 见证 – names may say anything\n\n \t{log}\t https://example.com/foo \n\t# and so on\nquorum\tnone");
    let policy = Policy::parse(&text).expect("tabs and spaces part words");
    assert_eq!(policy.logs[0].url.as_deref(), Some("https://example.com/foo"));
    assert_eq!(Policy::parse(&format!("{text}\n")), Ok(policy));
    let character = |text: &str, line: usize, byte: u8| {
        let fault = Fault::Policy { line, reason: PolicyFault::Character(byte) };
        assert_eq!(Policy::parse(text), Err(fault), "{text:?}");
    };
    let plain = format!("{log}\nquorum none\n");
    // Line endings changed.
    character(&plain.replace('\n', "\r\n"), 1, b'\r');
    character(&plain.replace('\n', "\r"), 1, b'\r');
    character(&format!("{log}\nquorum none\r\n"), 2, b'\r');
    character(&plain.replace(' ', "\u{c}"), 1, 0x0c);
    character(&plain.replace(' ', "\u{b}"), 1, 0x0b);
    for byte in [0_u8, 1, 0x1b, 0x1f, 0x7f] {
        character(&format!("{plain}# a comment {}\n", char::from(byte)), 3, byte);
    }
    // Other scripts' spaces part no words.
    assert!(Policy::parse(&plain.replace(' ', "\u{a0}")).is_err());
    let said = Policy::parse(&plain.replace('\n', "\r\n")).expect_err("carriage returns");
    assert!(said.to_string().contains("line feeds") && said.say(Lang::Zh).contains("0x0D"), "{said}");
}

#[test]
fn a_request_that_is_none_names_its_line() {
    let hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    let line = |body: &str| match AddCheckpoint::parse(body) {
        Err(Fault::NotRequest { line }) => line,
        other => panic!("{other:?}"),
    };
    assert_eq!(line("old 1\n"), 1);
    assert_eq!(line("old 01\n\nx"), 1);
    assert_eq!(line("size 1\n\nx"), 1);
    assert_eq!(line(&format!("old 1\n{hash}\nnothing\n\nx")), 3);
    assert_eq!(line(&format!("old 1\n{}\nx", format!("{hash}\n").repeat(64))), 65);
}
