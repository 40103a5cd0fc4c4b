//! Every type of event and its fields (section 4).
//!
//! One declaration a record gives the struct, its strict reader, its canonical writer and [`EventType::fields`], from
//! which forms and documentation are made. Fields stand in the order of their JSON keys, because RFC 8785 sorts them;
//! a test says so.

use std::borrow::Cow;
use std::cell::Cell;

use crate::json::{self, Fault, Malformed, Value};
use crate::refusal::{Refusal, Rule};
use crate::value::{
    Admin1, Amount, CostCategory, Count, Country, Currency, Date, Datum, Digest, FeeCategory, Latitude, Line,
    Longitude, LossReason, OrganisationKind, PoolName, Prose, Quantity, Seq, SiteKind, Slot, Slug, SubjectKind, Term,
};

/// An event's bytes, as sent, are at most this many.
pub const EVENT_BYTES_LIMIT: usize = 64 * 1024;

/// The members of an object being read; what is left over at the end is refused.
pub(crate) struct Members<'v, 'a> {
    field: &'v str,
    members: &'v [(Cow<'a, str>, Value<'a>)],
    /// The place behind the member found last: fields are asked for in the order of canonical text.
    next: Cell<usize>,
}

impl<'v, 'a> Members<'v, 'a> {
    pub(crate) fn of(value: &'v Value<'a>, field: &'v str) -> Result<Self, Refusal> {
        match value {
            Value::Object(members) => Ok(Self { field, members, next: Cell::new(0) }),
            _ => Err(Refusal::new(field, Rule::NotObject)),
        }
    }

    pub(crate) fn refuse(&self, name: &str, rule: Rule) -> Refusal {
        Refusal::new(name, rule).within(self.field)
    }

    pub(crate) fn find(&self, name: &str) -> Option<&'v Value<'a>> {
        let place = match self.members.get(self.next.get()) {
            Some((key, _)) if key == name => self.next.get(),
            _ => self.members.iter().position(|(key, _)| key == name)?,
        };
        self.next.set(place.saturating_add(1));
        self.members.get(place).map(|(_, value)| value)
    }

    pub(crate) fn take<T: Slot>(&self, name: &str) -> Result<T, Refusal> {
        T::take(self.find(name), name).map_err(|refusal| refusal.within(self.field))
    }

    /// Refuses what is not among the `known` names; those of canonical text are met in order.
    pub(crate) fn refuse_others(&self, known: &[&str]) -> Result<(), Refusal> {
        let mut rest = known.iter();
        for (key, _) in self.members {
            if !rest.any(|name| name == key) && !known.contains(&key.as_ref()) {
                return Err(self.refuse(key, Rule::UnknownField));
            }
        }
        Ok(())
    }
}

/// One field of a record, for forms and documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldInfo {
    /// The JSON key.
    pub name: &'static str,
    /// The Rust type's name: `Amount`, `Option < Prose >`, `Vec < PurchaseLine >`.
    pub kind: &'static str,
}

macro_rules! record {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)+
        }

        impl $name {
            /// Its fields in the order of their keys.
            pub const FIELDS: &'static [FieldInfo] =
                &[$(FieldInfo { name: stringify!($field), kind: stringify!($type) }),+];
            const NAMES: &'static [&'static str] = &["type", $(stringify!($field)),+];

            fn read_members(members: &Members<'_, '_>) -> Result<Self, Refusal> {
                Ok(Self { $($field: members.take(stringify!($field))?,)+ })
            }

            /// Writes the object; with a type's name, that too, at its place.
            fn write_object(&self, type_name: Option<&str>, out: &mut String) {
                let mut due = type_name;
                out.push('{');
                $(
                    if stringify!($field) > "type" {
                        write_type(due.take(), out);
                    }
                    self.$field.put(concat!("\"", stringify!($field), "\":"), out);
                )+
                write_type(due, out);
                out.push('}');
            }
        }

        impl Datum for $name {
            fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal> {
                let members = Members::of(value, field)?;
                members.refuse_others(Self::NAMES.get(1..).unwrap_or_default())?;
                Self::read_members(&members)
            }

            fn write(&self, out: &mut String) {
                self.write_object(None, out);
            }
        }
    };
}

fn write_type(name: Option<&str>, out: &mut String) {
    if let Some(name) = name {
        if !out.ends_with('{') {
            out.push(',');
        }
        out.push_str("\"type\":\"");
        out.push_str(name);
        out.push('"');
    }
}

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $word:literal { $($(#[$field_doc:meta])* $field:ident: $type:ty,)+ })+) => {
        $(record!($(#[$doc])* $name { $($(#[$field_doc])* $field: $type,)+ });)+

        /// What happened.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Event {
            $($(#[$doc])* $name(Box<$name>),)+
        }

        /// The type of an event.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EventType {
            $($(#[$doc])* $name,)+
        }

        impl EventType {
            /// Every type.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its name in JSON.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// Its fields, but for `type`.
            #[must_use]
            pub fn fields(self) -> &'static [FieldInfo] {
                match self { $(Self::$name => $name::FIELDS,)+ }
            }
        }

        impl Event {
            /// Its type.
            #[must_use]
            pub fn event_type(&self) -> EventType {
                match self { $(Self::$name(_) => EventType::$name,)+ }
            }

            fn read_as(word: &str, members: &Members<'_, '_>) -> Result<Self, Refusal> {
                match word {
                    $($word => {
                        members.refuse_others($name::NAMES)?;
                        $name::read_members(members).map(Box::new).map(Self::$name)
                    })+
                    _ => Err(members.refuse("type", Rule::UnknownType { given: word.into() })),
                }
            }

            /// Appends its canonical JSON.
            pub fn write(&self, out: &mut String) {
                match self { $(Self::$name(event) => event.write_object(Some($word), out),)+ }
            }
        }

        $(impl From<$name> for Event {
            fn from(event: $name) -> Self {
                Self::$name(Box::new(event))
            }
        })+
    };
}

impl Event {
    /// Reads an event as it was sent.
    ///
    /// # Errors
    /// A [`Refusal`] naming the field and the rule: too long, not JSON, a duplicate key, an unknown type or field, or
    /// a value of the wrong shape.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.len() > EVENT_BYTES_LIMIT {
            return Err(Refusal::new("", Rule::Oversized { limit: EVENT_BYTES_LIMIT, given: bytes.len() }));
        }
        let value = json::parse(bytes).map_err(refuse_malformed)?;
        Self::read(&value, "")
    }

    /// Reads an event from JSON that is already parsed; `field` is its place in a larger whole.
    ///
    /// # Errors
    /// As [`Event::parse`].
    pub fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal> {
        let members = Members::of(value, field)?;
        let word = match members.find("type") {
            Some(Value::Text(word)) => word,
            Some(_) => return Err(members.refuse("type", Rule::NotText)),
            None => return Err(members.refuse("type", Rule::Missing)),
        };
        Self::read_as(word, &members)
    }

    /// Its canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::with_capacity(256);
        self.write(&mut out);
        out
    }
}

/// Turns a JSON reader's stop into a refusal.
#[must_use]
pub fn refuse_malformed(stop: Malformed) -> Refusal {
    match stop.fault {
        Fault::DuplicateKey(key) => Refusal::new(&key, Rule::DuplicateKey),
        Fault::NotUtf8 => Refusal::new("", Rule::NotUtf8 { at: stop.at }),
        Fault::Syntax | Fault::Trailing | Fault::TooDeep => Refusal::new("", Rule::Malformed { at: stop.at }),
    }
}

record!(
    /// A file in the document store, known here by its hash.
    Document {
        /// Its size.
        bytes: Count,
        /// As `application/pdf`.
        media_type: Line,
        /// What to call it.
        name: Line,
        /// SHA3-256 of the file.
        sha3: Digest,
    }
);

record!(
    /// Where something happened, never closer than about a kilometre.
    Place {
        /// ISO 3166-2.
        admin1: Option<Admin1>,
        /// ISO 3166-1.
        country: Country,
        /// In 1/100 degree.
        lat: Option<Latitude>,
        /// In 1/100 degree.
        lon: Option<Longitude>,
        /// The town or village.
        name: Option<Line>,
    }
);

record!(
    /// Money in another currency than the ledger's: what the donor gave before the bank changed it.
    Money {
        /// In the currency's minor unit.
        amount: Amount,
        /// ISO 4217.
        currency: Currency,
    }
);

record!(
    /// A line of a project's budget.
    BudgetLine {
        /// In the fund's minor unit.
        amount: Amount,
        /// What for.
        category: Term,
    }
);

record!(
    /// Where money comes from.
    Source {
        /// In the pool's minor unit.
        amount: Amount,
        /// A cash pool.
        pool: PoolName,
    }
);

record!(
    /// One lot of a purchase.
    PurchaseLine {
        /// What the whole line cost.
        cost: Amount,
        /// What it is.
        item: Slug,
        /// The id of the new lot.
        lot: Slug,
        /// How many.
        quantity: Quantity,
    }
);

record!(
    /// So many of a lot.
    LotLine {
        /// The lot.
        lot: Slug,
        /// How many.
        quantity: Quantity,
    }
);

record!(
    /// The people who received, as a number and a commitment: their records stay in the private store.
    Recipients {
        /// How many records.
        count: Count,
        /// The root of the salted commitments.
        root: Digest,
    }
);

record!(
    /// What a document belongs to.
    Subject {
        /// The id; for a gift its receipt code.
        id: Line,
        /// The kind of thing.
        kind: SubjectKind,
    }
);

events! {
    /// An organisation joins the ledger.
    OrganisationRegistered = "organisation_registered" {
        /// Where it is registered.
        country: Option<Country>,
        /// Its new id.
        id: Slug,
        /// What kind.
        kind: OrganisationKind,
        /// What people call it.
        name: Line,
        /// A remark.
        note: Option<Prose>,
        /// Its number in a public register.
        registration: Option<Line>,
        /// Its own site.
        url: Option<Line>,
    }

    /// A fund opens for gifts.
    FundOpened = "fund_opened" {
        /// The day it means to stop taking gifts.
        closes_on: Option<Date>,
        /// The one currency of its money.
        currency: Currency,
        /// Its new id.
        id: Slug,
        /// A remark.
        note: Option<Prose>,
        /// The day it begins to take gifts.
        opens_on: Option<Date>,
        /// How it spends, as on overhead.
        policy: Option<Prose>,
        /// What it is for.
        purpose: Prose,
        /// The organisation that answers for it.
        steward: Slug,
        /// What it hopes to raise.
        target: Option<Amount>,
        /// What people call it.
        title: Line,
    }

    /// A fund takes no more gifts.
    FundClosed = "fund_closed" {
        /// The fund.
        id: Slug,
        /// A remark.
        note: Option<Prose>,
        /// Why.
        reason: Prose,
        /// The fund that takes over what is left.
        surplus_to: Option<Slug>,
    }

    /// A project begins under a fund.
    ProjectOpened = "project_opened" {
        /// What it plans to spend on what.
        budget: Option<Vec<BudgetLine>>,
        /// The fund.
        fund: Slug,
        /// Its new id.
        id: Slug,
        /// The organisation that does the work.
        implementer: Slug,
        /// A remark.
        note: Option<Prose>,
        /// Where.
        place: Option<Place>,
        /// What people call it.
        title: Line,
    }

    /// A place where goods are.
    SiteRegistered = "site_registered" {
        /// Its new id.
        id: Slug,
        /// What it is for.
        kind: SiteKind,
        /// What people call it.
        name: Line,
        /// A remark.
        note: Option<Prose>,
        /// Where.
        place: Option<Place>,
    }

    /// A kind of goods.
    ItemRegistered = "item_registered" {
        /// As `shelter`, `food`.
        category: Term,
        /// Its new id.
        id: Slug,
        /// What people call it.
        name: Line,
        /// A remark.
        note: Option<Prose>,
        /// The base unit that quantities count: `tent`, `kg`.
        unit: Line,
    }

    /// A gift of money.
    DonationReceived = "donation_received" {
        /// What arrived, in the fund's minor unit.
        amount: Amount,
        /// The donor's salted commitment, by which they can show later that it was theirs.
        commitment: Option<Digest>,
        /// A public alias.
        donor: Option<Line>,
        /// The fund.
        fund: Slug,
        /// As `bank_transfer`.
        method: Term,
        /// A remark.
        note: Option<Prose>,
        /// What the donor gave before the bank changed it.
        original: Option<Money>,
        /// The project it is for, if the donor chose.
        project: Option<Slug>,
        /// When it arrived.
        received_on: Date,
    }

    /// A fee on one gift, taken from that gift's own units.
    FeeCharged = "fee_charged" {
        /// How much.
        amount: Amount,
        /// Whose kind of fee.
        category: FeeCategory,
        /// The gift's entry.
        gift: Seq,
        /// A remark.
        note: Option<Prose>,
        /// Who got it.
        payee: Line,
    }

    /// A gift, or a part of it, goes back to the donor.
    DonationRefunded = "donation_refunded" {
        /// How much.
        amount: Amount,
        /// The gift's entry.
        gift: Seq,
        /// A remark.
        note: Option<Prose>,
        /// Why.
        reason: Prose,
        /// When.
        refunded_on: Date,
    }

    /// Free money of a fund is set aside for a project.
    AllocationMade = "allocation_made" {
        /// How much.
        amount: Amount,
        /// The fund.
        fund: Slug,
        /// Its new id.
        id: Slug,
        /// A remark.
        note: Option<Prose>,
        /// The project.
        project: Slug,
    }

    /// Money goes from one holder or fund to another.
    TransferMade = "transfer_made" {
        /// What left.
        amount: Amount,
        /// What arrived, where the currencies differ.
        credited: Option<Amount>,
        /// Out of this pool.
        from: PoolName,
        /// Its new id.
        id: Slug,
        /// A remark.
        note: Option<Prose>,
        /// Why, where the pools belong to different funds.
        reason: Option<Prose>,
        /// When.
        sent_on: Date,
        /// Into this pool.
        to: PoolName,
    }

    /// Goods are bought and wait at the supplier's.
    PurchaseMade = "purchase_made" {
        /// Invoices and the like.
        documents: Option<Vec<Document>>,
        /// Its new id, by which documents and people speak of it; entries without one stand as well.
        id: Option<Slug>,
        /// What was bought.
        lines: Vec<PurchaseLine>,
        /// A remark.
        note: Option<Prose>,
        /// When.
        purchased_on: Date,
        /// Whose money, in the order in which it pays for the lines.
        sources: Vec<Source>,
        /// The supplier's site.
        supplier: Slug,
    }

    /// A gift of goods.
    GiftInKindReceived = "gift_in_kind_received" {
        /// The maker's batch.
        batch: Option<Line>,
        /// A public alias.
        donor: Option<Line>,
        /// The day after which it must not be handed out.
        expires_on: Option<Date>,
        /// The fund.
        fund: Slug,
        /// What it is.
        item: Slug,
        /// The id of the new lot.
        lot: Slug,
        /// A remark.
        note: Option<Prose>,
        /// How many.
        quantity: Quantity,
        /// When.
        received_on: Date,
        /// Where it is.
        site: Slug,
        /// What it is worth, in the fund's minor unit: shown, never added to money.
        value: Option<Amount>,
    }

    /// Goods arrive from a supplier, a site or a lorry.
    GoodsReceived = "goods_received" {
        /// How they looked.
        condition: Option<Line>,
        /// From this site or waybill.
        from: Slug,
        /// Its new id.
        id: Slug,
        /// The lot.
        lot: Slug,
        /// A remark.
        note: Option<Prose>,
        /// How many.
        quantity: Quantity,
        /// When.
        received_on: Date,
        /// At this site.
        to: Slug,
    }

    /// Goods leave on a waybill.
    GoodsDispatched = "goods_dispatched" {
        /// Who drives.
        carrier: Option<Line>,
        /// When.
        dispatched_on: Date,
        /// From this site.
        from: Slug,
        /// What.
        lines: Vec<LotLine>,
        /// A remark.
        note: Option<Prose>,
        /// To this site.
        to: Slug,
        /// The new waybill's id.
        waybill: Slug,
    }

    /// Lots are packed into kits.
    KitPacked = "kit_packed" {
        /// What went in.
        inputs: Vec<LotLine>,
        /// What came out.
        item: Slug,
        /// The id of the new lot.
        lot: Slug,
        /// A remark.
        note: Option<Prose>,
        /// When.
        packed_on: Date,
        /// How many kits.
        quantity: Quantity,
        /// Where.
        site: Slug,
    }

    /// Money spent on goods that are already there.
    CostAdded = "cost_added" {
        /// What for.
        category: CostCategory,
        /// Invoices and the like.
        documents: Option<Vec<Document>>,
        /// Its new id.
        id: Slug,
        /// The lot.
        lot: Slug,
        /// A remark.
        note: Option<Prose>,
        /// The site or waybill where the goods are.
        site: Slug,
        /// Whose money.
        sources: Vec<Source>,
    }

    /// Goods that will reach nobody.
    GoodsLost = "goods_lost" {
        /// Reports and the like.
        documents: Option<Vec<Document>>,
        /// When it was found out.
        found_on: Date,
        /// Its new id.
        id: Slug,
        /// The lot.
        lot: Slug,
        /// A remark.
        note: Option<Prose>,
        /// How many.
        quantity: Quantity,
        /// Why.
        reason: LossReason,
        /// The site or waybill where they were.
        site: Slug,
    }

    /// Goods reach people.
    GoodsDistributed = "goods_distributed" {
        /// When.
        distributed_on: Date,
        /// Lists and the like, without names.
        documents: Option<Vec<Document>>,
        /// How many households.
        households: Count,
        /// Its new id.
        id: Slug,
        /// What.
        lines: Vec<LotLine>,
        /// A remark.
        note: Option<Prose>,
        /// How many people.
        people: Count,
        /// Where.
        place: Place,
        /// The project.
        project: Option<Slug>,
        /// The commitment to the list.
        recipients: Option<Recipients>,
        /// Where the goods were.
        site: Slug,
    }

    /// Money reaches people.
    CashDistributed = "cash_distributed" {
        /// How much.
        amount: Amount,
        /// When.
        distributed_on: Date,
        /// Lists and the like, without names.
        documents: Option<Vec<Document>>,
        /// Whose money.
        from: PoolName,
        /// How many households.
        households: Count,
        /// Its new id.
        id: Slug,
        /// A remark.
        note: Option<Prose>,
        /// How many people.
        people: Count,
        /// Where.
        place: Place,
        /// The commitment to the list.
        recipients: Option<Recipients>,
    }

    /// Money spent on the work itself.
    ExpensePaid = "expense_paid" {
        /// How much.
        amount: Amount,
        /// What for.
        category: Term,
        /// Invoices and the like.
        documents: Option<Vec<Document>>,
        /// Whose money.
        from: PoolName,
        /// Its new id.
        id: Slug,
        /// A remark.
        note: Option<Prose>,
        /// When.
        paid_on: Date,
        /// Who got it.
        payee: Line,
    }

    /// A document joins something already recorded.
    DocumentAttached = "document_attached" {
        /// The files.
        documents: Vec<Document>,
        /// A remark.
        note: Option<Prose>,
        /// What they belong to.
        subject: Subject,
    }

    /// An entry no longer counts.
    EntryReversed = "entry_reversed" {
        /// A remark.
        note: Option<Prose>,
        /// Why.
        reason: Prose,
        /// The entry.
        reverses: Seq,
    }
}

impl Datum for Event {
    fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal> {
        Self::read(value, field)
    }

    fn write(&self, out: &mut String) {
        Self::write(self, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn fields_stand_in_the_order_that_rfc_8785_sorts_them_into() {
        let records = [
            Document::FIELDS,
            Place::FIELDS,
            Money::FIELDS,
            BudgetLine::FIELDS,
            Source::FIELDS,
            PurchaseLine::FIELDS,
            LotLine::FIELDS,
            Recipients::FIELDS,
            Subject::FIELDS,
        ];
        for fields in records.into_iter().chain(EventType::ALL.iter().map(|kind| kind.fields())) {
            assert!(fields.is_sorted_by_key(|field| field.name), "{fields:?}");
        }
    }

    #[test]
    fn an_event_is_written_canonically_whatever_order_it_was_sent_in() {
        let sent = r#" {"type":"expense_paid", "payee":"Lorry hire \u00e9", "paid_on":"2026-03-01", "id":"e-1",
            "from":"cash/flood", "category":"vehicle_hire", "amount":1200} "#;
        let canonical = r#"{"amount":1200,"category":"vehicle_hire","from":"cash/flood","id":"e-1","paid_on":"2026-03-01","payee":"Lorry hire é","type":"expense_paid"}"#;
        assert_eq!(Event::parse(sent.as_bytes()).expect("reads").to_json(), canonical);
        let kit = r#"{"id":"i","name":"n","category":"c","unit":"kg","type":"item_registered"}"#;
        assert!(
            Event::parse(kit.as_bytes())
                .expect("reads")
                .to_json()
                .ends_with(r#""type":"item_registered","unit":"kg"}"#)
        );
    }

    #[test]
    fn each_bad_event_is_refused_with_its_field_and_rule() {
        let base = |field: &str, value: &str| {
            let mut fields = vec![
                ("amount", "5"),
                ("fund", "\"f\""),
                ("method", "\"cash\""),
                ("received_on", "\"2026-01-02\""),
                ("type", "\"donation_received\""),
            ];
            fields.retain(|(name, _)| *name != field);
            fields.push((field, value));
            let members: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
            format!("{{{}}}", members.join(","))
        };
        let cases = [
            ("amount", "-5", "negative"),
            ("amount", "1.5", "fractional"),
            ("amount", "\"5\"", "number_as_text"),
            ("amount", "9007199254740992", "too_big"),
            ("amount", "0", "out_of_range"),
            ("amount", "null", "not_a_number"),
            ("fund", "\"Flood\"", "slug"),
            ("fund", "7", "not_text"),
            ("received_on", "\"2026-02-30\"", "date"),
            ("surprise", "1", "unknown_field"),
            ("type", "\"gift\"", "unknown_type"),
            ("donor", "\"\"", "text_length"),
            ("donor", "\"a\\u0007\"", "control_character"),
            ("original", "{\"amount\":1,\"currency\":\"ZZZ\"}", "currency"),
        ];
        for (field, value, code) in cases {
            let refusal = Event::parse(base(field, value).as_bytes()).expect_err(value);
            assert_eq!(refusal.rule.code(), code, "{field} = {value}: {refusal}");
            assert!(refusal.field.starts_with(field), "{refusal:?}");
        }
        let missing = Event::parse(br#"{"type":"donation_received","amount":1}"#).expect_err("fields are missing");
        assert_eq!((missing.field.as_str(), missing.rule.code()), ("fund", "missing"));
        let twice = Event::parse(br#"{"type":"donation_received","amount":1,"amount":2}"#).expect_err("twice");
        assert_eq!((twice.field.as_str(), twice.rule.code()), ("amount", "duplicate_key"));
        assert_eq!(Event::parse(&vec![b' '; 70_000]).expect_err("long").rule.code(), "oversized");
    }
}
