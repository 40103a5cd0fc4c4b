//! A form an event: each field by how it is asked for, with what is there, its help and its fault.

use ledger::event::EventType;
use leptos::prelude::*;

use super::parts::{alert, described, in_textarea};
use super::{FORM_ID, Sheet};
use crate::view::desk::{Choice, ChoiceName, Field, Form, Input, RecordMenu};
use crate::words::desk::{self as say, DeskWords};
use crate::words::{self, Lang};

pub(super) fn menu(page: &RecordMenu, speak: &'static DeskWords) -> Sheet {
    let lang = speak.lang;
    let mut groups: Vec<(&'static str, Vec<EventType>)> = Vec::new();
    for event in &page.events {
        let heading = say::menu_group(lang, *event);
        match groups.iter_mut().find(|(known, _)| *known == heading) {
            Some((_, events)) => events.push(*event),
            None => groups.push((heading, vec![*event])),
        }
    }
    // What is done every day comes first.
    groups.sort_by_key(|(_, events)| {
        let registers = events.contains(&EventType::ItemRegistered) || events.contains(&EventType::EntryReversed);
        (registers, events.contains(&EventType::EntryReversed))
    });
    let groups: Vec<_> = groups
        .into_iter()
        .map(|(heading, events)| {
            let links: Vec<_> = events
                .into_iter()
                .map(|event| {
                    let href = format!("/desk/record/{}", event.word());
                    view! { <li><a href=href>{words::event(lang, event)}<small>{words::event_lead(lang, event)}</small></a></li> }
                })
                .collect();
            view! { <section><h2>{heading}</h2><ul class="desk-menu">{links}</ul></section> }
        })
        .collect();
    let main = view! { <h1>{speak.record}</h1><p class="lead">{speak.record_lead}</p>{groups} }.into_any();
    Sheet { title: speak.record, main }
}

pub(super) fn form(page: &Form, speak: &'static DeskWords) -> Sheet {
    let lang = speak.lang;
    let title = words::event(lang, page.event);
    let any = page.fault.is_some() || page.fields.iter().any(has_fault);
    let fault = (
        super::correction::blocking(page, speak),
        page.fault.as_ref().map(|fault| alert(say::field_fault(lang, fault))),
    );
    let general = (any && page.fault.is_none()).then(|| alert(speak.faults_lead.to_owned()));
    let corrects = page.corrects.map(|seq| {
        view! { <p class="notice">{speak.corrects_lead}" "<a class="seq" href=format!("/entries/{seq}")>{format!("#{seq}")}</a></p> }
    });
    let own = page.own_organisation.as_ref().map(|id| {
        view! { <p class="notice">{say::own_organisation(lang, id)}</p> }
    });
    let has_files = page.fields.iter().any(|field| matches!(field.input, Input::Files(_)));
    let fields: Vec<_> = page.fields.iter().map(|shown| field(shown, page.event, speak)).collect();
    let main = view! {
        <p class="crumb"><a href="/desk/record">{speak.record}</a></p>
        <h1>{title}</h1>
        <p class="lead">{words::event_lead(lang, page.event)}</p>
        {corrects}{own}{fault}{general}
        <form method="post" action=page.action.clone() class="desk-form" id=FORM_ID enctype=has_files.then_some("multipart/form-data")>
            {hidden(&page.hidden)}
            {fields}
            <p class="desk-go"><button type="submit" name="step" value="check">{speak.check}</button></p>
        </form>
    }
    .into_any();
    Sheet { title, main }
}

pub(super) fn hidden(pairs: &[(String, String)]) -> AnyView {
    let inputs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| view! { <input type="hidden" name=name.clone() value=value.clone()/> })
        .collect();
    view! { {inputs} }.into_any()
}

fn has_fault(field: &Field) -> bool {
    field.fault.is_some()
        || match &field.input {
            Input::Group(parts) => parts.iter().any(has_fault),
            Input::Lines(lines) => lines.iter().flatten().any(has_fault),
            _ => false,
        }
}

/// A field, whatever it is.
fn field(field: &Field, event: EventType, speak: &'static DeskWords) -> AnyView {
    match &field.input {
        Input::Group(parts) => {
            let parts: Vec<_> = parts.iter().map(|part| self::field(part, event, speak)).collect();
            set(field, event, view! { <div class="desk-line">{parts}</div> }.into_any(), speak)
        }
        Input::Lines(lines) => {
            let is_one = lines.len() < 2;
            let lines: Vec<_> = lines
                .iter()
                .enumerate()
                .map(|(place, line)| {
                    let parts: Vec<_> = line.iter().map(|part| self::field(part, event, speak)).collect();
                    let less = (!is_one).then(|| less(&field.path, place, speak));
                    view! { <div class="desk-line">{parts}{less}</div> }
                })
                .collect();
            let more = format!("more:{}", field.path);
            let more = view! {
                <p><button type="submit" name="step" value=more class="quiet" formnovalidate="true">{speak.add_line}</button></p>
            };
            set(field, event, view! { {lines}{more} }.into_any(), speak)
        }
        _ => plain(field, event, speak),
    }
}

/// The button that takes a line out of a list.
fn less(list: &str, place: usize, speak: &'static DeskWords) -> AnyView {
    let word = say::remove_line(speak.lang, place.saturating_add(1));
    let step = format!("less:{list}.{place}");
    view! {
        <p class="desk-less"><button type="submit" name="step" value=step class="quiet" formnovalidate="true">{word}</button></p>
    }
    .into_any()
}

/// Fields that belong together, under one heading.
fn set(field: &Field, event: EventType, inside: AnyView, speak: &'static DeskWords) -> AnyView {
    let lang = speak.lang;
    let help = say::help(lang, event, field.key).map(|help| view! { <p class="hint">{help}</p> });
    let fault = field.fault.as_ref().map(|fault| view! { <p class="fault">{say::field_fault(lang, fault)}</p> });
    view! {
        <fieldset class="desk-set" data-sum=matches!(field.input, Input::Lines(_)).then_some(speak.sum)><legend>{say::label(lang, event, field.key)}{optional(field, speak)}</legend>
            {help}{fault}{inside}
        </fieldset>
    }
    .into_any()
}

fn optional(field: &Field, speak: &'static DeskWords) -> Option<AnyView> {
    let left_out = !field.is_required && !matches!(field.input, Input::NewId);
    left_out.then(|| view! { " "<span class="optional">{speak.optional}</span> }.into_any())
}

fn plain(field: &Field, event: EventType, speak: &'static DeskWords) -> AnyView {
    let lang = speak.lang;
    let id = field.path.replace('.', "-");
    let help = say::help(lang, event, field.key);
    let (help_id, fault_id) = (format!("{id}-help"), format!("{id}-fault"));
    let told = described(help.map(|_| help_id.clone()), field.fault.as_ref().map(|_| fault_id.clone()));
    let input = input(field, &id, told, speak);
    let help = help.map(|help| view! { <p class="hint" id=help_id>{help}</p> });
    let maker = field.maker.map(|event| maker(event, speak));
    let fault =
        field.fault.as_ref().map(|fault| view! { <p class="fault" id=fault_id>{say::field_fault(lang, fault)}</p> });
    view! {
        <div class="desk-field">
            <label for=id>{say::label(lang, event, field.key)}{optional(field, speak)}</label>
            {input}{help}{maker}{fault}
        </div>
    }
    .into_any()
}

/// Where there is nothing to choose yet: the way to what makes it.
fn maker(event: EventType, speak: &'static DeskWords) -> AnyView {
    let href = format!("/desk/record/{}", event.word());
    view! { <p class="hint">{speak.make_first}" "<a href=href>{words::event(speak.lang, event)}</a></p> }.into_any()
}

fn input(field: &Field, id: &str, told: Option<String>, speak: &'static DeskWords) -> AnyView {
    let (id, name, value) = (id.to_owned(), field.path.clone(), field.value.clone());
    let (invalid, required) = (field.fault.is_some().then_some("true"), field.is_required.then_some("true"));
    let line = |kind: &'static str, mode: Option<&'static str>, list: Option<String>| {
        let (id, name, value, told) = (id.clone(), name.clone(), value.clone(), told.clone());
        view! {
            <input id=id name=name type=kind inputmode=mode value=value list=list autocomplete="off"
                aria-describedby=told aria-invalid=invalid aria-required=required/>
        }
        .into_any()
    };
    match &field.input {
        Input::Prose => view! {
            <textarea id=id name=name rows="3" aria-describedby=told aria-invalid=invalid aria-required=required>{in_textarea(&value)}</textarea>
        }
        .into_any(),
        Input::Whole => line("text", Some("numeric"), None),
        Input::Amount(_) | Input::Degrees => line("text", Some("decimal"), None),
        Input::Date => line("date", None, None),
        Input::Choice(choices) => select(field, &id, told, choices, speak),
        Input::Suggestion(choices) => {
            let list = format!("{id}-list");
            let options: Vec<_> = choices
                .iter()
                .map(|choice| view! { <option value=choice.value.clone()>{name_of(choice, field.key, speak.lang)}</option> })
                .collect();
            view! { {line("text", None, Some(list.clone()))}<datalist id=list>{options}</datalist> }.into_any()
        }
        Input::Files(kept) => files(field, &id, told, kept, speak),
        Input::Line | Input::NewId | Input::Group(_) | Input::Lines(_) => line("text", None, None),
    }
}

fn files(
    field: &Field,
    id: &str,
    told: Option<String>,
    kept: &[(String, String, u64)],
    speak: &'static DeskWords,
) -> AnyView {
    let invalid = field.fault.is_some().then_some("true");
    let rows: Vec<_> = kept
        .iter()
        .enumerate()
        .map(|(line, (sha3, name, size))| {
            let (input, href) = (format!("{}.{line}", field.path), format!("/documents/{sha3}"));
            view! {
                <li><a href=href>{name.clone()}</a>" "<small>{words::bytes(speak.lang, *size)}</small>
                    <input type="hidden" name=input value=sha3.clone()/></li>
            }
        })
        .collect();
    let kept =
        (!kept.is_empty()).then(|| view! { <p class="hint">{speak.kept_files}</p><ul class="desk-list">{rows}</ul> });
    view! {
        <input id=id.to_owned() name="files" type="file" multiple accept="application/pdf,image/jpeg,image/png,image/webp"
            aria-describedby=told aria-invalid=invalid/>
        {kept}
    }
    .into_any()
}

/// A choice by its name, with what is there: "Flood 2026: ¥12,300.00", "Tents (t-1): 40 tents".
fn name_of(choice: &Choice, key: &str, lang: Lang) -> String {
    let name = match &choice.name {
        ChoiceName::Named(name) => name.clone(),
        ChoiceName::Word(word) => say::word(lang, key, word),
        ChoiceName::Country => words::country(lang, &choice.value),
    };
    match &choice.there {
        Some((units, unit)) => match lang {
            Lang::En => format!("{name}: {} there", words::amount(lang, *units, unit)),
            Lang::Zh => format!("{name}：现有 {}", words::amount(lang, *units, unit)),
        },
        None => name,
    }
}

fn select(field: &Field, id: &str, told: Option<String>, choices: &[Choice], speak: &'static DeskWords) -> AnyView {
    let lang = speak.lang;
    let invalid = field.fault.is_some().then_some("true");
    let option = |choice: &Choice| {
        let selected = choice.value == field.value;
        view! { <option value=choice.value.clone() selected=selected>{name_of(choice, field.key, lang)}</option> }
            .into_any()
    };
    let mut groups: Vec<(Option<&String>, Vec<AnyView>)> = Vec::new();
    for choice in choices {
        match groups.iter_mut().find(|(known, _)| *known == choice.group.as_ref()) {
            Some((_, options)) => options.push(option(choice)),
            None => groups.push((choice.group.as_ref(), vec![option(choice)])),
        }
    }
    let groups: Vec<AnyView> = groups
        .into_iter()
        .map(|(group, options)| match group {
            Some(group) => view! { <optgroup label=group.clone()>{options}</optgroup> }.into_any(),
            None => view! { {options} }.into_any(),
        })
        .collect();
    // What was chosen and is no choice any more stays chosen, so that nothing typed is lost.
    let lost = (!field.value.is_empty() && choices.iter().all(|choice| choice.value != field.value)).then(|| {
        view! { <option value=field.value.clone() selected=true>{field.value.clone()}</option> }
    });
    let none = if choices.is_empty() { speak.nothing_to_choose } else { speak.choose };
    let required = field.is_required.then_some("true");
    view! {
        <select id=id.to_owned() name=field.path.clone() aria-describedby=told aria-invalid=invalid aria-required=required>
            <option value="">{none}</option>{lost}{groups}
        </select>
    }
    .into_any()
}
