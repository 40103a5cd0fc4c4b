//! Every refusal of the design's table of events, a row each, against one small world.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::world::World;

/// What happened before: seq 14 and on.
const BEFORE: &[&str] = &[
    r#"{"type":"donation_received","fund":"flood","amount":10000,"method":"cash","received_on":"2026-01-02"}"#, // 14
    r#"{"type":"donation_received","fund":"quake","amount":500,"method":"cash","received_on":"2026-01-02"}"#,   // 15
    r#"{"type":"donation_received","fund":"storm","amount":300,"method":"cash","received_on":"2026-01-02"}"#,   // 16
    r#"{"type":"donation_received","fund":"flood","amount":70,"method":"cash","received_on":"2026-01-02"}"#,    // 17
    r#"{"type":"entry_reversed","reverses":17,"reason":"Entered twice"}"#,                                      // 18
    r#"{"type":"fund_opened","id":"old","title":"Old","purpose":"Relief","currency":"CNY","steward":"red-river"}"#,
    r#"{"type":"fund_closed","id":"old","reason":"Done"}"#, // 20
    r#"{"type":"fund_opened","id":"goods","title":"Goods","purpose":"Relief","currency":"CNY","steward":"red-river"}"#,
    r#"{"type":"gift_in_kind_received","fund":"goods","lot":"rice-1","item":"rice","quantity":100,"site":"chengdu","expires_on":"2026-06-30","received_on":"2026-01-02"}"#, // 22
    r#"{"type":"purchase_made","id":"p","sources":[{"pool":"cash/flood","amount":1200}],"lines":[{"lot":"tents","item":"tent","quantity":7,"cost":1200}],"supplier":"maker","purchased_on":"2026-01-03"}"#, // 23
    r#"{"type":"goods_received","id":"r","lot":"tents","from":"maker","to":"chengdu","quantity":7,"received_on":"2026-01-04"}"#, // 24
    r#"{"type":"goods_dispatched","waybill":"w","lines":[{"lot":"tents","quantity":2}],"from":"chengdu","to":"yingxiu","dispatched_on":"2026-01-05"}"#,
    r#"{"type":"goods_dispatched","waybill":"w-2","lines":[{"lot":"rice-1","quantity":10}],"from":"chengdu","to":"yingxiu","dispatched_on":"2026-01-05"}"#,
    r#"{"type":"cost_added","id":"c","lot":"tents","site":"w","sources":[{"pool":"cash/flood","amount":9}],"category":"transport"}"#, // 27
    r#"{"type":"goods_lost","id":"l","lot":"rice-1","site":"w-2","quantity":10,"reason":"stolen","found_on":"2026-01-06"}"#,
    r#"{"type":"allocation_made","id":"a","fund":"flood","project":"shelter","amount":100}"#,
    r#"{"type":"transfer_made","id":"t","from":"cash/flood","to":"cash/flood@partner","amount":50,"sent_on":"2026-01-06"}"#,
    r#"{"type":"expense_paid","id":"e","from":"cash/flood","amount":5,"category":"fuel","payee":"Station","paid_on":"2026-01-06"}"#,
    r#"{"type":"cash_distributed","id":"h","from":"cash/flood","amount":40,"place":{"country":"CN"},"households":1,"people":4,"distributed_on":"2026-01-07"}"#, // 32
];

/// An event, given by its type and what sets it apart from a sound one, then the field and the rule.
type Row = (&'static str, &'static str, &'static str, &'static str);

const ROWS: &[Row] = &[
    ("organisation_registered", r#""id":"partner""#, "id", "taken"),
    ("fund_opened", r#""id":"flood""#, "id", "taken"),
    ("fund_opened", r#""steward":"nobody""#, "steward", "unknown"),
    ("fund_opened", r#""currency":"XYZ""#, "currency", "currency"),
    ("fund_closed", r#""id":"nothing""#, "id", "unknown"),
    ("fund_closed", r#""id":"old""#, "id", "fund_closed"),
    ("fund_closed", r#""surplus_to":null"#, "surplus_to", "still_held"),
    ("fund_closed", r#""id":"goods","surplus_to":null"#, "surplus_to", "still_held"),
    ("fund_closed", r#""surplus_to":"nothing""#, "surplus_to", "unknown"),
    ("fund_closed", r#""surplus_to":"flood""#, "surplus_to", "same_pool"),
    ("fund_closed", r#""surplus_to":"old""#, "surplus_to", "fund_closed"),
    ("fund_closed", r#""surplus_to":"storm""#, "surplus_to", "currency_mismatch"),
    ("project_opened", r#""id":"shelter""#, "id", "taken"),
    ("project_opened", r#""fund":"nothing""#, "fund", "unknown"),
    ("project_opened", r#""fund":"old""#, "fund", "fund_closed"),
    ("project_opened", r#""implementer":"nobody""#, "implementer", "unknown"),
    ("site_registered", r#""id":"chengdu""#, "id", "taken"),
    ("site_registered", r#""id":"w""#, "id", "taken"),
    ("item_registered", r#""id":"tent""#, "id", "taken"),
    ("donation_received", r#""fund":"nothing""#, "fund", "unknown"),
    ("donation_received", r#""fund":"old""#, "fund", "fund_closed"),
    ("donation_received", r#""amount":0"#, "amount", "out_of_range"),
    ("donation_received", r#""amount":-1"#, "amount", "negative"),
    ("donation_received", r#""amount":9007199254740991"#, "amount", "pool_full"),
    ("donation_received", r#""project":"nothing""#, "project", "unknown"),
    ("donation_received", r#""project":"water""#, "project", "other_fund"),
    ("donation_received", r#""original":{"amount":9,"currency":"CNY"}"#, "original", "credited_not_needed"),
    ("fee_charged", r#""amount":8597"#, "amount", "gift_spent"),
    ("fee_charged", r#""gift":999"#, "gift", "no_such_entry"),
    ("fee_charged", r#""gift":13"#, "gift", "not_a_gift"),
    ("fee_charged", r#""gift":22"#, "gift", "not_a_gift"),
    ("fee_charged", r#""gift":17"#, "gift", "gift_reversed"),
    ("donation_refunded", r#""amount":8597"#, "amount", "gift_spent"),
    ("donation_refunded", r#""gift":999"#, "gift", "no_such_entry"),
    ("donation_refunded", r#""gift":17"#, "gift", "gift_reversed"),
    ("allocation_made", r#""amount":8597"#, "amount", "short"),
    ("allocation_made", r#""id":"a""#, "id", "taken"),
    ("allocation_made", r#""fund":"old""#, "fund", "fund_closed"),
    ("allocation_made", r#""project":"nothing""#, "project", "unknown"),
    ("allocation_made", r#""project":"water""#, "project", "other_fund"),
    ("transfer_made", r#""amount":8597"#, "amount", "short"),
    ("transfer_made", r#""id":"t""#, "id", "taken"),
    ("transfer_made", r#""to":"cash/flood""#, "to", "same_pool"),
    ("transfer_made", r#""to":"cash/quake""#, "reason", "reason_needed"),
    ("transfer_made", r#""to":"cash/old","reason":"Needed""#, "to", "fund_closed"),
    ("transfer_made", r#""to":"cash/nothing","reason":"Needed""#, "to", "unknown"),
    ("transfer_made", r#""to":"cash/flood@nobody""#, "to", "unknown"),
    ("transfer_made", r#""to":"cash/flood/water""#, "to", "other_fund"),
    ("transfer_made", r#""to":"lot/tents@chengdu""#, "to", "not_cash"),
    ("transfer_made", r#""to":"cash/storm","reason":"Needed""#, "credited", "credited_needed"),
    ("transfer_made", r#""credited":3"#, "credited", "credited_not_needed"),
    ("purchase_made", r#""sources":[{"pool":"cash/flood","amount":99}]"#, "lines", "sums_differ"),
    ("purchase_made", r#""sources":[{"pool":"cash/water","amount":100}]"#, "sources[0].pool", "unknown"),
    ("purchase_made", r#""sources":[{"pool":"lot/tents@maker","amount":100}]"#, "sources[0].pool", "not_cash"),
    ("purchase_made", r#""sources":[{"pool":"cash/flood@partner","amount":100}]"#, "sources[0].amount", "short"),
    (
        "purchase_made",
        r#""sources":[{"pool":"cash/flood","amount":60},{"pool":"cash/storm","amount":40}]"#,
        "sources[1].pool",
        "currency_mismatch",
    ),
    ("purchase_made", r#""id":"p""#, "id", "taken"),
    ("purchase_made", r#""id":"P""#, "id", "slug"),
    ("purchase_made", r#""lines":[{"lot":"tents","item":"tent","quantity":1,"cost":100}]"#, "lines[0].lot", "taken"),
    (
        "purchase_made",
        r#""lines":[{"lot":"n","item":"tent","quantity":1,"cost":60},{"lot":"n","item":"tent","quantity":1,"cost":40}]"#,
        "lines[1].lot",
        "taken",
    ),
    ("purchase_made", r#""lines":[{"lot":"n","item":"boat","quantity":1,"cost":100}]"#, "lines[0].item", "unknown"),
    (
        "purchase_made",
        r#""lines":[{"lot":"n","item":"tent","quantity":0,"cost":100}]"#,
        "lines[0].quantity",
        "out_of_range",
    ),
    ("purchase_made", r#""lines":[7]"#, "lines[0]", "not_an_object"),
    ("purchase_made", r#""supplier":"chengdu""#, "supplier", "not_a_supplier"),
    ("purchase_made", r#""supplier":"nowhere""#, "supplier", "unknown"),
    ("gift_in_kind_received", r#""fund":"old""#, "fund", "fund_closed"),
    ("gift_in_kind_received", r#""lot":"tents""#, "lot", "taken"),
    ("gift_in_kind_received", r#""item":"boat""#, "item", "unknown"),
    ("gift_in_kind_received", r#""site":"nowhere""#, "site", "unknown"),
    ("gift_in_kind_received", r#""site":"w""#, "site", "not_a_site"),
    ("gift_in_kind_received", r#""quantity":0"#, "quantity", "out_of_range"),
    ("goods_received", r#""quantity":6"#, "quantity", "short"),
    ("goods_received", r#""from":"maker""#, "quantity", "short"),
    ("goods_received", r#""id":"r""#, "id", "taken"),
    ("goods_received", r#""lot":"boats""#, "lot", "unknown"),
    ("goods_received", r#""from":"nowhere""#, "from", "unknown"),
    ("goods_received", r#""to":"w""#, "to", "not_a_site"),
    ("goods_received", r#""to":"chengdu""#, "to", "same_pool"),
    ("goods_dispatched", r#""lines":[{"lot":"tents","quantity":6}]"#, "lines[0].quantity", "short"),
    (
        "goods_dispatched",
        r#""lines":[{"lot":"tents","quantity":3},{"lot":"tents","quantity":3}]"#,
        "lines[1].quantity",
        "short",
    ),
    ("goods_dispatched", r#""lines":[{"lot":"rice-1","quantity":1}]"#, "lines[0].lot", "expired"),
    ("goods_dispatched", r#""lines":[{"lot":"boats","quantity":1}]"#, "lines[0].lot", "unknown"),
    ("goods_dispatched", r#""waybill":"w""#, "waybill", "taken"),
    ("goods_dispatched", r#""waybill":"chengdu""#, "waybill", "taken"),
    ("goods_dispatched", r#""from":"w""#, "from", "not_a_site"),
    ("goods_dispatched", r#""to":"chengdu""#, "to", "same_pool"),
    ("kit_packed", r#""inputs":[{"lot":"tents","quantity":6}]"#, "inputs[0].quantity", "short"),
    ("kit_packed", r#""inputs":[{"lot":"boats","quantity":1}]"#, "inputs[0].lot", "unknown"),
    ("kit_packed", r#""lot":"tents""#, "lot", "taken"),
    ("kit_packed", r#""item":"boat""#, "item", "unknown"),
    ("kit_packed", r#""site":"w""#, "site", "not_a_site"),
    ("cost_added", r#""site":"maker""#, "lot", "nothing_free"),
    ("cost_added", r#""site":"nowhere""#, "site", "unknown"),
    ("cost_added", r#""lot":"boats""#, "lot", "unknown"),
    ("cost_added", r#""id":"c""#, "id", "taken"),
    ("cost_added", r#""sources":[{"pool":"cash/flood","amount":8597}]"#, "sources[0].amount", "short"),
    ("goods_lost", r#""quantity":6"#, "quantity", "short"),
    ("goods_lost", r#""id":"l""#, "id", "taken"),
    ("goods_lost", r#""lot":"boats""#, "lot", "unknown"),
    ("goods_lost", r#""site":"nowhere""#, "site", "unknown"),
    ("goods_distributed", r#""lines":[{"lot":"tents","quantity":6}]"#, "lines[0].quantity", "short"),
    ("goods_distributed", r#""lines":[{"lot":"rice-1","quantity":1}]"#, "lines[0].lot", "expired"),
    ("goods_distributed", r#""households":5"#, "households", "households_exceed_people"),
    ("goods_distributed", r#""place":{"country":"CN","street":"1"}"#, "place.street", "unknown_field"),
    ("goods_distributed", r#""place":{"country":"China"}"#, "place.country", "country"),
    ("goods_distributed", r#""id":"h""#, "id", "taken"),
    ("goods_distributed", r#""project":"nothing""#, "project", "unknown"),
    ("goods_distributed", r#""site":"w""#, "site", "not_a_site"),
    ("cash_distributed", r#""amount":8597"#, "amount", "short"),
    ("cash_distributed", r#""households":5"#, "households", "households_exceed_people"),
    ("cash_distributed", r#""id":"h""#, "id", "taken"),
    ("cash_distributed", r#""from":"lot/tents@chengdu""#, "from", "not_cash"),
    ("expense_paid", r#""amount":8597"#, "amount", "short"),
    ("expense_paid", r#""id":"e""#, "id", "taken"),
    ("expense_paid", r#""from":"cash/nothing""#, "from", "unknown"),
    ("document_attached", r#""subject":{"kind":"lot","id":"boats"}"#, "subject.id", "unknown"),
    ("document_attached", r#""subject":{"kind":"gift","id":"G-48KA-6KMQ"}"#, "subject.id", "unknown"),
    ("entry_reversed", r#""reverses":999"#, "reverses", "no_such_entry"),
    ("entry_reversed", r#""reverses":17"#, "reverses", "already_reversed"),
    ("entry_reversed", r#""reverses":18"#, "reverses", "nothing_to_reverse"),
    ("entry_reversed", r#""reverses":0"#, "reverses", "nothing_to_reverse"),
    ("entry_reversed", r#""reverses":14"#, "reverses", "in_the_way"),
    ("entry_reversed", r#""reverses":24"#, "reverses", "in_the_way"),
    ("entry_reversed", r#""surprise":1"#, "surprise", "unknown_field"),
];

/// A sound event of each type, as members.
fn sound(kind: &str) -> &'static str {
    match kind {
        "organisation_registered" => r#""id":"new","name":"New","kind":"ngo""#,
        "fund_opened" => r#""id":"new","title":"New","purpose":"Relief","currency":"CNY","steward":"partner""#,
        "fund_closed" => r#""id":"flood","reason":"Done","surplus_to":"quake""#,
        "project_opened" => r#""id":"new","fund":"flood","title":"New","implementer":"partner""#,
        "site_registered" => r#""id":"new","name":"New","kind":"warehouse""#,
        "item_registered" => r#""id":"new","name":"New","unit":"piece","category":"c""#,
        "donation_received" => r#""fund":"flood","amount":5,"method":"cash","received_on":"2026-07-01""#,
        "fee_charged" => r#""gift":14,"amount":5,"category":"overhead","payee":"Red River""#,
        "donation_refunded" => r#""gift":14,"amount":5,"reason":"Asked","refunded_on":"2026-07-01""#,
        "allocation_made" => r#""id":"new","fund":"flood","project":"shelter","amount":5"#,
        "transfer_made" => {
            r#""id":"new","from":"cash/flood","to":"cash/flood/shelter","amount":5,"sent_on":"2026-07-01""#
        }
        "purchase_made" => {
            r#""sources":[{"pool":"cash/flood","amount":100}],"lines":[{"lot":"new","item":"tent","quantity":3,"cost":100}],"supplier":"maker","purchased_on":"2026-07-01""#
        }
        "gift_in_kind_received" => {
            r#""fund":"flood","lot":"new","item":"tent","quantity":5,"site":"chengdu","received_on":"2026-07-01""#
        }
        "goods_received" => {
            r#""id":"new","lot":"tents","from":"chengdu","to":"yingxiu","quantity":5,"received_on":"2026-07-01""#
        }
        "goods_dispatched" => {
            r#""waybill":"new","lines":[{"lot":"tents","quantity":5}],"from":"chengdu","to":"yingxiu","dispatched_on":"2026-07-01""#
        }
        "kit_packed" => {
            r#""lot":"new","item":"kit","quantity":5,"site":"chengdu","inputs":[{"lot":"tents","quantity":5}],"packed_on":"2026-07-01""#
        }
        "cost_added" => {
            r#""id":"new","lot":"tents","site":"chengdu","sources":[{"pool":"cash/flood","amount":9}],"category":"customs""#
        }
        "goods_lost" => {
            r#""id":"new","lot":"tents","site":"chengdu","quantity":5,"reason":"damaged","found_on":"2026-07-01""#
        }
        "goods_distributed" => {
            r#""id":"new","site":"chengdu","lines":[{"lot":"tents","quantity":5}],"place":{"country":"CN"},"households":1,"people":4,"distributed_on":"2026-07-01""#
        }
        "cash_distributed" => {
            r#""id":"new","from":"cash/flood","amount":5,"place":{"country":"CN"},"households":1,"people":4,"distributed_on":"2026-07-01""#
        }
        "expense_paid" => {
            r#""id":"new","from":"cash/flood","amount":5,"category":"fuel","payee":"Station","paid_on":"2026-07-01""#
        }
        "document_attached" => {
            r#""subject":{"kind":"lot","id":"tents"},"documents":[{"sha3":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","name":"slip","media_type":"image/png","bytes":9}]"#
        }
        "entry_reversed" => r#""reverses":32,"reason":"A slip""#,
        other => panic!("no event is called {other}"),
    }
}

/// A sound event with some members changed, or left out where null.
fn changed(kind: &str, change: &str) -> String {
    let read = |members: &str| -> serde_json::Map<String, serde_json::Value> {
        serde_json::from_str(&format!("{{{members}}}")).expect("members")
    };
    let mut event = read(sound(kind));
    event.extend(read(change));
    event.retain(|_, value| !value.is_null());
    event.insert("type".into(), kind.into());
    serde_json::Value::Object(event).to_string()
}

fn world() -> World {
    let mut world = World::prepared();
    for json in BEFORE {
        world.accept(json);
    }
    world
}

#[test]
fn a_sound_event_of_every_type_stands() {
    for kind in ledger::EventType::ALL {
        world().accept(&changed(kind.word(), ""));
    }
}

#[test]
fn each_refusal_names_its_field_and_rule_and_changes_nothing() {
    let mut world = world();
    for (kind, change, field, code) in ROWS {
        let before = world.state.clone();
        let refusal = world.send(&changed(kind, change)).expect_err(&format!("{kind} with {change} stood"));
        assert_eq!((refusal.field.as_str(), refusal.rule.code()), (*field, *code), "{kind} with {change}: {refusal}");
        assert_eq!(world.state, before, "{kind} with {change}");
    }
}

#[test]
fn a_refusal_of_an_entry_names_the_field_of_its_event() {
    let entry = world().log[32].json.replace(r#""country":"CN""#, r#""country":"cn""#);
    let refusal = ledger::Entry::parse(entry.as_bytes()).expect_err("a country is two capitals");
    assert_eq!((refusal.field.as_str(), refusal.rule.code()), ("event.place.country", "country"));
}

#[test]
fn a_refusal_says_the_figures() {
    let mut world = world();
    let mut said = |kind: &str, change: &str| world.send(&changed(kind, change)).expect_err(change).to_string();
    assert_eq!(said("expense_paid", r#""amount":50000"#), "amount: short: cash/flood has 8,596 of 50,000 CNY cents");
    assert_eq!(
        said("entry_reversed", r#""reverses":24"#),
        "reverses: entry 25 stands in the way: reverse that one first"
    );
}

#[test]
fn an_entry_in_too_many_pieces_is_refused_and_leaves_no_trace() {
    let mut world = World::prepared();
    for _ in 0..3_000 {
        let gift = world.accept(
            r#"{"type":"donation_received","fund":"flood","amount":1000000,"method":"cash","received_on":"2026-01-02"}"#,
        );
        world.accept(&format!(
            r#"{{"type":"fee_charged","gift":{gift},"amount":1,"category":"processor","payee":"Bank"}}"#
        ));
    }
    let before = world.state.clone();
    let all = 3_000 * 999_999_u64;
    let expense = |amount: u64| changed("expense_paid", &format!(r#""amount":{amount}"#));
    let refusal = world.send(&expense(all)).expect_err("too long");
    assert_eq!((refusal.field.as_str(), refusal.rule.code()), ("", "too_fragmented"));
    assert_eq!(world.state, before);
    world.accept(&expense(all / 2));
}
