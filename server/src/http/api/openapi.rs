//! The open interface as OpenAPI 3.1, made from the table that its routes are made from.

use app::view::ApiCall;
use app::words::{ApiText, api_call, api_parameter, api_text};
use ledger::event::EventType;
use ledger::refusal::Lang;
use serde_json::{Value, json};
use utoipa::openapi::path::{
    HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, PathItem, PathsBuilder,
};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{
    Content, InfoBuilder, OpenApi, OpenApiBuilder, RefOr, Required, Response, ResponseBuilder, Server,
};

use super::table::{ENDPOINTS, Endpoint, PREFIX};
use super::{answers, entries, lists};
use crate::webhooks::sign;

/// The document.
#[must_use]
pub fn document(origin: &str) -> OpenApi {
    let paths = ENDPOINTS.iter().fold(PathsBuilder::new(), |paths, endpoint| {
        let method = match endpoint.method {
            "POST" => HttpMethod::Post,
            "DELETE" => HttpMethod::Delete,
            _ => HttpMethod::Get,
        };
        paths.path(format!("{PREFIX}{}", endpoint.path), PathItem::new(method, operation(endpoint)))
    });
    let info = InfoBuilder::new().title("Almoner").version("1").description(Some(
        "Where every gift went: entries, gifts, funds, goods and reports of a public log. Reading is free for all.",
    ));
    OpenApiBuilder::new().info(info.build()).servers(Some([Server::new(origin)])).paths(paths.build()).build()
}

fn operation(endpoint: &Endpoint) -> Operation {
    let mut operation = OperationBuilder::new()
        .operation_id(Some(endpoint.call.word()))
        .summary(Some(api_call(Lang::En, endpoint.call)));
    for code in answers::refusals(endpoint.call, endpoint.method) {
        operation = operation.response(*code, problem());
    }
    for name in endpoint.parts() {
        operation = operation.parameter(parameter(endpoint.call, name, ParameterIn::Path));
    }
    for name in endpoint.query {
        operation = operation.parameter(parameter(endpoint.call, name, ParameterIn::Query));
    }
    match endpoint.method {
        "POST" => {
            let body = utoipa::openapi::request_body::RequestBodyBuilder::new()
                .content("application/json", Content::new(Some(any())))
                .required(Some(Required::True));
            let operation = operation.request_body(Some(body.build()));
            ["200", "201", "202"]
                .iter()
                .fold(operation, |operation, code| operation.response(*code, answer(endpoint)))
                .build()
        }
        "DELETE" => operation.response("200", answer(endpoint)).build(),
        _ => {
            let operation = operation.response("200", answer(endpoint)).response("304", nothing("As you have it."));
            match endpoint.call {
                ApiCall::ReportNow => operation.response("303", nothing("There, for ever.")).build(),
                _ => operation.build(),
            }
        }
    }
}

fn any() -> RefOr<Schema> {
    RefOr::T(Schema::Object(ObjectBuilder::new().schema_type(SchemaType::Type(Type::Object)).build()))
}

fn answer(endpoint: &Endpoint) -> Response {
    ResponseBuilder::new().description("As asked.").content(endpoint.media_type, Content::new(Some(any()))).build()
}

fn nothing(description: &str) -> Response {
    ResponseBuilder::new().description(description).build()
}

/// RFC 9457, with the field, the rule and the figures: numbers as numbers. Beside a receipt code that no gift has stand
/// those that are one slip away.
fn problem() -> Response {
    let text = || ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).build();
    let number = ObjectBuilder::new().schema_type(SchemaType::Type(Type::Integer)).build();
    let schema = ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::Object))
        .property("type", text())
        .property("title", text())
        .property("status", number)
        .property("detail", text())
        .property("field", text())
        .property("rule", text())
        .property("figures", any())
        .property("near", ArrayBuilder::new().items(text()))
        .required("title")
        .required("status")
        .required("detail")
        .required("field")
        .required("rule")
        .required("figures");
    let content = Content::new(Some(RefOr::T(Schema::Object(schema.build()))));
    ResponseBuilder::new().description("What went wrong.").content("application/problem+json", content).build()
}

fn parameter(call: ApiCall, name: &str, place: ParameterIn) -> Parameter {
    let number = matches!(name, "limit" | "within" | "seq" | "size" | "webhook" | "maxwidth" | "maxheight");
    let kind = if number { Type::Integer } else { Type::String };
    let schema = ObjectBuilder::new().schema_type(SchemaType::Type(kind));
    let schema = match name {
        "limit" => schema.minimum(Some(1)).maximum(Some(most_rows(call))),
        _ if number => schema.minimum(Some(0)),
        _ => schema,
    };
    let required = if place == ParameterIn::Path || name == "url" { Required::True } else { Required::False };
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(required)
        .description(Some(api_parameter(Lang::En, call, name)))
        .schema(Some(RefOr::T(Schema::Object(schema.build()))))
        .build()
}

/// The most that `limit` may ask of a call.
fn most_rows(call: ApiCall) -> usize {
    if call == ApiCall::Entries { entries::ENTRIES_LIMIT } else { lists::ROWS_LIMIT }
}

/// What webhooks get, by the type of the event: requests that go out, so no call of the table.
fn webhooks() -> Value {
    let mut types: Vec<String> =
        EventType::ALL.iter().map(|event| format!("{}{}", sign::ENTRY, event.word())).collect();
    types.push(sign::TEST.to_owned());
    let header = |name: &str, text: ApiText| {
        let schema = json!({"type": "string"});
        json!({"name": name, "in": "header", "required": true, "description": api_text(Lang::En, text), "schema": schema})
    };
    let entry = json!({
        "type": "object",
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": {"type": "string", "enum": types},
            "timestamp": {"type": "string", "format": "date-time"},
            "data": {"type": "object", "description": api_call(Lang::En, ApiCall::Entry)},
        },
    });
    json!({"entry": {"post": {
        "operationId": "entryRecorded",
        "summary": api_text(Lang::En, ApiText::WebhookLead),
        "description": api_text(Lang::En, ApiText::WebhookPromise),
        "parameters": [
            header("webhook-id", ApiText::WebhookId),
            header("webhook-timestamp", ApiText::WebhookTimestamp),
            header("webhook-signature", ApiText::WebhookSignature),
        ],
        "requestBody": {"required": true, "content": {"application/json": {"schema": entry}}},
        "responses": {
            "2XX": {"description": "Taken: it is not sent again."},
            "410": {"description": "Nothing is wanted any more: the webhook is stopped."},
            "default": {"description": "Not taken: it is sent again, ten times over three days."},
        },
    }}})
}

/// The document as JSON, with what the builder has no word for.
#[must_use]
pub fn json(origin: &str) -> Value {
    let mut value = serde_json::to_value(document(origin)).unwrap_or_default();
    for endpoint in ENDPOINTS {
        let path = format!("{PREFIX}{}", endpoint.path);
        let operation = &mut value["paths"][path.as_str()][endpoint.method.to_lowercase().as_str()];
        if let Some(body) = answers::body(endpoint.call) {
            operation["requestBody"]["content"]["application/json"]["schema"] = body;
        }
        for code in ["200", "201", "202"] {
            if let Some(content) = operation["responses"].get_mut(code).and_then(|answer| answer.get_mut("content")) {
                content[endpoint.media_type]["schema"] = answers::schema(endpoint.call);
            }
        }
    }
    value["webhooks"] = webhooks();
    value["externalDocs"] = json!({"url": format!("{origin}/api"), "description": "The same, to read"});
    value
}
