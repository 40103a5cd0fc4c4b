//! The tables of bank statements, sheets and mail, as Diesel knows them.
#![allow(missing_docs, unreachable_pub)] // Written by a macro.

diesel::table! {
    secrets (name) {
        name -> Text,
        value -> Text,
    }
}
diesel::table! {
    bank_accounts (id) {
        id -> BigInt,
        organisation -> Text,
        label -> Text,
        masked -> Text,
        number_hash -> Binary,
        currency -> Text,
        funds -> Text,
        mapping -> Text,
        created_at -> BigInt,
    }
}
diesel::table! {
    bank_statements (id) {
        id -> BigInt,
        account -> BigInt,
        bank_id -> Text,
        file_hash -> Binary,
        opening_minor -> Nullable<BigInt>,
        opening_on -> Nullable<Text>,
        closing_minor -> Nullable<BigInt>,
        closing_on -> Nullable<Text>,
        unbooked -> BigInt,
        uploaded_by -> Text,
        uploaded_at -> BigInt,
        file_name -> Text,
    }
}
diesel::table! {
    bank_lines (statement, place) {
        statement -> BigInt,
        place -> BigInt,
        idempotency -> Text,
        body -> Text,
        seq -> Nullable<BigInt>,
    }
}
diesel::table! {
    left_out_lines (idempotency) {
        idempotency -> Text,
        left_out_by -> Text,
        left_out_at -> BigInt,
    }
}
diesel::table! {
    sheet_references (reference, idempotency) {
        reference -> Text,
        idempotency -> Text,
    }
}
diesel::table! {
    sheets (id) {
        id -> BigInt,
        kind -> Text,
        name -> Text,
        steps -> Text,
        person -> BigInt,
        created_at -> BigInt,
        recorded_at -> Nullable<BigInt>,
    }
}
diesel::table! {
    contacts (id) {
        id -> BigInt,
        idempotency -> Text,
        address -> Text,
        lang -> Text,
        follow -> BigInt,
        gift -> Nullable<BigInt>,
        secret -> Text,
        created_at -> BigInt,
        stopped_at -> Nullable<BigInt>,
        unconfirmed -> BigInt,
    }
}
diesel::table! {
    corrected_gifts (idempotency) {
        idempotency -> Text,
        gift -> BigInt,
    }
}
diesel::table! {
    outbox (id) {
        id -> BigInt,
        contact -> BigInt,
        entry -> BigInt,
        kind -> Text,
        state -> Text,
        attempts -> BigInt,
        due_at -> BigInt,
        done_at -> Nullable<BigInt>,
        problem -> Text,
    }
}
diesel::table! {
    mail_cursor (one) {
        one -> BigInt,
        next -> BigInt,
    }
}
diesel::joinable!(outbox -> contacts (contact));
diesel::allow_tables_to_appear_in_same_query!(outbox, contacts);
