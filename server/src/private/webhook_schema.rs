//! The tables of webhooks, as Diesel knows them.
#![allow(missing_docs, unreachable_pub)] // Written by a macro.

diesel::table! {
    webhooks (id) {
        id -> BigInt,
        organisation -> Text,
        url -> Text,
        filter_kind -> Text,
        filter_words -> Text,
        secret -> Text,
        old_secret -> Nullable<Text>,
        old_until -> Nullable<BigInt>,
        state -> Text,
        next_seq -> BigInt,
        made_by -> Text,
        created_at -> BigInt,
    }
}
diesel::table! {
    webhook_deliveries (id) {
        id -> BigInt,
        webhook -> BigInt,
        entry -> Nullable<BigInt>,
        state -> Text,
        attempts -> BigInt,
        due_at -> BigInt,
        made_at -> BigInt,
        tried_at -> Nullable<BigInt>,
        status -> Nullable<BigInt>,
        problem -> Text,
    }
}
diesel::table! {
    webhook_attempts (id) {
        id -> BigInt,
        delivery -> BigInt,
        at -> BigInt,
        status -> Nullable<BigInt>,
        problem -> Text,
    }
}
diesel::joinable!(webhook_deliveries -> webhooks (webhook));
diesel::allow_tables_to_appear_in_same_query!(webhook_deliveries, webhooks);
