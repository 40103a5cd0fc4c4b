//! A measured figure, with its ceiling, its target and what else the machine did meanwhile.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::Outcome;
use crate::machine;

/// Each figure is the median of so many runs.
const RUNS: usize = 3;

/// What a figure should be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Target {
    AtLeast(f64),
    AtMost(f64),
}

impl Target {
    fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtLeast(least) => value >= least,
            Self::AtMost(most) => value <= most,
        }
    }

    fn say(self) -> String {
        match self {
            Self::AtLeast(least) => format!("≥ {}", number(least)),
            Self::AtMost(most) => format!("≤ {}", number(most)),
        }
    }
}

/// One line of the table.
#[derive(Debug)]
pub(crate) struct Figure {
    what: String,
    unit: &'static str,
    value: f64,
    target: Option<Target>,
    /// What of, and how much of it: the most that a figure of this kind could be.
    ceiling: Option<(String, f64)>,
    load: f64,
}

/// All lines so far.
#[derive(Debug, Default)]
pub(crate) struct Figures(Vec<Figure>);

impl Figures {
    /// Adds a figure and says it at once.
    pub(crate) fn add(&mut self, what: impl Into<String>, unit: &'static str, value: f64) -> &mut Figure {
        self.0.push(Figure { what: what.into(), unit, value, target: None, ceiling: None, load: machine::load() });
        let place = self.0.len() - 1;
        eprintln!("  {}: {} {unit}", self.0[place].what, number(value));
        &mut self.0[place]
    }

    /// The table for people.
    pub(crate) fn table(&self) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "| figure | measured | target | ceiling | load |\n|---|---:|---|---|---:|");
        for one in &self.0 {
            let Figure { what, unit, value, load, .. } = one;
            let target = one.target.map(|target| {
                let word = if target.is_met(*value) { "met" } else { "NOT MET" };
                format!("{}: {word}", target.say())
            });
            let ceiling = one.ceiling.as_ref().map(|(of, most)| format!("{of}: {}", number(*most)));
            let (target, ceiling) = (target.unwrap_or_default(), ceiling.unwrap_or_default());
            let _ = writeln!(out, "| {what} | {} {unit} | {target} | {ceiling} | {load:.1} |", number(*value));
        }
        out
    }

    /// The same for machines.
    pub(crate) fn json(&self, machine: &str) -> Value {
        let lines = self.0.iter().map(|one| {
            json!({
                "figure": one.what,
                "unit": one.unit,
                "value": one.value,
                "target": one.target.map(Target::say),
                "met": one.target.map(|target| target.is_met(one.value)),
                "ceiling": one.ceiling.as_ref().map(|(of, most)| json!({"of": of, "value": most})),
                "load": one.load,
            })
        });
        json!({"machine": machine, "runs": RUNS, "figures": lines.collect::<Vec<_>>()})
    }
}

impl Figure {
    pub(crate) fn target(&mut self, target: Target) -> &mut Self {
        self.target = Some(target);
        self
    }

    pub(crate) fn ceiling(&mut self, of: impl Into<String>, most: f64) -> &mut Self {
        self.ceiling = Some((of.into(), most));
        self
    }
}

/// The median of three runs, figure by figure.
pub(crate) fn median<const N: usize>(mut run: impl FnMut(usize) -> Outcome<[f64; N]>) -> Outcome<[f64; N]> {
    let runs = (0..RUNS).map(&mut run).collect::<Outcome<Vec<_>>>()?;
    Ok(std::array::from_fn(|place| {
        let mut values: Vec<f64> = runs.iter().map(|run| run[place]).collect();
        values.sort_by(f64::total_cmp);
        values[RUNS / 2]
    }))
}

/// The value below which so many of a hundred lie, of sorted values.
pub(crate) fn percentile<T: Copy + Default>(sorted: &[T], of_hundred: usize) -> T {
    sorted.get((sorted.len() * of_hundred / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}

/// Three digits that count; thousands set apart.
fn number(value: f64) -> String {
    if value.abs() < 100.0 {
        return if value.abs() < 1.0 { format!("{value:.3}") } else { format!("{value:.2}") };
    }
    let digits = format!("{value:.0}");
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
