//! Bank statements, sheets, stock, labels and papers.

use ledger::refusal::Lang;

use crate::view::desk::{AccountFault, PaperKind};
use crate::words::{count, pick};

phrases! {
    /// Phrases without figures, in one language.
    BulkWords;
    bank: "Bank", "银行";
    bank_lead: "Bring in what the bank says: each credit becomes a gift, each debit a payment, once you have looked at it. Names, texts and account numbers stay here.",
        "导入银行对账单：经您查看后，每笔贷方成为捐赠，每笔借方成为付款。姓名、附言和账号只保存在此处。";
    accounts: "Accounts", "账户";
    no_accounts: "No account has been added yet. Add the first below.", "尚未添加账户。请在下方添加。";
    account: "Account", "账户";
    funds: "Funds on it", "所含基金";
    currency: "Currency", "货币";
    last_statement: "Last statement until", "最近对账至";
    add_account: "Add an account", "添加账户";
    organisation: "Organisation", "机构";
    label: "What you call it", "账户名称";
    number: "Account number or IBAN", "账号或 IBAN";
    number_help: "Only its first and last four characters are kept, and a secret hash to know it again.",
        "仅保存首尾四位，以及用于识别的加密散列值。";
    funds_help: "All in one currency. Their money lies on this account.", "须为同一货币，资金存放于该账户。";
    add: "Add", "添加";
    bring: "Bring in a statement", "导入对账单";
    file: "File", "文件";
    file_help: "camt.053 (version 2 or 8), or a CSV table of this account. The same file twice makes no second entry.",
        "camt.053（第 2 或第 8 版），或该账户的 CSV 表格。同一文件导入两次不会重复登记。";
    look: "Look at it", "查看";
    nothing_taken: "Nothing was taken from the file", "没有从该文件读入任何内容";
    statements: "Statements", "对账单";
    no_statements: "No statement has been brought in yet.", "尚未导入对账单。";
    statement: "Statement", "对账单";
    days: "Days", "日期范围";
    closing: "Closing balance", "期末余额";
    opening: "Opening balance", "期初余额";
    lines: "Lines", "明细";
    mapping: "How this bank’s tables are read", "如何读取该银行的表格";
    brought: "Brought in", "导入";
    open_lines: "Open", "未登记";
    again: "This file was brought in before: nothing was added.", "该文件此前已导入，没有新增内容。";
    mapping_kept: "Kept for this account. Change it, or forget it: then the next table is looked at anew.",
        "已为该账户保存。可以修改，也可以删除；删除后下次导入表格时重新设置。";
    forget: "Forget it", "删除";
    nothing_compared: "Nothing to compare: the file gives no closing balance, or too much was recorded since.",
        "无法比较：文件没有期末余额，或此后的记录过多。";
    mapping_help: "Check each column against the table, keep it, and bring the file in again.",
        "请对照表格检查各列，保存后重新导入文件。";
    table_start: "How your table begins", "表格的前几行";
    keep: "Keep", "保存";
    day: "Day", "日期";
    amount: "Amount", "金额";
    bank_says: "The bank says (private)", "银行信息（不公开）";
    becomes: "What it becomes", "登记为";
    gift: "A gift", "捐赠";
    payment: "A payment", "付款";
    leave_out: "Leave out", "不登记";
    later: "Decide later", "以后再定";
    left_out: "Left out", "已略过，不登记";
    take_up: "Take up again", "恢复为待登记";
    same_as: "The same as entry", "与记录相同：";
    looks_alike: "Recorded by hand already, it seems.", "似乎已手工登记。";
    other_fund: "It quotes a gift to a fund that is not on this account. Choose what it is for. That fund:", "附言中的收据编号属于不在此账户的基金，请选择用途。该基金：";
    from_statement: "Recorded from another statement, it seems.", "似乎已从另一份对账单登记。";
    took_back: "The bank took an earlier booking back: reverse or refund what was made of that.",
        "银行撤回了先前的入账：请撤销或退还相应记录。";
    purpose: "For", "用途";
    choose: "Choose …", "请选择…";
    public_name: "Donor’s public name", "捐赠人公开署名";
    payee: "Paid to (public)", "收款方（公开）";
    category: "What for", "支出类别";
    choose_category: "What for …", "支出类别……";
    is_entry: "Is entry", "已登记为记录";
    record: "Record", "登记";
    nothing_open: "Every line is an entry.", "所有行均已登记。";
    rest_left_out: "No line is open: each is an entry or was left out.", "没有待登记的行：均已登记或略过。";
    compare: "Bank against ledger", "银行与账簿";
    bank_balance: "The bank’s balance", "银行余额";
    ledger_balance: "The ledger’s, at the end of that day", "当日结束时账簿余额";
    difference: "Difference", "差额";
    only_bank: "Lines that are in no entry", "未登记的行";
    only_ledger: "Entries that are in no line", "对账单中没有的记录";
    earlier: "Differed before this statement began", "对账单开始之前的差额";
    agrees: "Bank and ledger agree.", "银行与账簿一致。";
    sheets: "Sheets", "表格";
    sheets_lead: "Gifts, hand-outs and stock counts from a spreadsheet, XLSX or CSV. Every bad row is named; while there is one, nothing is recorded.",
        "从 XLSX 或 CSV 表格登记捐赠、发放与盘点。每个错误行都会指出；有错误时不登记任何内容。";
    kind: "What is in it", "内容";
    gifts: "Gifts of money", "捐款";
    handouts: "Hand-outs of goods", "物资发放";
    counts: "Stock counts", "库存盘点";
    templates: "Empty sheets to fill in", "空白表格模板";
    decimal: "Amounts written as text", "以文本书写的金额";
    dates: "Dates written as text", "以文本书写的日期";
    alike_references: "A reference was recorded before, with another day. Is it the same gift? Then take its row out of the file and bring it in again.",
        "有参考号此前已用另一日期登记。是同一笔捐款吗？如果是，请从文件中删去该行后重新导入。";
    alike_reference: "The same reference, another day: entry", "参考号相同、日期不同的记录：";
    file_once: "For this in the other language, switch first and bring the file in again: browsers send a file only once.",
        "如需另一种语言的说明，请先切换语言，再重新导入文件：浏览器不会重复发送文件。";
    rows_wrong: "Rows to put right", "需要更正的行";
    rows_wrong_lead: "Nothing was recorded. Put these right in the file and bring it in again.", "没有登记任何内容。请在文件中更正后重新导入。";
    ready: "Nothing is wrong in it", "没有错误";
    row: "Row", "行";
    stock: "Stock count", "库存盘点";
    stock_lead: "Type what is really there. Leave a line empty that you did not count.", "请填写实际数量；未盘点的行请留空。";
    site: "Site", "地点";
    show: "Show", "显示";
    nothing_there: "Nothing is booked at this site.", "该地点账面没有物资。";
    lot: "Lot", "批次";
    goods: "Goods", "物资";
    booked: "Booked", "账面";
    counted: "Counted", "实盘";
    counted_on: "Day of the count", "盘点日期";
    labels: "Labels and papers", "标签与单据";
    labels_lead: "Labels for boxes: whoever reads the picture with a telephone sees what is in it and whose gift it is.",
        "箱用标签：用手机扫描图码，即可看到箱内物资及其来源。";
    size: "Sheet", "标签纸";
    ids: "Lots and waybills, one a line", "批次或运单编号，每行一个";
    copies: "Copies of each", "每个份数";
    each: "How many one box holds (optional)", "每箱数量（选填）";
    each_help: "Left empty, the labels give no number: what boxes of one lot hold may differ.", "留空则标签上不印数量，因为同一批次各箱数量可能不同。";
    first: "First free label of the sheet", "从第几张标签开始";
    make: "Make", "生成";
    download: "Download as PDF", "下载 PDF";
    print: "Print this page with your browser, at 100 % and without margins.", "请用浏览器以 100% 比例、无页边距打印本页。";
    papers: "Papers", "单据";
    papers_help: "Of a dispatch, a gift or a hand-out: by the code of a receipt, or by the id of a waybill or hand-out.",
        "运单、捐赠收据或发放清单：输入收据编号、运单编号或发放编号。";
    paper_id: "Code or id", "编号";
    open: "Open", "打开";
    quantity: "Quantity", "数量";
    scan: "Read the picture, or open", "扫描图码，或打开";
    signed_sent: "Sent by (name, signature)", "发出人（姓名、签字）";
    signed_carried: "Carried by (name, signature)", "承运人（姓名、签字）";
    signed_received: "Received by (name, signature)", "接收人（姓名、签字）";
    blank_list: "Hand-out list to fill in by hand", "空白发放清单";
    blank_list_lead: "For a hand-out that is still to come: a row a household, to be signed. Record the hand-out afterwards; nothing is recorded by this.",
        "用于即将进行的发放：每户一行，由领取人签字。打印清单不会登记任何内容，请在发放后登记。";
    list_lots: "Lots, one a line (left empty: all that is there)", "批次，每行一个（留空则列出该地点全部批次）";
    list_rows: "Rows", "行数";
    list_row: "No.", "序号";
    list_household: "Household (own number)", "户（内部编号）";
    list_people: "People", "人数";
    list_sign: "Signature or thumb-print", "签字或指印";
    list_note: "Stays with the organisation. Nothing of it is published.", "由机构保管，内容不公开。";
    send: "Send it by mail", "通过邮件发送";
    address: "E-mail address", "邮箱地址";
    address_wrong: "This is no e-mail address.", "这不是邮箱地址。";
    address_help: "Kept apart from the public record. Each letter has a link that stops all further ones.",
        "与公开账簿分开保存。每封邮件都附有停止接收的链接。";
    letters_in: "Language of the letters", "邮件语言";
    follow: "Also tell them whenever a part of the gift is handed out or spent", "每当捐赠的一部分被发放或支出时也通知";
    send_go: "Keep and send", "保存并发送";
    no_server: "No mail server is set up: letters wait until there is one.", "尚未设置邮件服务器：邮件将等待。";
    letters: "Letters", "邮件";
    state: "State", "状态";
    previous: "Lines before", "前面的行";
    next: "Lines after", "后面的行";
}

/// What records them: as many as are chosen.
#[must_use]
pub fn record_rows(lang: Lang, rows: u64) -> String {
    pick(lang, format!("Record all {}", count(rows)), format!("登记全部 {} 项", count(rows)))
}

/// What records them all the same, where some may be recorded already.
#[must_use]
pub fn record_others(lang: Lang, rows: u64) -> String {
    pick(
        lang,
        format!("They are other gifts: record all {}", count(rows)),
        format!("均为另外的捐款：登记全部 {} 项", count(rows)),
    )
}

/// That one press changed nothing.
#[must_use]
pub fn bulk_nothing_recorded(lang: Lang) -> &'static str {
    pick(
        lang,
        "Nothing was recorded: put right what is marked, and press again.",
        "没有登记任何内容：请更正标出的项目后重试。",
    )
}

/// That it is not said what money is for.
#[must_use]
pub fn bulk_choose_purpose(lang: Lang) -> &'static str {
    pick(lang, "Choose what it is for.", "请选择用途。")
}

/// That it is not said what was paid for.
#[must_use]
pub fn bulk_choose_category(lang: Lang) -> &'static str {
    pick(lang, "What for: choose one of the list.", "支出类别：请从列表中选择。")
}

/// That entries were made.
#[must_use]
pub fn recorded(lang: Lang, entries: u64) -> String {
    match (lang, entries) {
        (Lang::En, 0) => "Nothing was new: everything in it was recorded before, or agrees with the books.".into(),
        (Lang::En, 1) => "One entry was made.".into(),
        (Lang::En, _) => format!("{} entries were made.", count(entries)),
        (Lang::Zh, 0) => "没有新内容：全部已登记，或与账面一致。".into(),
        (Lang::Zh, _) => format!("已登记 {} 条记录。", count(entries)),
    }
}

/// Faults beyond those that are shown.
#[must_use]
pub fn more_faults(lang: Lang, more: u64) -> String {
    pick(lang, format!("… and {} more like these.", count(more)), format!("……另有 {} 处类似错误。", count(more)))
}

/// What is in a sheet.
#[must_use]
pub fn sheet_size(lang: Lang, entries: u64, known: u64) -> String {
    match lang {
        Lang::En => {
            let made = match entries - known {
                1 => "One entry will be made".to_owned(),
                several => format!("{} entries will be made", count(several)),
            };
            match known {
                0 => format!("{made}."),
                1 => format!("{made}; one was recorded before."),
                several => format!("{made}; {} were recorded before.", count(several)),
            }
        }
        Lang::Zh if known == 0 => format!("将登记 {} 条记录。", count(entries)),
        Lang::Zh => format!("将登记 {} 条记录；{} 条此前已登记。", count(entries - known), count(known)),
    }
}

/// Lines that are not booked yet.
#[must_use]
pub fn unbooked(lang: Lang, lines: u64) -> String {
    pick(
        lang,
        format!("{} lines are not booked yet, or move nothing: they are left out.", count(lines)),
        format!("{} 行尚未入账或金额为零，已略过。", count(lines)),
    )
}

/// What a file with several statements brought.
#[must_use]
pub fn statements_brought(lang: Lang, statements: u64) -> String {
    match (lang, statements) {
        (Lang::En, 0) => "All statements of this file were brought in before: nothing was added.".into(),
        (Lang::En, 1) => "One statement of this file is new: it is listed below.".into(),
        (Lang::En, _) => format!("{} statements were brought in: they are listed below.", count(statements)),
        (Lang::Zh, 0) => "该文件中的对账单此前均已导入，没有新增内容。".into(),
        (Lang::Zh, _) => format!("已导入 {} 份对账单，见下方列表。", count(statements)),
    }
}

/// Which line of how many.
#[must_use]
pub fn line_range(lang: Lang, from: u64, to: u64, total: u64) -> String {
    let (from, to, total) = (count(from), count(to), count(total));
    pick(lang, format!("Lines {from} to {to} of {total}"), format!("第 {from} 至 {to} 行，共 {total} 行"))
}

/// Why an account was not added.
#[must_use]
pub fn account_fault(lang: Lang, fault: AccountFault) -> &'static str {
    match fault {
        AccountFault::Label => pick(lang, "Give the account a name.", "请填写账户名称。"),
        AccountFault::Number => {
            pick(lang, "An account number has 5 to 34 letters and digits.", "账号须为 5 至 34 位字母或数字。")
        }
        AccountFault::Funds => pick(lang, "Choose at least one fund.", "请至少选择一个基金。"),
        AccountFault::Currencies => pick(lang, "These funds are in different currencies.", "所选基金的货币不同。"),
        AccountFault::Known => pick(lang, "This account was added already.", "该账户已添加。"),
    }
}

/// What a paper is called.
#[must_use]
pub fn paper(lang: Lang, kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::Waybill => pick(lang, "Waybill", "运单"),
        PaperKind::Receipt => pick(lang, "Receipt for a gift", "捐赠收据"),
        PaperKind::HandoutList => pick(lang, "Hand-out list", "发放清单"),
    }
}

/// What a line of a paper says.
#[must_use]
pub fn paper_fact(lang: Lang, name: &str) -> &'static str {
    match name {
        "amount" => pick(lang, "Amount", "金额"),
        "fund" => pick(lang, "For", "用于"),
        "received_by" => pick(lang, "Received by", "接收机构"),
        "received_on" => pick(lang, "Received on", "收到日期"),
        "donor" => pick(lang, "Donor, as published", "公开署名"),
        "entry" => pick(lang, "Entry of the log", "账簿记录"),
        "from" => pick(lang, "From", "发出地"),
        "to" => pick(lang, "To", "目的地"),
        "dispatched_on" => pick(lang, "Sent on", "发出日期"),
        "carrier" => pick(lang, "Carrier", "承运人"),
        "place" => pick(lang, "Place", "地点"),
        "site" => pick(lang, "Goods from", "物资来自"),
        "distributed_on" => pick(lang, "Handed out on", "发放日期"),
        "handed_out_by" => pick(lang, "Handed out by", "发放机构"),
        "households" => pick(lang, "Households", "户数"),
        _ => pick(lang, "People", "人数"),
    }
}

/// Until when goods are good.
#[must_use]
pub fn expires(lang: Lang, day: &str) -> String {
    pick(lang, format!("Until {day}"), format!("有效期至 {day}"))
}

/// That what one box holds is no number.
#[must_use]
pub fn each_is_no_number(lang: Lang) -> &'static str {
    pick(lang, "How many one box holds is a whole number from 1 on.", "每箱数量须为不小于 1 的整数。")
}

/// That one box can't hold more than there is of its lot.
#[must_use]
pub fn each_is_more(lang: Lang, lot: &str, whole: &str) -> String {
    pick(
        lang,
        format!("Of the lot “{lot}” there were {whole} in all: one box can’t hold more."),
        format!("批次“{lot}”总共只有{whole}，一箱不能装得更多。"),
    )
}

/// That a list can't have so many rows.
#[must_use]
pub fn list_rows(lang: Lang, limit: u64) -> String {
    let limit = count(limit);
    pick(lang, format!("Rows: a whole number from 1 to {limit}."), format!("行数须为 1 至 {limit} 的整数。"))
}

/// How much of a lot is handed out, to be filled in by hand, beside what is there.
#[must_use]
pub fn list_quantity(lang: Lang, there: &str) -> String {
    pick(lang, format!("________ of {there} there"), format!("________（现有{there}）"))
}

/// That a site has nothing of a lot.
#[must_use]
pub fn lot_not_there(lang: Lang, lot: &str) -> String {
    pick(lang, format!("Nothing of the lot “{lot}” is at this site."), format!("该地点没有批次“{lot}”的物资。"))
}

/// That nothing has one of these ids.
#[must_use]
pub fn unknown_id(lang: Lang, id: &str) -> String {
    pick(lang, format!("Nothing has the id “{id}”."), format!("没有编号为“{id}”的内容。"))
}

/// A field of the mapping.
#[must_use]
pub fn mapping_field(lang: Lang, name: &str) -> &'static str {
    match name {
        "delimiter" => pick(lang, "Between columns", "列分隔符"),
        "lines_above" => pick(lang, "Lines above the headings", "标题行以上的行数"),
        "decimal" => pick(lang, "Amounts", "金额格式"),
        "dates" => pick(lang, "Dates", "日期格式"),
        "date" => pick(lang, "Day of booking", "记账日期列"),
        "amount" => pick(lang, "Amount", "金额列"),
        "direction" => pick(lang, "Credit or debit", "借贷标志列"),
        "credit_word" => pick(lang, "Its word for credit", "贷方标志"),
        "credit" => pick(lang, "Money in", "收入列"),
        "debit" => pick(lang, "Money out", "支出列"),
        "currency" => pick(lang, "Currency", "货币列"),
        "balance" => pick(lang, "Balance after the line", "余额列"),
        "remittance" => pick(lang, "What the payer wrote", "附言列"),
        "reference" => pick(lang, "Reference", "参考号列"),
        "counterparty" => pick(lang, "The other side’s name", "对方户名列"),
        _ => pick(lang, "The bank’s own number", "银行流水号列"),
    }
}

/// That a mapping lacks what no table can be read without.
#[must_use]
pub fn mapping_missing(lang: Lang, name: &str) -> String {
    let field = mapping_field(lang, name);
    pick(lang, format!("Say which it is: {field}."), format!("请填写：{field}。"))
}

/// The state of a letter.
#[must_use]
pub fn letter_state(lang: Lang, word: &str) -> &'static str {
    match word {
        "sent" => pick(lang, "sent", "已发送"),
        "waiting" | "sending" => pick(lang, "waiting", "等待发送"),
        "stopped" => pick(lang, "they stopped it", "对方已停止接收"),
        _ => pick(lang, "not delivered", "未能送达"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_said_in_both_languages() {
        assert_eq!(recorded(Lang::En, 1), "One entry was made.");
        assert_eq!(sheet_size(Lang::En, 12, 2), "10 entries will be made; 2 were recorded before.");
        assert_eq!(sheet_size(Lang::En, 2, 1), "One entry will be made; one was recorded before.");
        assert_eq!(sheet_size(Lang::En, 1, 0), "One entry will be made.");
        assert_eq!(line_range(Lang::Zh, 1, 200, 1_234), "第 1 至 200 行，共 1,234 行");
    }
}
