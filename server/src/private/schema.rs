//! The tables, as Diesel knows them: the same for SQLite and PostgreSQL. What each is for stands in the migrations.
#![allow(missing_docs, unreachable_pub)] // Written by a macro.

diesel::table! {
    people (id) {
        id -> BigInt,
        organisation -> Text,
        handle -> Text,
        name -> Text,
        password -> Nullable<Text>,
        password_changed_at -> Nullable<BigInt>,
        created_at -> BigInt,
        disabled_at -> Nullable<BigInt>,
    }
}
diesel::table! {
    roles (person, role, organisation, scope_kind, scope_id) {
        person -> BigInt,
        role -> Text,
        organisation -> Text,
        scope_kind -> Text,
        scope_id -> Text,
    }
}
diesel::table! {
    sessions (hash) {
        hash -> Binary,
        person -> BigInt,
        created_at -> BigInt,
        seen_at -> BigInt,
        expires_at -> BigInt,
        address -> Text,
        agent -> Text,
    }
}
diesel::table! {
    links (hash) {
        hash -> Binary,
        person -> BigInt,
        created_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}
diesel::table! {
    passkeys (id) {
        id -> Binary,
        person -> BigInt,
        name -> Text,
        public_key -> Binary,
        sign_count -> BigInt,
        created_at -> BigInt,
        last_used_at -> Nullable<BigInt>,
    }
}
diesel::table! {
    tokens (hash) {
        hash -> Binary,
        name -> Text,
        actor -> Text,
        role -> Text,
        scope_kind -> Text,
        scope_id -> Text,
        created_at -> BigInt,
        expires_at -> Nullable<BigInt>,
        last_used_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
    }
}
diesel::table! {
    acts (id) { id -> BigInt, at -> BigInt, actor -> Text, act -> Text, subject -> Text, detail -> Text, }
}
diesel::table! {
    thresholds (fund, event) { fund -> Text, event -> Text, amount -> BigInt, }
}
diesel::table! {
    threshold_proposals (fund, event) {
        fund -> Text,
        event -> Text,
        amount -> Nullable<BigInt>,
        person -> BigInt,
        proposed_by -> Text,
        proposed_at -> BigInt,
    }
}
diesel::table! {
    drafts (id) {
        id -> BigInt,
        events -> Text,
        idempotency -> Text,
        organisation -> Text,
        person -> Nullable<BigInt>,
        actor -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        state -> Text,
        decider -> Nullable<BigInt>,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        reason -> Nullable<Text>,
        seq -> Nullable<BigInt>,
        put_away_at -> Nullable<BigInt>,
    }
}
diesel::table! {
    documents (hash) {
        hash -> Binary,
        name -> Text,
        media_type -> Text,
        bytes -> BigInt,
        uploaded_by -> Text,
        uploaded_at -> BigInt,
        published_at -> Nullable<BigInt>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(people, roles, sessions, links, passkeys);
