//! What a letter says: plain text, in the language that was asked for.

use ledger::code::GiftCode;
use ledger::event::Event;
use ledger::value::SubjectKind;
use ledger::{Entry, Lang, Past as _};

use app::words::desk::mail as say;

use super::gather::shares;
use crate::pages::Lookup;
use crate::private::contacts::ContactRow;
use crate::private::outbox::LetterRow;
use crate::store::Stored;
use crate::store::past::Tables;

/// A letter, but for its envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The same for the same letter, whenever it is written: mail programs know a second copy by it.
    pub id: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// The language's tag.
    pub lang: &'static str,
    /// Where one press begins or stops mail about this gift.
    pub stop: String,
}

/// Writes a letter; none if there is nothing to tell any more.
///
/// # Errors
/// The store's own.
pub fn write(tables: &mut Tables, row: &LetterRow, contact: &ContactRow, origin: &str) -> Stored<Option<Letter>> {
    let lang = contact.language();
    let entry = u64::try_from(row.entry).ok().map(|seq| tables.entry(seq)).transpose()?.flatten();
    let gift = contact.gift.and_then(|gift| u64::try_from(gift).ok());
    let (Some(entry), Some(code)) = (entry, gift.and_then(GiftCode::of_seq)) else { return Ok(None) };
    if tables.reversed_by(entry.seq)?.is_some() {
        return Ok(None);
    }
    let stop = format!("{origin}/mail/{}", contact.secret);
    let address = format!("{origin}{}/gifts/{code}", prefix(lang));
    let written = match row.kind.as_str() {
        "receipt" => receipt(tables, &entry, code, lang)?,
        "question" => Some((say::question_subject(lang, &code.to_string()), say::question(lang, &code.to_string()))),
        _ => notice(tables, &entry, code, lang, origin)?,
    };
    let Some((subject, text)) = written else { return Ok(None) };
    let body = match row.kind.as_str() {
        "question" => format!("{text}\n\n{}\n{stop}\n\n{}\n{address}\n", say::yes(lang), say::the_gift(lang)),
        _ => format!("{text}\n\n{}\n{address}\n\n-- \n{}\n{stop}\n", say::see(lang), say::stop(lang)),
    };
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    let host = host.split([':', '/']).next().unwrap_or("localhost");
    let id = format!("<{}.{}.{}@{host}>", row.kind, row.entry, row.id);
    Ok(Some(Letter { id, subject, body, lang: app::words::tag(lang), stop }))
}

fn prefix(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "/en",
        Lang::Zh => "/zh",
    }
}

fn receipt(tables: &mut Tables, entry: &Entry, code: GiftCode, lang: Lang) -> Stored<Option<(String, String)>> {
    let mut lookup = Lookup::new(tables);
    let (fund, what, on) = match &entry.event {
        Event::DonationReceived(gift) => {
            let Some(fund) = lookup.tables().fund(gift.fund.as_str())? else { return Ok(None) };
            let what = app::words::money(gift.amount.get(), fund.fund.currency);
            (fund.fund.title.to_string(), what, gift.received_on)
        }
        Event::GiftInKindReceived(gift) => {
            let Some(fund) = lookup.tables().fund(gift.fund.as_str())? else { return Ok(None) };
            let unit = lookup.tables().item(gift.item.as_str())?.map_or(String::new(), |item| item.unit.to_string());
            (fund.fund.title.to_string(), app::words::quantity(lang, gift.quantity.get(), &unit), gift.received_on)
        }
        _ => return Ok(None),
    };
    let day = app::words::date(lang, on);
    let code = code.to_string();
    Ok(Some((say::receipt_subject(lang, &code, &what), say::receipt(lang, &code, &what, &fund, &day))))
}

fn notice(
    tables: &mut Tables,
    entry: &Entry,
    code: GiftCode,
    lang: Lang,
    origin: &str,
) -> Stored<Option<(String, String)>> {
    let part: u64 = shares(tables, entry)?.iter().filter(|one| one.gift == code.seq()).map(|one| one.amount).sum();
    let Some(gift) = tables.entry(code.seq())?.filter(|_| part > 0) else { return Ok(None) };
    let what = match &gift.event {
        Event::DonationReceived(gift) => {
            let Some(fund) = tables.fund(gift.fund.as_str())? else { return Ok(None) };
            app::words::money(part, fund.fund.currency)
        }
        Event::GiftInKindReceived(gift) => {
            let unit = tables.item(gift.item.as_str())?.map_or(String::new(), |item| item.unit.to_string());
            app::words::quantity(lang, part, &unit)
        }
        _ => return Ok(None),
    };
    let evidence = |kind, id: &str| app::page::address(kind, id).map(|path| format!("{origin}{}{path}", prefix(lang)));
    let (end, address) = match &entry.event {
        Event::GoodsDistributed(event) => (
            say::handed_out(
                lang,
                &place(lang, &event.place, site_name(tables, event.site.as_str())?),
                event.distributed_on,
            ),
            evidence(SubjectKind::Handout, event.id.as_str()),
        ),
        Event::CashDistributed(event) => (
            say::paid_out(lang, &place(lang, &event.place, None), event.distributed_on),
            evidence(SubjectKind::Handout, event.id.as_str()),
        ),
        Event::ExpensePaid(event) => {
            (say::spent(lang, &app::words::term(lang, event.category.as_str()), event.paid_on), None)
        }
        _ => return Ok(None),
    };
    let address = address.unwrap_or_else(|| format!("{origin}{}/entries/{}", prefix(lang), entry.seq));
    let code = code.to_string();
    Ok(Some((say::notice_subject(lang, &code, &what), say::notice(lang, &code, &what, &end, &address))))
}

/// Where it happened: at the site, where no name was recorded.
fn place(lang: Lang, place: &ledger::event::Place, site: Option<String>) -> String {
    let mut named = crate::pages::place_name(place);
    if place.name.is_none() {
        named.name = site.or(named.name);
    }
    app::words::at_place(lang, &named)
}

fn site_name(tables: &mut Tables, id: &str) -> Stored<Option<String>> {
    Ok(tables.site(id)?.map(|site| site.name.to_string()))
}
