//! Lists of a fund, page by page: a cursor is the place of the last row, and stays good while the list grows.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use ledger::event::Event;
use ledger::refusal::{Lang, Refusal, Rule};
use ledger::value::{Date, Slug, SubjectKind};
use ledger::{Entry, code::GiftCode};
use serde_json::{Value, json};

use super::Answered;
use crate::http::Site;
use crate::http::log::ask;
use crate::http::problem::{Problem, language};
use crate::store::Stored;
use crate::store::past::Tables;
use crate::store::query_lists::{Cursor, ListFilter, ListKind, ListOrder, Listed};

/// Rows in one answer, unless asked for others; and the most that may be asked for.
const ROWS_DEFAULT: usize = 100;
pub(super) const ROWS_LIMIT: usize = 500;

/// How many rows are asked for: one to `most`.
///
/// # Errors
/// A [`Refusal`] with both: an answer that is cut without a word is taken for the whole.
pub(super) fn rows_asked(given: u64, most: usize) -> Result<usize, Refusal> {
    match usize::try_from(given) {
        Ok(rows) if (1..=most).contains(&rows) => Ok(rows),
        _ => {
            let max = i64::try_from(most).unwrap_or(i64::MAX);
            let given = i64::try_from(given).unwrap_or(i64::MAX);
            Err(Refusal::new("limit", Rule::OutOfRange { min: 1, max, given }))
        }
    }
}

pub(super) async fn gifts(request: HttpRequest, site: Data<Site>, id: Path<String>) -> Answered {
    list(&request, &site, id.into_inner(), ListKind::Gifts).await
}

pub(super) async fn handouts(request: HttpRequest, site: Data<Site>, id: Path<String>) -> Answered {
    list(&request, &site, id.into_inner(), ListKind::Handouts).await
}

async fn list(request: &HttpRequest, site: &Site, id: String, kind: ListKind) -> Answered {
    let lang: Lang = language(request);
    let (filter, limit) = read(request.query_string()).map_err(|refusal| Problem::asked(&refusal, lang))?;
    let order = filter.order;
    let asked = id.clone();
    let found = ask(site, move |tables| {
        let Some(fund) = tables.fund(&asked)? else { return Ok(None) };
        if let Some(refusal) = unknown(tables, &filter)? {
            return Ok(Some(Err(refusal)));
        }
        let currency = fund.fund.currency;
        Ok(Some(Ok((tables.listed(fund.seq, kind, &filter, limit)?, currency))))
    });
    let Some(found) = found.await? else {
        return Err(Problem::no_such(lang, SubjectKind::Fund, &id));
    };
    let (Listed { entries, next, .. }, currency) = found.map_err(|refusal| Problem::asked(&refusal, lang))?;
    let rows: Vec<Value> = entries.iter().filter_map(row).collect();
    let name = if kind == ListKind::Gifts { "gifts" } else { "handouts" };
    let next = next.map(|cursor| written(order, cursor));
    let body = json!({"currency": currency.as_str(), name: rows, "next": next});
    Ok(HttpResponse::Ok().content_type("application/json").body(body.to_string()))
}

/// The first filter that names something that there is not.
fn unknown(tables: &mut Tables, filter: &ListFilter) -> Stored<Option<Refusal>> {
    let named = [("project", SubjectKind::Project, &filter.project), ("item", SubjectKind::Item, &filter.item)];
    for (field, kind, id) in named {
        if let Some(id) = id
            && tables.subject(kind, id)?.is_none()
        {
            return Ok(Some(Refusal::new(field, Rule::Unknown { kind, id: id.clone() })));
        }
    }
    Ok(None)
}

fn row(entry: &Entry) -> Option<Value> {
    let event: Value = serde_json::from_str(&entry.event.to_json()).ok()?;
    let mut row = json!({"seq": entry.seq, "recorded_at": entry.at.to_string(), "event": event});
    match &entry.event {
        Event::DonationReceived(_) | Event::GiftInKindReceived(_) => {
            row["code"] = GiftCode::of_seq(entry.seq).map(|code| code.to_string()).into();
        }
        Event::GoodsDistributed(event) => row["id"] = event.id.to_string().into(),
        Event::CashDistributed(event) => row["id"] = event.id.to_string().into(),
        _ => return None,
    }
    Some(row)
}

fn order_word(order: ListOrder) -> &'static str {
    match order {
        ListOrder::Newest => "n",
        ListOrder::Oldest => "o",
        ListOrder::Largest => "l",
    }
}

/// A cursor says which order it is a place of: in another it would mean nothing.
fn written(order: ListOrder, cursor: Cursor) -> String {
    format!("{}.{}.{}", order_word(order), cursor.key, cursor.seq)
}

fn cursor(text: &str, order: ListOrder) -> Option<Cursor> {
    let mut parts = text.split('.');
    let (word, key, seq) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    (word == order_word(order) && parts.next().is_none()).then_some(Cursor { key, seq })
}

/// Reads filters; names were looked at before.
fn read(query: &str) -> Result<(ListFilter, usize), Refusal> {
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(query).map_err(|_| Refusal::new("", Rule::NotUtf8 { at: 0 }))?;
    let value = |name: &str| {
        pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    };
    let day = |name: &'static str| {
        value(name).map(|text| Date::parse(text).ok_or_else(|| Refusal::new(name, Rule::Date))).transpose()
    };
    let slug = |name: &'static str| {
        value(name)
            .map(|text| Slug::new(text).map(|id| id.to_string()).map_err(|rule| Refusal::new(name, rule)))
            .transpose()
    };
    const ORDERS: &[&str] = &["newest", "oldest", "largest"];
    let order = match value("sort") {
        None | Some("newest") => ListOrder::Newest,
        Some("oldest") => ListOrder::Oldest,
        Some("largest") => ListOrder::Largest,
        Some(_) => return Err(Refusal::new("sort", Rule::OneOf { words: ORDERS })),
    };
    let after = value("cursor").map(|text| cursor(text, order).ok_or_else(|| Refusal::new("cursor", Rule::Cursor)));
    let limit = match value("limit") {
        None => ROWS_DEFAULT,
        Some(text) => {
            let given = text.parse::<u64>().map_err(|_| Refusal::new("limit", Rule::NotNumber))?;
            rows_asked(given, ROWS_LIMIT)?
        }
    };
    let (from, to) = (day("from")?, day("to")?);
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(Refusal::new("to", Rule::DaysReversed { from: from.to_string(), to: to.to_string() }));
    }
    let filter = ListFilter {
        order,
        from,
        to,
        project: slug("project")?,
        item: slug("item")?,
        place: value("place").map(str::to_owned),
        after: after.transpose()?,
    };
    Ok((filter, limit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_a_place_of_its_own_order_and_nothing_else_is_one() {
        let place = Cursor { key: -5, seq: 41 };
        assert_eq!(cursor(&written(ListOrder::Oldest, place), ListOrder::Oldest), Some(place));
        for text in ["n.5", "n.5.6.7", "l.5.6", "n.x.6", "n.5.-6", "", "n.99999999999999999999.1"] {
            assert_eq!(cursor(text, ListOrder::Newest), None, "{text}");
        }
        assert_eq!(read("cursor=n.1").expect_err("malformed").rule.code(), "cursor");
        assert_eq!(read("sort=best").expect_err("no order").rule.code(), "one_of");
        assert_eq!(read("limit=-1").expect_err("no number").rule.code(), "not_a_number");
    }

    #[test]
    fn more_rows_than_there_may_be_are_refused_and_not_cut() {
        assert_eq!(read("limit=500").expect("the most").1, ROWS_LIMIT);
        assert_eq!(read("limit=1").expect("the least").1, 1);
        for (asked, given) in [("0", 0), ("501", 501), ("18446744073709551615", i64::MAX)] {
            let refusal = read(&format!("limit={asked}")).expect_err(asked);
            assert_eq!(refusal, Refusal::new("limit", Rule::OutOfRange { min: 1, max: 500, given }));
        }
    }
}
