//! The one description of an event's fields, from which forms, their reading and their words are made.
//!
//! What a field holds is said once, in `ledger::event`; here its type there, and for ids its name, say how people are
//! asked for it. A test holds every field of every event against this.

use ledger::event::{BudgetLine, EventType, FieldInfo, LotLine, Money, Place, PurchaseLine, Source};
use ledger::value::{CostCategory, FeeCategory, LossReason, OrganisationKind, SiteKind, SubjectKind};

/// A field as people are asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Described {
    /// Its key in the event.
    pub(crate) key: &'static str,
    /// What it holds.
    pub(crate) kind: Kind,
    /// It may be left out.
    pub(crate) is_optional: bool,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An id that the event gives out.
    NewId(SubjectKind),
    Organisation,
    Fund,
    Project,
    /// A site; only suppliers where that is said.
    Site {
        supplier: bool,
    },
    /// Where goods are: a site or a waybill.
    Station,
    Item,
    Lot,
    CashPool,
    /// A gift by its receipt code.
    Gift,
    /// An entry by its number.
    Entry,
    /// A thing by its id, of whatever kind.
    Subject,
    Amount,
    /// A whole number of at least one.
    Quantity,
    /// A whole number.
    Count,
    Date,
    Line,
    Prose,
    /// A word of a closed list.
    Word(&'static [&'static str]),
    /// A word of an open list, with those that are usual.
    Term(&'static [&'static str]),
    Country,
    Region,
    Currency,
    /// Latitude or longitude in hundredths of a degree.
    Degrees,
    Documents,
    Group(&'static [FieldInfo]),
    Lines(&'static [FieldInfo]),
    /// Made by programs, never typed.
    Untyped,
}

pub(crate) const METHODS: &[&str] = &["bank_transfer", "cash", "card", "cheque", "alipay", "wechat_pay", "other"];
pub(crate) const EXPENSES: &[&str] =
    &["transport", "vehicle_hire", "salaries", "rent", "communication", "travel", "fuel", "training", "audit", "other"];
const GOODS: &[&str] = &["shelter", "food", "water", "health", "education", "other"];

/// The order in which people think of the fields.
const ORDER: &[&str] = &[
    "gift",
    "reverses",
    "subject",
    "title",
    "name",
    "kind",
    "unit",
    "fund",
    "steward",
    "implementer",
    "purpose",
    "currency",
    "target",
    "project",
    "sources",
    "from",
    "supplier",
    "to",
    "site",
    "item",
    "lot",
    "quantity",
    "lines",
    "inputs",
    "pool",
    "amount",
    "credited",
    "original",
    "cost",
    "value",
    "category",
    "method",
    "payee",
    "carrier",
    "condition",
    "batch",
    "expires_on",
    "households",
    "people",
    "place",
    "country",
    "admin1",
    "lat",
    "lon",
    "received_on",
    "refunded_on",
    "purchased_on",
    "dispatched_on",
    "packed_on",
    "found_on",
    "distributed_on",
    "paid_on",
    "sent_on",
    "opens_on",
    "closes_on",
    "surplus_to",
    "reason",
    "donor",
    "registration",
    "url",
    "policy",
    "budget",
    "commitment",
    "recipients",
    "documents",
    "note",
    "id",
    "waybill",
];

/// The fields of an event, in the order in which people think of them.
pub(crate) fn describe(event: EventType) -> Vec<Described> {
    in_order(event.fields().iter().map(|info| describe_one(event, info)).collect())
}

/// The fields of a line or a group within an event.
pub(crate) fn describe_part(event: EventType, fields: &'static [FieldInfo]) -> Vec<Described> {
    let mut parts: Vec<Described> = fields.iter().map(|info| describe_one(event, info)).collect();
    // What goes into a kit is there already, though the event gives out the kit's own lot.
    if fields == LotLine::FIELDS {
        parts.iter_mut().filter(|part| part.key == "lot").for_each(|part| part.kind = Kind::Lot);
    }
    in_order(parts)
}

fn in_order(mut fields: Vec<Described>) -> Vec<Described> {
    // What is mostly left empty comes last.
    let place = |field: &Described| ORDER.iter().position(|key| *key == field.key).unwrap_or(usize::MAX);
    fields.sort_by_key(|field| (matches!(field.kind, Kind::NewId(_)), place(field)));
    fields
}

fn describe_one(event: EventType, info: &FieldInfo) -> Described {
    let written: String = info.kind.chars().filter(|letter| !letter.is_whitespace()).collect();
    let inner = written.strip_prefix("Option<").and_then(|rest| rest.strip_suffix('>'));
    let kind = kind_of(event, info.name, inner.unwrap_or(&written));
    Described { key: info.name, kind, is_optional: inner.is_some() }
}

fn kind_of(event: EventType, key: &str, kind: &str) -> Kind {
    match kind {
        "Slug" => id_of(event, key),
        "PoolName" => Kind::CashPool,
        "Seq" if key == "gift" => Kind::Gift,
        "Seq" => Kind::Entry,
        "Amount" => Kind::Amount,
        "Quantity" => Kind::Quantity,
        "Count" => Kind::Count,
        "Date" => Kind::Date,
        "Line" if event == EventType::DocumentAttached && key == "id" => Kind::Subject,
        "Line" => Kind::Line,
        "Prose" => Kind::Prose,
        "OrganisationKind" => Kind::Word(OrganisationKind::WORDS),
        "SiteKind" => Kind::Word(SiteKind::WORDS),
        "FeeCategory" => Kind::Word(FeeCategory::WORDS),
        "CostCategory" => Kind::Word(CostCategory::WORDS),
        "LossReason" => Kind::Word(LossReason::WORDS),
        "SubjectKind" => Kind::Word(SubjectKind::WORDS),
        "Term" => Kind::Term(match (event, key) {
            (EventType::DonationReceived, _) => METHODS,
            (EventType::ItemRegistered, _) => GOODS,
            _ => EXPENSES,
        }),
        "Country" => Kind::Country,
        "Admin1" => Kind::Region,
        "Currency" => Kind::Currency,
        "Latitude" | "Longitude" => Kind::Degrees,
        "Vec<Document>" => Kind::Documents,
        "Place" => Kind::Group(Place::FIELDS),
        "Money" => Kind::Group(Money::FIELDS),
        "Subject" => Kind::Group(ledger::event::Subject::FIELDS),
        "Vec<Source>" => Kind::Lines(Source::FIELDS),
        "Vec<PurchaseLine>" => Kind::Lines(PurchaseLine::FIELDS),
        "Vec<LotLine>" => Kind::Lines(LotLine::FIELDS),
        "Vec<BudgetLine>" => Kind::Lines(BudgetLine::FIELDS),
        _ => Kind::Untyped,
    }
}

/// What an id names, and whether the event gives it out.
fn id_of(event: EventType, key: &str) -> Kind {
    use EventType as E;
    match (event, key) {
        (E::OrganisationRegistered, "id") => Kind::NewId(SubjectKind::Organisation),
        (E::FundOpened, "id") => Kind::NewId(SubjectKind::Fund),
        (E::ProjectOpened, "id") => Kind::NewId(SubjectKind::Project),
        (E::SiteRegistered, "id") => Kind::NewId(SubjectKind::Site),
        (E::ItemRegistered, "id") => Kind::NewId(SubjectKind::Item),
        (E::AllocationMade, "id") => Kind::NewId(SubjectKind::Allocation),
        (E::TransferMade, "id") => Kind::NewId(SubjectKind::Transfer),
        (E::GoodsReceived, "id") => Kind::NewId(SubjectKind::Receipt),
        (E::CostAdded, "id") => Kind::NewId(SubjectKind::Cost),
        (E::GoodsLost, "id") => Kind::NewId(SubjectKind::Loss),
        (E::GoodsDistributed | E::CashDistributed, "id") => Kind::NewId(SubjectKind::Handout),
        (E::ExpensePaid, "id") => Kind::NewId(SubjectKind::Expense),
        (E::PurchaseMade, "id") => Kind::NewId(SubjectKind::Purchase),
        (E::FundClosed, "id") | (_, "fund" | "surplus_to") => Kind::Fund,
        (_, "waybill") => Kind::NewId(SubjectKind::Waybill),
        (E::PurchaseMade | E::GiftInKindReceived | E::KitPacked, "lot") => Kind::NewId(SubjectKind::Lot),
        (_, "lot") => Kind::Lot,
        (_, "steward" | "implementer") => Kind::Organisation,
        (_, "project") => Kind::Project,
        (_, "supplier") => Kind::Site { supplier: true },
        (E::GoodsReceived, "from") | (E::CostAdded | E::GoodsLost, "site") => Kind::Station,
        (_, "site" | "from" | "to") => Kind::Site { supplier: false },
        (_, "item") => Kind::Item,
        _ => Kind::Line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_every_event_is_described_and_has_its_place() {
        for event in EventType::ALL {
            let fields = describe(*event);
            assert_eq!(fields.len(), event.fields().len());
            for field in &fields {
                assert!(ORDER.contains(&field.key), "{event:?}.{}", field.key);
                let untyped = matches!(field.key, "commitment" | "recipients");
                assert_eq!(field.kind == Kind::Untyped, untyped, "{event:?}.{field:?}");
                if let Kind::Group(parts) | Kind::Lines(parts) = field.kind {
                    for part in describe_part(*event, parts) {
                        assert!(ORDER.contains(&part.key) || part.key == "id", "{event:?}.{}.{}", field.key, part.key);
                        assert_ne!(part.kind, Kind::Untyped, "{event:?}.{}.{}", field.key, part.key);
                    }
                }
            }
        }
    }

    #[test]
    fn only_what_the_ledger_lets_out_may_be_left_out() {
        let optional = |event| -> Vec<&str> {
            describe(event).into_iter().filter(|field| field.is_optional).map(|field| field.key).collect()
        };
        assert_eq!(optional(EventType::DonationReceived), ["project", "original", "donor", "commitment", "note"]);
        assert_eq!(optional(EventType::GoodsDispatched), ["carrier", "note"]);
    }

    #[test]
    fn a_lot_is_chosen_where_it_is_and_named_where_it_begins() {
        let lot = |event, fields| {
            let parts = describe_part(event, fields);
            parts.into_iter().find(|field| field.key == "lot").map(|field| field.kind)
        };
        assert_eq!(lot(EventType::PurchaseMade, PurchaseLine::FIELDS), Some(Kind::NewId(SubjectKind::Lot)));
        assert_eq!(lot(EventType::KitPacked, LotLine::FIELDS), Some(Kind::Lot));
        assert_eq!(lot(EventType::GoodsDistributed, LotLine::FIELDS), Some(Kind::Lot));
    }
}
