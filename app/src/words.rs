//! Every word a reader sees, in English and in Chinese as written in China.
//!
//! A phrase without figures is a field of [`Words`]; a phrase with figures is a function that matches on the language.
//! Neither compiles with one language missing.

#[macro_use]
mod phrases;

mod api;
mod attention;
mod catalogue;
mod country;
mod country_order;
mod date;
pub mod desk;
mod end;
mod entry;
mod money;
mod number;
mod province;
#[cfg(test)]
mod punctuation;
mod report;
mod term;
mod unit;

pub use api::{ApiText, api_call, api_parameter, api_text};
pub use attention::concern;
pub use catalogue::Words;
pub use country::country;
pub use country_order::countries_by_name;
pub use date::{date, moment, moment_at, month, short_date, short_day, short_month, utc_beside};
pub use end::{capital, end_sentence, kind, share};
pub use entry::{event, event_lead, field, subject};
pub use ledger::refusal::Lang;
pub use money::{amount, money, signed_money, symbol};
pub use number::{bytes, count, percent, quantity, shares, tenths, unit_word};
pub use province::{province, provinces};
pub use report::{
    ReportWords, balance, citation, direction, filter, first_of, made_from, measure, measured, newer, own_mark, pool,
};
pub use term::{
    at_place, colon, comma, cost_category, fee_category, field_term, loss_reason, organisation_kind, place, place_name,
    site_kind, term, told,
};

/// The word for a language in `lang` attributes.
#[must_use]
pub fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh-CN",
    }
}

/// Text in one of two languages: the compiler asks for both.
#[must_use]
pub fn pick<T>(lang: Lang, english: T, chinese: T) -> T {
    match lang {
        Lang::En => english,
        Lang::Zh => chinese,
    }
}
