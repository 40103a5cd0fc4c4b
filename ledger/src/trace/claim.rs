//! A trace as canonical JSON: what a bundle claims, and what a reader's browser derives again.

use super::{End, Trace};
use crate::code::GiftCode;
use crate::json::{write_number, write_text};

impl Trace {
    /// The trace in JSON, keys in order: amounts in the gift's own units, entries by number.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::from("{\"amount\":");
        write_number(&mut out, self.amount);
        if let Some(currency) = self.currency {
            out.push_str(",\"currency\":");
            write_text(&mut out, currency.as_str());
        }
        out.push_str(",\"ends\":[");
        for (index, end) in self.ends.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            write_end(&mut out, end);
        }
        out.push_str("],\"gift\":");
        write_text(&mut out, &GiftCode::of_seq(self.seq).map(|code| code.to_string()).unwrap_or_default());
        out.push_str(",\"seq\":");
        write_number(&mut out, self.seq);
        out.push('}');
        out
    }
}

fn write_end(out: &mut String, end: &End) {
    out.push_str("{\"amount\":");
    write_number(out, end.amount);
    out.push_str(",\"kind\":");
    write_text(out, end.kind.word());
    out.push_str(",\"path\":[");
    for (index, seq) in end.path.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_number(out, *seq);
    }
    out.push_str("],\"pool\":");
    write_text(out, end.pool.as_str());
    if let Some(seq) = end.seq {
        out.push_str(",\"seq\":");
        write_number(out, seq);
    }
    out.push('}');
}
