//! A picture as it stands on a page: the drawings, a caption, and the table that says the same.

use leptos::prelude::*;

use crate::words::Words;

/// What stands around a drawing.
pub(super) struct Around {
    /// The name of the picture, unique on its page: `flow`, `timeline`, `places`, `path`.
    pub(super) name: &'static str,
    /// The drawing for wide pages and the one for narrow ones; no figure where they are empty.
    pub(super) drawings: [String; 2],
    /// What is said below it.
    pub(super) caption: String,
    /// Whether the table stands open; it needn't where another on the page says the same.
    pub(super) open: bool,
    /// The table.
    pub(super) twin: AnyView,
}

pub(super) fn figure(around: Around, say: &'static Words) -> AnyView {
    let Around { name, drawings: [wide, narrow], caption, open, twin } = around;
    let drawn = !wide.is_empty();
    let drawing = drawn.then(|| {
        view! {
            <figure class="picture" id=format!("{name}-picture") data-picture=name>
                <div class="wide" inner_html=wide></div>
                <div class="narrow" inner_html=narrow></div>
                <figcaption>{caption}</figcaption>
            </figure>
        }
    });
    view! { {drawing}<details class="twin" open=open><summary>{say.as_table}</summary>{twin}</details> }.into_any()
}
