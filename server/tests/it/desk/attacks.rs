//! Forms from elsewhere, sessions, guesses.

use super::*;

#[test]
fn a_form_from_elsewhere_changes_nothing() {
    let desk = Desk::new();
    let who = desk.person("all", &[Role::Recorder, Role::Admin, Role::Approver]);
    let size = desk.size();
    let form = [EXPENSE, &[("step", "save")]].concat();
    let attacks: &[&[(&str, &str)]] = &[
        &[],
        &[("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example")],
        &[("Sec-Fetch-Site", "same-site")],
        &[("Origin", "https://evil.example")],
        &[("Origin", "null")],
    ];
    for headers in attacks {
        for path in [
            "/desk/record/expense_paid",
            "/desk/people",
            "/desk/people/7/roles",
            "/desk/people/7/roles/take",
            "/desk/people/7/link",
            "/desk/people/7/disable",
            "/desk/people/7/enable",
            "/desk/people/7/sessions/00/end",
            "/desk/log-out",
            "/desk/log-in",
            "/desk/log-in/passkey",
            "/desk/set-up",
            "/desk/account/password",
            "/desk/account/passkeys",
            "/desk/account/passkeys/AA/remove",
            "/desk/account/sessions/00/end",
            "/desk/waiting/limits",
            "/desk/waiting/limits/agree",
            "/desk/waiting/limits/decline",
            "/desk/waiting/7/approve",
            "/desk/waiting/7/refuse",
            "/desk/waiting/7/withdraw",
            "/desk/waiting/7/put-away",
            "/desk/bank",
            "/desk/bank/7",
            "/desk/bank/7/mapping",
            "/desk/bank/statements/7",
            "/desk/sheets",
            "/desk/sheets/7",
            "/desk/stock",
            "/desk/papers/receipts/G-0000-0000/mail",
            "/desk/tokens/00/revoke",
            "/desk/webhooks",
            "/desk/webhooks/7/test",
            "/desk/webhooks/7/pause",
            "/desk/webhooks/7/resume",
            "/desk/webhooks/7/secret",
            "/desk/webhooks/7/remove",
            "/desk/webhooks/7/deliveries/7/again",
            "/zh/desk/tokens",
        ] {
            let answer = desk.post_from(&who, path, &form, headers);
            assert_eq!(answer.status(), 403, "{path} {headers:?}");
            assert!(answer.headers().get("Set-Cookie").is_none(), "{path}");
        }
    }
    assert_eq!(desk.size(), size);
    let origin = format!("http://{}", desk.running.address);
    let answer = desk.post_from(&who, "/desk/record/expense_paid", &form, &[("Origin", &origin)]);
    assert_eq!(answer.status(), 303, "an older browser says only the origin");
    assert_eq!(desk.size(), size + 1);
}

#[test]
fn a_session_ends_by_log_out_by_an_admin_and_with_the_account() {
    let desk = Desk::new();
    let admin = desk.person("admin", &[Role::Admin]);
    let who = desk.person("mei", &[Role::Viewer]);
    assert_eq!(desk.get(&who, "/desk").status(), 200);
    let answer = desk.get(&who, "/desk");
    assert_eq!(answer.headers().get("Cache-Control").expect("a header"), "no-store");
    assert_eq!(desk.post(&who, "/desk/log-out", &[]).status(), 303);
    assert_eq!(desk.get(&who, "/desk").status(), 303);
    let again: server::store::Stored<String> = desk.private.transaction(|db| sessions::begin(db, who.id, "", ""));
    let who = Somebody { secret: again.expect("a session"), ..who };
    assert_eq!(desk.get(&who, "/desk").status(), 200);
    assert_eq!(desk.post(&admin, &format!("/desk/people/{}/disable", who.id), &[]).status(), 303);
    assert_eq!(desk.get(&who, "/desk").status(), 303);
    let page = text(desk.get(&admin, "/desk/people"));
    assert!(page.contains("let log in no more") && page.contains("red-river/mei"), "the act is in the list");
}

#[test]
fn a_session_ends_unused_and_after_a_week_and_a_link_after_two_days() {
    let desk = Desk::new();
    let (mei, lin) = (desk.person("mei", &[Role::Viewer]), desk.person("lin", &[Role::Viewer]));
    let earlier = |who: &Somebody, what: &str, ms: i64| {
        desk.behind(&format!("UPDATE sessions SET {what} = {what} - {ms} WHERE person = {}", who.id));
        desk.get(who, "/desk").status().as_u16()
    };
    let minute = 60_000;
    assert_eq!(earlier(&mei, "seen_at", sessions::IDLE_MS - 2 * minute), 200, "a day with its breaks");
    assert_eq!(earlier(&mei, "seen_at", sessions::IDLE_MS), 303, "left open over night");
    assert_eq!(earlier(&lin, "expires_at", sessions::LONGEST_MS - 2 * minute), 200);
    assert_eq!(earlier(&lin, "expires_at", 2 * minute), 303, "however much it is used");

    let made: server::store::Stored<String> = desk.private.transaction(|db| links::make(db, mei.id));
    let (secret, nobody) = (made.expect("a link"), Somebody { id: 0, secret: String::new() });
    let path = format!("/desk/set-up?secret={secret}");
    assert_eq!(desk.get(&nobody, &path).status(), 200);
    desk.behind(&format!("UPDATE links SET expires_at = expires_at - {}", links::GOOD_FOR_MS));
    assert_eq!(desk.get(&nobody, &path).status(), 410);
    let form = [("secret", secret.as_str()), ("password", "lamp orchard ferry"), ("again", "lamp orchard ferry")];
    assert_eq!(desk.post(&nobody, "/desk/set-up", &form).status(), 410);
}

#[test]
fn a_log_in_does_not_tell_what_was_wrong_and_a_link_works_once() {
    let desk = Desk::new();
    let mei = desk.person("mei", &[Role::Recorder]);
    let secret: server::store::Stored<String> = desk.private.transaction(|db| links::make(db, mei.id));
    let secret = secret.expect("a link");
    let nobody = Somebody { id: 0, secret: String::new() };
    let set = |password: &str, again: &str| {
        desk.post(&nobody, "/desk/set-up", &[("secret", &secret), ("password", password), ("again", again)])
    };
    for (password, again, said) in [
        ("short", "short", "at least 12 characters"),
        ("Password2026!!", "Password2026!!", "tried first"),
        ("lamp orchard ferry", "lamp orchard fairy", "not the same"),
    ] {
        let answer = set(password, again);
        assert_eq!(answer.status(), 422, "{password}");
        let page = text(answer);
        assert!(page.contains(said) && !page.contains(password), "{said}");
    }
    let answer = set("lamp orchard ferry", "lamp orchard ferry");
    assert_eq!((answer.status().as_u16(), location(&answer).as_str()), (303, "/desk?done=set-up"));
    let cookie = answer.headers().get("Set-Cookie").expect("a cookie").to_str().expect("ASCII").to_owned();
    for part in ["__Host-desk=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    assert_eq!(set("another lamp ferry", "another lamp ferry").status(), 410);
    assert_eq!(desk.get(&mei, "/desk").status(), 303, "sessions from before have ended");

    let log_in = |account: &str, password: &str| {
        desk.post(&nobody, "/desk/log-in", &[("account", account), ("password", password), ("next", "//evil.example")])
    };
    let wrong = log_in("red-river/mei", "lamp orchard fairy");
    let unknown = log_in("red-river/nobody", "lamp orchard ferry");
    assert_eq!((wrong.status(), unknown.status()), (wrong.status(), wrong.status()));
    assert_eq!(text(wrong).replace("red-river/mei", ""), text(unknown).replace("red-river/nobody", ""));
    let right = log_in(" Red-River/Mei ", "lamp orchard ferry");
    assert_eq!((right.status().as_u16(), location(&right).as_str()), (303, "/desk"));
    let tries = (0..12).map(|_| log_in("red-river/mei", "guess guess guess").status().as_u16());
    assert!(tries.collect::<Vec<_>>().contains(&429), "guessing is slowed down");
}

#[test]
fn a_session_of_another_a_made_up_one_and_one_in_the_address_open_nothing() {
    let desk = Desk::new();
    let mei = desk.person("mei", &[Role::Viewer]);
    let lin = desk.person("lin", &[Role::Viewer]);
    let hash = ledger::Hash::of(mei.secret.as_bytes()).to_string();
    let made_up = [String::new(), "0".repeat(64), hash.clone(), mei.secret.to_uppercase(), format!("{}0", mei.secret)];
    for secret in made_up {
        let who = Somebody { id: 0, secret };
        assert_eq!(desk.get(&who, "/desk").status(), 303, "{}", who.secret);
    }
    let nobody = Somebody { id: 0, secret: String::new() };
    assert_eq!(desk.get(&nobody, &format!("/desk?__Host-desk={}", mei.secret)).status(), 303);
    // Others' sessions are ended by whoever has them, or by an admin.
    assert_eq!(desk.post(&lin, &format!("/desk/account/sessions/{hash}/end"), &[]).status(), 404);
    assert_eq!(desk.post(&lin, &format!("/desk/people/{}/sessions/{hash}/end", mei.id), &[]).status(), 403);
    assert_eq!(desk.get(&mei, "/desk").status(), 200);
    assert_eq!(desk.post(&mei, &format!("/desk/account/sessions/{hash}/end"), &[]).status(), 303);
    assert_eq!(desk.get(&mei, "/desk").status(), 303);
}

#[test]
fn a_session_that_was_left_open_changes_no_passkey() {
    let desk = Desk::new();
    let mei = desk.person("mei", &[Role::Admin]);
    let secret: server::store::Stored<String> = desk.private.transaction(|db| links::make(db, mei.id));
    let (secret, nobody) = (secret.expect("a link"), Somebody { id: 0, secret: String::new() });
    let form = [("secret", secret.as_str()), ("password", "lamp orchard ferry"), ("again", "lamp orchard ferry")];
    let answer = desk.post(&nobody, "/desk/set-up", &form);
    let cookie = answer.headers().get("Set-Cookie").expect("a cookie").to_str().expect("ASCII").to_owned();
    let mei = Somebody { id: mei.id, secret: cookie.split(['=', ';']).nth(1).expect("a value").to_owned() };
    let added: server::store::Stored<bool> =
        desk.private.transaction(|db| server::private::passkeys::add(db, mei.id, "my phone", b"one", b"key", 0));
    assert!(added.expect("a passkey"));

    // Its id in base64url.
    let remove = "/desk/account/passkeys/b25l/remove";
    for sure in ["", "lamp orchard fairy"] {
        for path in [remove, "/desk/account/passkeys"] {
            let refused = desk.post(&mei, path, &[("sure", sure), ("name", "a telephone")]);
            assert_eq!(refused.status(), 422, "{path}");
            let page = text(refused);
            assert!(page.contains("The password until now is wrong.") && page.contains("my phone"), "{page}");
        }
    }
    // The password alone makes no passkey.
    let refused = desk.post(&mei, "/desk/account/passkeys", &[("sure", "lamp orchard ferry"), ("name", "x")]);
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("The passkey was not accepted."));
    assert_eq!(desk.post(&mei, &format!("/desk/people/{}/link", mei.id), &[]).status(), 403, "nor a link for oneself");
    led(desk.post(&mei, remove, &[("sure", "lamp orchard ferry")]));
    assert!(!desk.page(&mei, "/desk/account").contains("my phone"));
    assert!(desk.page(&mei, "/desk/people").contains("removed a passkey"));
}

#[test]
fn a_link_is_good_no_more_once_the_password_is_changed_or_the_account_was_disabled() {
    let desk = Desk::new();
    let (admin, mei) = (desk.person("ada", &[Role::Admin]), desk.person("mei", &[Role::Recorder]));
    let nobody = Somebody { id: 0, secret: String::new() };
    let link = || {
        let made: server::store::Stored<String> = desk.private.transaction(|db| links::make(db, mei.id));
        made.expect("a link")
    };
    let opens = |secret: &str| desk.get(&nobody, &format!("/desk/set-up?secret={secret}")).status().as_u16();
    let (old, new) = ("lamp orchard ferry", "kettle harbour moss");
    let secret = link();
    led(desk.post(&nobody, "/desk/set-up", &[("secret", &secret), ("password", old), ("again", old)]));
    let begun: server::store::Stored<String> = desk.private.transaction(|db| sessions::begin(db, mei.id, "", ""));
    let mei = Somebody { secret: begun.expect("a session"), ..mei };
    let secret = link();
    assert_eq!(opens(&secret), 200);
    led(desk.post(&mei, "/desk/account/password", &[("old", old), ("new", new), ("again", new)]));
    assert_eq!(opens(&secret), 410, "whoever saw it does not set another password");
    let secret = link();
    for act in ["disable", "enable"] {
        led(desk.post(&admin, &format!("/desk/people/{}/{act}", mei.id), &[]));
        assert_eq!(opens(&secret), 410, "{act}");
    }
}

#[test]
fn an_admin_does_not_become_by_a_link_who_has_a_role_in_another_organisation() {
    let desk = Desk::new();
    let (admin, mei) = (desk.person("ada", &[Role::Admin]), desk.person("mei", &[Role::Viewer]));
    let link = || desk.post(&admin, &format!("/desk/people/{}/link", mei.id), &[]).status().as_u16();
    assert_eq!(link(), 200);
    let grant = Grant { role: Role::Approver, organisation: "han-aid".into(), scope: Scope::Organisation };
    let given: server::store::Stored<()> = desk.private.transaction(|db| people::give(db, mei.id, &grant));
    given.expect("a role");
    assert_eq!(link(), 403);
}

#[test]
fn a_link_takes_the_account_back_from_whoever_left_a_passkey_in_it() {
    let desk = Desk::new();
    let (ada, mei) = (desk.person("ada", &[Role::Admin]), desk.person("mei", &[Role::Recorder]));
    let made: server::store::Stored<String> = desk.private.transaction(|db| {
        for (person, id) in [(ada.id, b"hers"), (mei.id, b"left")] {
            server::private::passkeys::add(db, person, "Telephone", id, &[1], 0)?;
        }
        links::make(db, mei.id)
    });
    let (secret, nobody) = (made.expect("a link"), Somebody { id: 0, secret: String::new() });
    let form = [("secret", secret.as_str()), ("password", "lamp orchard ferry"), ("again", "lamp orchard ferry")];
    led(desk.post(&nobody, "/desk/set-up", &form));
    let keys = |person| {
        let kept: server::store::Stored<Vec<_>> =
            desk.private.transaction(|db| server::private::passkeys::of_person(db, person));
        kept.expect("passkeys").len()
    };
    assert_eq!((keys(mei.id), keys(ada.id)), (0, 1));
    assert!(desk.page(&ada, "/desk/people").contains("Telephone"), "it is in the list of acts");
}
