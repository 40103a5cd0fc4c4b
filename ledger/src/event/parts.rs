//! What some fields of events are made of: documents, places, money, lines.

use super::declare::{FieldInfo, write_type};
use super::members::Members;
use crate::json::Value;
use crate::refusal::Refusal;
use crate::value::{
    Admin1, Amount, Count, Country, Currency, Datum, Digest, Latitude, Line, Longitude, PoolName, Quantity, Slot, Slug,
    SubjectKind, Term,
};

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
