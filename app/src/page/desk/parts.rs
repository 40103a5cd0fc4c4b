//! Parts of the desk's forms: a field with its label, its help and its fault, tied together for those who listen.

use leptos::prelude::*;

/// What a plain field is.
pub(super) struct Text<'a> {
    /// Its name in the form.
    pub(super) name: &'static str,
    /// What it asks for.
    pub(super) label: &'a str,
    /// As typed.
    pub(super) value: &'a str,
    /// What else there is to know.
    pub(super) help: Option<&'a str>,
    /// What is wrong.
    pub(super) fault: Option<String>,
    /// `text`, `password`, `number`, `date`.
    pub(super) kind: &'static str,
    /// As the browser's own memory knows it.
    pub(super) autocomplete: &'static str,
}

impl<'a> Text<'a> {
    pub(super) fn new(name: &'static str, label: &'a str) -> Self {
        Self { name, label, value: "", help: None, fault: None, kind: "text", autocomplete: "off" }
    }

    pub(super) fn password(name: &'static str, label: &'a str, autocomplete: &'static str) -> Self {
        Self { kind: "password", autocomplete, ..Self::new(name, label) }
    }

    pub(super) fn view(self) -> AnyView {
        let Self { name, label, value, help, fault, kind, autocomplete } = self;
        let (help_id, fault_id) = (format!("{name}-help"), format!("{name}-fault"));
        let described = described(help.map(|_| help_id.clone()), fault.as_ref().map(|_| fault_id.clone()));
        let invalid = fault.is_some().then_some("true");
        let small = kind == "text" && autocomplete == "username";
        view! {
            <div class="desk-field">
                <label for=name>{label.to_owned()}</label>
                <input id=name name=name type=kind value=value.to_owned() autocomplete=autocomplete
                    autocapitalize=small.then_some("none") spellcheck=small.then_some("false")
                    required aria-describedby=described aria-invalid=invalid/>
                {help.map(|help| view! { <p class="hint" id=help_id>{help.to_owned()}</p> })}
                {fault.map(|fault| view! { <p class="fault" id=fault_id>{fault}</p> })}
            </div>
        }
        .into_any()
    }
}

/// The ids of what describes a field.
pub(super) fn described(help: Option<String>, fault: Option<String>) -> Option<String> {
    let ids: Vec<String> = [fault, help].into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// A choice of few: the words in the reader's language, the value as the tables have it.
pub(super) fn select(
    name: &'static str,
    label: &str,
    choices: Vec<(String, String)>,
    chosen: &str,
    help: Option<&str>,
) -> AnyView {
    let help_id = format!("{name}-help");
    let described = described(help.map(|_| help_id.clone()), None);
    let options: Vec<_> = choices
        .into_iter()
        .map(|(value, word)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{word}</option> }
        })
        .collect();
    view! {
        <div class="desk-field">
            <label for=name>{label.to_owned()}</label>
            <select id=name name=name aria-describedby=described>{options}</select>
            {help.map(|help| view! { <p class="hint" id=help_id>{help.to_owned()}</p> })}
        </div>
    }
    .into_any()
}

/// What is wrong, above a form, where screen readers begin to read.
/// Text for a field of several lines. Leptos writes what stands in a `<textarea>` as it is, so it is made harmless here.
pub(super) fn in_textarea(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

pub(super) fn alert(text: String) -> AnyView {
    view! { <p class="notice lost" role="alert">{text}</p> }.into_any()
}

/// A table that becomes a list on a telephone: each cell below the other, with its column's heading before it.
pub(super) fn stacked(caption: &str, heads: &[&str], numeric: &[usize], rows: Vec<Vec<AnyView>>) -> AnyView {
    let caption = caption.to_owned();
    let class = |place: usize| if numeric.contains(&place) { "number" } else { "" };
    let label = |place: usize| heads.get(place).filter(|head| !head.is_empty()).map(|head| (*head).to_owned());
    let cell = |(place, cell): (usize, AnyView)| match place {
        0 => view! { <th scope="row" class=class(place)>{cell}</th> }.into_any(),
        _ => view! { <td class=class(place) data-label=label(place)>{cell}</td> }.into_any(),
    };
    let rows: Vec<_> = rows
        .into_iter()
        .map(|cells| {
            let cells: Vec<AnyView> = cells.into_iter().enumerate().map(cell).collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    let heads: Vec<_> = heads
        .iter()
        .enumerate()
        .map(|(place, head)| view! { <th scope="col" class=class(place)>{(*head).to_owned()}</th> })
        .collect();
    view! {
        <table class="stacked"><caption class="unseen">{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_ends_the_field_it_stands_in() {
        let typed = "</textarea><form action=\"https://other.example\"> & more";
        let html = view! { <textarea>{in_textarea(typed)}</textarea> }.to_html();
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
        assert!(!html.contains("<form") && html.contains("&amp; more"), "{html}");
    }
}
