//! Labels and papers, as pages and as PDF.

use ledger::code::GiftCode;

use super::*;

fn desk() -> (Desk, Somebody) {
    let desk = Desk::with_stock();
    let who = desk.person("mei", &[Role::Viewer]);
    (desk, who)
}

fn pdf(desk: &Desk, who: &Somebody, path: &str) -> Vec<u8> {
    let answer = desk.get(who, path);
    let kind = answer.headers().get("Content-Type").expect("a type").to_str().expect("ASCII").to_owned();
    assert_eq!((answer.status().as_u16(), kind.as_str()), (200, "application/pdf"), "{path}");
    answer.bytes().expect("bytes").to_vec()
}

/// The address of the file that a page leads to.
fn file_of(page: &str) -> String {
    let before = page.split(".pdf").next().expect("a link");
    let rest = page.get(before.len()..).unwrap_or_default().split('"').next().unwrap_or_default();
    let start = before.rfind('"').expect("an attribute") + 1;
    format!("{}{rest}", &before[start..]).replace("&amp;", "&")
}

#[test]
fn labels_are_a_page_that_prints_and_a_file() {
    let (desk, who) = desk();
    let page = desk.page(&who, "/desk/labels/print?ids=tents-1&size=l7160&copies=2&first=3");
    assert_eq!(page.matches("class=\"qr\"").count(), 2);
    let first = pdf(&desk, &who, &file_of(&page));
    assert!(first.starts_with(b"%PDF-1.7"));
    assert_eq!(first, pdf(&desk, &who, &file_of(&page)), "the same labels are the same file");
    for size in server::desk::paper::size::SIZES {
        pdf(&desk, &who, &format!("/zh/desk/labels/print.pdf?ids=tents-1&size={}&copies=30", size.word));
    }
    for path in ["/desk/labels/print?ids=nothing", "/desk/labels/print.pdf?ids=nothing", "/desk/labels/print.pdf"] {
        assert_eq!(desk.get(&who, path).status(), 422, "{path}");
    }
}

#[test]
fn a_receipt_is_found_by_its_code_and_is_a_file_in_either_language() {
    let (desk, who) = desk();
    let code = GiftCode::of_seq(2).expect("a code");
    assert!(led(desk.get(&who, &format!("/desk/papers?id={code}"))).ends_with(&format!("/receipts/{code}")));
    let page = desk.page(&who, &format!("/desk/papers/receipts/{code}"));
    assert!(page.contains("¥100.00"));
    let english = pdf(&desk, &who, &file_of(&page));
    let chinese = pdf(&desk, &who, &format!("/zh{}", file_of(&page)));
    assert_ne!(english, chinese);
    for path in ["/desk/papers/receipts/G-0000-0000.pdf", "/desk/papers/waybills/none.pdf", "/desk/papers/none/x.pdf"] {
        assert_eq!(desk.get(&who, path).status(), 404, "{path}");
    }
}

#[test]
fn a_waybill_and_the_list_of_a_hand_out_are_files() {
    let (desk, _) = desk();
    let who = desk.person("lin", &[Role::Recorder]);
    let place = [("place.country", "CN"), ("place.name", "Yingxiu")];
    let yingxiu = [&[("id", "yingxiu"), ("name", "Yingxiu"), ("kind", "distribution_point")][..], &place].concat();
    desk.record(&who, "site_registered", &yingxiu);
    let sent = desk.record(
        &who,
        "goods_dispatched",
        &[
            ("from", "chengdu"),
            ("to", "yingxiu"),
            ("lines.0.lot", "tents-1"),
            ("lines.0.quantity", "3"),
            ("dispatched_on", "2025-03-21"),
        ],
    );
    let waybill = sent["event"]["waybill"].as_str().expect("a waybill").to_owned();
    let handed = desk.record(
        &who,
        "goods_distributed",
        &[
            ("site", "chengdu"),
            ("place.country", "CN"),
            ("place.name", "汶川"),
            ("lines.0.lot", "tents-1"),
            ("lines.0.quantity", "5"),
            ("households", "600"),
            ("people", "2000"),
            ("distributed_on", "2025-03-22"),
        ],
    );
    let handout = handed["event"]["id"].as_str().expect("an id").to_owned();
    for (folder, id) in [("waybills", &waybill), ("handouts", &handout)] {
        let page = desk.page(&who, &format!("/zh/desk/papers/{folder}/{id}"));
        assert!(pdf(&desk, &who, &file_of(&page)).starts_with(b"%PDF"), "{folder}");
    }
}

#[test]
fn a_label_says_what_one_box_holds_and_never_the_whole_lot() {
    let (desk, who) = desk();
    let plain = desk.page(&who, "/desk/labels/print?ids=tents-1").replace('\u{a0}', " ");
    assert!(plain.contains("tents-1") && !plain.contains(" tents</span>"), "{plain}");
    let each = desk.page(&who, "/desk/labels/print?ids=tents-1&each=4");
    assert!(each.replace('\u{a0}', " ").contains("<span>4 tents</span>"), "{each}");
    pdf(&desk, &who, &file_of(&each));
    for (typed, said) in
        [("99999", "one box can’t hold more"), ("none", "a whole number from 1 on"), ("0", "from 1 on")]
    {
        let refused = desk.get(&who, &format!("/desk/labels/print?ids=tents-1&each={typed}"));
        assert_eq!(refused.status(), 422, "{typed}");
        let shown = text(refused);
        assert!(shown.contains(said) && shown.contains(&format!("value=\"{typed}\"")), "{shown}");
    }
}

#[test]
fn an_empty_hand_out_list_can_be_printed_before() {
    let (desk, who) = desk();
    assert!(desk.page(&who, "/desk/labels").contains("action=\"/desk/papers/list\""));
    let size = desk.size();
    let page = desk.page(&who, "/desk/papers/list?site=chengdu&lots=tents-1&on=2025-04-02&rows=7");
    let shown = page.replace('\u{a0}', " ");
    for part in ["Hand-out list", "Chengdu", "Tent", "of 10 tents there", "Handed out by", "2 Apr"] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert_eq!(page.matches("<td></td><td></td><td></td>").count(), 7);
    pdf(&desk, &who, &file_of(&page));
    assert_eq!(desk.size(), size, "nothing is recorded");
    let all = desk.page(&who, "/desk/papers/list?site=chengdu");
    assert!(all.contains("tents-1") && all.contains("<td></td>"), "{all}");
    for (query, said) in [
        ("site=nowhere", "Nothing has the id “nowhere”."),
        ("site=chengdu&lots=rice-7", "Nothing of the lot “rice-7” is at this site."),
        ("site=chengdu&rows=0", "a whole number from 1 to 600"),
        ("site=chengdu&on=tomorrow", "tomorrow"),
    ] {
        for path in ["list", "list.pdf"] {
            let refused = desk.get(&who, &format!("/desk/papers/{path}?{query}"));
            assert_eq!(refused.status(), 422, "{query}");
            assert!(text(refused).contains(said), "{query}");
        }
    }
}
