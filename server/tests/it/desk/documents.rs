//! Files by their hash.

use super::*;

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
    let torn = send("invoice.pdf", b"%PDF-1.7 an inv", "check");
    assert_eq!(torn.status(), 422);
    assert!(text(torn).contains("only whole ones"), "it broke off on its way");
    let full = "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END";
    desk.behind(&format!("CREATE TRIGGER no_room BEFORE INSERT ON documents {full}"));
    let answer = send("invoice.pdf", b"%PDF-1.7 another %%EOF", "check");
    assert_eq!(answer.status(), 507);
    assert!(text(answer).contains("The disk is full; nothing was recorded"), "the words of the open interface");
    desk.behind("DROP TRIGGER no_room");
    let bytes = b"%PDF-1.7 an invoice %%EOF";
    let sha3 = ledger::Hash::of(bytes).to_string();
    // The same file was brought before, under a name that is nobody's business, and nothing was recorded.
    assert_eq!(send("Wang Wei.pdf", bytes, "check").status(), 200);
    assert_eq!(send("invoice.pdf", bytes, "check").status(), 200);
    let nobody = Somebody { id: 0, secret: String::new() };
    assert_eq!(desk.get(&nobody, &format!("/documents/{sha3}")).status(), 404, "no entry names it yet");
    assert_eq!(desk.get(&who, &format!("/documents/{sha3}")).status(), 200);
    assert_eq!(send("invoice.pdf", bytes, "save").status(), 303);
    let entry = desk.running.json(&format!("/api/v1/entries/{}", desk.size() - 1));
    assert_eq!(entry["event"]["documents"][0]["sha3"], sha3.as_str());
    assert_eq!(entry["event"]["documents"][0]["name"], "invoice.pdf", "as it was brought last");
    assert_ne!(send("Wang Wei.pdf", bytes, "check").status(), 500);
    let page = text(desk.get(&who, &format!("/desk/record/expense_paid?corrects={}", desk.size() - 1)));
    assert!(page.contains("invoice.pdf") && page.contains(&sha3), "a correction keeps the documents");
    let answer = desk.get(&nobody, &format!("/documents/{sha3}"));
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    assert_eq!(answer.status(), 200);
    assert!(header("Content-Security-Policy").starts_with("sandbox;"), "{}", header("Content-Security-Policy"));
    assert_eq!(header("X-Content-Type-Options"), "nosniff");
    assert_eq!(header("Content-Disposition"), "attachment; filename*=UTF-8''invoice.pdf", "as the entry calls it");
}

/// Somebody else brings the same file, under a name that is nobody's business, between the look and the press.
#[test]
fn a_document_is_called_as_whoever_records_it_saw_it() {
    let desk = Desk::new();
    let (mei, lin) = (desk.person("mei", &[Role::Recorder]), desk.person("lin", &[Role::Recorder]));
    let bytes = b"%PDF-1.7 a receipt %%EOF";
    let sha3 = ledger::Hash::of(bytes).to_string();
    let check = [EXPENSE, &[("step", "check")]].concat();
    let seen = desk.bring(&mei, "/desk/record/expense_paid", &check, "receipt.pdf", bytes);
    assert_eq!(seen.status(), 200);
    let seen = text(seen);
    assert!(seen.contains("receipt.pdf"), "the name goes with the form");
    let other = desk.bring(&lin, "/desk/record/expense_paid", &check, "Wang Wei.pdf", bytes);
    assert_eq!(other.status(), 200);
    // What the page that mei saw sends.
    let called = format!("name-of.{sha3}");
    let entry = desk.record(
        &mei,
        "expense_paid",
        &[EXPENSE, &[("documents.0", sha3.as_str()), (called.as_str(), "receipt.pdf")]].concat(),
    );
    assert!(seen.contains(&called), "as the page carries it");
    assert_eq!(entry["event"]["documents"][0]["name"], "receipt.pdf", "{entry}");
    let answer = desk.get(&Somebody { id: 0, secret: String::new() }, &format!("/documents/{sha3}"));
    let called = answer.headers().get("Content-Disposition").and_then(|value| value.to_str().ok()).unwrap_or_default();
    assert_eq!(called, "attachment; filename*=UTF-8''receipt.pdf");
}

/// The disk fills up between the entry and the note that its document is public.
#[test]
fn an_entry_that_is_in_is_never_said_not_to_be_and_its_document_follows() {
    let desk = Desk::new();
    let (mei, nobody) = (desk.person("mei", &[Role::Recorder]), Somebody { id: 0, secret: String::new() });
    let bytes = b"%PDF-1.7 a late receipt %%EOF";
    let path = format!("/documents/{}", ledger::Hash::of(bytes));
    desk.behind(
        "CREATE TRIGGER no_room BEFORE UPDATE ON documents WHEN NEW.published_at IS NOT NULL \
         BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END",
    );
    let save = [EXPENSE, &[("step", "save")]].concat();
    let size = desk.size();
    let to = led(desk.bring(&mei, "/desk/record/expense_paid", &save, "receipt.pdf", bytes));
    assert_eq!((desk.size(), to), (size + 1, format!("/desk/recorded/{size}")));
    assert_eq!(desk.get(&nobody, &path).status(), 404, "not yet");
    desk.behind("DROP TRIGGER no_room");
    // Whoever reads the log is waked by the next entry.
    assert_eq!(desk.running.post(crate::world::gift(1).to_string()).status(), 201);
    let until = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while desk.get(&nobody, &path).status() != 200 {
        assert!(std::time::Instant::now() < until, "the document stays hidden");
        std::thread::yield_now();
    }
}

/// A file lies here since somebody looked at a form; then a program records the entry that names it.
#[test]
fn pages_lead_at_once_to_a_document_that_a_program_names() {
    let desk = Desk::new();
    let (mei, nobody) = (desk.person("mei", &[Role::Recorder]), Somebody { id: 0, secret: String::new() });
    let bytes = b"%PDF-1.7 a receipt of a program %%EOF";
    let sha3 = ledger::Hash::of(bytes).to_string();
    let check = [EXPENSE, &[("step", "check")]].concat();
    assert_eq!(desk.bring(&mei, "/desk/record/expense_paid", &check, "receipt.pdf", bytes).status(), 200);
    let fund = || text(desk.running.get("/funds/flood-2026"));
    let link = |sha3: &str| format!("href=\"/documents/{sha3}\"");
    assert!(!fund().contains(&link(&sha3)));
    let named = |id: &str, sha3: &str| {
        let document = serde_json::json!({"bytes": bytes.len(), "media_type": "application/pdf",
            "name": "receipt.pdf", "sha3": sha3});
        crate::world::with(expense(id, 1_000), "documents", serde_json::json!([document]))
    };
    assert_eq!(desk.running.post(named("e-1", &sha3).to_string()).status(), 201);
    assert!(fund().contains(&link(&sha3)), "{}", fund());
    let until = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while desk.get(&nobody, &format!("/documents/{sha3}")).status() != 200 {
        assert!(std::time::Instant::now() < until, "the document stays hidden");
        std::thread::yield_now();
    }
    // To one that is not here nothing leads.
    let elsewhere = ledger::Hash::of(b"elsewhere").to_string();
    assert_eq!(desk.running.post(named("e-2", &elsewhere).to_string()).status(), 201);
    assert!(!fund().contains(&link(&elsewhere)) && fund().contains(&elsewhere[..8]), "{}", fund());
}
