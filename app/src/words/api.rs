//! The words of the open interface.

use ledger::refusal::Lang;

use super::pick;
use crate::view::ApiCall;

/// What a call does, in a sentence.
#[must_use]
pub fn api_call(lang: Lang, call: ApiCall) -> &'static str {
    match call {
        ApiCall::Record => pick(
            lang,
            "Records one event. Needs a token; the answer is the entry, once it is on disk.",
            "记录一个事件。需要令牌；写入磁盘后返回该记录。",
        ),
        ApiCall::Entries => pick(
            lang,
            "Entries, byte for byte. Without a filter in the order of the log: ask again with from=next, and it is the change feed. With a filter, or with cursor, newest first: ask again with cursor=next, until next is null. Such an answer stops after some thousands of entries that it looked at, so it may hold few entries or none and still say where to go on.",
            "逐字节给出记录。不带筛选时按账簿顺序：以 from=next 继续请求，即为变更流。带筛选或 cursor 时最新的在前：以 cursor=next 继续，直至 next 为 null。此类答复在查看数千条记录后即停止，因此可能只有少量甚至没有记录，但仍会给出从何处继续。",
        ),
        ApiCall::Entry => {
            pick(lang, "The exact bytes of one entry, as they were hashed.", "一条记录的原始字节，即计算哈希时的内容。")
        }
        ApiCall::Gift => pick(
            lang,
            "What became of a gift: each end with its amount and the entries it went through.",
            "一笔捐赠的去向：每个终点的金额及经过的记录。",
        ),
        ApiCall::Funds => pick(lang, "All funds with their sums.", "所有基金及其合计。"),
        ApiCall::Fund => {
            pick(lang, "One fund with its sums by project, goods and kind.", "一个基金，及其按项目、物资和类别的合计。")
        }
        ApiCall::FundGifts => {
            pick(lang, "A fund's gifts, by day or amount, page by page.", "一个基金收到的捐赠，按日期或金额分页。")
        }
        ApiCall::FundHandouts => {
            pick(lang, "A fund's hand-outs, by day or amount, page by page.", "一个基金的发放，按日期或金额分页。")
        }
        ApiCall::Lot => pick(lang, "A lot: how it came, and where its units are.", "一个批次：来历，以及各处数量。"),
        ApiCall::Handout => pick(lang, "A hand-out, and the gifts behind it.", "一次发放，及其背后的捐赠。"),
        ApiCall::ReportNow => pick(lang, "Leads to the report on the log as it is now.", "转到依据当前账簿的报告。"),
        ApiCall::Report => pick(
            lang,
            "The figures of a report on the first so many entries: the same for ever.",
            "依据账簿前若干条记录的报告数字：永远不变。",
        ),
        ApiCall::Oembed => pick(
            lang,
            "What a newsroom's system needs to embed a fund's, gift's or report's card (oEmbed 1.0).",
            "新闻系统嵌入基金、捐赠或报告卡片所需的信息（oEmbed 1.0）。",
        ),
        ApiCall::Webhooks => pick(
            lang,
            "The webhooks of the organisation whose token this is. Needs a token with the role admin.",
            "令牌所属机构的 Webhook。需要具有 admin 角色的令牌。",
        ),
        ApiCall::Webhook => pick(
            lang,
            "One webhook: its last 100 deliveries, and what came of each attempt. Needs a token with the role admin.",
            "一个 Webhook：最近 100 次发送，以及每次尝试的结果。需要具有 admin 角色的令牌。",
        ),
        ApiCall::AddWebhook => pick(
            lang,
            "Adds a webhook: url, and fund or types where not all entries are wanted. The answer has its secret, once. An address inside a network is refused. Needs a token with the role admin.",
            "添加 Webhook：url，若非通知全部记录则另附 fund 或 types。答复中含密钥，仅此一次。内部网络地址会被拒绝。需要具有 admin 角色的令牌。",
        ),
        ApiCall::RemoveWebhook => pick(
            lang,
            "Removes a webhook with all that waits for it. Needs a token with the role admin.",
            "删除 Webhook 及其待发送内容。需要具有 admin 角色的令牌。",
        ),
        ApiCall::Description => pick(
            lang,
            "This interface as OpenAPI 3.1, made from the program itself.",
            "本接口的 OpenAPI 3.1 描述，由程序自身生成。",
        ),
    }
}

/// What a parameter of a call asks.
#[must_use]
pub fn api_parameter(lang: Lang, call: ApiCall, name: &str) -> &'static str {
    match (call, name) {
        (ApiCall::Entries, name) => entries_parameter(lang, name).unwrap_or_else(|| parameter(lang, name)),
        (_, name) => parameter(lang, name),
    }
}

/// What the log's own filters ask, where a name means something else to other calls.
fn entries_parameter(lang: Lang, name: &str) -> Option<&'static str> {
    Some(match name {
        "from" => pick(
            lang,
            "From this number on; or recorded on this day (UTC) or later.",
            "自该编号起；或自该日（UTC）起记录。",
        ),
        "limit" => pick(lang, "At most so many rows: 1 to 1,000.", "最多多少行：1 至 1,000。"),
        "to" => pick(lang, "Recorded on this day (UTC) or before.", "截至该日（UTC）记录。"),
        "kind" => pick(
            lang,
            "Behind this figure: received, handed_out, held, costs, set_aside, lost and others, as on the page /entries.",
            "构成该数字的记录：received、handed_out、held、costs、set_aside、lost 等，与 /entries 页面相同。",
        ),
        "type" => pick(lang, "Of this type of event, as goods_distributed.", "该类型的事件，例如 goods_distributed。"),
        "currency" => pick(lang, "Of funds in this currency (ISO 4217).", "属于使用该货币（ISO 4217）的基金。"),
        "place" => pick(
            lang,
            "Hand-outs at this place, by its word, as the page /entries links to it: country/part/name.",
            "在该地点的发放，以地点标识“国家/行政区/名称”指明，与 /entries 页面的链接相同。",
        ),
        _ => return None,
    })
}

fn parameter(lang: Lang, name: &str) -> &'static str {
    match name {
        "limit" => pick(lang, "At most so many rows: 1 to 500.", "最多多少行：1 至 500。"),
        "cursor" => {
            pick(lang, "Rows after this place: what the last answer gave as next.", "从此处之后：上一答复中的 next。")
        }
        "fields" => pick(
            lang,
            "Only these fields of each row or of the answer, with commas between.",
            "只要每行或答复中的这些字段，以逗号分隔。",
        ),
        "sort" => pick(lang, "newest, oldest or largest.", "newest（最新）、oldest（最早）或 largest（最大）。"),
        "wait" => pick(
            lang,
            "Answer once a checkpoint or a quorum covers the entry.",
            "待检查点（checkpoint）或法定数（quorum）涵盖该记录后再答复。",
        ),
        "within" => pick(lang, "Wait at most so many seconds.", "最多等待多少秒。"),
        "seq" => pick(lang, "The entry's number.", "记录编号。"),
        "code" => pick(lang, "The receipt code.", "收据编号。"),
        "size" => pick(lang, "How many entries of the log.", "账簿的记录条数。"),
        "name" => pick(lang, "What the report is called.", "报告的名称。"),
        "webhook" => pick(lang, "The webhook's id.", "Webhook 的标识。"),
        "id" => pick(lang, "Its id.", "其标识。"),
        "url" => pick(lang, "The address of a page of this site.", "本站页面的地址。"),
        "format" => pick(lang, "json: there is no other.", "json：没有其他格式。"),
        "maxwidth" | "maxheight" => pick(lang, "The room there is, in pixels.", "可用的宽或高（像素）。"),
        "kind" => pick(lang, "Types of events, with commas between.", "事件类型，以逗号分隔。"),
        "place" => pick(
            lang,
            "A country or a part of one (ISO 3166), or a place's word.",
            "国家或其行政区（ISO 3166），或地点标识。",
        ),
        "gift" => {
            pick(lang, "Entries that this gift went through, by its code.", "该捐赠（以收据编号指明）经过的记录。")
        }
        "from" => pick(lang, "From this day on.", "自该日起。"),
        "to" => pick(lang, "To this day.", "至该日止。"),
        "fund" => pick(lang, "A fund's id.", "基金标识。"),
        "project" => pick(lang, "A project's id.", "项目标识。"),
        "organisation" => pick(lang, "An organisation's id.", "机构标识。"),
        "item" => pick(lang, "An item's id.", "物资标识。"),
        "site" => pick(lang, "A site's id.", "地点标识。"),
        _ => "",
    }
}

/// The headings and paragraphs of the page.
#[must_use]
pub fn api_text(lang: Lang, part: ApiText) -> String {
    match part {
        ApiText::Title => pick(lang, "The open interface", "开放接口").to_owned(),
        ApiText::Lead => pick(
            lang,
            "Everything on these pages, for programs. Reading needs no key and no agreement, from any site; whatever has an id keeps it for ever.",
            "本站所有内容均可由程序读取。读取无需密钥或协议，任何网站均可；标识一经给出，永久不变。",
        )
        .to_owned(),
        ApiText::Rules => pick(lang, "What holds for all of it", "共同规则").to_owned(),
        ApiText::Errors => pick(
            lang,
            "Errors are application/problem+json (RFC 9457) with the field, the rule and the figures, in the language of Accept-Language (en, zh-CN). A parameter that is not known is an error, not ignored.",
            "错误以 application/problem+json（RFC 9457）给出，含字段、规则与数值，语言依 Accept-Language（en、zh-CN）。未知参数视为错误，不予忽略。",
        )
        .to_owned(),
        ApiText::Caching => pick(
            lang,
            "Answers carry an ETag: send it back as If-None-Match, and what did not change costs nothing. Amounts are whole numbers of the smallest unit.",
            "答复带有 ETag：以 If-None-Match 送回，未变的内容不再传输。金额为最小单位的整数。",
        )
        .to_owned(),
        ApiText::Limit(burst, rate) => pick(
            lang,
            format!("An address may read {burst} times at once, and {rate} times a second from then on. RateLimit and RateLimit-Policy say how much is left; beyond it the answer is 429 with Retry-After. Whole copies are at /log/entries.ndjson."),
            format!("每个地址可一次读取 {burst} 次，此后每秒 {rate} 次。RateLimit 与 RateLimit-Policy 说明余量；超出则答复 429 并带 Retry-After。整本账簿请从 /log/entries.ndjson 下载。"),
        ),
        ApiText::Following => pick(
            lang,
            "To follow what is new: GET /live/entries?from= sends each entry as a server-sent event, and goes on behind Last-Event-ID; GET /live sends the head of the log alone; /api/v1/entries?from= gives what came since, page by page; /funds/ID/feed.atom and /gifts/CODE/feed.atom are Atom feeds.",
            "跟踪更新：GET /live/entries?from= 以服务器推送事件逐条发送记录，并从 Last-Event-ID 之后继续；GET /live 仅发送账簿末端；/api/v1/entries?from= 分页给出此后的记录；/funds/ID/feed.atom 与 /gifts/CODE/feed.atom 为 Atom 订阅。",
        )
        .to_owned(),
        ApiText::Deprecation => pick(
            lang,
            "What is in v1 stays: fields may be added, none is renamed or removed. Should an address have to go, its answers say so for at least twelve months with the headers Deprecation (RFC 9745) and Sunset (RFC 8594), and this page names its successor.",
            "v1 的内容保持不变：可增加字段，不更名、不删除。若某地址必须停用，其答复将至少提前十二个月以 Deprecation（RFC 9745）和 Sunset（RFC 8594）标头说明，并在本页注明替代地址。",
        )
        .to_owned(),
        ApiText::Webhooks => pick(lang, "Webhooks: being told", "Webhook：主动通知").to_owned(),
        ApiText::WebhookLead => pick(
            lang,
            "Whoever runs this site can have an address of yours told of each new entry, of all of them, of one fund or of some types, as Standard Webhooks 1.0 describes.",
            "本站管理者可将每条新记录（全部、某一基金或某些类型）按 Standard Webhooks 1.0 规范通知到您的地址。",
        )
        .to_owned(),
        ApiText::WebhookBody => pick(
            lang,
            "A POST with the body {\"type\", \"timestamp\", \"data\"}: type is entry. and the type of the event, as entry.donation_received, or webhook.test; data is the entry, byte for byte as GET /api/v1/entries/{seq} gives it, at most 64 KiB.",
            "以 POST 发送，正文为 {\"type\", \"timestamp\", \"data\"}：type 为 entry. 加事件类型，例如 entry.donation_received，测试为 webhook.test；data 为该记录，与 GET /api/v1/entries/{seq} 的内容逐字节相同，不超过 64 KiB。",
        )
        .to_owned(),
        ApiText::WebhookPromise => pick(
            lang,
            "Each entry comes at least once, always with the same webhook-id, usually in the order of the log: whoever needs the order goes by data.seq. An answer of 2xx within 15 seconds ends it. Else it comes again after 5 seconds, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours, each up to a tenth later, or when a Retry-After beside 429 or 503 says, up to a day; then the webhook stops and the admin is told. 410 stops it at once. Redirects are not followed.",
            "每条记录至少送达一次，webhook-id 始终相同，通常按账簿顺序；需要严格顺序时请依据 data.seq。15 秒内答复 2xx 即完成；否则分别在 5 秒、5 分钟、30 分钟、2、5、10、14、20 和 24 小时后重发（最多推迟十分之一；429 或 503 附带 Retry-After 时遵从其要求，最长一天），此后停止并告知管理员。答复 410 立即停止。不跟随重定向。",
        )
        .to_owned(),
        ApiText::WebhookCheck => pick(
            lang,
            "Check it before you believe it: the signature over the bytes as they came, the timestamp within five minutes of your clock, the id not seen before. While a secret is changed there are two signatures; one that fits is enough.",
            "采信之前请先验证：对收到的原始字节核对签名，时间戳与本机时钟相差不超过五分钟，编号未曾出现。更换密钥期间会有两个签名，其一相符即可。",
        )
        .to_owned(),
        ApiText::WebhookId => pick(lang, "The same with every attempt.", "每次尝试均相同。").to_owned(),
        ApiText::WebhookTimestamp => {
            pick(lang, "When this attempt was made, in unix seconds.", "本次尝试的时间（Unix 秒）。").to_owned()
        }
        ApiText::WebhookSignature => pick(
            lang,
            "v1, and the base64 of HMAC-SHA256 over id.timestamp.body with the bytes behind whsec_; several with blanks between.",
            "v1, 加上以 whsec_ 之后的字节为密钥、对 id.timestamp.body 计算的 HMAC-SHA256 的 base64；多个以空格分隔。",
        )
        .to_owned(),
        ApiText::Run => pick(lang, "Run it", "运行").to_owned(),
        ApiText::Parameters => pick(lang, "Parameter", "参数").to_owned(),
        ApiText::Meaning => pick(lang, "Meaning", "含义").to_owned(),
    }
}

/// Parts of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiText {
    /// Its heading.
    Title,
    /// What it is.
    Lead,
    /// The heading over what follows.
    Rules,
    /// Errors.
    Errors,
    /// Caching and amounts.
    Caching,
    /// How often one may ask: at once, and a second.
    Limit(u32, u32),
    /// How to follow.
    Following,
    /// What changes, and when.
    Deprecation,
    /// The heading over webhooks.
    Webhooks,
    /// What webhooks are.
    WebhookLead,
    /// What is sent.
    WebhookBody,
    /// What is promised.
    WebhookPromise,
    /// What to check.
    WebhookCheck,
    /// A header.
    WebhookId,
    /// A header.
    WebhookTimestamp,
    /// A header.
    WebhookSignature,
    /// A link that runs an example.
    Run,
    /// A heading.
    Parameters,
    /// A heading.
    Meaning,
}
