//! The map of places.

use leptos::prelude::*;

use super::figure::{Around, figure};
use crate::page::parts::table;
use crate::view::{PlaceLine, Places};
use crate::words::{self, Words};

/// The places as a map, with their table.
#[must_use]
pub fn places(places: &Places, say: &'static Words) -> AnyView {
    if places.lines.is_empty() {
        return view! { <p class="empty">{say.no_handouts}</p> }.into_any();
    }
    let caption = say.outlines_note.to_owned();
    let drawings = [String::new(), String::new()];
    figure(Around { name: "places", drawings, caption, open: true, twin: twin(places, say) }, say)
}

fn twin(places: &Places, say: &'static Words) -> AnyView {
    let name = |line: &PlaceLine| {
        let name = words::place(say.lang, &line.place);
        match line.href.clone() {
            Some(href) => view! { <a href=href>{name}</a> }.into_any(),
            None => name.into_any(),
        }
    };
    let rows = places.lines.iter().map(|line| {
        let value = places.currency.map_or_else(|| "–".to_owned(), |currency| words::money(line.amount, currency));
        let counts = [line.handouts, line.households, line.people].map(|number| words::count(number).into_any());
        [name(line), value.into_any()].into_iter().chain(counts).collect()
    });
    let heads = [say.place, say.value, say.handouts, say.households, say.people];
    table(say.places_title, &heads, &[1, 2, 3, 4], rows.collect())
}
