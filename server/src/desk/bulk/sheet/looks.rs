//! What a file is that is no table, so that whoever brought it can be told.

use ledger::Lang;

use crate::desk::bulk::text::decode;

/// What a file is, by what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// Nothing, or only spaces.
    Nothing,
    /// A PDF.
    Pdf,
    /// A photograph or a scan.
    Picture,
    /// A ZIP archive, as every XLSX is one.
    Archive,
    /// A web page, or other marked-up text: some programs save such under the name of a spreadsheet.
    Markup,
    /// Text.
    Text,
    /// Anything else.
    Other,
}

impl Looks {
    /// What a file is.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        match bytes {
            [b'%', b'P', b'D', b'F', b'-', ..] => Self::Pdf,
            [0xff, 0xd8, 0xff, ..]
            | [0x89, b'P', b'N', b'G', ..]
            | [b'G', b'I', b'F', b'8', ..]
            | [b'R', b'I', b'F', b'F', ..] => Self::Picture,
            [b'P', b'K', 3, 4, ..] => Self::Archive,
            // Old workbooks.
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Self::Other,
            _ => match decode(bytes) {
                Some(text) => Self::of_text(text.trim_start_matches('\u{feff}').trim_start()),
                None => Self::Other,
            },
        }
    }

    fn of_text(text: &str) -> Self {
        match text.chars().next() {
            None => Self::Nothing,
            Some('<') => Self::Markup,
            Some(_) => Self::Text,
        }
    }

    /// The sentence for whoever brought it: what it is, and what is expected.
    #[must_use]
    pub fn say(self, named_workbook: bool, lang: Lang) -> String {
        let (what, chinese) = self.name();
        match (named_workbook, lang) {
            (true, Lang::En) => format!(
                "The file is called .xlsx, but what is in it is {what}. Save it as an Excel workbook (XLSX) in the spreadsheet program; a table of text has to be called .csv. Nothing was taken from the file."
            ),
            (true, Lang::Zh) => format!(
                "文件名以 .xlsx 结尾，但内容是{chinese}。请在表格软件中另存为 Excel 工作簿（XLSX）；文本表格的文件名须以 .csv 结尾。没有从该文件读入任何内容。"
            ),
            (false, Lang::En) => format!(
                "The file is {what}. Expected is an Excel workbook (XLSX) or a table of text (CSV), as the empty sheets below. Nothing was taken from the file."
            ),
            (false, Lang::Zh) => format!(
                "文件是{chinese}。需要 Excel 工作簿（XLSX）或文本表格（CSV），可使用下方的空白模板。没有从该文件读入任何内容。"
            ),
        }
    }

    fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Nothing => ("nothing at all", "空的"),
            Self::Pdf => ("a PDF", " PDF"),
            Self::Picture => ("a picture", "图片"),
            Self::Archive => ("a ZIP archive", " ZIP 压缩包"),
            Self::Markup => ("a web page or XML", "网页或 XML"),
            Self::Text => ("plain text", "纯文本"),
            Self::Other => ("of a kind that can’t be read", "无法识别的格式"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_is_in_it() {
        let looks: [(&[u8], Looks); 8] = [
            (b"", Looks::Nothing),
            (b" \r\n", Looks::Nothing),
            (b"%PDF-1.7 fund,amount", Looks::Pdf),
            (b"\x89PNG\r\n", Looks::Picture),
            (b"PK\x03\x04", Looks::Archive),
            (b"\xef\xbb\xbf<html><table>", Looks::Markup),
            (b"fund,amount", Looks::Text),
            (b"\xd0\xcf\x11\xe0", Looks::Other),
        ];
        for (bytes, expected) in looks {
            assert_eq!(Looks::of(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn it_is_said_what_it_is_and_what_is_expected() {
        let said = Looks::Text.say(true, Lang::En);
        assert!(said.contains("called .xlsx") && said.contains("plain text") && said.contains(".csv"), "{said}");
        assert!(Looks::Pdf.say(false, Lang::Zh).contains("文件是 PDF"));
    }
}
