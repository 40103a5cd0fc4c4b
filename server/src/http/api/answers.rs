//! What each call answers, as JSON Schema: programs are made from it, and a fuzzer holds the running server against it.
//!
//! Where `fields` may leave out parts of an answer none of them is required; those of a list's frame always come.

use app::view::ApiCall;
use ledger::event::EventType;
use serde_json::{Map, Value, json};

/// The statuses that a call may answer besides its good ones; nothing else is promised, and nothing else comes.
#[must_use]
pub fn refusals(call: ApiCall, method: &str) -> &'static [&'static str] {
    match (call, method) {
        (ApiCall::Webhooks | ApiCall::Webhook, _) => &["400", "401", "403", "404", "422", "429", "503"],
        (_, "DELETE") => &["400", "401", "403", "404", "503"],
        (_, "POST") => &["400", "401", "403", "408", "413", "422", "429", "503", "507"],
        _ => &["400", "404", "422", "429", "503"],
    }
}

/// The schema of what is sent, where it is ours to say; what an event is stands with the ledger.
#[must_use]
pub fn body(call: ApiCall) -> Option<Value> {
    let types: Vec<&str> = EventType::ALL.iter().map(|event| event.word()).collect();
    (call == ApiCall::AddWebhook).then(|| {
        json!({"type": "object", "required": ["url"], "additionalProperties": false, "properties": {
            "url": {"type": "string", "format": "uri"},
            "organisation": text(),
            "fund": text(),
            "types": {"type": "array", "minItems": 1, "items": {"type": "string", "enum": types}},
        }})
    })
}

/// The schema of a good answer.
#[must_use]
pub fn schema(call: ApiCall) -> Value {
    match call {
        ApiCall::Entries => {
            frame(&json!({"size": count(), "head": hash(), "next": number_or_null(), "entries": rows_of(call)}))
        }
        ApiCall::Funds => frame(&json!({"funds": rows_of(call)})),
        ApiCall::FundGifts => frame(&json!({"currency": currency(), "next": text_or_null(), "gifts": rows_of(call)})),
        ApiCall::FundHandouts => {
            frame(&json!({"currency": currency(), "next": text_or_null(), "handouts": rows_of(call)}))
        }
        ApiCall::Oembed => {
            frame(&json!({"version": {"const": "1.0"}, "type": {"const": "rich"}, "title": text(), "html": text(),
            "width": count(), "height": count()}))
        }
        ApiCall::Webhooks => frame(&json!({"webhooks": rows()})),
        ApiCall::AddWebhook => frame(&json!({"id": count(), "organisation": text(), "url": text(), "entries": text(),
            "state": text(), "waiting": count(), "made_by": text(), "secret": text()})),
        ApiCall::Webhook => parts(&json!({"id": count(), "organisation": text(), "url": text(), "entries": text(),
            "state": text(), "waiting": count(), "made_by": text(), "deliveries": rows()})),
        ApiCall::RemoveWebhook => frame(&json!({"removed": count()})),
        ApiCall::Gift => {
            parts(&json!({"amount": count(), "currency": currency(), "ends": rows(), "gift": text(), "seq": count()}))
        }
        ApiCall::Fund => parts(&json!({"seq": count(), "fund": event(), "figures": rows()})),
        ApiCall::Lot => parts(&json!({"seq": count(), "lot": text(), "event": event(), "places": rows()})),
        ApiCall::Handout => parts(&json!({"seq": count(), "handout": text(), "event": event(), "lines": rows()})),
        ApiCall::Report | ApiCall::ReportNow => parts(&json!({
            "accounts": rows(), "address": text(), "citation": text(), "flows": rows(), "followed": object(), "format": text(), "head": hash(),
            "question": text(), "reached": object(), "rows": count(), "size": count(), "title": text(), "totals": rows(),
        })),
        ApiCall::Entry => parts_of(call),
        ApiCall::Record | ApiCall::Description => object(),
    }
}

/// What `fields` may choose: the parts of each row where the answer is a list of rows, else those of the answer.
#[must_use]
pub fn fields(call: ApiCall) -> &'static [&'static str] {
    match call {
        ApiCall::Entries | ApiCall::Entry => &["actor", "approver", "at", "event", "key", "moves", "prev", "seq"],
        ApiCall::Gift => &["amount", "currency", "ends", "gift", "seq"],
        ApiCall::Funds | ApiCall::Fund => &["figures", "fund", "seq"],
        ApiCall::FundGifts => &["code", "event", "recorded_at", "seq"],
        ApiCall::FundHandouts => &["event", "id", "recorded_at", "seq"],
        ApiCall::Lot => &["event", "lot", "places", "seq"],
        ApiCall::Handout => &["event", "handout", "lines", "seq"],
        ApiCall::Report | ApiCall::ReportNow => &[
            "accounts", "address", "citation", "flows", "followed", "format", "head", "question", "reached", "rows",
            "size", "title", "totals",
        ],
        ApiCall::Webhooks => WEBHOOKS,
        ApiCall::Webhook => WEBHOOK,
        ApiCall::Record | ApiCall::AddWebhook | ApiCall::RemoveWebhook | ApiCall::Oembed | ApiCall::Description => &[],
    }
}

/// What a webhook's row has; which fund or which types only where it is told of no others.
const WEBHOOKS: &[&str] =
    &["entries", "fund", "id", "made_at", "made_by", "organisation", "state", "types", "url", "waiting"];

/// The same with what was sent.
const WEBHOOK: &[&str] =
    &["deliveries", "entries", "fund", "id", "made_at", "made_by", "organisation", "state", "types", "url", "waiting"];

/// All of these, always.
fn frame(properties: &Value) -> Value {
    let required: Vec<String> = properties.as_object().into_iter().flat_map(|all| all.keys().cloned()).collect();
    json!({"type": "object", "properties": properties, "required": required})
}

/// Some of these.
fn parts(properties: &Value) -> Value {
    json!({"type": "object", "properties": properties})
}

/// Rows whose parts `fields` chooses among.
fn rows_of(call: ApiCall) -> Value {
    json!({"type": "array", "items": parts_of(call)})
}

fn parts_of(call: ApiCall) -> Value {
    let properties: Map<String, Value> = fields(call).iter().map(|name| ((*name).to_owned(), part(name))).collect();
    json!({"type": "object", "properties": properties})
}

/// A part of a row, by its name: what is no number, text or event is a list.
fn part(name: &str) -> Value {
    match name {
        "seq" => count(),
        "actor" | "approver" | "code" | "id" => text(),
        "at" | "recorded_at" => json!({"type": "string", "format": "date-time"}),
        "key" => json!({"type": "string", "format": "uuid"}),
        "prev" => hash(),
        "event" | "fund" => event(),
        _ => rows(),
    }
}

/// What happened; which fields there are beside its type is said by the ledger.
fn event() -> Value {
    let types: Vec<&str> = EventType::ALL.iter().map(|event| event.word()).collect();
    json!({"type": "object", "required": ["type"], "properties": {"type": {"type": "string", "enum": types}}})
}

fn object() -> Value {
    json!({"type": "object"})
}

fn rows() -> Value {
    json!({"type": "array", "items": {"type": "object"}})
}

fn count() -> Value {
    json!({"type": "integer", "minimum": 0})
}

fn text() -> Value {
    json!({"type": "string"})
}

fn text_or_null() -> Value {
    json!({"type": ["string", "null"]})
}

fn number_or_null() -> Value {
    json!({"type": ["integer", "null"], "minimum": 0})
}

fn currency() -> Value {
    json!({"type": "string", "pattern": "^[A-Z]{3}$"})
}

fn hash() -> Value {
    json!({"type": "string", "pattern": "^[0-9a-f]{64}$"})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_fields_may_choose_is_described() {
        let told = [
            ApiCall::Entries,
            ApiCall::Entry,
            ApiCall::Gift,
            ApiCall::Funds,
            ApiCall::Fund,
            ApiCall::FundGifts,
            ApiCall::FundHandouts,
            ApiCall::Lot,
            ApiCall::Handout,
            ApiCall::Report,
        ];
        for call in told {
            let schema = schema(call).to_string();
            assert!(!fields(call).is_empty(), "{}", call.word());
            for field in fields(call) {
                assert!(schema.contains(&format!("\"{field}\":{{\"")), "{}: {field}", call.word());
            }
        }
    }
}
