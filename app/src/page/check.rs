//! Where a reader checks: a place with a button, or with a field for files. The check itself is a program of its own
//! (`checker`), which a page loads only when it is asked for; the words for what happens meanwhile stand here.

use leptos::prelude::*;

use crate::words::Words;

/// What is checked at a place.
pub(super) enum Checked<'a> {
    /// A gift, by its code.
    Gift(&'a str),
    /// An entry, by its number.
    Entry(u64),
    /// A report: the address of its bundle, the size of the log, and what was asked.
    Report(&'a str, u64, &'a str),
}

/// The button, what else can be done there, and room for what comes out. Without JavaScript there is no button: then the
/// ways to check elsewhere stand there.
pub(super) fn place(checked: &Checked<'_>, links: Option<AnyView>, say: &'static Words) -> AnyView {
    let (kind, bundle, proof) = match checked {
        Checked::Gift(code) => ("gift", Some(format!("/gifts/{code}.bundle.json")), None),
        Checked::Entry(seq) => ("entry", None, Some(format!("/entries/{seq}.tlog-proof"))),
        Checked::Report(bundle, ..) => ("report", Some((*bundle).to_owned()), None),
    };
    let command = match checked {
        Checked::Gift(code) => format!("almoner verify {code}.bundle.json --policy policy.txt"),
        Checked::Entry(seq) => {
            format!("almoner verify entry-{seq}.tlog-proof --entry {seq}.json --policy policy.txt")
        }
        Checked::Report(_, size, _) => format!("almoner verify {size}-report.bundle.json --policy policy.txt"),
    };
    let report = match checked {
        Checked::Report(_, size, asked) => Some(format!("{size} {asked}")),
        _ => None,
    };
    // Where nothing is signed yet, there is no file to take.
    let elsewhere = links.is_some().then(|| {
        view! {
            <noscript><p class="prose">{say.check_no_script}</p>
                <pre class="bytes" translate="no">{command}</pre>
                <p class="check"><a href="/verify#terminal">{say.verify_terminal}</a>
                    <a href="/log">{say.check_other_tools}</a></p></noscript>
        }
    });
    view! {
        <div class="checking" data-check=kind data-bundle=bundle data-proof=proof data-report=report data-words=words(say)>
            <p class="check"><button type="button" class="check-go" hidden>{say.check_here}</button>{links}</p>
            {room()}
            {elsewhere}
        </div>
    }
    .into_any()
}

/// Where the outcome is told and shown.
pub(super) fn room() -> AnyView {
    view! { <div class="check-status" role="status"></div><div class="check-findings"></div> }.into_any()
}

/// What the program says by itself, as JSON.
pub(super) fn words(say: &'static Words) -> String {
    let words = [
        ("key", say.check_key),
        ("limits", say.check_limits),
        ("working", say.check_working),
        ("entries", say.check_entries),
        ("pace", say.check_pace),
        ("cancel", say.check_cancel),
        ("cancelled", say.check_cancelled),
        ("broken", say.check_broken),
        ("unknown", say.check_unknown),
        ("alone", say.check_alone),
        ("entry", say.check_needs_entry),
        ("evidence", say.check_evidence),
        ("take", say.check_take_key),
        ("taken", say.check_key_taken),
    ];
    // No phrase of the catalogue has a quotation mark or a backslash in it, which JSON would write otherwise.
    let words: Vec<String> = words.map(|(name, word)| format!("\"{name}\":\"{word}\"")).to_vec();
    format!("{{{}}}", words.join(","))
}
