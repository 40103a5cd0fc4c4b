//! A button that copies a receipt code.
#![allow(missing_docs)] // The macro writes a struct of the props without a comment.

use leptos::prelude::*;

use crate::words::{Lang, pick};

/// Copies a receipt code to the clipboard and says so.
#[island]
pub fn CopyCode(
    /// The code.
    code: String,
    /// Whether the page is in Chinese.
    zh: bool,
) -> impl IntoView {
    let lang = if zh { Lang::Zh } else { Lang::En };
    let copied = RwSignal::new(false);
    view! {
        <button type="button" class="quiet" on:click=move |_| copy(&code, copied)>{pick(lang, "Copy code", "复制编号")}</button>
        <span class="said" role="status">{move || if copied.get() { pick(lang, "Copied", "已复制") } else { "" }}</span>
    }
}

/// Says so only when the browser did it.
#[cfg(feature = "hydrate")]
fn copy(code: &str, copied: RwSignal<bool>) {
    let Some(window) = web_sys::window() else { return };
    let written = wasm_bindgen_futures::JsFuture::from(window.navigator().clipboard().write_text(code));
    leptos::task::spawn_local(async move { copied.set(written.await.is_ok()) });
}

#[cfg(not(feature = "hydrate"))]
fn copy(_code: &str, _copied: RwSignal<bool>) {}
