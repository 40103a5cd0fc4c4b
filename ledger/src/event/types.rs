//! The types of events, each with its word and its fields, in one table: the ledger's whole vocabulary.

use super::declare::{FieldInfo, write_type};
use super::members::Members;
use super::parts::{BudgetLine, Document, LotLine, Money, Place, PurchaseLine, Recipients, Source, Subject};
use crate::json::Value;
use crate::refusal::{Refusal, Rule};
use crate::value::{
    Amount, CostCategory, Count, Country, Currency, Date, Datum, Digest, FeeCategory, Line, LossReason,
    OrganisationKind, PoolName, Prose, Quantity, Seq, SiteKind, Slot, Slug, Term,
};

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
