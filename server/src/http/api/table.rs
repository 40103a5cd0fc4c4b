//! Every call of the open interface in one table: the routes, what may be asked, the description for programs and the page
//! for people are made from it, so that none can say what another does not.

use actix_web::Route;
use actix_web::web::{delete, post};

use app::view::{Api, ApiCall, ApiLine, ApiParameter};

use super::sample::Sample;
use super::{entries, lists, reading, webhooks};
use crate::http::site::get;

/// Where the interface lies.
pub const PREFIX: &str = "/api/v1";

/// One call.
#[derive(Clone, Copy)]
pub struct Endpoint {
    /// What it does.
    pub call: ApiCall,
    /// `GET`, `POST` or `DELETE`.
    pub method: &'static str,
    /// Its address behind the prefix, with names of parts in braces.
    pub path: &'static str,
    /// What may be asked behind `?`.
    pub query: &'static [&'static str],
    /// What it answers.
    pub media_type: &'static str,
    /// An example behind the prefix, of any ledger; else one is made of what the ledger has.
    pub example: Option<&'static str>,
    /// Who answers.
    pub route: fn() -> Route,
}

const JSON: &str = "application/json";

/// Filters of reports, as [`ledger::report::Question::NAMES`] has them, and a name.
const FILTERS: &[&str] =
    &["fund", "from", "gift", "item", "kind", "name", "organisation", "place", "project", "site", "to", "fields"];

const LISTS: &[&str] = &["cursor", "fields", "from", "item", "limit", "place", "project", "sort", "to"];

/// Filters of the log, as the page `/entries` has them.
const ENTRIES: &[&str] = &[
    "currency",
    "cursor",
    "fields",
    "from",
    "fund",
    "item",
    "kind",
    "limit",
    "organisation",
    "place",
    "project",
    "site",
    "to",
    "type",
];

/// The table.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        call: ApiCall::Record,
        method: "POST",
        path: "/events",
        query: &["wait", "within"],
        media_type: JSON,
        example: None,
        route: || post().to(super::record),
    },
    Endpoint {
        call: ApiCall::Entries,
        method: "GET",
        path: "/entries",
        query: ENTRIES,
        media_type: JSON,
        example: Some("/entries?from=0&limit=3"),
        route: || get().to(entries::list),
    },
    Endpoint {
        call: ApiCall::Entry,
        method: "GET",
        path: "/entries/{seq}",
        query: &["fields"],
        media_type: JSON,
        example: Some("/entries/0"),
        route: || get().to(super::entry),
    },
    Endpoint {
        call: ApiCall::Gift,
        method: "GET",
        path: "/gifts/{code}",
        query: &["fields"],
        media_type: JSON,
        example: None,
        route: || get().to(super::gift),
    },
    Endpoint {
        call: ApiCall::Funds,
        method: "GET",
        path: "/funds",
        query: &["fields"],
        media_type: JSON,
        example: Some("/funds?fields=seq,fund"),
        route: || get().to(super::funds),
    },
    Endpoint {
        call: ApiCall::Fund,
        method: "GET",
        path: "/funds/{id}",
        query: &["fields"],
        media_type: JSON,
        example: None,
        route: || get().to(super::fund),
    },
    Endpoint {
        call: ApiCall::FundGifts,
        method: "GET",
        path: "/funds/{id}/gifts",
        query: LISTS,
        media_type: JSON,
        example: None,
        route: || get().to(lists::gifts),
    },
    Endpoint {
        call: ApiCall::FundHandouts,
        method: "GET",
        path: "/funds/{id}/handouts",
        query: LISTS,
        media_type: JSON,
        example: None,
        route: || get().to(lists::handouts),
    },
    Endpoint {
        call: ApiCall::Lot,
        method: "GET",
        path: "/lots/{id}",
        query: &["fields"],
        media_type: JSON,
        example: None,
        route: || get().to(super::lot),
    },
    Endpoint {
        call: ApiCall::Handout,
        method: "GET",
        path: "/handouts/{id}",
        query: &["fields"],
        media_type: JSON,
        example: None,
        route: || get().to(super::handout),
    },
    Endpoint {
        call: ApiCall::ReportNow,
        method: "GET",
        path: "/reports",
        query: FILTERS,
        media_type: JSON,
        example: Some("/reports?kind=donation_received"),
        route: || get().to(reading::report_now),
    },
    Endpoint {
        call: ApiCall::Report,
        method: "GET",
        path: "/reports/{size}",
        query: FILTERS,
        media_type: JSON,
        example: None,
        route: || get().to(reading::report),
    },
    Endpoint {
        call: ApiCall::Oembed,
        method: "GET",
        path: "/oembed",
        query: &["format", "maxheight", "maxwidth", "url"],
        media_type: JSON,
        example: None,
        route: || get().to(reading::oembed),
    },
    Endpoint {
        call: ApiCall::Webhooks,
        method: "GET",
        path: "/webhooks",
        query: &["fields"],
        media_type: JSON,
        example: None,
        route: || get().to(webhooks::list),
    },
    Endpoint {
        call: ApiCall::AddWebhook,
        method: "POST",
        path: "/webhooks",
        query: &[],
        media_type: JSON,
        example: None,
        route: || post().to(webhooks::add),
    },
    Endpoint {
        call: ApiCall::Webhook,
        method: "GET",
        path: "/webhooks/{webhook}",
        query: &["fields"],
        media_type: JSON,
        example: None,
        route: || get().to(webhooks::one),
    },
    Endpoint {
        call: ApiCall::RemoveWebhook,
        method: "DELETE",
        path: "/webhooks/{webhook}",
        query: &[],
        media_type: JSON,
        example: None,
        route: || delete().to(webhooks::remove),
    },
    Endpoint {
        call: ApiCall::Description,
        method: "GET",
        path: "/openapi.json",
        query: &[],
        media_type: JSON,
        example: Some("/openapi.json"),
        route: || get().to(reading::description),
    },
];

impl Endpoint {
    /// The names of parts of its path.
    pub fn parts(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('{').skip(1).filter_map(|part| part.split('}').next())
    }
}

/// The call that an address and a method are of, by the pattern that the address matched.
#[must_use]
pub fn of_pattern(method: &str, pattern: &str) -> Option<&'static Endpoint> {
    let path = pattern.strip_prefix(PREFIX)?;
    ENDPOINTS.iter().find(|endpoint| endpoint.path == path && endpoint.method == method)
}

/// The methods that an address knows, by the pattern that it matched, as `Allow` has them.
#[must_use]
pub fn methods(pattern: &str) -> String {
    let path = pattern.strip_prefix(PREFIX).unwrap_or(pattern);
    let mut methods = vec!["OPTIONS"];
    for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.path == path) {
        methods.push(endpoint.method);
        if endpoint.method == "GET" {
            methods.push("HEAD");
        }
    }
    methods.sort_unstable();
    methods.join(", ")
}

/// The page's model.
#[must_use]
pub fn page(origin: String, limit: (u32, u32), sample: &Sample) -> Api {
    let made = |endpoint: &Endpoint| match endpoint.method {
        "GET" => sample.fill(endpoint.path, &origin),
        _ => None,
    };
    let line = |endpoint: &Endpoint| ApiLine {
        method: endpoint.method,
        path: format!("{PREFIX}{}", endpoint.path),
        call: endpoint.call,
        parameters: endpoint
            .parts()
            .map(|name| ApiParameter { name, in_path: true })
            .chain(endpoint.query.iter().map(|name| ApiParameter { name, in_path: false }))
            .collect(),
        example: endpoint
            .example
            .map(str::to_owned)
            .or_else(|| made(endpoint))
            .map(|example| format!("{PREFIX}{example}")),
    };
    let lines = ENDPOINTS.iter().map(line).collect();
    Api { lines, origin, limit }
}
