//! `almoner verify` before files that lack something, and before those that mean harm to whoever reads what it says.

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
