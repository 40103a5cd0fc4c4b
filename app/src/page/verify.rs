//! `/verify`: drop any file this site gave out, and see whether it is what it claims to be.

use leptos::prelude::*;

use super::check::{room, words};
use super::parts::{section, table};
use super::{Body, Place};
use crate::words::Words;

pub(super) fn verify(signed: bool, say: &'static Words) -> Body {
    let kinds = [
        ("CODE.bundle.json", say.verify_bundle),
        ("CODE.html", say.verify_copy),
        ("entry-N.tlog-proof, N.json", say.verify_proof),
        ("log-N.ndjson", say.verify_export),
        ("checkpoint", say.verify_checkpoint),
    ];
    let row =
        |(name, text): (&'static str, &'static str)| vec![view! { <code>{name}</code> }.into_any(), text.into_any()];
    let rows = kinds.into_iter().map(row).collect();
    let steps = [
        say.verify_step_key,
        say.verify_step_witnesses,
        say.verify_step_growth,
        say.verify_step_inclusion,
        say.verify_step_figures,
    ];
    let steps: Vec<_> = steps.map(|step| view! { <li>{step}</li> }).into_iter().collect();
    let main = view! {
        <h1>{say.nav_verify}</h1>
        <p class="lead">{say.verify_lead}</p>
        <div class="checking files" data-check="files" data-words=words(say)>
            <div class="drop">
                <label class="choose" for="files">{say.verify_choose}</label>
                <input type="file" id="files" multiple/>
                <p class="hint">{say.verify_drop}</p>
                <p class="chosen"></p>
                <details><summary>{say.verify_paste}</summary>
                    <label for="entry-text" class="hint">{say.verify_paste_hint}</label>
                    <textarea id="entry-text" rows="4" spellcheck="false" autocomplete="off" translate="no"></textarea>
                </details>
            </div>
            {room()}
        </div>
        <p class="notice no-script">{say.verify_no_script}</p>
        {section("what", say.verify_what, table(say.verify_what, &[say.file, say.verify_shows], &[], rows))}
        {section("how", say.verify_how, view! { <ol class="steps">{steps}</ol> })}
        {section("limits", say.limits, view! { <p class="prose">{say.verify_limits}</p> })}
        {section("terminal", say.verify_terminal, view! {
            <p class="prose">{say.verify_terminal_text}</p>
            <pre class="bytes" translate="no">{COMMANDS}</pre>
            <p class="prose">{say.verify_policy_text}</p>
            {signed.then(|| view! { <p class="check"><a href="/log/policy" download="policy.txt">{say.policy_file}</a></p> })} })}
    }
    .into_any();
    Body {
        title: say.nav_verify.to_owned(),
        description: say.verify_lead.to_owned(),
        place: Place::Elsewhere,
        indexed: true,
        main,
    }
}

const COMMANDS: &str = "almoner verify G-48KA-6KMQ.bundle.json --policy policy.txt
almoner verify entry-41.tlog-proof --entry 41.json --policy policy.txt
almoner verify log-70000.ndjson --checkpoint checkpoint --policy policy.txt
almoner verify https://give.example/log --policy policy.txt";
