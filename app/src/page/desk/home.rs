//! What waits for whoever is logged in.

use leptos::prelude::*;

use super::Sheet;
use crate::page::parts::{entry_lines, section};
use crate::view::desk::Home;
use crate::words::Words;
use crate::words::desk::DeskWords;

pub(super) fn home(page: &Home, speak: &'static DeskWords, words: &'static Words) -> Sheet {
    let latest = if page.latest.is_empty() {
        view! { <p class="empty">{speak.nothing_recorded}</p> }.into_any()
    } else {
        entry_lines(&page.latest, words)
    };
    let main = view! {
        <h1>{speak.waits}</h1>
        <p class="empty">{speak.nothing_waits}</p>
        {section("latest", speak.latest, latest)}
    }
    .into_any();
    Sheet { title: speak.waits, main }
}
