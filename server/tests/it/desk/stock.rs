//! Desks whose ledger has goods: ten tents at Chengdu, of the lot `tents-1`.

use serde_json::json;

use super::*;
use crate::world::{record_all, request};

impl Desk {
    /// The tents were given, and nobody said what they are worth.
    pub(super) fn with_stock() -> Self {
        Self::after(&[
            json!({"type": "site_registered", "id": "chengdu", "name": "Chengdu", "kind": "warehouse"}),
            json!({"type": "item_registered", "id": "tent", "name": "Tent", "unit": "tent", "category": "shelter"}),
            json!({"type": "gift_in_kind_received", "fund": "flood-2026", "lot": "tents-1", "item": "tent",
                "quantity": 10, "site": "chengdu", "received_on": "2025-03-20"}),
        ])
    }

    /// The tents were bought for 100.00.
    pub(super) fn with_bought_stock() -> Self {
        Self::after(&[
            json!({"type": "site_registered", "id": "factory", "name": "Factory", "kind": "supplier"}),
            json!({"type": "site_registered", "id": "chengdu", "name": "Chengdu", "kind": "warehouse"}),
            json!({"type": "item_registered", "id": "tent", "name": "Tent", "unit": "tent", "category": "shelter"}),
            json!({"type": "purchase_made", "sources": [{"pool": "cash/flood-2026", "amount": 10_000}],
                "lines": [{"lot": "tents-1", "item": "tent", "quantity": 10, "cost": 10_000}], "supplier": "factory",
                "purchased_on": "2025-03-20"}),
            json!({"type": "goods_received", "id": "came-1", "lot": "tents-1", "from": "factory", "to": "chengdu",
                "quantity": 10, "received_on": "2025-03-20"}),
        ])
    }

    /// An opened ledger in which this happened, too.
    fn after(events: &[Value]) -> Self {
        let world = World::opened();
        record_all(&mut world.writer(), events.iter().map(request).collect());
        Self::of(world)
    }
}
