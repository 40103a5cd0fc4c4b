//! An organisation as the file names it: who reports, gives, receives.

use std::collections::HashSet;

use ledger::event::{Event, OrganisationRegistered};
use ledger::value::{Country, Line, OrganisationKind, Slug, SubjectKind};
use roxmltree::Node;

use super::Known;
use super::identity::Names;
use super::source::{Gaps, attribute};
use super::text;

/// What publishers write where a reference must stand and they have none.
const NO_REFERENCE: &[&str] = &["n/a", "na", "none", "null", "unknown", "undisclosed", "-", "0"];

/// An organisation that can be told from others: it has a reference, or a name, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Party {
    /// The line where the file names it.
    pub(super) line: u32,
    /// What people call it; its reference where the file has no name.
    pub(super) name: Line,
    reference: Option<Line>,
    kind: OrganisationKind,
}

impl Party {
    /// Reads `reporting-org`, `provider-org` or `receiver-org`; none where it says neither name nor reference.
    pub(super) fn read(node: Node<'_, '_>, gaps: &mut Gaps<'_>) -> Option<Self> {
        let usable = |text: &&str| !NO_REFERENCE.iter().any(|none| text.eq_ignore_ascii_case(none));
        let reference = attribute(node, "ref").filter(usable).and_then(|text| text::line(node, text, gaps));
        let name = text::narrative(node, gaps).and_then(|text| text::line(node, &text, gaps));
        let name = name.or_else(|| reference.clone())?;
        let kind = kind_of(attribute(node, "type").unwrap_or_default());
        Some(Self { line: gaps.line(node), name, reference, kind })
    }

    /// One whose facts were read elsewhere.
    pub(super) fn of(line: u32, name: Line, reference: Option<Line>, kind: OrganisationKind) -> Self {
        Self { line, name, reference, kind }
    }

    /// Whether both are one: by reference, else by name.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (&self.reference, &other.reference) {
            (Some(mine), Some(theirs)) => mine.as_str().eq_ignore_ascii_case(theirs.as_str()),
            _ => self.name.as_str().eq_ignore_ascii_case(other.name.as_str()),
        }
    }

    fn identity(&self) -> String {
        match &self.reference {
            Some(reference) => format!("ref:{}", reference.as_str().to_lowercase()),
            None => format!("name:{}", self.name.as_str().to_lowercase()),
        }
    }

    /// An organisation identifier begins with the country of its register, as `NL-KVK-30214009`.
    fn country(&self) -> Option<Country> {
        self.reference.as_ref()?.as_str().split_once('-').and_then(|(country, _)| Country::new(country))
    }
}

/// IATI's code list `OrganisationType`.
fn kind_of(code: &str) -> OrganisationKind {
    match code {
        "10" | "11" | "15" => OrganisationKind::Government,
        "21" | "22" | "23" | "24" => OrganisationKind::Ngo,
        "40" => OrganisationKind::Multilateral,
        "60" => OrganisationKind::Foundation,
        "70" | "71" | "72" | "73" => OrganisationKind::Company,
        "80" => OrganisationKind::Academic,
        _ => OrganisationKind::Other,
    }
}

/// The organisations of one file, each registered where it is first needed.
pub(super) struct Organisations<'a> {
    ledger: &'a dyn Known,
    names: Names,
    registered: HashSet<Slug>,
}

impl<'a> Organisations<'a> {
    pub(super) fn new(ledger: &'a dyn Known) -> Self {
        Self { ledger, names: Names::default(), registered: HashSet::new() }
    }

    /// Its id, and its registration if neither the file so far nor the ledger has it.
    pub(super) fn need(&mut self, party: &Party) -> (Slug, Option<Event>) {
        let text = party.reference.as_ref().unwrap_or(&party.name);
        let id = self.names.id_of(&party.identity(), text.as_str());
        let first = self.registered.insert(id.clone());
        if !first || self.ledger.has(SubjectKind::Organisation, id.as_str()) {
            return (id, None);
        }
        let event = OrganisationRegistered {
            country: party.country(),
            id: id.clone(),
            kind: party.kind,
            name: party.name.clone(),
            note: None,
            registration: party.reference.clone(),
            url: None,
        };
        (id, Some(event.into()))
    }
}
