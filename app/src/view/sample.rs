//! A small world for tests and for looking at pages: an earthquake fund and what became of its money.
//!
//! A noun a file; `pages` shows them all.

use ledger::code::GiftCode;
use ledger::refusal::Lang;
use ledger::value::{Currency, Date, Timestamp};

use super::*;

mod entry;
mod fund;
mod gift;
mod goods;
mod organisation;
mod pages;
pub(crate) mod report;

pub(crate) use fund::fund;
pub(crate) use gift::{gift, gift_in_kind};
pub(crate) use pages::pages;

pub(crate) fn frame(lang: Lang, path: &str) -> Frame {
    Frame {
        lang,
        path: path.to_owned(),
        prefix: "",
        origin: Some("https://almoner.example".into()),
        assets: Assets {
            css: "/site.css".into(),
            start: "/start.js".into(),
            js: "/almoner.js".into(),
            wasm: "/almoner.wasm".into(),
            check: ["/check-page.js", "/check-worker.js", "/check.wasm"].map(str::to_owned),
            icon: "/favicon.svg".into(),
            card: "/card.png".into(),
            fonts: vec!["/fonts/serif-600.woff2".into()],
        },
        head: Some(Head { seq: 48_211, hash: hash(7), at: at("2026-11-20T09:15:02.123Z") }),
        signed: true,
        has_desk: true,
        can_mail: true,
        zone: Some("Asia/Shanghai"),
    }
}

fn hash(seed: u64) -> String {
    (0..4_u64)
        .map(|part| {
            format!(
                "{:016x}",
                seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(u32::try_from(part * 13).unwrap_or(0))
            )
        })
        .collect()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("a moment")
}

fn day(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

fn cny() -> Currency {
    Currency::new("CNY").expect("a currency")
}

fn named(id: &str, name: &str) -> Named {
    Named { id: id.into(), name: name.into() }
}

fn code(seq: u64) -> String {
    GiftCode::of_seq(seq).expect("in range").to_string()
}

fn place(name: &str) -> PlaceName {
    PlaceName { name: Some(name.into()), country: "CN".into() }
}

fn document(name: &str, seq: u64) -> DocumentLine {
    DocumentLine {
        name: name.into(),
        media_type: "application/pdf".into(),
        bytes: 48_211,
        sha3: hash(seq),
        seq,
        is_here: false,
    }
}
