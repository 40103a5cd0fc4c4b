//! `GET /entries`: the log in its own order, the change feed; or what filters leave of it, newest first.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use ledger::refusal::{Lang, Refusal, Rule};
use ledger::state::Head;

use super::Answered;
use super::lists::rows_asked;
use crate::http::Site;
use crate::http::log::ask;
use crate::http::problem::{Problem, language};
use crate::pages::{EntriesQuery, Lookup, Window, sifted};

/// Entries in one answer, unless asked for others; and the most that may be asked for.
const ENTRIES_DEFAULT: usize = 100;
pub(super) const ENTRIES_LIMIT: usize = 1_000;

/// Which part of the log is wanted, as it was sent.
#[derive(serde::Deserialize)]
pub(super) struct Part {
    from: Option<String>,
    limit: Option<String>,
    cursor: Option<String>,
}

pub(super) async fn list(
    request: HttpRequest,
    site: Data<Site>,
    part: Query<Part>,
    filters: Query<EntriesQuery>,
) -> Answered {
    let lang = language(&request);
    let window = part.read(lang)?;
    if part.cursor.is_none() && !filters.is_filtered() {
        return in_order(&site, window).await;
    }
    let filters = filters.into_inner();
    let found = ask(&site, move |tables| sifted(&mut Lookup::new(tables), &filters, window)).await?;
    let found = found.map_err(|refusal| Problem::asked(&refusal, lang))?;
    Ok(answer(&found.head, found.next, &found.entries))
}

impl Part {
    fn read(&self, lang: Lang) -> Result<Window, Problem> {
        let number = |text: &str, name| text.parse::<u64>().map_err(|_| Problem::bad_parameter(lang, name));
        let from = match self.from.as_deref() {
            None | Some("") => 0,
            // A day has dashes in it: it is for the filters.
            Some(text) if text.contains('-') => 0,
            Some(text) => number(text, "from")?,
        };
        let limit = match self.limit.as_deref() {
            None => ENTRIES_DEFAULT,
            Some(text) => {
                rows_asked(number(text, "limit")?, ENTRIES_LIMIT).map_err(|refusal| Problem::asked(&refusal, lang))?
            }
        };
        let before = match self.cursor.as_deref() {
            None => u64::MAX,
            Some(text) => text.parse().map_err(|_| Problem::asked(&Refusal::new("cursor", Rule::Cursor), lang))?,
        };
        Ok(Window { from, before, limit })
    }
}

async fn in_order(site: &Site, window: Window) -> Answered {
    let Window { from, limit, .. } = window;
    let (entries, head) = ask(site, move |tables| Ok((tables.json_from(from, limit)?, tables.head()?))).await?;
    let next = from.saturating_add(entries.len() as u64);
    let next = Some(next).filter(|next| !entries.is_empty() && *next < head.size);
    Ok(answer(&head, next, &entries))
}

/// The entries stand in the answer byte for byte.
fn answer(head: &Head, next: Option<u64>, entries: &[String]) -> HttpResponse {
    let next = next.map_or_else(|| "null".to_owned(), |next| next.to_string());
    let body =
        format!(r#"{{"size":{},"head":"{}","next":{next},"entries":[{}]}}"#, head.size, head.hash, entries.join(","));
    HttpResponse::Ok().content_type("application/json").body(body)
}
