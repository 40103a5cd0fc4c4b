//! What the ledger takes and nobody means.

use app::view::desk::FieldFault;
use ledger::event::Event;

use crate::desk::bulk::day;
use crate::desk::record::read::Faults;

/// The event, unless it says a day that is still to come.
pub(super) fn happened(event: Event) -> Result<Event, Faults> {
    match day::ahead(&event, day::latest()) {
        Some((field, on)) => Err(vec![(field.to_owned(), FieldFault::Ahead(on))]),
        None => Ok(event),
    }
}

/// The event, unless it says what the ledger takes and nobody means.
pub(super) fn sensible(event: Event) -> Result<Event, Faults> {
    let fault = match &event {
        Event::FundOpened(fund) => {
            let days = fund.opens_on.zip(fund.closes_on);
            days.filter(|(opens, closes)| closes < opens).map(|_| ("closes_on", FieldFault::BeforeOpening))
        }
        Event::OrganisationRegistered(organisation) => {
            let is_url = |text: &str| {
                let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
                rest.is_some_and(|rest| rest.contains('.') && !rest.contains(char::is_whitespace))
            };
            let url = organisation.url.as_ref().map(|url| url.as_str());
            url.filter(|url| !is_url(url)).map(|_| ("url", FieldFault::NotUrl))
        }
        _ => None,
    };
    match fault {
        Some((field, fault)) => Err(vec![(field.to_owned(), fault)]),
        None => Ok(event),
    }
}
