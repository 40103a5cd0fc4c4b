//! A row of the tables: what one entry did to one pool, column by column.

use std::fmt::Write as _;

use app::words::{self, ReportWords};
use ledger::Entry;
use ledger::event::Event;
use ledger::refusal::Lang;
use ledger::report::{Book, Direction, Row, Unit};
use ledger::value::{Currency, PoolName, PoolParts};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// A whole number.
    Integer,
    /// A number with decimals.
    Number,
    /// A day.
    Date,
    /// Text.
    Text,
}

impl Type {
    /// Its word in a Table Schema (Frictionless).
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Date => "date",
            Self::Text => "string",
        }
    }
}

/// A column: its name for programs, what it holds, its heading for people.
pub type Column = (&'static str, Type, &'static str);

/// The columns of the table of rows.
#[must_use]
pub fn columns(lang: Lang) -> [Column; 18] {
    let say = ReportWords::of(lang);
    [
        ("entry", Type::Integer, say.entry),
        ("date", Type::Date, say.date),
        ("recorded_on", Type::Date, say.recorded),
        ("kind", Type::Text, say.kind),
        ("direction", Type::Text, say.direction),
        ("fund", Type::Text, say.fund),
        ("project", Type::Text, say.project),
        ("item", Type::Text, say.item),
        ("lot", Type::Text, say.lot),
        ("site", Type::Text, say.site),
        ("counted", Type::Text, say.counted),
        ("in", Type::Number, say.all_in),
        ("out", Type::Number, say.all_out),
        ("in_minor", Type::Integer, words::pick(lang, "In, smallest unit", "流入（最小单位）")),
        ("out_minor", Type::Integer, words::pick(lang, "Out, smallest unit", "流出（最小单位）")),
        ("far", Type::Text, say.far),
        ("end", Type::Text, say.end),
        ("party", Type::Text, say.party),
    ]
}

/// A value in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    None,
    /// A whole number.
    Integer(u64),
    /// So many smallest units, with so many decimals.
    Number(u64, u32),
    /// A day.
    Date(ledger::value::Date),
    /// Text.
    Text(String),
}

impl Value {
    fn text(text: Option<impl ToString>) -> Self {
        text.map_or(Self::None, |text| Self::Text(text.to_string()))
    }
}

/// The decimals of a unit.
#[must_use]
pub fn decimals(unit: &Unit) -> u32 {
    match unit {
        Unit::Money(currency) => Currency::exponent(currency),
        Unit::Goods(_) => 0,
    }
}

/// A number with its decimals, as JSON and CSV have it.
pub fn write_decimal(out: &mut String, units: u64, decimals: u32) {
    let scale = 10_u64.pow(decimals);
    let _ = write!(out, "{}", units / scale);
    if decimals > 0 {
        let width = usize::try_from(decimals).unwrap_or(0);
        let _ = write!(out, ".{:0width$}", units % scale);
    }
}

/// Who stands on the other side, where an entry says so: a public alias, a payee, a supplier, a place of a hand-out.
#[must_use]
pub fn party(event: &Event) -> Option<String> {
    match event {
        Event::DonationReceived(event) => event.donor.as_ref().map(ToString::to_string),
        Event::GiftInKindReceived(event) => event.donor.as_ref().map(ToString::to_string),
        Event::FeeCharged(event) => Some(event.payee.to_string()),
        Event::ExpensePaid(event) => Some(event.payee.to_string()),
        Event::PurchaseMade(event) => Some(event.supplier.to_string()),
        Event::GoodsDistributed(event) => event.place.name.as_ref().map(ToString::to_string),
        Event::CashDistributed(event) => event.place.name.as_ref().map(ToString::to_string),
        _ => None,
    }
}

/// The values of a row, in the order of [`columns`].
#[must_use]
pub fn values(lang: Lang, book: &Book, entry: &Entry, row: &Row) -> [Value; 18] {
    let (fund, project) = book.home_of(&row.pool).unzip();
    let (item, lot, site) = goods(book, &row.pool);
    let places = decimals(&row.unit);
    let (came, went) = match row.direction {
        Direction::In => (Value::Number(row.units, places), Value::None),
        Direction::Out => (Value::None, Value::Number(row.units, places)),
    };
    let minor = |value: &Value| match value {
        Value::Number(units, _) => Value::Integer(*units),
        _ => Value::None,
    };
    let end = row.end.and_then(|end| app::view::EndKind::from_word(end.word()));
    [
        Value::Integer(row.seq),
        Value::Date(row.day),
        entry.at.date().map_or(Value::None, Value::Date),
        Value::Text(words::event(lang, row.kind).to_owned()),
        Value::Text(words::direction(lang, row.direction).to_owned()),
        Value::text(fund),
        Value::text(project.flatten()),
        Value::text(item),
        Value::text(lot),
        Value::text(site),
        Value::Text(row.unit.word().to_owned()),
        came.clone(),
        went.clone(),
        minor(&came),
        minor(&went),
        Value::text(row.far.as_ref()),
        Value::text(end.map(|end| words::kind(lang, end))),
        Value::text(party(&entry.event)),
    ]
}

fn goods<'p>(book: &'p Book, pool: &'p PoolName) -> (Option<&'p str>, Option<&'p str>, Option<&'p str>) {
    match pool.parts() {
        PoolParts::Cash { .. } => (None, None, None),
        PoolParts::Goods { lot, site } => (book.state().lot(lot).map(|lot| lot.item.as_str()), Some(lot), Some(site)),
    }
}

/// The values of a totals row.
#[must_use]
pub fn totals(lang: Lang, unit: &Unit, came: u64, went: u64) -> [Value; 18] {
    let mut row = [const { Value::None }; 18];
    let places = decimals(unit);
    row[3] = Value::Text(ReportWords::of(lang).totals_row.to_owned());
    row[10] = Value::Text(unit.word().to_owned());
    row[11] = Value::Number(came, places);
    row[12] = Value::Number(went, places);
    row[13] = Value::Integer(came);
    row[14] = Value::Integer(went);
    row
}
