//! Buttons beside the lists of a form: one more line, or one line less, without a script.
//!
//! `more:lines` makes the list `lines` longer, `less:lines.2` takes its third line out; the form is then shown again, as if
//! `edit` had been pressed. Nothing else that was typed changes.

use crate::desk::visit::Pairs;

/// The field by which a form says what is to be done with it.
const STEP: &str = "step";

/// A field that no event has: with it a blank line counts as one.
const BLANK: &str = "blank";

/// Does what the button of a list asks for; any other step stays as it is.
pub(super) fn press(pairs: &mut Pairs) {
    let step = pairs.iter().rev().find(|(name, _)| name == STEP).map(|(_, value)| value.clone()).unwrap_or_default();
    match step.split_once(':') {
        Some(("more", list)) => more(pairs, list),
        Some(("less", line)) => less(pairs, line),
        _ => return,
    }
    pairs.retain(|(name, _)| name != STEP);
    pairs.push((STEP.to_owned(), "edit".to_owned()));
}

fn more(pairs: &mut Pairs, list: &str) {
    let last = pairs.iter().filter_map(|(name, _)| place(name, list)).max().unwrap_or(0);
    pairs.push((format!("{list}.{}.{BLANK}", last.saturating_add(1)), String::new()));
}

/// Those behind it move up.
fn less(pairs: &mut Pairs, line: &str) {
    let Some((list, removed)) = line.rsplit_once('.') else { return };
    let Ok(removed) = removed.parse::<usize>() else { return };
    let before = std::mem::take(pairs);
    pairs.extend(before.into_iter().filter_map(|(name, value)| match place(&name, list) {
        Some(at) if at == removed => None,
        Some(at) if at > removed => {
            let rest = name.strip_prefix(&format!("{list}.{at}")).unwrap_or_default();
            Some((format!("{list}.{}{rest}", at.saturating_sub(1)), value))
        }
        _ => Some((name, value)),
    }));
}

/// The line of a list in which a field stands: `lines.2.lot` in the third of `lines`.
fn place(name: &str, list: &str) -> Option<usize> {
    name.strip_prefix(list)?.strip_prefix('.')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(given: &[(&str, &str)]) -> Pairs {
        given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn one_list_gets_longer_and_no_other() {
        let mut typed = pairs(&[("lines.0.lot", "a"), ("sources.0.pool", "b"), ("step", "more:lines")]);
        press(&mut typed);
        let expected = [("lines.0.lot", "a"), ("sources.0.pool", "b"), ("lines.1.blank", ""), ("step", "edit")];
        assert_eq!(typed, pairs(&expected));
    }

    #[test]
    fn a_line_goes_and_those_behind_it_move_up() {
        let lines = [("lines.0.lot", "a"), ("lines.1.lot", "b"), ("lines.2.lot", "c"), ("sources.1.pool", "d")];
        let mut typed = pairs(&[&lines[..], &[("step", "less:lines.1")]].concat());
        press(&mut typed);
        assert_eq!(
            typed,
            pairs(&[("lines.0.lot", "a"), ("lines.1.lot", "c"), ("sources.1.pool", "d"), ("step", "edit")])
        );
    }

    #[test]
    fn other_steps_and_odd_ones_lose_nothing() {
        for (step, then) in [("save", "save"), ("less:lines", "edit"), ("less:lines.x", "edit"), ("less:.", "edit")] {
            let mut typed = pairs(&[("lines.0.lot", "a"), ("step", step)]);
            press(&mut typed);
            assert_eq!(typed, pairs(&[("lines.0.lot", "a"), ("step", then)]), "{step}");
        }
    }
}
