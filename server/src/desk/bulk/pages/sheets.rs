//! `/desk/sheets`: a spreadsheet, what is wrong in it, and the press that records it.
//!
//! - `review`: what a good one would become

mod review;

use actix_multipart::Multipart;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Data, Form, Path, Query};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{Bulk, Content, SheetMade, SheetReady, Sheets};
use ledger::Lang;
use ledger::event::Event;
use ledger::value::{Key, SubjectKind};

use self::review::ready;
use super::{by_name, funds, stock};
use crate::desk::bulk::day::{self, DateOrder};
use crate::desk::bulk::number::Decimal;
use crate::desk::bulk::record::{self, Done};
use crate::desk::bulk::sheet::place::SitePlace;
use crate::desk::bulk::sheet::plan::{Books, Planned, Step};
use crate::desk::bulk::sheet::row::{Habits, Row, rows};
use crate::desk::bulk::sheet::{Fault, Kind, Refused, Why, count, file, plan, template as empty};
use crate::desk::bulk::upload;
use crate::desk::people::permission::Action;
use crate::desk::record::commit;
use crate::desk::visit::{Answered, Pairs, Visit, typed};
use crate::http::Site;
use crate::http::reader::Reader;
use crate::pages::Lookup;
use crate::private::{contacts, outbox, references, secrets, sheets};
use crate::store::Stored;

/// The name of the secret that goes into keys made from unpublished numbers.
const SECRET: &str = "sheets";

#[derive(serde::Deserialize)]
pub(in crate::desk) struct Asked {
    #[serde(default)]
    kind: String,
    sheet: Option<i64>,
    recorded: Option<u64>,
    /// The last entry that was made.
    last: Option<u64>,
}

/// Whoever may record anything of what sheets are about.
async fn look(request: &HttpRequest, site: &Site) -> Result<Visit, HttpResponse> {
    let visit = Visit::look(request, site, Action::See).await?;
    let may = visit.staff.may_somewhere(Action::RecordMoney) || visit.staff.may_somewhere(Action::RecordGoods);
    if may { Ok(visit) } else { Err(visit.forbidden()) }
}

async fn act(request: &HttpRequest, site: &Site) -> Result<Visit, HttpResponse> {
    crate::desk::visit::own(request, site)?;
    look(request, site).await
}

pub(in crate::desk) async fn show(request: HttpRequest, site: Data<Site>, asked: Query<Asked>) -> HttpResponse {
    let answered = async {
        let visit = look(&request, &site).await?;
        let kind = Kind::of_word(&asked.kind).unwrap_or(Kind::Gifts);
        let ready = match asked.sheet {
            Some(id) => Some(ready(&visit, id, &Pairs::new()).await?),
            None => None,
        };
        let made = match (asked.recorded, asked.last) {
            (Some(new), Some(last)) => review::made(&visit, last, new).await?,
            _ => Vec::new(),
        };
        let chosen = Chosen { kind, made, ..Chosen::default() };
        page(&visit, 200, &chosen, Vec::new(), ready, asked.recorded)
    };
    answered.await.unwrap_or_else(|answer| answer)
}

/// What somebody chose of a file, kept where it has to be brought again; and what the last one became.
struct Chosen {
    kind: Kind,
    decimal: String,
    dates: String,
    made: Vec<SheetMade>,
}

impl Default for Chosen {
    fn default() -> Self {
        Self { kind: Kind::Gifts, decimal: "point".into(), dates: "year_first".into(), made: Vec::new() }
    }
}

#[allow(clippy::result_large_err)] // It is an answer, made once and sent.
fn page(
    visit: &Visit,
    status: u16,
    chosen: &Chosen,
    faults: Vec<String>,
    ready: Option<SheetReady>,
    recorded: Option<u64>,
) -> Answered {
    let (decimal, dates) = (chosen.decimal.clone(), chosen.dates.clone());
    let made = chosen.made.clone();
    let page = Sheets { kind: chosen.kind.word(), decimal, dates, faults, ready, recorded, made };
    Ok(visit.show(status, Content::Bulk(Box::new(Bulk::Sheets(page)))))
}

pub(in crate::desk) async fn bring(request: HttpRequest, site: Data<Site>, form: Multipart) -> HttpResponse {
    brought(&request, &site, form).await.unwrap_or_else(|answer| answer)
}

async fn brought(request: &HttpRequest, site: &Site, form: Multipart) -> Answered {
    let visit = act(request, site).await?;
    let upload = upload::read(form).await.unwrap_or_default();
    let kind = Kind::of_word(typed(&upload.fields, "kind")).unwrap_or(Kind::Gifts);
    let chosen = Chosen { kind, decimal: said(&upload, "decimal"), dates: said(&upload, "dates"), made: Vec::new() };
    let planned = match planned(&visit, kind, &upload).await? {
        Ok(planned) => planned,
        Err(refused) => return page(&visit, 422, &chosen, refused.say(visit.lang()), None, None),
    };
    // Good rows are judged beside bad ones, so that everything is named at once: rows only give or take, so that none needs
    // another.
    let mut faults = planned.faults;
    faults.extend(judged(&visit, kind, &planned.steps).await?);
    faults.sort_by_key(|fault| fault.row);
    if !faults.is_empty() {
        let faults = by_name(&visit, faults).await?;
        return page(&visit, 422, &chosen, sentences(&faults, visit.lang()), None, None);
    }
    let steps = planned.steps;
    if steps.is_empty() {
        return Ok(visit.go("/desk/sheets?recorded=0", None));
    }
    let (name, person) = (upload.name, visit.staff.person.id);
    let id = visit.keep(move |db| sheets::keep(db, kind.word(), &name, &steps, person)).await?;
    Ok(visit.go(&format!("/desk/sheets?kind={}&sheet={id}", kind.word()), None))
}

fn said(upload: &upload::Upload, name: &str) -> String {
    typed(&upload.fields, name).to_owned()
}

/// Faults that are shown: whoever has more has one thing wrong in many rows.
const FAULTS: usize = 300;

fn sentences(faults: &[Fault], lang: Lang) -> Vec<String> {
    let mut said: Vec<String> = faults.iter().take(FAULTS).map(|fault| fault.say(lang)).collect();
    let more = faults.len().saturating_sub(FAULTS);
    if more > 0 {
        said.push(app::words::desk::more_faults(lang, u64::try_from(more).unwrap_or(u64::MAX)));
    }
    said
}

/// The rows of a file as events, and what is wrong in others.
async fn planned(visit: &Visit, kind: Kind, upload: &upload::Upload) -> Result<Result<Planned, Refused>, HttpResponse> {
    let said = |name: &str| typed(&upload.fields, name);
    let habits = Habits {
        decimal: if said("decimal") == "comma" { Decimal::Comma } else { Decimal::Point },
        dates: match said("dates") {
            "day_first" => DateOrder::DayFirst,
            "month_first" => DateOrder::MonthFirst,
            _ => DateOrder::YearFirst,
        },
        latest: day::latest(),
    };
    let read = file::lines_of(&upload.name, &upload.bytes).and_then(|lines| rows(kind, &lines, habits));
    let read = match read {
        Ok(read) => read,
        Err(refused) => return Ok(Err(refused)),
    };
    let secret = visit.keep(|db| secrets::named(db, SECRET)).await?;
    visit
        .ask(move |lookup| {
            let books = books(lookup, secret)?;
            match kind {
                Kind::Gifts | Kind::Handouts => Ok(Ok(plan::plan(kind, &read, &books))),
                Kind::Counts => counted(lookup, &read, &books).map(Ok),
            }
        })
        .await
}

fn counted(lookup: &mut Lookup<'_>, read: &[Row], books: &Books) -> Stored<Planned> {
    let (counts, faults) = count::counts(read, books);
    let mut found = Vec::new();
    for count in &counts {
        found.push(stock::stock_of(lookup, &count.site, &count.lot)?);
    }
    Ok(count::plan(read, &counts, &found, faults))
}

/// What a sheet's words may mean.
///
/// # Errors
/// The database's own.
pub(super) fn books(lookup: &mut Lookup<'_>, secret: String) -> Stored<Books> {
    let mut books = Books { secret, ..Books::default() };
    for fund in funds(lookup)? {
        books.projects.extend(fund.projects);
        books.funds.push((fund.id, fund.title, fund.currency));
    }
    for entry in lookup.tables().subjects(SubjectKind::Site)? {
        if let Event::SiteRegistered(site) = entry.event {
            books.sites.push((site.id.to_string(), site.name.to_string()));
            let place = site.place.as_ref().map(|place| SitePlace {
                country: place.country.as_str().to_owned(),
                admin1: place.admin1.as_ref().map(|part| part.as_str().to_owned()),
                name: place.name.as_ref().map(ToString::to_string),
            });
            books.places.extend(place.map(|place| (site.id.to_string(), place)));
        }
    }
    Ok(books)
}

/// What the ledger says of the steps, one after another: every row that it refuses, and every one that is the entry of an
/// earlier sheet but says something else now.
async fn judged(visit: &Visit, kind: Kind, steps: &[Step]) -> Result<Vec<Fault>, HttpResponse> {
    let wanted: Vec<(Key, Event)> = steps.iter().map(|step| (step.key, step.event.clone())).collect();
    let refused = record::judge(visit, &wanted).await?;
    let others = visit.ask(move |lookup| recorded_otherwise(lookup, &wanted)).await?;
    let mut faults = refusals(kind, steps, refused);
    faults.extend(others.into_iter().filter_map(|(place, seq)| {
        let row = *steps.get(place)?.rows.first()?;
        Some(Fault { row, column: None, why: Why::RecordedOtherwise { seq } })
    }));
    Ok(faults)
}

/// The places of events whose keys are those of entries that say something else.
fn recorded_otherwise(lookup: &mut Lookup<'_>, wanted: &[(Key, Event)]) -> Stored<Vec<(usize, u64)>> {
    let keys: Vec<Key> = wanted.iter().map(|(key, _)| *key).collect();
    let known = lookup.tables().recorded_keys(&keys)?;
    let mut found = Vec::new();
    for (place, (key, event)) in wanted.iter().enumerate() {
        let Some(seq) = known.get(key) else { continue };
        if ledger::Past::entry(lookup.tables(), *seq)?.is_some_and(|entry| entry.event != *event) {
            found.push((place, *seq));
        }
    }
    Ok(found)
}

/// What the ledger refuses, at the rows that it is about.
fn refusals(kind: Kind, steps: &[Step], refused: Vec<(usize, ledger::Refusal)>) -> Vec<Fault> {
    let fault = |(place, refusal): (usize, ledger::Refusal)| {
        let step = steps.get(place)?;
        Some(Fault::of_ledger(kind, step.row_of(&refusal), step.event.event_type(), refusal))
    };
    refused.into_iter().filter_map(fault).collect()
}

pub(in crate::desk) async fn record(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<i64>,
    form: Form<Pairs>,
) -> HttpResponse {
    recorded(&request, &site, *id, &form).await.unwrap_or_else(|answer| answer)
}

async fn recorded(request: &HttpRequest, site: &Site, id: i64, form: &Pairs) -> Answered {
    let visit = act(request, site).await?;
    let (person, lang) = (visit.staff.person.id, visit.lang());
    let found = visit.keep(move |db| sheets::open(db, id, person)).await?;
    let sheet = found.ok_or_else(|| visit.not_found())?;
    let kind = Kind::of_word(&sheet.kind).unwrap_or(Kind::Gifts);
    let made: Vec<(String, Key)> =
        sheet.steps.iter().filter_map(|step| Some((step.reference.clone()?, step.key))).collect();
    let wanted: Vec<(Key, Event)> = sheet.steps.iter().map(|step| (step.key, step.event.clone())).collect();
    // Of gifts that are recorded already, too: whose they are not sends no letters about them.
    let events: Vec<Event> = wanted.iter().map(|(_, event)| event.clone()).collect();
    commit::allowed(&visit, &events).await?;
    let keys = asked_keys(&sheet.steps);
    let known = visit.ask(move |lookup| lookup.tables().recorded_keys(&keys)).await?;
    // What donors asked is kept before their gifts are recorded.
    let asked: Vec<(Key, String)> =
        sheet.steps.iter().filter_map(|step| Some((step.key, step.email.clone()?))).collect();
    visit
        .keep(move |db| {
            references::keep(db, &made)?;
            for (key, address) in &asked {
                let contact = contacts::ask(db, *key, address, lang, false)?;
                // Whoever looks for letters is past a gift that is recorded already.
                if let Some(seq) = known.get(key) {
                    contacts::recorded(db, contact, *seq)?;
                    outbox::put(db, contact, *seq, outbox::Kind::Receipt)?;
                }
            }
            Ok(())
        })
        .await?;
    let changed = books_changed(&visit, &sheet.steps).await?;
    if !changed.is_empty() {
        let chosen = Chosen { kind, ..Chosen::default() };
        return page(&visit, 422, &chosen, sentences(&changed, lang), None, None);
    }
    let unsaid = review::unsaid(&visit, &sheet.steps, form).await?;
    if !unsaid.is_empty() {
        let chosen = Chosen { kind, ..Chosen::default() };
        let ready = ready(&visit, id, form).await?;
        return page(&visit, 422, &chosen, sentences(&unsaid, lang), Some(ready), None);
    }
    match record::together(&visit, &wanted).await? {
        Done::Refused(refused) => {
            let chosen = Chosen { kind, ..Chosen::default() };
            let faults = by_name(&visit, refusals(kind, &sheet.steps, refused)).await?;
            page(&visit, 422, &chosen, sentences(&faults, lang), None, None)
        }
        Done::Waiting => {
            visit.note(move |db| sheets::recorded(db, id)).await;
            Ok(visit.go("/desk/waiting", Some(app::view::desk::Done::Waiting)))
        }
        Done::Recorded { new } => {
            visit.note(move |db| sheets::recorded(db, id)).await;
            let keys: Vec<Key> = wanted.iter().map(|(key, _)| *key).collect();
            let last = visit.ask(move |lookup| Ok(lookup.tables().recorded_keys(&keys)?.into_values().max())).await?;
            let last = last.map(|seq| format!("&last={seq}")).unwrap_or_default();
            Ok(visit.go(&format!("/desk/sheets?kind={}{last}&recorded={new}", kind.word()), None))
        }
    }
}

/// The keys of gifts of which a receipt is to be sent.
fn asked_keys(steps: &[Step]) -> Vec<Key> {
    steps.iter().filter(|step| step.email.is_some()).map(|step| step.key).collect()
}

/// The counts of which the books say something else than when they were looked at; what is recorded already stays so.
async fn books_changed(visit: &Visit, steps: &[Step]) -> Result<Vec<Fault>, HttpResponse> {
    let steps: Vec<Step> = steps.iter().filter(|step| step.settles.is_some()).cloned().collect();
    visit
        .ask(move |lookup| {
            let keys: Vec<Key> = steps.iter().map(|step| step.key).collect();
            let known = lookup.tables().recorded_keys(&keys)?;
            let column = Kind::Counts.columns().iter().find(|column| column.name == "counted");
            let mut changed = Vec::new();
            for step in steps.iter().filter(|step| !known.contains_key(&step.key)) {
                let (Some(settles), Some(row)) = (&step.settles, step.rows.first()) else { continue };
                let booked = stock::stock_of(lookup, &settles.site, &settles.lot)?.map_or(0, |stock| stock.booked);
                let is_new = changed.iter().all(|fault: &Fault| fault.row != *row);
                if booked != settles.booked && is_new {
                    changed.push(Fault { row: *row, column, why: Why::BooksChanged { booked } });
                }
            }
            Ok(changed)
        })
        .await
}

/// `/desk/sheets/templates/gifts.xlsx`: nothing in it is anybody's, so nobody need log in.
pub(in crate::desk) async fn template(request: HttpRequest, name: Path<String>) -> HttpResponse {
    let reader = match Reader::of(&request) {
        Ok(reader) => reader,
        Err(redirect) => return redirect,
    };
    let kind = name.split_once('.').and_then(|(kind, end)| Some((Kind::of_word(kind)?, end)));
    let (media_type, bytes) = match kind {
        Some((kind, "xlsx")) => match empty::workbook(kind, reader.lang) {
            Ok(bytes) => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes),
            Err(error) => {
                tracing::error!(%error, "an empty sheet could not be made");
                return HttpResponse::InternalServerError().finish();
            }
        },
        Some((kind, "csv")) => ("text/csv; charset=utf-8", empty::table(kind, reader.lang).into_bytes()),
        _ => return HttpResponse::NotFound().finish(),
    };
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, media_type))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(bytes)
}
