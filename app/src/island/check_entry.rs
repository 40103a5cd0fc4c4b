//! A button that recomputes an entry's hash from the bytes on the page.
#![allow(missing_docs)] // The macro writes a struct of the props without a comment.

use leptos::prelude::*;

use crate::words::{Lang, pick};

/// What the check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), allow(dead_code))] // The server never asks.
enum Verdict {
    Unasked,
    Equal,
    Different,
}

/// Hashes the bytes in `#entry-bytes` in the browser and compares them with the hash on the page.
#[island]
pub fn CheckEntry(
    /// The hash that the page shows, in lower-case hex.
    hash: String,
    /// Whether the page is in Chinese.
    zh: bool,
) -> impl IntoView {
    let lang = if zh { Lang::Zh } else { Lang::En };
    let verdict = RwSignal::new(Verdict::Unasked);
    let said = move || match verdict.get() {
        Verdict::Unasked => "",
        Verdict::Equal => pick(
            lang,
            "Computed in your browser: equal. The bytes below have exactly this hash.",
            "已在您的浏览器中计算：一致。下方字节的哈希值与上方所示完全相同。",
        ),
        Verdict::Different => pick(
            lang,
            "Computed in your browser: different. The bytes below do not have this hash. Please tell an auditor.",
            "已在您的浏览器中计算：不一致。下方字节的哈希值与上方所示不同，请告知审计方。",
        ),
    };
    let class = move || match verdict.get() {
        Verdict::Unasked => "said",
        Verdict::Equal => "said reached",
        Verdict::Different => "said lost",
    };
    view! {
        <p class="check">
            <button type="button" on:click=move |_| verdict.set(check(&hash))>
                {pick(lang, "Check in this browser", "在本浏览器中核对")}
            </button>
            <span class=class role="status">{said}</span>
        </p>
    }
}

#[cfg(feature = "hydrate")]
fn check(hash: &str) -> Verdict {
    use sha3::{Digest, Sha3_256};

    let bytes = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("entry-bytes"))
        .and_then(|element| element.text_content())
        .unwrap_or_default();
    let computed = ledger::json::hex(&Sha3_256::digest(bytes.as_bytes()));
    if computed == hash { Verdict::Equal } else { Verdict::Different }
}

#[cfg(not(feature = "hydrate"))]
fn check(_hash: &str) -> Verdict {
    Verdict::Unasked
}
