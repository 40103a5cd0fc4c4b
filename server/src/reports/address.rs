//! Where a report stands, frozen: the language, the size of the log, the question, and what its maker calls it.

use app::page::encode;
use ledger::refusal::{Lang, Refusal, Rule};
use ledger::report::Question;

use crate::http::reader::prefix;

/// A name is at most this long.
pub const NAME_LIMIT: usize = 120;

/// What an address asks, and its report's name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// What is asked.
    pub question: Question,
    /// What its maker calls it.
    pub name: Option<String>,
}

impl Named {
    /// Reads the part of an address behind `?`.
    ///
    /// # Errors
    /// A [`Refusal`] that names the filter and its rule.
    pub fn read(query: &str) -> Result<Self, Refusal> {
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_str(query).map_err(|_| Refusal::new("", Rule::NotUtf8 { at: 0 }))?;
        let mut name = None;
        let mut filters = Vec::new();
        for (key, value) in &pairs {
            match key.as_str() {
                "name" => name = name_of(value)?,
                key => filters.push((key, value.as_str())),
            }
        }
        Ok(Self { question: Question::read(filters)?, name })
    }

    /// The same again, with its sign, in the one form that has an address; empty where nothing is left out.
    #[must_use]
    pub fn query(&self) -> String {
        let name = self.name.as_ref().map(|name| format!("name={}", encode(name)));
        let parts: Vec<String> =
            [self.question.to_string()].into_iter().chain(name).filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

fn name_of(text: &str) -> Result<Option<String>, Refusal> {
    let text = text.trim();
    if text.chars().any(char::is_control) {
        return Err(Refusal::new("name", Rule::ControlCharacter));
    }
    if text.chars().count() > NAME_LIMIT {
        return Err(Refusal::new("name", Rule::TextLength { max: NAME_LIMIT }));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// The address of a report's files, without the file.
#[must_use]
pub fn base(origin: Option<&str>, lang: Lang, size: u64) -> String {
    format!("{}{}/reports/{size}", origin.unwrap_or_default(), prefix(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_order_there_is_one_address() {
        let named =
            Named::read("to=&name=Flood+%E6%B4%AA&kind=expense_paid&kind=donation_received&fund=flood").expect("reads");
        assert_eq!(named.query(), "?fund=flood&kind=donation_received,expense_paid&name=Flood%20%E6%B4%AA");
        assert_eq!(Named::read(&named.query()[1..]).expect("reads back"), named);
        assert_eq!(Named::read("").expect("reads").query(), "");
        assert_eq!(Named::read("name=a%00").expect_err("a control character").rule.code(), "control_character");
    }
}
