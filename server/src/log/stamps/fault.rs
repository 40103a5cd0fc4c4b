//! Why a time stamp is not believed, in English and in Chinese.

use std::fmt;

use ledger::refusal::Lang;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident $({ $figure:ident })? = $en:literal, $zh:literal;)+) => {
        /// What of a time stamp does not fit.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[allow(missing_docs)] // The figure is named by what it holds.
        pub enum StampFault {
            $($(#[$doc])* $name $({ $figure: String })?,)+
        }

        impl StampFault {
            /// The clause for a reader, without a full stop.
            #[must_use]
            pub fn say(&self, lang: Lang) -> String {
                match (self, lang) {
                    $(
                        (Self::$name $({ $figure })?, Lang::En) => format!($en),
                        (Self::$name $({ $figure })?, Lang::Zh) => format!($zh),
                    )+
                }
            }
        }
    };
}

faults! {
    /// It can't be read; what the reader of its form said.
    Form { reason } = "it is not written as RFC 3161 has it ({reason})", "其格式不符合 RFC 3161（{reason}）";
    /// A signed message of another kind.
    NotStamp = "it is no time stamp", "它不是时间戳";
    /// It signs nothing.
    Empty = "it is empty", "它是空的";
    /// It is of another note.
    OtherNote = "it is of something else", "它是针对其他内容的";
    /// None, or more than one, has signed it.
    Signers = "it has not one signer", "其签名者不是恰好一个";
    /// Another than the authority has signed it.
    OtherSigner = "it is signed by another than the authority configured", "签名者并非所指定的机构";
    /// Nothing says what is signed.
    NoAttributes = "it signs no attributes", "它没有签名属性";
    /// A digest that is not known here.
    Digest { algorithm } = "its digest {algorithm} is not known here", "此处不支持其摘要算法 {algorithm}";
    /// A signature of a kind that is not known here.
    Algorithm { algorithm } = "its signature's algorithm {algorithm} is not known here", "此处不支持其签名算法 {algorithm}";
    /// The attributes are of another content.
    OtherContent = "what is signed is not what it says", "所签内容与其所述不符";
    /// The signature does not verify.
    Signature = "its signature does not verify", "其签名无法通过验证";
    /// It was made before or after the certificate held.
    OutsideValidity = "its time is not within the certificate's", "其时间不在证书有效期内";
    /// A time that is none.
    NoTime = "it is of no time", "其时间无效";
}

/// English.
impl fmt::Display for StampFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for StampFault {}

impl From<der::Error> for StampFault {
    fn from(error: der::Error) -> Self {
        Self::Form { reason: error.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lang, StampFault};

    #[test]
    fn a_fault_is_said_in_both_languages() {
        let fault = StampFault::Digest { algorithm: "1.2.3".to_owned() };
        assert_eq!(fault.to_string(), "its digest 1.2.3 is not known here");
        assert_eq!(fault.say(Lang::Zh), "此处不支持其摘要算法 1.2.3");
        assert_eq!(StampFault::OtherNote.say(Lang::Zh), "它是针对其他内容的");
    }
}
