//! Why another server did not do what it was asked, or what it sent could not be taken: for now, for it is tried again.
//!
//! A page says it in the reader's language. What the system said stands in the operator's log alone ([`fmt::Display`]).

use std::fmt;

use ledger::log::{Fault, Policy};
use ledger::refusal::Lang;

use crate::outbound;
use crate::sequencer::Unrecorded;

/// What stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing came that could be read; with what the system said of it.
    Silent(Silence, String),
    /// It answered with a status that is no success, and with these words of its own.
    Answered {
        /// The status.
        status: u16,
        /// Its words, cut short.
        said: String,
    },
    /// What it sent is not believed.
    Unbelieved(Fault),
    /// The witnesses that are asked for did not cosign: the quorum in English, and in Chinese.
    NoQuorum(String, String),
    /// A witness has cosigned more than it is shown.
    Ahead {
        /// Entries that it has cosigned.
        there: u64,
        /// Entries that it was shown.
        here: u64,
    },
    /// A witness says that it cosigned another size, but not which; or says so twice.
    Unclear,
    /// A witness's answer has no line of its key.
    NoSignature,
    /// A witness's line does not verify.
    BadSignature,
    /// The disk here is full.
    DiskFull,
    /// Something else here, for the operator to read.
    Own(String),
    /// Any of these, at an address.
    At(String, Box<Trouble>),
}

/// How nothing came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// Not in time.
    TooSlow,
    /// Nobody listens there, or no such host is known.
    Unreachable,
    /// Its certificate is not believed.
    Certificate,
    /// The answer broke off, or can't be read.
    BrokenOff,
}

impl Silence {
    fn say(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::TooSlow, Lang::En) => "it did not answer in time",
            (Self::TooSlow, Lang::Zh) => "未在时限内应答",
            (Self::Unreachable, Lang::En) => "no connection could be made",
            (Self::Unreachable, Lang::Zh) => "无法建立连接",
            (Self::Certificate, Lang::En) => "its certificate is not believed",
            (Self::Certificate, Lang::Zh) => "其证书不可信",
            (Self::BrokenOff, Lang::En) => "its answer broke off, or could not be read",
            (Self::BrokenOff, Lang::Zh) => "其应答中断或无法读取",
        }
    }
}

impl Trouble {
    /// What a policy's quorum lacks.
    pub(super) fn no_quorum(policy: &Policy) -> Self {
        Self::NoQuorum(policy.say_quorum(Lang::En), policy.say_quorum(Lang::Zh))
    }

    /// An answer that could not be read to its end.
    pub(super) fn unread(reason: String) -> Self {
        Self::Silent(Silence::BrokenOff, reason)
    }

    /// Whether the reason lies here, not with whoever was asked.
    #[must_use]
    pub fn is_own(&self) -> bool {
        match self {
            Self::DiskFull | Self::Own(_) => true,
            Self::At(_, trouble) => trouble.is_own(),
            _ => false,
        }
    }

    /// The clause for a page, without a full stop.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let pick = |en: &str, zh: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
        match (self, lang) {
            (Self::Silent(silence, _), _) => silence.say(lang).to_owned(),
            (Self::Answered { status, said }, _) => said_by_status(*status, said, lang),
            (Self::Unbelieved(fault), _) => fault.say(lang),
            (Self::NoQuorum(quorum, _), Lang::En) => {
                format!("the witnesses that the policy asks for ({quorum}) did not all cosign it")
            }
            (Self::NoQuorum(_, quorum), Lang::Zh) => format!("未得到策略所要求的见证方（{quorum}）的联署"),
            (Self::Ahead { there, here }, Lang::En) => format!("it has cosigned {there} entries, we have {here}"),
            (Self::Ahead { there, here }, Lang::Zh) => format!("它已联署 {there} 条记录，而这里只有 {here} 条"),
            (Self::Unclear, _) => pick(
                "it says that it cosigned another size, but not one from which it goes on",
                "它称已联署另一大小，但据此仍无法继续",
            ),
            (Self::NoSignature, _) => pick("its answer has no signature of its key", "其应答中没有其密钥的签名"),
            (Self::BadSignature, _) => pick("its signature does not verify", "其签名无法通过验证"),
            (Self::DiskFull, _) => pick("the disk of this server is full", "本服务器磁盘已满"),
            (Self::Own(_), _) => pick("this server could not store what came", "本服务器未能保存收到的内容"),
            (Self::At(place, trouble), Lang::En) => format!("{place}: {}", trouble.say(lang)),
            (Self::At(place, trouble), Lang::Zh) => format!("{place}：{}", trouble.say(lang)),
        }
    }
}

/// A status with what C2SP tlog-witness means by it, where it means something; and what the other side said, as a quotation.
fn said_by_status(status: u16, said: &str, lang: Lang) -> String {
    let (en, zh) = match status {
        403 => ("it trusts no signature on the checkpoint", "它不信任检查点上的任何签名"),
        404 => ("it does not know this log or address", "它不认识此日志或地址"),
        422 => ("what it was shown does not extend what it saw", "所示内容并非它先前所见内容的延续"),
        429 | 503 => ("it asks to come again later", "它请稍后再试"),
        507 => ("its disk is full", "其磁盘已满"),
        _ => ("", ""),
    };
    match lang {
        Lang::En => {
            let means = if en.is_empty() { String::new() } else { format!(": {en}") };
            let quoted = if said.is_empty() { String::new() } else { format!(" (\"{said}\")") };
            format!("it answered {status}{means}{quoted}")
        }
        Lang::Zh => {
            let means = if zh.is_empty() { String::new() } else { format!("：{zh}") };
            let quoted = if said.is_empty() { String::new() } else { format!("（原文：“{said}”）") };
            format!("它回答 {status}{means}{quoted}")
        }
    }
}

/// English, with what the system said.
impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Silent(_, detail) => write!(f, "{} ({detail})", self.say(Lang::En)),
            Self::Own(reason) => f.write_str(reason),
            Self::At(place, trouble) => write!(f, "{place}: {trouble}"),
            _ => f.write_str(&self.say(Lang::En)),
        }
    }
}

impl From<reqwest::Error> for Trouble {
    fn from(error: reqwest::Error) -> Self {
        let (slow, unconnected) = (error.is_timeout(), error.is_connect());
        let detail = outbound::why(error);
        let silence = if slow {
            Silence::TooSlow
        } else if detail.contains("certificate") {
            Silence::Certificate
        } else if unconnected {
            Silence::Unreachable
        } else {
            Silence::BrokenOff
        };
        Self::Silent(silence, detail)
    }
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Unbelieved(fault)
    }
}

impl From<Unrecorded> for Trouble {
    fn from(error: Unrecorded) -> Self {
        match error {
            Unrecorded::DiskFull => Self::DiskFull,
            other => Self::Own(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lang, Silence, Trouble};

    #[test]
    fn a_page_is_told_in_the_readers_language_and_the_operator_is_told_all() {
        let detail = "tcp connect error: Connection refused (os error 111)";
        let silent = Trouble::Silent(Silence::Unreachable, detail.to_owned());
        let at = Trouble::At("checkpoint".to_owned(), Box::new(silent));
        assert_eq!(at.say(Lang::En), "checkpoint: no connection could be made");
        assert_eq!(at.say(Lang::Zh), "checkpoint：无法建立连接");
        assert_eq!(at.to_string(), format!("checkpoint: no connection could be made ({detail})"));
        assert!(!at.is_own());
        let answered = Trouble::Answered { status: 422, said: "no".to_owned() };
        assert!(answered.say(Lang::Zh).starts_with("它回答 422：") && answered.say(Lang::Zh).contains("“no”"));
        let full = Trouble::At("disk".to_owned(), Box::new(Trouble::DiskFull));
        assert!(full.is_own() && full.say(Lang::Zh).contains("磁盘已满"));
    }

    #[test]
    fn no_trouble_says_in_chinese_what_it_says_in_english() {
        let all = [
            Trouble::Silent(Silence::TooSlow, String::new()),
            Trouble::Silent(Silence::Certificate, String::new()),
            Trouble::Silent(Silence::BrokenOff, String::new()),
            Trouble::Answered { status: 500, said: String::new() },
            Trouble::NoQuorum("all of a".to_owned(), "a全部".to_owned()),
            Trouble::Ahead { there: 5, here: 4 },
            Trouble::Unclear,
            Trouble::NoSignature,
            Trouble::BadSignature,
            Trouble::Own("database is locked".to_owned()),
        ];
        for trouble in all {
            let (en, zh) = (trouble.say(Lang::En), trouble.say(Lang::Zh));
            assert!(en.is_ascii() && !zh.is_ascii(), "{en} {zh}");
            assert!(!zh.contains("database"), "{zh}");
        }
    }
}
