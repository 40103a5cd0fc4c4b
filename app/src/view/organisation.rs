//! `/organisations/ID`

use ledger::value::OrganisationKind;

use super::{EntryLine, FundLine, Named, ProjectRow, Slice, Sum};

/// One organisation: what it answers for, does and holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Id and name.
    pub organisation: Named,
    /// What kind.
    pub kind: OrganisationKind,
    /// The code of the country it is registered in.
    pub country: Option<String>,
    /// Its number in a public register.
    pub registration: Option<String>,
    /// Its own site.
    pub url: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// The entry that registered it.
    pub seq: u64,
    /// The funds it answers for.
    pub funds: Slice<FundLine>,
    /// The projects it does the work of.
    pub projects: Slice<ProjectRow>,
    /// Money of others' funds that it holds now.
    pub holds: Vec<Holding>,
    /// Entries that speak of it, newest first.
    pub entries: Slice<EntryLine>,
}

/// Money of a fund that a partner holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The fund.
    pub fund: Named,
    /// The project it was set aside for.
    pub project: Option<Named>,
    /// How much.
    pub sum: Sum,
}
