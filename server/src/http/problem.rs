//! Errors for programs: `application/problem+json` (RFC 9457), with the field, the rule and the figures.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use serde_json::{Map, Value};

use app::view::desk::WebhookFault;
use ledger::code::GiftCode;
use ledger::refusal::{FigureValue, Lang, Refusal, Rule};
use ledger::value::SubjectKind;

use crate::sequencer::Unrecorded;
use crate::store::StoreError;

/// As much is repeated of what was asked for.
const SHOWN_CHARS: usize = 80;

const AUTHORIZATION: &str = "Authorization";
const BAD_PARAMETER: (&str, &str) = ("Bad parameter", "参数有误");
const BAD_REQUEST: (&str, &str) = ("Bad request", "请求有误");
const BUSY: (&str, &str) = ("Busy", "繁忙");
const NOT_FOUND: (&str, &str) = ("Not found", "没有内容");

/// An answer that says what went wrong.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    title: &'static str,
    detail: String,
    about: Box<About>,
    retry_after_s: Option<u32>,
}

/// What a program needs to know of it, whatever the language.
#[derive(Debug, Clone, Default)]
struct About {
    /// The field, header, parameter or part of the address; empty for the request as a whole.
    field: String,
    /// A stable word.
    rule: &'static str,
    figures: Map<String, Value>,
    /// Receipt codes one slip away that are gifts; none where no code was asked for.
    near: Option<Vec<GiftCode>>,
}

/// The reader's language, as the `Accept-Language` header ranks Chinese and English.
#[must_use]
pub fn language(request: &HttpRequest) -> Lang {
    let header = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    preferred(header)
}

/// The first of the two languages in order of weight, as `en;q=0.8, zh-CN`; English where neither is named.
#[must_use]
pub fn preferred(header: &str) -> Lang {
    let mut best = (0_u32, Lang::En);
    for part in header.split(',') {
        let (tag, rest) = part.trim().split_once(';').unwrap_or((part.trim(), "q=1"));
        let weight = rest.trim().strip_prefix("q=").map_or(1_000, thousandths);
        let lang = match tag.split('-').next().map(str::to_ascii_lowercase).as_deref() {
            Some("zh") => Lang::Zh,
            Some("en") => Lang::En,
            _ => continue,
        };
        if weight > best.0 {
            best = (weight, lang);
        }
    }
    best.1
}

/// A weight from 0 to 1 with at most three digits, in thousandths.
pub(super) fn thousandths(weight: &str) -> u32 {
    let (whole, rest) = weight.split_once('.').unwrap_or((weight, ""));
    let digits: String = rest.chars().chain("000".chars()).take(3).collect();
    whole.parse::<u32>().unwrap_or(0) * 1_000 + digits.parse::<u32>().unwrap_or(0)
}

impl Problem {
    fn new(status: StatusCode, title: &'static str, detail: String) -> Self {
        Self { status, title, detail, about: Box::default(), retry_after_s: None }
    }

    /// What went wrong, in a few words and in a sentence.
    pub(crate) fn told(&self) -> (&'static str, &str) {
        (self.title, &self.detail)
    }

    /// In the reader's language; each pair is English and Chinese.
    fn in_words(
        status: StatusCode,
        rule: &'static str,
        lang: Lang,
        title: (&'static str, &'static str),
        detail: (&str, &str),
    ) -> Self {
        let mut problem = Self::new(status, pick(lang, title), pick(lang, detail).to_owned());
        problem.about.rule = rule;
        problem
    }

    /// About this field, header, parameter or part of the address.
    fn of(mut self, field: &str) -> Self {
        field.clone_into(&mut self.about.field);
        self
    }

    fn after(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    fn under(status: StatusCode, title: &'static str, refusal: &Refusal, lang: Lang) -> Self {
        let mut problem = Self::new(status, title, refusal.say(lang)).of(&refusal.field);
        problem.about.rule = refusal.rule.code();
        problem.about.figures = refusal.rule.figures().into_iter().map(figure).collect();
        problem
    }

    /// A refused event.
    #[must_use]
    pub fn refusal(refusal: &Refusal, lang: Lang) -> Self {
        let status = match refusal.rule {
            Rule::Malformed { .. } | Rule::NotUtf8 { .. } | Rule::DuplicateKey => StatusCode::BAD_REQUEST,
            Rule::Oversized { .. } | Rule::LongerThan { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::under(status, pick(lang, ("Event refused", "事件被拒绝")), refusal, lang)
    }

    /// A question that can't be answered: the filter, the rule and the figures.
    #[must_use]
    pub fn asked(refusal: &Refusal, lang: Lang) -> Self {
        let status = match refusal.rule {
            Rule::Unknown { .. } | Rule::SizeAhead { .. } | Rule::NotAGift { .. } | Rule::NoEntry { .. } => {
                StatusCode::NOT_FOUND
            }
            Rule::ReportTooLarge { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::BAD_REQUEST,
        };
        Self::under(status, pick(lang, ("Not answered", "无法答复")), refusal, lang)
    }

    /// More reads than an address may make.
    #[must_use]
    pub fn too_often(lang: Lang, seconds: u64) -> Self {
        let english = format!(
            "this address reads too often: try again in {seconds} seconds; whole copies are at /log/entries.ndjson"
        );
        let chinese = format!("此地址读取过于频繁：请 {seconds} 秒后重试；整本账簿请从 /log/entries.ndjson 下载");
        let title = ("Too many requests", "请求过多");
        Self::in_words(StatusCode::TOO_MANY_REQUESTS, "too_often", lang, title, (&english, &chinese))
            .after(u32::try_from(seconds).unwrap_or(u32::MAX))
    }

    /// The body came too slowly, or stopped.
    #[must_use]
    pub fn body_too_slow(lang: Lang, within: Duration) -> Self {
        let seconds = within.as_secs();
        let english = format!("the body did not arrive within {seconds} seconds; nothing was recorded");
        let chinese = format!("请求正文未在 {seconds} 秒内到达；没有记录任何内容");
        let title = ("Request timeout", "请求超时");
        Self::in_words(StatusCode::REQUEST_TIMEOUT, "body_too_slow", lang, title, (&english, &chinese))
    }

    /// The body broke off.
    #[must_use]
    pub fn body_broken(lang: Lang) -> Self {
        let detail = ("the body broke off; nothing was recorded", "请求正文中断；没有记录任何内容");
        Self::in_words(StatusCode::BAD_REQUEST, "body_broken", lang, BAD_REQUEST, detail)
    }

    /// No token.
    #[must_use]
    pub fn no_token(lang: Lang) -> Self {
        let detail = (
            "recording needs a token: send the header Authorization: Bearer TOKEN",
            "记录需要令牌：请发送请求头 Authorization: Bearer 令牌",
        );
        let title = ("Token needed", "需要令牌");
        Self::in_words(StatusCode::UNAUTHORIZED, "no_token", lang, title, detail).of(AUTHORIZATION)
    }

    /// A token that nobody has.
    #[must_use]
    pub fn wrong_token(lang: Lang) -> Self {
        let detail = ("this token is not valid here", "此令牌在这里无效");
        let title = ("Token not valid", "令牌无效");
        Self::in_words(StatusCode::UNAUTHORIZED, "wrong_token", lang, title, detail).of(AUTHORIZATION)
    }

    /// A token that does not reach so far.
    #[must_use]
    pub fn beyond_token(lang: Lang) -> Self {
        let detail = (
            "this token does not reach so far: its role or scope does not cover the event; nothing was recorded",
            "此令牌的角色或范围不包含该事件；没有记录任何内容",
        );
        let title = ("Beyond the token", "超出令牌范围");
        Self::in_words(StatusCode::FORBIDDEN, "beyond_token", lang, title, detail).of(AUTHORIZATION)
    }

    /// A token that does not look after webhooks, or not after those of this organisation.
    #[must_use]
    pub fn not_for_token(lang: Lang) -> Self {
        let detail = (
            "this token does not reach so far: webhooks are looked after by a token with the role admin, each by one of its own organisation; nothing was changed",
            "此令牌的权限不足：Webhook 须由本机构具有 admin 角色的令牌管理；没有更改任何内容",
        );
        let title = ("Beyond the token", "超出令牌范围");
        Self::in_words(StatusCode::FORBIDDEN, "beyond_token", lang, title, detail).of(AUTHORIZATION)
    }

    /// A webhook that is not added, as the form of the desk says it.
    #[must_use]
    pub fn webhook(fault: WebhookFault, lang: Lang) -> Self {
        let detail = app::words::desk::webhook_fault(lang, fault).to_owned();
        let title = pick(lang, ("Webhook refused", "Webhook 被拒绝"));
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, title, detail);
        problem.about.rule = fault.word();
        // What the form calls one type is a list here.
        problem.of(if fault == WebhookFault::Types { "types" } else { fault.field() })
    }

    /// A log that no key signs.
    #[must_use]
    pub fn unsigned(lang: Lang) -> Self {
        let detail =
            ("this log is not signed: the server runs without --log-key", "此日志未签名：服务器未设置 --log-key");
        Self::in_words(StatusCode::NOT_FOUND, "not_signed", lang, ("Not signed", "未签名"), detail)
    }

    /// A copy takes no events.
    #[must_use]
    pub fn mirror(lang: Lang, url: &str) -> Self {
        let english = format!("this is a mirror of {url}: record there; nothing was recorded here");
        let chinese = format!("这里是 {url} 的镜像：请在原站记录；此处没有记录任何内容");
        Self::in_words(StatusCode::FORBIDDEN, "mirror", lang, ("A mirror", "镜像站"), (&english, &chinese))
    }

    /// Something to wait for that there is not.
    #[must_use]
    pub fn bad_wait(lang: Lang) -> Self {
        let detail = ("wait is checkpoint or quorum", "wait 应为 checkpoint 或 quorum");
        Self::in_words(StatusCode::BAD_REQUEST, "one_of", lang, BAD_PARAMETER, detail).of("wait")
    }

    /// A size that no checkpoint has reached.
    #[must_use]
    pub fn not_signed_yet(lang: Lang, signed: u64) -> Self {
        let english = format!("the log is signed up to {signed} entries");
        let chinese = format!("日志已签名至 {signed} 条记录");
        let title = ("Not signed yet", "尚未签名");
        let mut problem =
            Self::in_words(StatusCode::NOT_FOUND, "not_signed_yet", lang, title, (&english, &chinese)).after(1);
        problem.about.figures.insert("signed".into(), signed.into());
        problem
    }

    /// A parameter that can't be read.
    #[must_use]
    pub fn bad_parameter(lang: Lang, name: &'static str) -> Self {
        let english = format!("{name} must be a whole number, not negative, in plain digits");
        let chinese = format!("{name} 必须是非负整数，只用数字书写");
        Self::in_words(StatusCode::BAD_REQUEST, "whole_number", lang, BAD_PARAMETER, (&english, &chinese)).of(name)
    }

    /// Parameters that can't be told apart.
    #[must_use]
    pub fn bad_query(lang: Lang) -> Self {
        let detail = ("each parameter stands once, as name=value", "每个参数以 名称=值 的形式出现一次");
        Self::in_words(StatusCode::BAD_REQUEST, "bad_query", lang, BAD_PARAMETER, detail)
    }

    /// The address does not know this method.
    #[must_use]
    pub fn wrong_method(lang: Lang) -> Self {
        let detail = ("this address does not know this method", "此地址不支持该方法");
        let title = ("Method not allowed", "不支持的方法");
        Self::in_words(StatusCode::METHOD_NOT_ALLOWED, "wrong_method", lang, title, detail)
    }

    /// Nothing is there.
    #[must_use]
    pub fn not_found(lang: Lang) -> Self {
        let detail = ("there is nothing at this address", "此地址没有内容");
        Self::in_words(StatusCode::NOT_FOUND, "not_found", lang, NOT_FOUND, detail)
    }

    /// Nothing of this kind has the id in the address.
    #[must_use]
    pub fn no_such(lang: Lang, kind: SubjectKind, id: &str) -> Self {
        let id = id.chars().take(SHOWN_CHARS).collect();
        Self::asked(&Refusal::new("id", Rule::Unknown { kind, id }), lang)
    }

    /// Too many at once.
    #[must_use]
    pub fn busy(lang: Lang) -> Self {
        let detail = ("too many are listening at once; try again later", "同时连接的读者过多，请稍后再试");
        Self::in_words(StatusCode::SERVICE_UNAVAILABLE, "busy", lang, BUSY, detail).after(30)
    }

    /// A receipt code with a slip in it; these are gifts, and differ from it in one slip.
    #[must_use]
    pub fn bad_code(lang: Lang, near: Vec<GiftCode>) -> Self {
        let mut english =
            "this is not a receipt code: a code is G- and eight characters, the last of which checks the others"
                .to_owned();
        let mut chinese = "这不是收据编号：编号是 G- 加八个字符，最后一个字符用于校验".to_owned();
        if !near.is_empty() {
            let codes: Vec<String> = near.iter().map(ToString::to_string).collect();
            english.push_str(&format!("; one slip away: {}", codes.join(", ")));
            chinese.push_str(&format!("；只差一处的编号：{}", codes.join("、")));
        }
        let title = ("Not a receipt code", "不是收据编号");
        let mut problem =
            Self::in_words(StatusCode::NOT_FOUND, "gift_code", lang, title, (&english, &chinese)).of("code");
        problem.about.near = Some(near);
        problem
    }

    /// A good code that no gift has.
    #[must_use]
    pub fn no_gift(lang: Lang, code: GiftCode, near: Vec<GiftCode>) -> Self {
        let (english, chinese) = (format!("no gift has the code {code}"), format!("没有编号为 {code} 的捐赠"));
        let mut problem =
            Self::in_words(StatusCode::NOT_FOUND, "no_such_gift", lang, NOT_FOUND, (&english, &chinese)).of("code");
        problem.about.near = Some(near);
        problem
    }

    /// The store or the queue did not take the event.
    #[must_use]
    pub fn unrecorded(reason: &Unrecorded, lang: Lang) -> Self {
        match reason {
            Unrecorded::Busy => {
                let detail = (
                    "too many requests are waiting; nothing was recorded; try again in a second",
                    "排队的请求过多；没有记录任何内容；请一秒后重试",
                );
                Self::in_words(StatusCode::SERVICE_UNAVAILABLE, "busy", lang, BUSY, detail).after(1)
            }
            Unrecorded::DiskFull => Self::disk_full(lang),
            Unrecorded::Failed(_) | Unrecorded::Broken(_) => {
                let detail = ("the log could not be written; nothing was recorded", "日志无法写入；没有记录任何内容");
                let title = ("Not recorded", "未记录");
                Self::in_words(StatusCode::INTERNAL_SERVER_ERROR, "not_written", lang, title, detail)
            }
        }
    }

    fn disk_full(lang: Lang) -> Self {
        let detail = (
            "the disk is full; nothing was recorded; recording resumes when there is room",
            "磁盘已满；没有记录任何内容；有空间后将恢复记录",
        );
        Self::in_words(StatusCode::INSUFFICIENT_STORAGE, "disk_full", lang, ("Disk full", "磁盘已满"), detail)
    }

    /// The store did not do what was asked.
    #[must_use]
    pub fn store(error: &StoreError, lang: Lang) -> Self {
        if matches!(error, StoreError::DiskFull) {
            tracing::error!(%error, "the disk is full");
            return Self::disk_full(lang);
        }
        tracing::error!(%error, "a question to the store failed");
        let (title, detail) = (("Not answered", "无法答复"), ("the log could not be read", "日志无法读取"));
        Self::in_words(StatusCode::INTERNAL_SERVER_ERROR, "not_read", lang, title, detail)
    }

    /// As a response.
    #[must_use]
    pub fn response(&self) -> HttpResponse {
        let mut body = Map::new();
        body.insert("type".into(), "about:blank".into());
        body.insert("title".into(), self.title.into());
        body.insert("status".into(), self.status.as_u16().into());
        body.insert("detail".into(), self.detail.as_str().into());
        body.insert("field".into(), self.about.field.as_str().into());
        body.insert("rule".into(), self.about.rule.into());
        body.insert("figures".into(), Value::Object(self.about.figures.clone()));
        if let Some(near) = &self.about.near {
            body.insert("near".into(), near.iter().map(ToString::to_string).collect());
        }
        let mut response = HttpResponse::build(self.status);
        response.insert_header((header::CONTENT_TYPE, "application/problem+json"));
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        if self.status == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        if let Some(seconds) = self.retry_after_s {
            response.insert_header((header::RETRY_AFTER, HeaderValue::from(seconds)));
        }
        response.body(Value::Object(body).to_string())
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        self.response()
    }
}

/// In English: whoever knows the reader's language asks [`Problem::store`].
impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::store(&error, Lang::En)
    }
}

fn pick<T>(lang: Lang, (english, chinese): (T, T)) -> T {
    match lang {
        Lang::En => english,
        Lang::Zh => chinese,
    }
}

/// Numbers as numbers: all stay below 2^53.
fn figure((name, value): (&'static str, FigureValue)) -> (String, Value) {
    let value = match value {
        FigureValue::Signed(number) => number.into(),
        FigureValue::Count(number) => number.into(),
        FigureValue::Text(text) => text.into(),
    };
    (name.to_owned(), value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heavier_language_wins() {
        assert_eq!(preferred("zh-CN,zh;q=0.9,en;q=0.8"), Lang::Zh);
        assert_eq!(preferred("en;q=0.8, zh-CN"), Lang::Zh);
        assert_eq!(preferred("zh;q=0.5,en"), Lang::En);
        assert_eq!(preferred("fr, de"), Lang::En);
    }
}
