//! `almoner verify` before files that lack something, and before those that mean harm to whoever reads what it says; and a mirror
//! before evidence that it can't read.

use ledger::log::Note;

use crate::verify::Signed;

/// The note as the log alone signed it.
fn without_cosignatures(note: &str) -> String {
    let mut note = Note::parse(note).expect("a note");
    note.signatures.truncate(1);
    note.to_string()
}

#[test]
fn what_waits_for_its_witnesses_ends_with_2_and_says_who_is_missing() {
    let mut signed = Signed::new(0);
    let mut bundle = signed.bundle();
    bundle.checkpoint = without_cosignatures(&bundle.checkpoint);
    signed.write("gift.bundle.json", &bundle.to_json());
    signed.write("checkpoint", &bundle.checkpoint);
    signed.write("log.ndjson", &signed.lines.iter().map(|line| format!("{line}\n")).collect::<String>());
    let files: [(&str, &[&str]); 3] =
        [("checkpoint", &[]), ("gift.bundle.json", &[]), ("log.ndjson", &["--checkpoint", "checkpoint"])];
    for (file, more) in files {
        let (exit, report) = signed.verify(file, more);
        assert_eq!((exit, &report["state"]), (2, &"open".into()), "{file}: {report}");
        let steps = report["steps"].as_array().expect("steps");
        let open: Vec<_> = steps.iter().filter(|step| step["state"] == "open").collect();
        assert!(open.len() == 1 && open[0]["code"] == "no_quorum", "{file}: {report}");
        let verdict = report["verdict"].as_str().expect("a verdict");
        assert!(verdict.starts_with("Nothing false was found") && verdict.contains("(north)"), "{verdict}");
    }
    // What is false stays false, whoever is missing.
    bundle.claim = bundle.claim.replace("\"amount\":30000", "\"amount\":30001");
    signed.write("gift.bundle.json", &bundle.to_json());
    crate::verify::refuses(&signed.verify("gift.bundle.json", &[]), "claim", "30001");
    let said = signed.world.almoner_in_chinese(&["verify", "checkpoint", "--policy", "policy.txt"]);
    assert!(said.code == 2 && said.out.contains("未得到策略所要求的见证方（north）的联署"), "{said:?}");
}

#[test]
fn nothing_in_a_file_commands_the_terminal() {
    let mut signed = Signed::new(0);
    let json = signed.bundle().to_json();
    // Two lines up, erased, and a line that looks like one of ours.
    let evil = "\\u001b[2A\\u001b[2K\\nholds In the log\\u202e\\u009b1A";
    let member = json.replacen('{', &format!("{{\"{evil}\":1,"), 1);
    let claim = json.replacen("\"claim\":{", &format!("\"claim\":{{\"{evil}\":1,"), 1);
    for (forged, exit) in [(member, 1), (claim, 1)] {
        signed.write("evil.bundle.json", &forged);
        let ran = signed.world.almoner(&["verify", "evil.bundle.json", "--policy", "policy.txt"]);
        assert_eq!(ran.code, exit, "{ran:?}");
        assert!(ran.out.contains("holds In the log"), "{ran:?}");
        let obeyed = |char: char| (char.is_control() && char != '\n') || char == '\u{202e}';
        assert!(!ran.out.contains(obeyed) && !ran.err.contains(obeyed), "{ran:?}");
        assert!(!ran.out.lines().any(|line| line.starts_with("holds In")), "{ran:?}");
    }
}

#[test]
fn a_mirror_with_evidence_that_it_can_not_read_takes_nothing_more() {
    let signed = Signed::new(0);
    std::fs::write(signed.world.file("copy.db.evidence"), b"\xff\xfe").expect("written");
    let arguments = ["mirror", "http://127.0.0.1:9/log", "--policy", "policy.txt", "--database", "copy.db"];
    let ran = signed.world.almoner(&[&arguments[..], &["--listen", "127.0.0.1:0"]].concat());
    assert!(ran.code == 1 && ran.err.contains("copy.db.evidence: the evidence there"), "{ran:?}");
}
