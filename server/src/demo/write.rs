//! From the generator's own words to the ledger's checked ones. The texts are the demo's, so a fault here is a bug.

use ledger::event::Place;
use ledger::json;
use ledger::value::{Amount, Count, Datum as _, Line, Prose, Quantity, Slug, Term};

pub(super) fn slug(text: &str) -> Slug {
    Slug::new(text).expect("the demo's ids are slugs")
}

pub(super) fn line(text: &str) -> Line {
    Line::new(text).expect("the demo's lines are short and clean")
}

pub(super) fn prose(text: &str) -> Prose {
    Prose::new(text).expect("the demo's texts are short and clean")
}

pub(super) fn term(text: &str) -> Term {
    Term::new(text).expect("the demo's terms are terms")
}

pub(super) fn amount(minor: u64) -> Amount {
    Amount::new(minor).expect("the demo moves amounts from 1 to 2^53")
}

pub(super) fn quantity(units: u64) -> Quantity {
    Quantity::new(units).expect("the demo moves quantities from 1 to 2^53")
}

pub(super) fn count(number: u64) -> Count {
    Count::new(number).expect("the demo counts below 2^53")
}

pub(super) fn place(text: &str) -> Place {
    let value = json::parse(text.as_bytes()).expect("the demo's places are JSON");
    Place::read(&value, "place").expect("the demo's places are places")
}
