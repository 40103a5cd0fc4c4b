//! The seal: the state of the log in a few words, as an image of its own, so that the page around it stays what it was.

use crate::view::Seal;
use crate::words::Lang;

/// Width of one letter, in the picture's own units; Chinese ones take two.
const LETTER: usize = 7;

/// The words of a seal.
#[must_use]
pub fn seal_words(seal: Seal, lang: Lang) -> String {
    match (seal, lang) {
        (Seal::Unsigned, Lang::En) => "Log not signed".into(),
        (Seal::Unsigned, Lang::Zh) => "日志未签名".into(),
        (Seal::Signed, Lang::En) => "Log signed, no witnesses".into(),
        (Seal::Signed, Lang::Zh) => "日志已签名，无见证方".into(),
        (Seal::Mirrored, Lang::En) => "Log signed; this mirror asks for no witnesses".into(),
        (Seal::Mirrored, Lang::Zh) => "日志已签名；本镜像不要求见证方".into(),
        (Seal::Waiting(some, all), Lang::En) => format!("Log signed, cosigned by {some} of {all}"),
        (Seal::Waiting(some, all), Lang::Zh) => format!("日志已签名，{all} 方中 {some} 方联署"),
        (Seal::Cosigned(some, all), Lang::En) => format!("Log cosigned by {some} of {all}"),
        (Seal::Cosigned(some, all), Lang::Zh) => format!("日志已由 {all} 方中 {some} 方联署"),
        (Seal::Disputed, Lang::En) => "A witness disputes this log".into(),
        (Seal::Disputed, Lang::Zh) => "有见证方对日志提出异议".into(),
    }
}

/// The picture: a mark that differs in form as well as colour, and the words.
#[must_use]
pub fn seal_svg(seal: Seal, lang: Lang) -> String {
    let words = seal_words(seal, lang);
    let width = words.chars().map(|letter| if letter.is_ascii() { LETTER } else { 2 * LETTER }).sum::<usize>() + 24;
    let (class, mark) = match seal {
        Seal::Unsigned => ("none", "<circle cx='9' cy='10' r='6' fill='none' stroke-dasharray='2 2'/>"),
        Seal::Signed | Seal::Mirrored => ("some", "<circle cx='9' cy='10' r='6' fill='none'/>"),
        Seal::Waiting(..) => ("some", "<circle cx='9' cy='10' r='6' fill='none'/><circle cx='9' cy='10' r='2'/>"),
        Seal::Cosigned(..) => {
            ("good", "<circle cx='9' cy='10' r='6' fill='none'/><path d='M6 10l2 3l4-6' fill='none'/>")
        }
        Seal::Disputed => ("bad", "<path d='M9 3l7 13h-14z' fill='none'/><path d='M9 8v4M9 13.5v1' fill='none'/>"),
    };
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='20' viewBox='0 0 {width} 20' role='img'>\
         <title>{words}</title><style>text{{font:13px system-ui,sans-serif;fill:#57534e}}\
         .none *,.some *{{stroke:#78716c;stroke-width:1.5}}.good *{{stroke:#23663f;stroke-width:1.75}}\
         .bad *{{stroke:#a3231b;stroke-width:1.75}}.bad+text{{fill:#a3231b}}\
         @media(prefers-color-scheme:dark){{text{{fill:#b8b2a9}}.none *,.some *{{stroke:#a8a29e}}.good *{{stroke:#7cc499}}\
         .bad *{{stroke:#f0948c}}.bad+text{{fill:#f0948c}}}}</style>\
         <g class='{class}'>{mark}</g><text x='22' y='14.5'>{words}</text></svg>"
    )
}
