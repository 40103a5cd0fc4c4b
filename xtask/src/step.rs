//! A step: told when it begins, timed when it ends, and counted where all must be run before the verdict.

use std::time::{Duration, Instant};

use crate::Outcome;

/// Runs one step, and says what it is and how long it took.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("\n== {name}");
    let began = Instant::now();
    let outcome = work();
    let word = if outcome.is_ok() { "done" } else { "FAILED" };
    println!("   {name}: {word} in {}", seconds(began.elapsed()));
    outcome
}

/// Steps of which each is run whatever became of the others.
#[derive(Default)]
pub(crate) struct Steps {
    ended: Vec<Ended>,
}

struct Ended {
    name: String,
    passed: bool,
    took: Duration,
}

impl Steps {
    /// Runs one; an error is printed and remembered, not returned.
    pub(crate) fn run(&mut self, name: &str, work: impl FnOnce() -> Outcome<()>) {
        let began = Instant::now();
        let outcome = step(name, work);
        if let Err(error) = &outcome {
            eprintln!("error: {error}");
        }
        self.ended.push(Ended { name: name.to_owned(), passed: outcome.is_ok(), took: began.elapsed() });
    }

    /// Prints the table and, as the very last line, `steps: N passed, N failed`. Answers whether all passed.
    pub(crate) fn summary(&self) -> bool {
        println!("\n{:<28} {:<7} {:>9}", "step", "verdict", "took");
        for ended in &self.ended {
            let verdict = if ended.passed { "ok" } else { "FAILED" };
            println!("{:<28} {verdict:<7} {:>9}", ended.name, seconds(ended.took));
        }
        let passed = self.ended.iter().filter(|ended| ended.passed).count();
        println!("\nsteps: {passed} passed, {} failed", self.ended.len() - passed);
        passed == self.ended.len()
    }
}

/// `12.3 s`.
pub(crate) fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::Steps;

    #[test]
    fn a_failed_step_does_not_stop_the_next_and_spoils_the_verdict() {
        let mut steps = Steps::default();
        steps.run("first", || Err("broken".into()));
        steps.run("second", || Ok(()));
        assert_eq!(steps.ended.iter().map(|ended| ended.passed).collect::<Vec<_>>(), [false, true]);
        assert!(!steps.summary());
    }

    #[test]
    fn steps_that_all_pass_pass() {
        let mut steps = Steps::default();
        steps.run("only", || Ok(()));
        assert!(steps.summary());
    }
}
