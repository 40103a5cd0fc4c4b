//! Stock counts, typed and as a sheet.

use serde_json::json;

use super::*;

#[test]
fn a_count_books_the_difference_with_a_reason() {
    let desk = Desk::with_stock();
    let who = desk.person("mei", &[Role::Recorder]);
    let booked = || desk.page(&who, "/desk/stock?site=chengdu").replace('\u{a0}', " ");
    assert!(booked().contains("tents-1") && booked().contains("10 tents"), "{}", booked());
    let count = |counted: &str, seen: &str, reason: &str, step: &str| {
        let form = [
            ("site", "chengdu"),
            ("on", "2025-03-21"),
            ("lot-0", "tents-1"),
            ("counted-0", counted),
            ("seen-0", seen),
            ("reason-0", reason),
            ("step", step),
        ];
        desk.post(&who, "/desk/stock", &form)
    };
    let shown = text(count("8", "", "", "check")).replace('\u{a0}', " ");
    for part in
        ["2 fewer", "Booked as lost: 2 tents. Left in the books: 8 tents.", "name=\"seen-0\" value=\"10\"", "damaged"]
    {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    let size = desk.size();
    let refused = count("8", "10", "", "save");
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("2 fewer than booked"));
    let changed = count("8", "11", "damaged", "save");
    assert_eq!(changed.status(), 422);
    assert!(text(changed).contains("The books changed since you compared"));
    assert!(text(count("8", "10", "", "edit")).contains("value=\"8\""), "back, with what was typed");
    assert_eq!(desk.size(), size, "nothing was recorded so far");
    assert!(led(count("8", "10", "damaged", "save")).ends_with("recorded=1"));
    assert!(booked().contains("8 tents"));
    assert!(led(count("8", "8", "", "save")).ends_with("recorded=0"));
    // One of them was only lost behind a shelf.
    let shown = text(count("9", "", "", "check"));
    assert!(shown.contains("1 more") && shown.contains("is taken back"), "{shown}");
    let refused = count("9", "8", "", "save");
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("1 more than booked: say why"));
    assert!(led(count("9", "8", "there_again", "save")).ends_with("recorded=2"));
    assert!(booked().contains("9 tents"));
    let tomorrow = [("site", "chengdu"), ("on", "2999-01-01"), ("lot-0", "tents-1"), ("counted-0", "8")];
    let refused = desk.post(&who, "/desk/stock", &tomorrow);
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("is still to come"));
}

#[test]
fn a_count_that_comes_as_a_sheet_is_shown_against_the_books() {
    let desk = Desk::with_stock();
    let who = desk.person("mei", &[Role::Recorder]);
    let sheet = "site,lot,counted,counted_on,reason\nchengdu,tents-1,8,2025-03-21,damaged\n";
    let bring = || led(desk.bring(&who, "/desk/sheets", &[("kind", "counts")], "c.csv", sheet.as_bytes()));
    let ready = bring();
    let shown = desk.page(&who, &ready).replace('\u{a0}', " ");
    for part in ["10 tents", "8 tents", "2 fewer", "Tent · Chengdu"] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    let press = |ready: &str| format!("/desk/sheets/{}", ready.split("sheet=").nth(1).expect("an id"));
    // One is lost before the sheet is recorded: what was counted is no longer eight of ten.
    let lost = json!({"type": "goods_lost", "id": "x-1", "lot": "tents-1", "site": "chengdu", "quantity": 1,
        "reason": "stolen", "found_on": "2025-03-21"});
    assert_eq!(desk.running.post(lost.to_string()).status(), 201);
    let size = desk.size();
    let refused = desk.post(&who, &press(&ready), &[]);
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("9 are booked now"));
    assert_eq!(desk.size(), size);
    led(desk.post(&who, &press(&bring()), &[]));
    assert_eq!(desk.size(), size + 1);
}
