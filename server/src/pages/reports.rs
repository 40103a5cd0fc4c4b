//! What the form of `/reports` offers.

use app::view::{Choice, Choices};
use app::words;
use ledger::event::Event;
use ledger::refusal::Lang;
use ledger::value::SubjectKind;

use super::{Index, Lookup};
use crate::store::Stored;

/// Things of one kind that the form offers: more are found by their own pages.
const OFFERED: usize = 500;

/// Everything that can be chosen.
///
/// # Errors
/// The database's own.
pub fn report_choices(lookup: &mut Lookup<'_>, index: &Index, lang: Lang) -> Stored<Choices> {
    let mut named = |kind| -> Stored<Vec<Choice>> {
        let (found, _) = index.of_kinds(lookup.tables(), &[kind], 0, OFFERED)?;
        let mut choices = Vec::new();
        for one in found {
            let name = lookup.named(kind, &one.id)?.name;
            choices.push((one.id, name));
        }
        choices.sort_by(|one, other| one.1.cmp(&other.1));
        Ok(choices)
    };
    let (funds, projects) = (named(SubjectKind::Fund)?, named(SubjectKind::Project)?);
    let (organisations, sites) = (named(SubjectKind::Organisation)?, named(SubjectKind::Site)?);
    let items = named(SubjectKind::Item)?;
    Ok(Choices { places: places(lookup, &funds, lang)?, funds, projects, organisations, items, sites })
}

/// Countries, and parts of them, where something was handed out or is stored.
fn places(lookup: &mut Lookup<'_>, funds: &[Choice], lang: Lang) -> Stored<Vec<Choice>> {
    let mut codes = std::collections::BTreeSet::new();
    for (fund, _) in funds {
        let Some(record) = lookup.fund_record(fund)? else { continue };
        for place in lookup.tables().places(record.seq, OFFERED)?.0 {
            let mut parts = place.word.split('/');
            let (country, part) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            codes.extend([country, part].into_iter().filter(|code| !code.is_empty()).map(str::to_owned));
        }
    }
    for entry in lookup.tables().subjects(SubjectKind::Site)? {
        if let Event::SiteRegistered(site) = entry.event
            && let Some(place) = site.place
        {
            codes.insert(place.country.as_str().to_owned());
            codes.extend(place.admin1.map(|part| part.as_str().to_owned()));
        }
    }
    let label = |code: String| {
        let name = words::country(lang, code.get(..2).unwrap_or_default()).to_owned();
        let part = words::province(lang, &code).unwrap_or(&code);
        let label = if code.len() == 2 { name } else { format!("{name} · {part}") };
        (code, label)
    };
    Ok(codes.into_iter().map(label).collect())
}
