//! What comes in bulk: `statements` of banks, `sheets` of gifts, `counts` of stock; and what all of them have in common.

mod counts;
mod sheets;
mod statements;

use super::*;

fn statement(lines: &str) -> Vec<u8> {
    let balance = |kind: &str, amount: &str, day: &str| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy=\"CNY\">{amount}</Amt>\
             <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
        )
    };
    let (opening, closing) = (balance("OPBD", "150.00", "2025-03-20"), balance("CLBD", "620.00", "2025-03-21"));
    format!(
        "<?xml version=\"1.0\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt>\
         <Id>S-1</Id><Acct><Id><IBAN>NL26VAYB8060476890</IBAN></Id><Ccy>CNY</Ccy></Acct>{opening}{closing}{lines}\
         </Stmt></BkToCstmrStmt></Document>"
    )
    .into_bytes()
}

fn booking(id: &str, amount: &str, way: &str, name: &str, text: &str) -> String {
    let role = if way == "CRDT" { "Dbtr" } else { "Cdtr" };
    format!(
        "<Ntry><Amt Ccy=\"CNY\">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
         <BookgDt><Dt>2025-03-21</Dt></BookgDt><AcctSvcrRef>{id}</AcctSvcrRef><NtryDtls><TxDtls>\
         <RltdPties><{role}><Pty><Nm>{name}</Nm></Pty></{role}></RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf>\
         </TxDtls></NtryDtls></Ntry>"
    )
}

fn lines() -> String {
    booking("B1", "500.00", "CRDT", "Wang Secret", "for Flood 2026")
        + &booking("B2", "30.00", "DBIT", "Lorry Li Secret", "invoice 7 Secret")
}

const GIFT: Fields<'_> = &[("act-0", "record"), ("purpose-0", "flood-2026"), ("name-0", "Class 3b")];
const PAYMENT: Fields<'_> =
    &[("act-1", "record"), ("purpose-1", "flood-2026"), ("name-1", "Lorries"), ("category-1", "vehicle_hire")];

/// A desk with one recorder and one account; the account's page.
pub(super) fn with_account() -> (Desk, Somebody, String) {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let form = [
        ("organisation", "red-river"),
        ("label", "Current account"),
        ("number", "NL26 VAYB 8060 4768 90"),
        ("fund", "flood-2026"),
    ];
    let account = led(desk.post(&who, "/desk/bank", &form));
    (desk, who, account)
}

fn log_from(desk: &Desk, seq: u64) -> String {
    desk.world.tables().json_from(seq, 100).expect("entries").join("\n")
}

#[test]
fn what_the_ledger_refuses_in_bulk_is_said_with_names() {
    let desk = Desk::with_stock();
    let who = desk.person("mei", &[Role::Recorder]);
    let sheet = "site,lot,quantity,distributed_on,country,households,people\nchengdu,tents-1,40,2025-03-22,CN,9,30\n";
    for (prefix, said) in
        [("/en", "Tent (tents-1) at Chengdu: 10 tents there, 40 tents asked for."), ("/zh", "现有 10")]
    {
        let path = format!("{prefix}/desk/sheets");
        let refused = desk.bring(&who, &path, &[("kind", "handouts")], "h.csv", sheet.as_bytes());
        assert_eq!(refused.status(), 422);
        let shown = text(refused).replace('\u{a0}', " ");
        assert!(shown.contains(said) && !shown.contains("lot/tents-1"), "{shown}");
    }
    let form = [
        ("organisation", "red-river"),
        ("label", "Current account"),
        ("number", "NL26 VAYB 8060 4768 90"),
        ("fund", "flood-2026"),
    ];
    let account = led(desk.post(&who, "/desk/bank", &form));
    let large = booking("B1", "999999.00", "DBIT", "", "");
    let page = led(desk.bring(&who, &account, &[], "s.xml", &statement(&large)));
    let pay = [("act-0", "record"), ("purpose-0", "flood-2026"), ("name-0", "Lorries"), ("category-0", "transport")];
    let refused = desk.post(&who, &page, &pay);
    assert_eq!(refused.status(), 422);
    let shown = text(refused);
    assert!(shown.contains("Flood 2026: ¥150.00 there, ¥999,999.00 asked for."), "{shown}");
    let nameless = [("act-0", "record"), ("purpose-0", "flood-2026"), ("name-0", "Lorries"), ("category-0", "£")];
    assert!(text(desk.post(&who, &page, &nameless)).contains("What for: choose one of the list."));
}

/// The header's button to the other language sends what was typed, and does nothing.
#[test]
fn what_was_typed_is_kept_in_the_other_language() {
    let (desk, who, account) = with_account();
    let admin = desk.person("admin", &[Role::Admin]);
    let wrong = [("organisation", "red-river"), ("handle", "not a handle"), ("name", "Mei Lin"), ("role", "recorder")];
    let refused = desk.post(&admin, "/desk/people", &wrong);
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("formaction=\"/zh/desk/people\""));
    let again = |who: &Somebody, path: &str, form: Fields<'_>| {
        let answer = desk.post(who, &format!("/zh{path}"), &[form, &[("step", "again")]].concat());
        (answer.status().as_u16(), text(answer))
    };
    let (status, shown) = again(&admin, "/desk/people", &wrong);
    assert!(status == 422 && shown.contains("Mei Lin") && shown.contains("lang=\"zh-CN\""), "{status}: {shown}");
    let right = [("organisation", "red-river"), ("handle", "wei"), ("name", "Mei Lin"), ("role", "recorder")];
    let (status, shown) = again(&admin, "/desk/people", &right);
    assert!(status == 200 && shown.contains("Mei Lin"), "{status}");
    assert!(!desk.page(&admin, "/desk/people").contains("red-river/wei"), "nobody was added");

    let token = [
        ("token_name", "Field tablets"),
        ("token_organisation", "red-river"),
        ("token_handle", "tablets"),
        ("token_scope", "fund:flood-2026"),
        ("token_role", "recorder"),
        ("days", "9999"),
    ];
    let (status, shown) = again(&admin, "/desk/tokens", &token);
    assert!(status == 422 && shown.contains("Field tablets") && shown.contains("value=\"tablets\""), "{status}");
    assert!(shown.contains("value=\"9999\"") && shown.contains("formaction=\"/en/desk/tokens\""), "{shown}");
    let good = [&token[..5], &[("days", "30")]].concat();
    assert_eq!(again(&admin, "/desk/tokens", &good).0, 200);
    assert!(!desk.page(&admin, "/desk/people").contains("Field tablets"), "none was made");

    let new =
        [("organisation", "red-river"), ("label", "Savings"), ("number", "NL91ABNA0417164300"), ("fund", "flood-2026")];
    let (status, shown) = again(&who, "/desk/bank", &new);
    assert!(status == 200 && shown.contains("NL91ABNA0417164300"), "{status}");
    let known =
        [("organisation", "red-river"), ("label", "Again"), ("number", "NL26VAYB8060476890"), ("fund", "flood-2026")];
    let (status, shown) = again(&who, "/desk/bank", &known);
    assert!(status == 422 && shown.contains("该账户已添加"), "{status}");
    assert!(!desk.page(&who, "/desk/bank").contains("Savings"));
    let (status, shown) = again(&who, &format!("{account}/mapping"), &[("date", ""), ("credit", "收入")]);
    assert!(status == 422 && shown.contains("请填写：记账日期列。") && shown.contains("收入"), "{status}");

    let page = led(desk.bring(&who, &account, &[], "s.xml", &statement(&lines())));
    assert!(desk.page(&who, &page).contains(&format!("formaction=\"/zh{page}\"")));
    let (status, shown) = again(&who, &page, &[GIFT, PAYMENT].concat());
    assert!(status == 200 && shown.contains("Class 3b"), "{status}");
    let without = [("act-1", "record"), ("purpose-1", ""), ("name-1", "Lorries"), ("category-1", "transport")];
    let (status, shown) = again(&who, &page, &without);
    assert!(status == 422 && shown.contains("请选择用途。") && shown.contains("Lorries"), "{status}");
    assert_eq!(desk.size(), 4, "nothing was recorded");
}
