//! What the machine fills into a form, and when it takes it back.

use super::*;

/// Hidden fields of a check page, as the browser would send them on.
fn carried<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let field = format!("name=\"{name}\" value=\"");
    page.split(field.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn two_sites(desk: &Desk, who: &Somebody) {
    for (id, name, lat) in [("an-pei", "An Pei", "21.71"), ("hanoi", "Hanoi", "21.03")] {
        let form = [
            ("id", id),
            ("name", name),
            ("kind", "distribution_point"),
            ("place.country", "VN"),
            ("place.name", name),
            ("place.lat", lat),
            ("place.lon", "105.85"),
        ];
        desk.record(who, "site_registered", &form);
    }
}

/// A lot of tents at each of both sites.
fn goods(desk: &Desk, who: &Somebody) {
    two_sites(desk, who);
    desk.record(
        who,
        "item_registered",
        &[("id", "tent"), ("name", "Tents"), ("unit", "tent"), ("category", "shelter")],
    );
    for (lot, site) in [("t-1", "an-pei"), ("t-2", "hanoi")] {
        let gift = [
            ("fund", "flood-2026"),
            ("item", "tent"),
            ("lot", lot),
            ("quantity", "5"),
            ("value", "100.00"),
            ("site", site),
            ("received_on", "2025-03-20"),
        ];
        desk.record(who, "gift_in_kind_received", &gift);
    }
}

#[test]
fn the_place_of_a_hand_out_follows_its_site() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    goods(&desk, &who);
    let rest = [("lines.0.quantity", "2"), ("households", "2"), ("people", "5"), ("distributed_on", "2025-03-22")];
    let form = [&rest[..], &[("site", "an-pei"), ("lines.0.lot", "t-1")]].concat();
    let page = text(desk.post(&who, "/desk/record/goods_distributed", &form));
    assert_eq!(carried(&page, "place.name"), ["An Pei"], "{page}");
    assert_eq!(carried(&page, "place.lat"), ["21.71"], "without it no map shows it");
    assert_eq!(carried(&page, "place-of"), ["an-pei"]);
    // Back to the form, and to the other site.
    let filled = [
        ("place.country", "VN"),
        ("place.name", "An Pei"),
        ("place.lat", "21.71"),
        ("place.lon", "105.85"),
        ("place-of", "an-pei"),
    ];
    let edit = [form.as_slice(), &filled, &[("step", "edit")]].concat();
    let page = text(desk.post(&who, "/desk/record/goods_distributed", &edit));
    assert_eq!(carried(&page, "place-of"), ["an-pei"], "{page}");
    let moved = [&rest[..], &filled, &[("site", "hanoi"), ("lines.0.lot", "t-2")]].concat();
    let page = text(desk.post(&who, "/desk/record/goods_distributed", &moved));
    assert_eq!(carried(&page, "place.name"), ["Hanoi"], "{page}");
    assert_eq!(carried(&page, "place.lat"), ["21.03"]);
    // A place that somebody typed stays.
    let mut typed = moved.clone();
    typed.iter_mut().filter(|(path, _)| *path == "place.name").for_each(|(_, name)| *name = "Gia Lam");
    let page = text(desk.post(&who, "/desk/record/goods_distributed", &typed));
    assert_eq!(carried(&page, "place.name"), ["Gia Lam"]);
    let entry = desk.record(&who, "goods_distributed", &moved);
    assert_eq!((&entry["event"]["place"]["name"], &entry["event"]["place"]["lat"]), (&"Hanoi".into(), &2_103.into()));
}

#[test]
fn a_line_can_be_emptied_again() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    goods(&desk, &who);
    desk.record(&who, "site_registered", &[("id", "factory"), ("name", "Factory"), ("kind", "supplier")]);
    desk.record(
        &who,
        "donation_received",
        &[("fund", "flood-2026"), ("amount", "100"), ("method", "cash"), ("received_on", "2025-03-20")],
    );
    let form = [
        ("sources.0.pool", "cash/flood-2026"),
        ("sources.0.amount", "100.00"),
        ("supplier", "factory"),
        ("purchased_on", "2025-03-21"),
        ("lines.0.item", "tent"),
        ("lines.0.lot", "tent-9e8f"),
        ("lines.0.quantity", "7"),
        ("lines.0.cost", "100"),
        ("lines.1.lot", "item-9e8f-yqeq"),
        ("lines.1.item", ""),
        ("lines.1.quantity", ""),
        ("lines.1.cost", ""),
    ];
    let entry = desk.record(&who, "purchase_made", &form);
    assert_eq!(entry["event"]["lines"].as_array().map(Vec::len), Some(1));
}

#[test]
fn figures_out_of_a_chinese_name_are_no_id() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let form = [("name", "救灾 2"), ("unit", "包"), ("category", "food")];
    let entry = desk.record(&who, "item_registered", &form);
    let id = entry["event"]["id"].as_str().expect("an id");
    assert!(id.starts_with("item-2-") && id.len() == 11, "{id}");
}

#[test]
fn a_form_comes_back_after_the_log_in_that_its_session_ended_in() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let nobody = Somebody { id: 0, secret: "0".repeat(64) };
    let size = desk.size();
    let form = [EXPENSE, &[("step", "save"), ("note", "Two lorries & a boat")]].concat();
    let to = location(&desk.post(&nobody, "/desk/record/expense_paid", &form));
    assert!(to.ends_with("&done=session-over"), "{to}");
    assert!(text(desk.get(&nobody, &to)).contains("Your session had ended"), "it is said why");
    // Whoever is logged in by then is led on at once.
    let back = location(&desk.get(&who, &to));
    assert!(back.starts_with("/desk/record/expense_paid?"), "{back}");
    let page = desk.page(&who, &back);
    for kept in ["Harbour Lorries", "Two lorries &amp; a boat", "Here is what you had typed"] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
    assert_eq!(desk.size(), size, "nothing is recorded on the way");
    // An address that only takes forms leads back to its page.
    let to = location(&desk.post(&nobody, "/desk/waiting/7/refuse", &[("reason", "no")]));
    assert_eq!(to, "/desk/log-in?next=%2Fdesk%2Fwaiting%2F7&done=session-over");
}

#[test]
fn whoever_writes_a_telephone_number_into_a_public_field_is_asked() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let gift = [
        ("fund", "flood-2026"),
        ("amount", "10"),
        ("method", "cash"),
        ("received_on", "2025-03-20"),
        ("donor", "王小明 13812345678"),
    ];
    let page = text(desk.post(&who, "/desk/record/donation_received", &gift));
    for said in ["This looks like something private", "It may be public: record it"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let page = text(desk.post(&who, "/desk/record/donation_received", &gift[..4]));
    assert!(!page.contains("something private"), "{page}");
}

#[test]
fn what_nobody_means_is_refused_at_its_field() {
    let desk = Desk::new();
    let who = desk.person("admin", &[Role::Admin, Role::Recorder]);
    let fund = [
        ("title", "Flood"),
        ("steward", "red-river"),
        ("purpose", "Tents"),
        ("currency", "人民币"),
        ("opens_on", "2026-05-01"),
        ("closes_on", "2026-04-01"),
    ];
    let refused = desk.post(&who, "/desk/record/fund_opened", &fund);
    assert_eq!(refused.status(), 422);
    let page = text(refused);
    assert!(page.contains("It would close before it opens") && page.contains("closes_on-fault"), "{page}");
    let organisation = [("name", "Red River"), ("kind", "ngo"), ("url", "redriver.example")];
    let refused = desk.post(&who, "/desk/record/organisation_registered", &organisation);
    assert_eq!(refused.status(), 422);
    let page = text(refused);
    assert!(page.contains("Write the whole address") && page.contains("url-fault"), "{page}");
}

#[test]
fn the_only_lorry_is_chosen_with_where_it_goes() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    goods(&desk, &who);
    let lorry = [
        ("from", "an-pei"),
        ("to", "hanoi"),
        ("waybill", "wb-1"),
        ("lines.0.lot", "t-1"),
        ("lines.0.quantity", "3"),
        ("dispatched_on", "2025-03-21"),
    ];
    desk.record(&who, "goods_dispatched", &lorry);
    let page = desk.page(&who, "/desk/record/goods_received");
    for chosen in ["wb-1", "hanoi", "t-1"] {
        assert!(page.contains(&format!("<option value=\"{chosen}\" selected")), "{chosen}: {page}");
    }
    // Of two sites none is chosen.
    let page = desk.page(&who, "/desk/record/goods_distributed");
    assert!(!page.contains("<option value=\"hanoi\" selected"), "{page}");
}

#[test]
fn one_more_supplier_is_a_supplier() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let form = [("id", "factory"), ("name", "Factory"), ("kind", "supplier")];
    let entry = desk.record(&who, "site_registered", &form);
    let page = desk.page(&who, &format!("/desk/recorded/{}", entry["seq"]));
    assert!(page.contains("href=\"/desk/record/site_registered?kind=supplier\""), "{page}");
}

#[test]
fn what_a_stock_count_found_is_no_gift_of_somebody_unnamed() {
    let desk = Desk::with_stock();
    let who = desk.person("mei", &[Role::Recorder]);
    let form = [
        ("site", "chengdu"),
        ("on", "2025-03-21"),
        ("lot-0", "tents-1"),
        ("counted-0", "12"),
        ("seen-0", "10"),
        ("reason-0", "never_booked"),
        ("step", "save"),
    ];
    assert!(led(desk.post(&who, "/desk/stock", &form)).ends_with("recorded=1"));
    let entry = desk.running.json(&format!("/api/v1/entries/{}", desk.size() - 1));
    let lot = entry["event"]["lot"].as_str().expect("a lot");
    let page = text(desk.running.get_with(&format!("/lots/{lot}"), &[("Accept-Language", "en")]));
    assert!(page.contains("Found at a stock count") && !page.contains("anonymous</"), "{page}");
    let code = ledger::code::GiftCode::of_seq(desk.size() - 1).expect("a code");
    let fund = entry["event"]["fund"].as_str().expect("a fund");
    let gift = text(desk.running.get_with(&format!("/gifts/{code}"), &[("Accept-Language", "en")]));
    assert!(gift.contains("Found at a stock count") && gift.contains("None of these 2"), "{gift}");
    assert!(!gift.contains("anonymous<") && !gift.contains(" of your "), "{gift}");
    let gifts = text(desk.running.get_with(&format!("/funds/{fund}/gifts"), &[("Accept-Language", "en")]));
    let (_, row) = gifts.split_once(&format!("href=\"/gifts/{code}\"")).expect("the gift");
    assert!(row.split("</tr>").next().expect("a row").contains("Found at a stock count"), "{row}");
}
