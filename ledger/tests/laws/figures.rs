//! The sums, against the pools and against the traces.

use std::collections::BTreeMap;

use ledger::figures::FigureKind;
use ledger::trace::EndKind;
use ledger::value::PoolParts;
use proptest::prelude::*;

use crate::conservation::traces;
use crate::world::World;

type Sums<K> = BTreeMap<K, i128>;

/// Adds to a sum; nothing leaves no trace.
fn add<K: Ord>(sums: &mut Sums<K>, key: K, units: i128) {
    if units != 0 {
        *sums.entry(key).or_default() += units;
    }
}

pub(crate) fn hold(world: &World) -> Result<(), TestCaseError> {
    let mut balance: Sums<String> = Sums::new();
    let mut cash: Sums<(String, Option<String>)> = Sums::new();
    let mut goods: Sums<(String, Option<String>, EndKind)> = Sums::new();
    for (key, (amount, units)) in &world.figures {
        prop_assert!(*amount >= 0 && *units >= 0, "{:?}: {} {}", key, amount, units);
        let (fund, project) = (key.fund.to_string(), key.project.as_ref().map(ToString::to_string));
        let sign = match key.kind {
            FigureKind::Received | FigureKind::TransferredIn => 1,
            FigureKind::TransferredOut | FigureKind::Rests(_) => -1,
        };
        *balance.entry(fund.clone()).or_default() += amount * sign;
        match key.kind {
            FigureKind::Rests(EndKind::Unspent) => add(&mut cash, (fund, project), *amount),
            FigureKind::Rests(end) if end.is_held() => add(&mut goods, (fund, project, end), *units),
            _ => {}
        }
    }
    prop_assert!(balance.values().all(|rest| *rest == 0), "{:?}", balance);
    for pool in world.state.pools() {
        let free = -i128::from(pool.free_units());
        match pool.name().parts() {
            PoolParts::Cash { fund, project, .. } => add(&mut cash, (fund.into(), project.map(Into::into)), free),
            PoolParts::Goods { lot, site } => {
                let lot = world.state.lot(lot).expect("a lot");
                let station = world.state.station(site).expect("a station");
                let project = lot.project.as_ref().map(ToString::to_string);
                add(&mut goods, (lot.fund.to_string(), project, EndKind::at_station(station)), free);
            }
        }
    }
    prop_assert!(cash.values().all(|rest| *rest == 0), "{:?}", cash);
    prop_assert!(goods.values().all(|rest| *rest == 0), "{:?}", goods);
    Ok(())
}

/// By currency and kind of end, the money of all funds is the money of all gifts; none of it may be converted.
pub(crate) fn follow_the_traces(world: &World) -> Result<(), TestCaseError> {
    let mut rests: Sums<(String, EndKind)> = Sums::new();
    for (key, (amount, _)) in &world.figures {
        let currency = world.state.fund(key.fund.as_str()).expect("a fund").currency;
        if let FigureKind::Rests(end) = key.kind {
            add(&mut rests, (currency.to_string(), end), *amount);
        }
    }
    for trace in traces(world) {
        let Some(currency) = trace.currency else { continue };
        for end in trace.ends {
            add(&mut rests, (currency.to_string(), end.kind), -i128::from(end.amount));
        }
    }
    prop_assert!(rests.values().all(|rest| *rest == 0), "{:?}", rests);
    Ok(())
}
