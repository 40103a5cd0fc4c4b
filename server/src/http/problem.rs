//! Errors for programs: `application/problem+json` (RFC 9457), with the field, the rule and the figures.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use serde_json::{Map, Value};

use ledger::refusal::{Lang, Refusal, Rule};

use crate::sequencer::Unrecorded;
use crate::store::StoreError;

/// An answer that says what went wrong.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    title: &'static str,
    detail: String,
    refusal: Option<Box<Refusal>>,
    retry_after_s: Option<u32>,
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
        Self { status, title, detail, refusal: None, retry_after_s: None }
    }

    fn in_words(status: StatusCode, title: &'static str, lang: Lang, english: &str, chinese: &str) -> Self {
        let detail = match lang {
            Lang::En => english,
            Lang::Zh => chinese,
        };
        Self::new(status, title, detail.to_owned())
    }

    /// A refused event.
    #[must_use]
    pub fn refusal(refusal: &Refusal, lang: Lang) -> Self {
        let status = match refusal.rule {
            Rule::Malformed { .. } | Rule::NotUtf8 { .. } | Rule::DuplicateKey => StatusCode::BAD_REQUEST,
            Rule::Oversized { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let mut problem = Self::new(status, "Event refused", refusal.say(lang));
        problem.refusal = Some(Box::new(refusal.clone()));
        problem
    }

    /// A question that can't be answered: the filter, the rule and the figures.
    #[must_use]
    pub fn asked(refusal: &Refusal, lang: Lang) -> Self {
        let status = match refusal.rule {
            Rule::Unknown { .. } | Rule::SizeAhead { .. } | Rule::NotAGift { .. } => StatusCode::NOT_FOUND,
            Rule::ReportTooLarge { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::BAD_REQUEST,
        };
        let mut problem = Self::new(status, "Not answered", refusal.say(lang));
        problem.refusal = Some(Box::new(refusal.clone()));
        problem
    }

    /// More reads than an address may make.
    #[must_use]
    pub fn too_often(lang: Lang, seconds: u64) -> Self {
        let english = format!(
            "this address reads too often: try again in {seconds} seconds; whole copies are at /log/entries.ndjson"
        );
        let chinese = format!("此地址读取过于频繁：请 {seconds} 秒后重试；整本账簿请从 /log/entries.ndjson 下载");
        let mut problem = Self::in_words(StatusCode::TOO_MANY_REQUESTS, "Too many requests", lang, &english, &chinese);
        problem.retry_after_s = Some(u32::try_from(seconds).unwrap_or(u32::MAX));
        problem
    }

    /// The body came too slowly, or stopped.
    #[must_use]
    pub fn body_too_slow(lang: Lang, within: Duration) -> Self {
        let seconds = within.as_secs();
        let english = format!("the body did not arrive within {seconds} seconds; nothing was recorded");
        let chinese = format!("请求正文未在 {seconds} 秒内到达；没有记录任何内容");
        Self::in_words(StatusCode::REQUEST_TIMEOUT, "Request timeout", lang, &english, &chinese)
    }

    /// The body broke off.
    #[must_use]
    pub fn body_broken(lang: Lang) -> Self {
        let english = "the body broke off; nothing was recorded";
        Self::in_words(StatusCode::BAD_REQUEST, "Bad request", lang, english, "请求正文中断；没有记录任何内容")
    }

    /// No token.
    #[must_use]
    pub fn no_token(lang: Lang) -> Self {
        let english = "recording needs a token: send the header Authorization: Bearer TOKEN";
        Self::in_words(
            StatusCode::UNAUTHORIZED,
            "Token needed",
            lang,
            english,
            "记录需要令牌：请发送请求头 Authorization: Bearer 令牌",
        )
    }

    /// A token that nobody has.
    #[must_use]
    pub fn wrong_token(lang: Lang) -> Self {
        let english = "this token is not valid here";
        Self::in_words(StatusCode::UNAUTHORIZED, "Token not valid", lang, english, "此令牌在这里无效")
    }

    /// A token that does not reach so far.
    #[must_use]
    pub fn beyond_token(lang: Lang) -> Self {
        let english =
            "this token does not reach so far: its role or scope does not cover the event; nothing was recorded";
        let chinese = "此令牌的角色或范围不包含该事件；没有记录任何内容";
        Self::in_words(StatusCode::FORBIDDEN, "Beyond the token", lang, english, chinese)
    }

    /// A log that no key signs.
    #[must_use]
    pub fn unsigned(lang: Lang) -> Self {
        let english = "this log is not signed: the server runs without --log-key";
        Self::in_words(StatusCode::NOT_FOUND, "Not signed", lang, english, "此日志未签名：服务器未设置 --log-key")
    }

    /// A copy takes no events.
    #[must_use]
    pub fn mirror(lang: Lang, url: &str) -> Self {
        let english = format!("this is a mirror of {url}: record there; nothing was recorded here");
        let chinese = format!("这里是 {url} 的镜像：请在原站记录；此处没有记录任何内容");
        Self::in_words(StatusCode::FORBIDDEN, "A mirror", lang, &english, &chinese)
    }

    /// Something to wait for that there is not.
    #[must_use]
    pub fn bad_wait(lang: Lang) -> Self {
        let english = "wait is checkpoint or quorum";
        Self::in_words(StatusCode::BAD_REQUEST, "Bad parameter", lang, english, "wait 应为 checkpoint 或 quorum")
    }

    /// A size that no checkpoint has reached.
    #[must_use]
    pub fn not_signed_yet(lang: Lang, signed: u64) -> Self {
        let english = format!("the log is signed up to {signed} entries");
        let chinese = format!("日志已签名至 {signed} 条记录");
        let mut problem = Self::in_words(StatusCode::NOT_FOUND, "Not signed yet", lang, &english, &chinese);
        problem.retry_after_s = Some(1);
        problem
    }

    /// A parameter that can't be read.
    #[must_use]
    pub fn bad_parameter(lang: Lang, name: &'static str) -> Self {
        let english = format!("{name} must be a whole number, not negative");
        let chinese = format!("{name} 必须是非负整数");
        Self::in_words(StatusCode::BAD_REQUEST, "Bad parameter", lang, &english, &chinese)
    }

    /// Parameters that can't be told apart.
    #[must_use]
    pub fn bad_query(lang: Lang) -> Self {
        let english = "each parameter stands once, as name=value";
        Self::in_words(StatusCode::BAD_REQUEST, "Bad parameters", lang, english, "每个参数以 名称=值 的形式出现一次")
    }

    /// The address does not know this method.
    #[must_use]
    pub fn wrong_method(lang: Lang) -> Self {
        let english = "this address does not know this method";
        Self::in_words(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed", lang, english, "此地址不支持该方法")
    }

    /// Nothing is there.
    #[must_use]
    pub fn not_found(lang: Lang) -> Self {
        Self::in_words(StatusCode::NOT_FOUND, "Not found", lang, "there is nothing at this address", "此地址没有内容")
    }

    /// Too many at once.
    #[must_use]
    pub fn busy(lang: Lang) -> Self {
        let english = "too many are listening at once; try again later";
        let mut problem =
            Self::in_words(StatusCode::SERVICE_UNAVAILABLE, "Busy", lang, english, "同时连接的读者过多，请稍后再试");
        problem.retry_after_s = Some(30);
        problem
    }

    /// A receipt code with a slip in it.
    #[must_use]
    pub fn bad_code(lang: Lang) -> Self {
        let english =
            "this is not a receipt code: a code is G- and eight characters, the last of which checks the others";
        let chinese = "这不是收据编号：编号是 G- 加八个字符，最后一个字符用于校验";
        Self::in_words(StatusCode::NOT_FOUND, "Not a receipt code", lang, english, chinese)
    }

    /// The store or the queue did not take the event.
    #[must_use]
    pub fn unrecorded(reason: &Unrecorded, lang: Lang) -> Self {
        match reason {
            Unrecorded::Busy => {
                let english = "too many requests are waiting; nothing was recorded; try again in a second";
                let chinese = "排队的请求过多；没有记录任何内容；请一秒后重试";
                let mut problem = Self::in_words(StatusCode::SERVICE_UNAVAILABLE, "Busy", lang, english, chinese);
                problem.retry_after_s = Some(1);
                problem
            }
            Unrecorded::DiskFull => {
                let english = "the disk is full; nothing was recorded; recording resumes when there is room";
                let chinese = "磁盘已满；没有记录任何内容；有空间后将恢复记录";
                Self::in_words(StatusCode::INSUFFICIENT_STORAGE, "Disk full", lang, english, chinese)
            }
            Unrecorded::Failed(_) | Unrecorded::Broken(_) => {
                let english = "the log could not be written; nothing was recorded";
                Self::in_words(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "Not recorded",
                    lang,
                    english,
                    "日志无法写入；没有记录任何内容",
                )
            }
        }
    }

    /// As a response.
    #[must_use]
    pub fn response(&self) -> HttpResponse {
        let mut body = Map::new();
        body.insert("type".into(), "about:blank".into());
        body.insert("title".into(), self.title.into());
        body.insert("status".into(), self.status.as_u16().into());
        body.insert("detail".into(), self.detail.as_str().into());
        if let Some(refusal) = &self.refusal {
            let figures =
                refusal.rule.figures().into_iter().map(|(name, figure)| (name.to_owned(), Value::from(figure)));
            body.insert("field".into(), refusal.field.as_str().into());
            body.insert("rule".into(), refusal.rule.code().into());
            body.insert("figures".into(), Value::Object(figures.collect()));
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

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "a question to the store failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Not answered", "the log could not be read".into())
    }
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
