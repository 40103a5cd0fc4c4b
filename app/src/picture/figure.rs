//! A picture as it stands on a page: the drawings, a caption, ways to keep it, and the table that says the same.

use leptos::prelude::*;

use crate::words::Words;

/// The path of the page that is being made, without its query: pictures are kept under it.
#[derive(Debug, Clone)]
pub(crate) struct PagePath(pub(crate) String);

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

/// A figure of drawings that were made elsewhere.
pub(crate) fn framed(
    name: &'static str,
    drawings: [String; 2],
    caption: &str,
    open: bool,
    twin: AnyView,
    say: &'static Words,
) -> AnyView {
    figure(Around { name, drawings, caption: caption.to_owned(), open, twin }, say)
}

pub(super) fn figure(around: Around, say: &'static Words) -> AnyView {
    let Around { name, drawings: [wide, narrow], caption, open, twin } = around;
    let drawing = (!wide.is_empty()).then(|| {
        view! {
            <figure class="picture" id=format!("{name}-picture")>
                <div class="wide" inner_html=wide></div>
                <div class="narrow" inner_html=narrow></div>
                <figcaption><span>{caption}</span>{keep(name, say)}</figcaption>
            </figure>
        }
    });
    view! {
        {drawing}
        <details class="twin" id=format!("{name}-table") open=open><summary>{say.as_table}</summary>{twin}</details>
    }
    .into_any()
}

/// The picture as a file, in two forms.
fn keep(name: &str, say: &'static Words) -> Option<AnyView> {
    let PagePath(path) = use_context::<PagePath>()?;
    let address = format!("{}/{name}", path.trim_end_matches('/'));
    let file = address.trim_start_matches('/').replace('/', "-");
    let [svg, png] = [("svg", say.download_svg), ("png", say.download_png)].map(|(form, words)| {
        view! { <a href=format!("{address}.{form}") download=format!("{file}.{form}")>{words}</a> }
    });
    Some(view! { <span class="keep">{svg}" "{png}</span> }.into_any())
}
