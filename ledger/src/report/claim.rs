//! A report's figures as canonical JSON, keys in order: what a bundle claims, and what a reader derives again.

use super::follow::Followed;
use super::reached::{Cell, People, Reached};
use super::tally::{Account, Flow, Total};
use super::{FORMAT, Report};
use crate::json::{write_number, write_text};

impl Report {
    /// The figures in JSON: whole numbers of the smallest unit, entries by number.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::from("{\"accounts\":");
        list(&mut out, &self.accounts, account);
        out.push_str(",\"flows\":");
        list(&mut out, &self.flows, flow);
        if let Some(followed) = &self.followed {
            out.push_str(",\"followed\":");
            both_ways(&mut out, followed);
        }
        text(&mut out, ",\"format\":", FORMAT);
        text(&mut out, ",\"head\":", &self.head.to_string());
        text(&mut out, ",\"question\":", &self.question.to_string());
        out.push_str(",\"reached\":");
        people(&mut out, &self.reached);
        number(&mut out, ",\"rows\":", self.rows);
        number(&mut out, ",\"size\":", self.size);
        out.push_str(",\"totals\":");
        list(&mut out, &self.totals, total);
        out.push('}');
        out
    }
}

fn list<T>(out: &mut String, items: &[T], write: impl Fn(&mut String, &T)) {
    out.push('[');
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(']');
}

fn text(out: &mut String, key: &str, value: &str) {
    out.push_str(key);
    write_text(out, value);
}

fn number(out: &mut String, key: &str, value: u64) {
    out.push_str(key);
    write_number(out, value);
}

fn signed(out: &mut String, key: &str, value: i64) {
    out.push_str(key);
    if value < 0 {
        out.push('-');
    }
    write_number(out, value.unsigned_abs());
}

fn account(out: &mut String, account: &Account) {
    number(out, "{\"asked_in\":", account.asked_in);
    number(out, ",\"asked_out\":", account.asked_out);
    signed(out, ",\"closing\":", account.closing);
    signed(out, ",\"opening\":", account.opening);
    number(out, ",\"other_in\":", account.other_in);
    number(out, ",\"other_out\":", account.other_out);
    text(out, ",\"pool\":", account.pool.as_str());
    number(out, ",\"rows\":", account.rows);
    text(out, ",\"unit\":", account.unit.word());
    out.push('}');
}

fn total(out: &mut String, total: &Total) {
    signed(out, "{\"closing\":", total.closing);
    number(out, ",\"from_elsewhere\":", total.from_elsewhere);
    number(out, ",\"in\":", total.all_in);
    signed(out, ",\"opening\":", total.opening);
    number(out, ",\"out\":", total.all_out);
    number(out, ",\"to_elsewhere\":", total.to_elsewhere);
    text(out, ",\"unit\":", total.unit.word());
    out.push('}');
}

fn flow(out: &mut String, flow: &Flow) {
    text(out, "{\"direction\":", flow.direction.word());
    text(out, ",\"kind\":", flow.kind.word());
    number(out, ",\"rows\":", flow.rows);
    text(out, ",\"unit\":", flow.unit.word());
    number(out, ",\"units\":", flow.units);
    out.push('}');
}

fn both_ways(out: &mut String, followed: &Followed) {
    out.push_str("{\"ends\":");
    list(out, &followed.ends, |out, end| {
        number(out, "{\"amount\":", end.amount);
        text(out, ",\"kind\":", end.kind.word());
        text(out, ",\"unit\":", end.unit.word());
        out.push('}');
    });
    out.push_str(",\"sources\":");
    list(out, &followed.sources, |out, source| {
        number(out, "{\"amount\":", source.amount);
        number(out, ",\"seq\":", source.gift);
        text(out, ",\"unit\":", source.unit.word());
        out.push('}');
    });
    out.push('}');
}

fn people(out: &mut String, reached: &Reached) {
    out.push_str("{\"cells\":");
    list(out, &reached.cells, cell);
    number(out, ",\"households\":", reached.households);
    number(out, ",\"people\":", reached.people);
    number(out, ",\"under_5\":", reached.few);
    out.push('}');
}

fn cell(out: &mut String, cell: &Cell) {
    text(out, "{\"admin1\":", &cell.at.admin1);
    text(out, ",\"country\":", &cell.at.country);
    text(out, ",\"day\":", &cell.at.day.to_string());
    number(out, ",\"handouts\":", cell.handouts);
    if let People::Counted { households, people } = cell.people {
        number(out, ",\"households\":", households);
        text(out, ",\"name\":", &cell.at.name);
        number(out, ",\"people\":", people);
    } else {
        text(out, ",\"name\":", &cell.at.name);
        out.push_str(",\"under_5\":true");
    }
    out.push('}');
}
