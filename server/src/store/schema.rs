//! The tables, as Diesel knows them: the same for SQLite and PostgreSQL. What each is for stands in the migrations.
#![allow(missing_docs, unreachable_pub)] // Written by a macro.

diesel::table! {
    entries (seq) { seq -> BigInt, json -> Text, }
}
diesel::table! {
    head (id) { id -> BigInt, size -> BigInt, hash -> Binary, at -> BigInt, }
}
diesel::table! {
    keys (key) { key -> Binary, seq -> BigInt, }
}
diesel::table! {
    ids (kind, id) { kind -> BigInt, id -> Text, seq -> BigInt, }
}
diesel::table! {
    remembered (seq) { seq -> BigInt, }
}
diesel::table! {
    pools (id) { id -> BigInt, name -> Text, extent -> BigInt, }
}
diesel::table! {
    free_spans (pool, first) { pool -> BigInt, first -> BigInt, behind -> BigInt, }
}
diesel::table! {
    takes (pool, first) {
        pool -> BigInt,
        first -> BigInt,
        behind -> BigInt,
        seq -> BigInt,
        #[sql_name = "move"]
        index -> BigInt,
        place -> BigInt,
        total -> BigInt,
        far_pool -> Nullable<BigInt>,
        far_total -> Nullable<BigInt>,
        far_first -> Nullable<BigInt>,
        ending -> Nullable<BigInt>,
    }
}
diesel::table! {
    fills (pool, added_cost, first, seq, index) {
        pool -> BigInt,
        added_cost -> BigInt,
        first -> BigInt,
        seq -> BigInt,
        #[sql_name = "move"]
        index -> BigInt,
        behind -> BigInt,
        place -> BigInt,
        total -> BigInt,
        far_pool -> Nullable<BigInt>,
        far_total -> Nullable<BigInt>,
        far_first -> Nullable<BigInt>,
    }
}
diesel::table! {
    figures (fund, project, item, kind) {
        fund -> BigInt,
        project -> Text,
        item -> Text,
        kind -> BigInt,
        amount -> BigInt,
        units -> BigInt,
        events -> BigInt,
    }
}
diesel::table! {
    fund_entries (fund, kind, seq) { fund -> BigInt, kind -> BigInt, seq -> BigInt, }
}
diesel::table! {
    listed (list, facet, day, seq) {
        list -> BigInt,
        facet -> Text,
        day -> BigInt,
        seq -> BigInt,
        amount -> BigInt,
    }
}
diesel::table! {
    days (fund, kind, day) { fund -> BigInt, kind -> BigInt, day -> BigInt, amount -> BigInt, }
}
diesel::table! {
    places (fund, place) {
        fund -> BigInt,
        place -> Text,
        amount -> BigInt,
        handouts -> BigInt,
        households -> BigInt,
        people -> BigInt,
    }
}
diesel::table! {
    mentions (kind, id, event, seq) {
        kind -> BigInt,
        id -> Text,
        #[sql_name = "type"]
        event -> BigInt,
        seq -> BigInt,
    }
}
diesel::table! {
    /// The same pools by what stands behind the `@` of their names: a column that nobody writes.
    #[sql_name = "pools"]
    pools_by_place (id) { id -> BigInt, name -> Text, extent -> BigInt, place -> Text, }
}
diesel::table! {
    tiles (level, position) { level -> BigInt, position -> BigInt, root -> Binary, hashes -> Binary, }
}
diesel::table! {
    checkpoints (size) { size -> BigInt, root -> Binary, note -> Text, signed_at -> BigInt, }
}
diesel::table! {
    attestations (size, kind, name) {
        size -> BigInt,
        kind -> BigInt,
        name -> Text,
        attestation -> Text,
        attested_at -> BigInt,
    }
}
diesel::table! {
    tokens (hash) { hash -> Binary, actor -> Text, created_at -> BigInt, }
}

diesel::joinable!(takes -> pools (far_pool));
diesel::joinable!(fills -> pools (far_pool));
diesel::allow_tables_to_appear_in_same_query!(takes, pools);
diesel::allow_tables_to_appear_in_same_query!(fills, pools);
diesel::allow_tables_to_appear_in_same_query!(entries, remembered);
diesel::allow_tables_to_appear_in_same_query!(entries, fund_entries);
diesel::allow_tables_to_appear_in_same_query!(entries, listed);
diesel::allow_tables_to_appear_in_same_query!(entries, mentions);
diesel::allow_tables_to_appear_in_same_query!(pools_by_place, free_spans);
diesel::allow_tables_to_appear_in_same_query!(pools, free_spans);
