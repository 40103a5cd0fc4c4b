//! `/desk/labels` and `/desk/papers`: as pages that print well, and as PDF.

use actix_web::web::{Data, Form, Path, Query, ServiceConfig, get, post};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{Bulk, Content, Label, LabelSheet, Labels, MailForm, Paper, PaperKind, Pick, VoidReceipt};
use app::words::desk as say;
use ledger::Lang;
use ledger::code::GiftCode;
use ledger::event::{Event, EventType};

use super::fill::LabelMade;
use super::size::{SIZES, Size};
use super::{files, fill, list};
use crate::desk::people::permission::{Action, may};
use crate::desk::record::{names, taken_back};
use crate::desk::visit::{Answered, Pairs, Visit, is_shown_again, typed};
use crate::http::Site;
use crate::pages::Lookup;
use crate::private::{contacts, outbox};
use crate::store::Stored;

/// Labels made in one go.
const LABELS: usize = 1_000;

/// Lots and waybills that the page offers.
const LATEST: usize = 12;

/// The routes, under no prefix and under that of each language.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/desk/labels", get().to(labels))
        .route("/desk/labels/print", get().to(print))
        .route("/desk/labels/print.pdf", get().to(print_file))
        .route("/desk/papers", get().to(find))
        .route("/desk/papers/list", get().to(list::show))
        .route("/desk/papers/list.pdf", get().to(list::file))
        .route("/desk/papers/receipts/{code}/mail", post().to(send))
        .route("/desk/papers/{folder}/{name}", get().to(paper));
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub(in crate::desk) struct Asked {
    ids: String,
    size: String,
    copies: String,
    each: String,
    first: String,
}

/// Whoever works at the desk may print.
pub(super) async fn look(request: &HttpRequest, site: &Site) -> Result<Visit, HttpResponse> {
    Visit::look(request, site, Action::See).await
}

/// Where labels lead: they are read years later, so the address must be the one that people know.
pub(super) fn origin(request: &HttpRequest, site: &Site) -> String {
    let connection = request.connection_info();
    site.origin().unwrap_or_else(|| format!("{}://{}", connection.scheme(), connection.host()))
}

async fn labels(request: HttpRequest, site: Data<Site>, asked: Query<Asked>) -> HttpResponse {
    let answered = async {
        let visit = look(&request, &site).await?;
        form(&visit, 200, &asked, None).await
    };
    answered.await.unwrap_or_else(|answer| answer)
}

pub(super) async fn form(visit: &Visit, status: u16, asked: &Asked, fault: Option<String>) -> Answered {
    let page = view(visit, asked, fault).await?;
    Ok(visit.show(status, Content::Bulk(Box::new(Bulk::Labels(page)))))
}

pub(super) async fn view(visit: &Visit, asked: &Asked, fault: Option<String>) -> Result<Labels, HttpResponse> {
    let lang = visit.lang();
    let latest = visit.ask(move |lookup| latest(lookup, lang)).await?;
    let or = |text: &str, usual: &str| if text.is_empty() { usual.to_owned() } else { text.to_owned() };
    let sizes = SIZES.map(|size| Pick { value: size.word.to_owned(), word: size.name.to_owned() }).to_vec();
    Ok(Labels {
        sizes,
        size: or(&asked.size, "l7163"),
        ids: asked.ids.clone(),
        copies: or(&asked.copies, "1"),
        each: asked.each.clone(),
        first: or(&asked.first, "1"),
        latest,
        list: list::ask(visit, &list::Asked::default(), None).await?,
        fault,
    })
}

/// Ids as people type several.
pub(super) fn ids(typed: &str) -> Vec<String> {
    typed.split([',', '\n', ' ', '\r']).map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

/// The lots and waybills that came last.
fn latest(lookup: &mut Lookup<'_>, lang: Lang) -> Stored<Vec<Pick>> {
    let types =
        [EventType::PurchaseMade, EventType::GiftInKindReceived, EventType::KitPacked, EventType::GoodsDispatched];
    let mut entries = Vec::new();
    for kind in types {
        entries.extend(lookup.tables().of_type(kind, u64::MAX, LATEST)?);
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.seq));
    let mut found = Vec::new();
    for entry in entries {
        let lots: Vec<String> = match &entry.event {
            Event::PurchaseMade(event) => event.lines.iter().map(|line| line.lot.to_string()).collect(),
            Event::GiftInKindReceived(event) => vec![event.lot.to_string()],
            Event::KitPacked(event) => vec![event.lot.to_string()],
            Event::GoodsDispatched(event) => {
                let word = say::paper(lang, PaperKind::Waybill).to_owned();
                found.push(Pick { value: event.waybill.to_string(), word });
                continue;
            }
            _ => continue,
        };
        for lot in lots {
            let (item, _) = lookup.lot_item(&lot)?;
            found.push(Pick { value: lot, word: item.name });
        }
    }
    found.truncate(LATEST);
    Ok(found)
}

/// What was asked for, ready to be printed; or what is wrong with it.
pub(super) async fn made(
    visit: &Visit,
    origin: String,
    asked: &Asked,
) -> Result<Result<(Vec<Label>, &'static Size, u32), String>, HttpResponse> {
    let size = Size::of_word(&asked.size).unwrap_or(&SIZES[0]);
    let number = |text: &str| text.trim().parse::<u32>().unwrap_or(1).max(1);
    let copies = usize::try_from(number(&asked.copies)).unwrap_or(1).min(LABELS);
    let skip = (number(&asked.first) - 1).min(size.labels() - 1);
    let ids = ids(&asked.ids);
    let (lang, wanted) = (visit.lang(), LABELS / copies);
    let each = match asked.each.trim() {
        "" => None,
        typed => match typed.parse::<u64>() {
            Ok(each) if each > 0 => Some(each),
            _ => return Ok(Err(say::each_is_no_number(lang).to_owned())),
        },
    };
    let found = visit
        .ask(move |lookup| {
            let mut labels = Vec::new();
            for id in ids.iter().take(wanted) {
                match fill::label(lookup, id, &origin, each, lang)? {
                    LabelMade::Label(label) => labels.extend(std::iter::repeat_n(label, copies)),
                    LabelMade::More(whole) => return Ok(Err(say::each_is_more(lang, id, &whole))),
                    LabelMade::Unknown => return Ok(Err(say::unknown_id(lang, id))),
                }
            }
            Ok(Ok(labels))
        })
        .await?;
    Ok(found.and_then(
        |labels| {
            if labels.is_empty() { Err(say::unknown_id(lang, "")) } else { Ok((labels, size, skip)) }
        },
    ))
}

async fn print(request: HttpRequest, site: Data<Site>, asked: Query<Asked>) -> HttpResponse {
    let answered = async {
        let visit = look(&request, &site).await?;
        match made(&visit, origin(&request, &site), &asked).await? {
            Ok((labels, size, skip)) => {
                let pdf = format!("/desk/labels/print.pdf?{}", request.query_string());
                let page = LabelSheet { labels, size: size.word, skip, pdf };
                Ok(visit.show(200, Content::Bulk(Box::new(Bulk::LabelSheet(page)))))
            }
            Err(fault) => form(&visit, 422, &asked, Some(fault)).await,
        }
    };
    answered.await.unwrap_or_else(|answer| answer)
}

async fn print_file(request: HttpRequest, site: Data<Site>, asked: Query<Asked>) -> HttpResponse {
    let answered = async {
        let visit = look(&request, &site).await?;
        match made(&visit, origin(&request, &site), &asked).await? {
            Ok((labels, size, skip)) => files::labels(&visit, &labels, size, skip).await,
            Err(fault) => form(&visit, 422, &asked, Some(fault)).await,
        }
    };
    answered.await.unwrap_or_else(|answer| answer)
}

#[derive(serde::Deserialize)]
pub(in crate::desk) struct Find {
    #[serde(default)]
    id: String,
}

/// By whatever stands on it: the code of a receipt, the id of a waybill or of a hand-out.
async fn find(request: HttpRequest, site: Data<Site>, asked: Query<Find>) -> HttpResponse {
    let answered = async {
        let visit = look(&request, &site).await?;
        let id = asked.id.trim().to_owned();
        if let Ok(code) = GiftCode::parse(&id) {
            return Ok(visit.go(&format!("/desk/papers/receipts/{code}"), None));
        }
        let (wanted, lang) = (id.clone(), visit.lang());
        let folder = visit
            .ask(move |lookup| {
                if fill::waybill(lookup, &wanted, "", lang)?.is_some() {
                    return Ok(Some("waybills"));
                }
                Ok(fill::handout(lookup, &wanted, "", lang)?.map(|_| "handouts"))
            })
            .await?;
        match folder {
            Some(folder) => Ok(visit.go(&format!("/desk/papers/{folder}/{id}"), None)),
            None => form(&visit, 422, &Asked::default(), Some(say::unknown_id(visit.lang(), &id))).await,
        }
    };
    answered.await.unwrap_or_else(|answer| answer)
}

async fn paper(request: HttpRequest, site: Data<Site>, path: Path<(String, String)>) -> HttpResponse {
    let answered = async {
        let visit = look(&request, &site).await?;
        let (folder, name) = path.into_inner();
        if let Some(id) = name.strip_suffix(".pdf") {
            let found = fetched(&visit, &folder, id, origin(&request, &site)).await?;
            return files::paper(&visit, &found).await;
        }
        let found = fetched(&visit, &folder, &name, origin(&request, &site)).await?;
        shown(&visit, 200, found, MailForm::default()).await
    };
    answered.await.unwrap_or_else(|answer| answer)
}

async fn fetched(visit: &Visit, folder: &str, id: &str, origin: String) -> Result<Paper, HttpResponse> {
    let (wanted, id_typed, id, lang) = (folder.to_owned(), id.to_owned(), id.to_owned(), visit.lang());
    let found = visit
        .ask(move |lookup| match wanted.as_str() {
            "receipts" => match GiftCode::parse(&id) {
                Ok(code) => fill::receipt(lookup, code, &origin, lang),
                Err(_) => Ok(None),
            },
            "waybills" => fill::waybill(lookup, &id, &origin, lang),
            "handouts" => fill::handout(lookup, &id, &origin, lang),
            _ => Ok(None),
        })
        .await?;
    let Some(found) = found else { return Err(missing(visit, folder, id_typed).await) };
    Ok(Paper { pdf: format!("/desk/papers/{folder}/{}.pdf", found.id), ..found })
}

/// There is no such paper; or it was the receipt of a gift that was taken back, which says so to whoever holds it.
async fn missing(visit: &Visit, folder: &str, id: String) -> HttpResponse {
    let code = GiftCode::parse(&id).ok().filter(|_| folder == "receipts");
    let Some(code) = code else { return visit.not_found() };
    let seq = code.seq();
    let found = visit.ask(move |lookup| {
        let Some(entry) = ledger::Past::entry(lookup.tables(), seq)? else { return Ok(None) };
        let is_gift = taken_back::code(entry.event.event_type(), seq).is_some();
        if is_gift { taken_back::of(lookup, seq) } else { Ok(None) }
    });
    match found.await {
        Ok(Some(taken_back)) => {
            let page = VoidReceipt { code: code.to_string(), seq, taken_back };
            visit.show(410, Content::VoidReceipt(page))
        }
        Ok(None) => visit.not_found(),
        Err(answer) => answer,
    }
}

/// A receipt comes with the form that has it sent, for whoever may record gifts to its fund.
async fn shown(visit: &Visit, status: u16, mut paper: Paper, mut mail: MailForm) -> Answered {
    let key = if paper.kind == PaperKind::Receipt { gift_key(visit, &paper.id).await? } else { None };
    if let Some(key) = key {
        let letters = visit
            .keep(move |db| {
                let mut found = Vec::new();
                for contact in contacts::of_key(db, key)? {
                    let state =
                        outbox::of_contact(db, contact.id)?.last().map_or("waiting".into(), |row| row.state.clone());
                    found.push((hidden(&contact.address), state));
                }
                Ok(found)
            })
            .await?;
        mail.letters = letters;
        mail.can_send = visit.site.can_mail;
        paper.mail = Some(mail);
    }
    Ok(visit.show(status, Content::Bulk(Box::new(Bulk::Paper(paper)))))
}

/// The key of a gift's entry, by which its donor's wishes are kept; none for whoever does not record its fund's money.
async fn gift_key(visit: &Visit, code: &str) -> Result<Option<ledger::value::Key>, HttpResponse> {
    let seq = GiftCode::parse(code).map(GiftCode::seq).map_err(|_| visit.not_found())?;
    let grants = visit.staff.grants.clone();
    let found = visit.ask(move |lookup| {
        let Some(entry) = ledger::Past::entry(lookup.tables(), seq)? else { return Ok(None) };
        let reach = names::reach(lookup, &entry.event)?;
        Ok(Some(may(&grants, Action::RecordMoney, &reach).then_some(entry.key)))
    });
    found.await?.ok_or_else(|| visit.not_found())
}

/// An address of which a colleague sees enough to know it again.
fn hidden(address: &str) -> String {
    let (name, host) = address.split_once('@').unwrap_or((address, ""));
    let first: String = name.chars().take(1).collect();
    format!("{first}…@{host}")
}

async fn send(request: HttpRequest, site: Data<Site>, code: Path<String>, form: Form<Pairs>) -> HttpResponse {
    let answered = async {
        let visit = Visit::act(&request, &site, Action::RecordMoney).await?;
        let paper = fetched(&visit, "receipts", &code, origin(&request, &site)).await?;
        let key = gift_key(&visit, &paper.id).await?.ok_or_else(|| visit.forbidden())?;
        let address = typed(&form, "address").trim().to_owned();
        let lang = if typed(&form, "lang") == app::words::tag(Lang::Zh) { Lang::Zh } else { Lang::En };
        let follow = typed(&form, "follow") == "yes";
        let is_wrong = !crate::desk::mail::is_address(&address);
        if is_wrong || is_shown_again(&form) {
            let mail = MailForm { address, is_wrong, lang: Some(lang), follow, ..MailForm::default() };
            return shown(&visit, if is_wrong { 422 } else { 200 }, paper, mail).await;
        }
        let id = paper.id.clone();
        let seq = GiftCode::parse(&id).map(GiftCode::seq).map_err(|_| visit.not_found())?;
        visit
            .keep(move |db| {
                let contact = contacts::ask(db, key, &address, lang, follow)?;
                // The gift is recorded: the cursor is past it.
                contacts::recorded(db, contact, seq)?;
                outbox::put(db, contact, seq, outbox::Kind::Receipt)
            })
            .await?;
        Ok(visit.go(&format!("/desk/papers/receipts/{id}"), None))
    };
    answered.await.unwrap_or_else(|answer| answer)
}
