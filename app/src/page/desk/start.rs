//! Where to begin.

use leptos::prelude::*;

use crate::page::parts::section;
use crate::view::desk::{Step, StepState};
use crate::words::desk::{self as say, DeskWords};

/// The way to the first hand-out; nothing where it was walked.
pub(super) fn start(steps: &[(Step, StepState)], speak: &'static DeskWords) -> Option<AnyView> {
    let lines: Vec<_> = steps.iter().map(|(step, state)| line(*step, *state, speak)).collect();
    let list = view! { <p class="prose">{speak.start_lead}</p><ol class="desk-steps">{lines}</ol> };
    (!steps.is_empty()).then(|| section("start", speak.start, list))
}

fn line(step: Step, state: StepState, speak: &'static DeskWords) -> AnyView {
    let title = say::step(speak.lang, step);
    match state {
        StepState::Done => view! { <li class="done">{title}" "<small>{speak.step_done}</small></li> }.into_any(),
        StepState::Next => view! { <li class="next" aria-current="step">{link(step, speak)}</li> }.into_any(),
        StepState::Theirs => {
            view! { <li class="next" aria-current="step">{title}" "<small>{speak.step_theirs}</small></li> }.into_any()
        }
        StepState::Later => view! { <li>{title}</li> }.into_any(),
    }
}

/// The link to what comes next.
pub(super) fn link(step: Step, speak: &'static DeskWords) -> AnyView {
    view! { <a href=step.path()><b>{say::step(speak.lang, step)}</b></a>" "<small>{speak.step_next}</small> }.into_any()
}
