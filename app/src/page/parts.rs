//! Small parts that several pages use.

use ledger::value::{Currency, Date, SubjectKind};
use leptos::prelude::*;

use super::moment::moment;
use crate::view::{DocumentLine, EndKind, EntryLine, GoodsCount, GoodsLine, Group, Named, Slice};
use crate::words::{self, Lang, Words};

/// Percent-encodes what may not stand in a query's value; ids never need it, text does.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(ledger::json::hex_digit(byte >> 4).to_ascii_uppercase());
            out.push(ledger::json::hex_digit(byte & 15).to_ascii_uppercase());
        }
    }
    out
}

/// Text that stands in an attribute between quotation marks.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// The page of a thing, if its kind has pages.
pub(super) fn address(kind: SubjectKind, id: &str) -> Option<String> {
    let folder = match kind {
        SubjectKind::Fund => "funds",
        SubjectKind::Gift => "gifts",
        SubjectKind::Lot => "lots",
        SubjectKind::Handout => "handouts",
        SubjectKind::Organisation => "organisations",
        SubjectKind::Project => "projects",
        SubjectKind::Site => "sites",
        // A kind of goods is what its entries say of it.
        SubjectKind::Item => return Some(format!("/entries?item={}", encode(id))),
        _ => return None,
    };
    Some(format!("/{folder}/{}", encode(id)))
}

/// A name that links where it can.
pub(super) fn link(kind: SubjectKind, id: &str, name: &str) -> AnyView {
    let name = name.to_owned();
    match address(kind, id) {
        Some(href) => view! { <a href=href>{name}</a> }.into_any(),
        None => view! { <span>{name}</span> }.into_any(),
    }
}

/// As [`link`], for something with a name.
pub(super) fn named(kind: SubjectKind, named: &Named) -> AnyView {
    link(kind, &named.id, &named.name)
}

/// An entry's number as a link: `#41`.
pub(super) fn entry_link(seq: u64) -> AnyView {
    view! { <a class="seq" href=format!("/entries/{seq}")>{format!("#{seq}")}</a> }.into_any()
}

/// A day with its machine-readable form.
pub(super) fn day(lang: Lang, on: Date) -> AnyView {
    view! { <time datetime=on.to_string()>{words::date(lang, on)}</time> }.into_any()
}

/// A mark in a group's colour and pattern; only beside the group's words, so screen readers pass over it.
pub(crate) fn mark(group: Group) -> AnyView {
    view! { <span class=format!("mark {}", group.class()) aria-hidden="true"></span> }.into_any()
}

/// A line of a list of facts.
pub(super) fn fact(term: impl Into<String>, value: impl IntoView + 'static) -> AnyView {
    let term: String = term.into();
    view! { <div class="fact"><dt>{term}</dt><dd>{value.into_any()}</dd></div> }.into_any()
}

/// A figure that leads to what it is made of.
pub(super) fn figure(
    label: &str,
    minor: u64,
    currency: Currency,
    href: Option<String>,
    group: Option<Group>,
) -> AnyView {
    let label = label.to_owned();
    let value = words::money(minor, currency);
    let class = group.map_or_else(|| "figure".to_owned(), |group| format!("figure {}", group.class()));
    let value = match href {
        Some(href) => view! { <a href=href>{value}</a> }.into_any(),
        None => value.into_any(),
    };
    view! { <div class=class><dt>{group.map(mark)}{label}</dt><dd>{value}</dd></div> }.into_any()
}

/// A table that becomes a list where the screen is narrow: one whose only number stands last has it beside the name in
/// each row, another has each cell on a line with its head before it, so that nobody has to scroll for the amount.
pub(crate) fn table(caption: &str, heads: &[&str], numeric: &[usize], rows: Vec<Vec<AnyView>>) -> AnyView {
    let label = caption.to_owned();
    let caption = caption.to_owned();
    // An empty class would be written into every cell: a fund's page has hundreds.
    let is_number = |place: usize| numeric.contains(&place);
    let lists = heads.len() > 2 && numeric == [heads.len() - 1];
    let stacks = !lists && heads.len() > 2;
    let around = match (lists, stacks) {
        (true, _) => "scroll lists",
        (_, true) => "scroll stacks",
        _ => "scroll",
    };
    let labels: Vec<Option<String>> = heads.iter().map(|head| stacks.then(|| (*head).to_owned())).collect();
    let heads: Vec<_> = heads
        .iter()
        .enumerate()
        .map(|(place, head)| match is_number(place) {
            true => view! { <th scope="col" class="number">{(*head).to_owned()}</th> }.into_any(),
            false => view! { <th scope="col">{(*head).to_owned()}</th> }.into_any(),
        })
        .collect();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|cells| {
            let cells: Vec<_> = cells
                .into_iter()
                .enumerate()
                .map(|(place, cell)| {
                    let label = labels.get(place).cloned().flatten();
                    match (place, is_number(place)) {
                        (0, true) => view! { <th scope="row" class="number">{cell}</th> }.into_any(),
                        (0, false) => view! { <th scope="row">{cell}</th> }.into_any(),
                        (_, true) => view! { <td class="number" data-label=label>{cell}</td> }.into_any(),
                        (_, false) => view! { <td data-label=label>{cell}</td> }.into_any(),
                    }
                })
                .collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    view! {
        <div class=around role="group" tabindex="0" aria-label=label>
            <table><caption class="unseen">{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}

/// A section with a heading; `id` makes it a place to link to.
pub(super) fn section(id: &'static str, heading: &str, content: impl IntoView + 'static) -> AnyView {
    let heading = heading.to_owned();
    let label = format!("{id}-heading");
    view! {
        <section id=id aria-labelledby=label.clone()><h2 id=label.clone()>{heading}</h2>{content.into_any()}</section>
    }
    .into_any()
}

/// What stands under a list: how many of how many, and the way to the rest.
pub(super) fn more<T>(slice: &Slice<T>, say: &'static Words) -> AnyView {
    let shown = u64::try_from(slice.rows.len()).unwrap_or(u64::MAX);
    if shown >= slice.total && slice.next.is_none() {
        return ().into_any();
    }
    let counted = slice.total > shown;
    let (shown, total) = (words::count(shown), words::count(slice.total));
    let text = counted.then(|| match say.lang {
        Lang::En => format!("{shown} of {total} shown. "),
        Lang::Zh => format!("共 {total} 条，显示 {shown} 条。 "),
    });
    let next = slice.next.clone().map(|href| view! { <a rel="next" href=href>{say.show_more}</a> });
    view! { <p class="more">{text}{next}</p> }.into_any()
}

/// A list, or the sentence for an empty one.
pub(super) fn list<T>(
    slice: &Slice<T>,
    empty: &'static str,
    say: &'static Words,
    table: impl FnOnce(&[T]) -> AnyView,
) -> AnyView {
    if slice.rows.is_empty() {
        return view! { <p class="empty">{empty}</p> }.into_any();
    }
    view! { {table(&slice.rows)}{more(slice, say)} }.into_any()
}

/// The number of households and people, as `120 households, 431 people`.
pub(crate) fn people(lang: Lang, households: u64, people: u64) -> String {
    let (homes, heads) = (words::count(households), words::count(people));
    match lang {
        Lang::En => {
            let home = if households == 1 { "household" } else { "households" };
            let head = if people == 1 { "person" } else { "people" };
            format!("{homes} {home}, {heads} {head}")
        }
        Lang::Zh => format!("{homes} 户，{heads} 人"),
    }
}

/// Entries as an ordered list of lines.
pub(super) fn entry_lines(rows: &[EntryLine], say: &'static Words) -> AnyView {
    let rows: Vec<_> = rows.iter().map(|row| entry_line(row, say)).collect();
    view! { <ol class="entries" role="list">{rows}</ol> }.into_any()
}

fn entry_line(row: &EntryLine, say: &'static Words) -> AnyView {
    let lang = say.lang;
    let money = match &row.share {
        None => row.sum.map(|sum| words::money(sum.amount, sum.currency)),
        Some(share) => {
            let sums: Vec<String> = share.iter().map(|sum| words::signed_money(sum.amount, sum.currency)).collect();
            (!sums.is_empty()).then(|| sums.join(", "))
        }
    };
    let sum = money.map(|money| view! { <span class="entry-sum">{money}</span> });
    let term = row
        .term
        .as_ref()
        .map(|(field, word)| view! { <span class="about">{words::field_term(lang, field, word)}</span> });
    let goods: Vec<_> =
        row.goods.iter().map(|goods| view! { <span class="about">{goods_of_lot(lang, goods)}</span> }).collect();
    let about: Vec<_> = row
        .about
        .iter()
        .map(|about| view! { <span class="about">{link(about.kind, &about.id, &about.name)}</span> })
        .collect();
    let reversed = row.reversed.then(|| view! { <span class="tag lost">{say.reversed}</span> });
    view! {
        <li class="entry">
            {entry_link(row.seq)}
            <span class="entry-what"><b>{words::event(lang, row.event)}</b>{reversed}
                <span class="abouts">{term}{goods}{about}</span></span>
            {sum}
            <span class="entry-at">{moment(lang, row.at)}</span>
        </li>
    }
    .into_any()
}

/// Goods by their name, which leads to the lot, and how many; without a number where none is told.
pub(super) fn goods_of_lot(lang: Lang, goods: &GoodsCount) -> AnyView {
    let many = (goods.quantity > 0).then(|| format!(" {}", words::quantity(lang, goods.quantity, &goods.unit)));
    view! { {link(SubjectKind::Lot, &goods.lot, &goods.item.name)}{many} }.into_any()
}

/// Documents with what it takes to check a file against them.
pub(super) fn documents(rows: &[DocumentLine], say: &'static Words) -> AnyView {
    let rows: Vec<_> = rows.iter().map(|row| document(row, say)).collect();
    view! { <ul class="documents" role="list">{rows}</ul> }.into_any()
}

fn document(row: &DocumentLine, say: &'static Words) -> AnyView {
    let about = format!("{}{}{}", row.media_type, words::comma(say.lang), words::bytes(say.lang, row.bytes));
    let name = if row.is_here {
        view! { <a href=format!("/documents/{}", row.sha3)>{row.name.clone()}</a> }.into_any()
    } else {
        row.name.clone().into_any()
    };
    let short: String = row.sha3.chars().take(16).collect();
    view! {
        <li>{name}" "<small>{about}" "{entry_link(row.seq)}</small>
            " "<code class="hash" title=format!("SHA3-256 {}", row.sha3)>{short}"…"</code></li>
    }
    .into_any()
}

/// An item that leads to its entries within something.
pub(super) fn item_within(item: &Named, narrowed: &str) -> AnyView {
    let href = format!("/entries?{narrowed}&item={}", encode(&item.id));
    view! { <a href=href>{item.name.clone()}</a> }.into_any()
}

/// Goods by item: how many are where.
/// `narrowed` is what the entries that an item leads to are narrowed to beside: `fund=quake`.
pub(super) fn goods(rows: &[GoodsLine], currency: Currency, narrowed: &str, say: &'static Words) -> AnyView {
    let kinds = [EndKind::AtSupplier, EndKind::InTransit, EndKind::InStock, EndKind::Distributed, EndKind::Lost];
    let lines = rows
        .iter()
        .map(|row| {
            let numbers = [row.at_supplier, row.in_transit, row.in_stock, row.handed_out, row.lost];
            let mut cells = vec![item_within(&row.item, narrowed)];
            cells.extend(numbers.map(|number| match number {
                0 => "–".into_any(),
                number => words::quantity(say.lang, number, &row.unit).into_any(),
            }));
            cells.push(words::money(row.cost, currency).into_any());
            cells
        })
        .collect();
    let mut heads = vec![say.item];
    heads.extend(kinds.map(|kind| words::kind(say.lang, kind)));
    heads.push(say.cost);
    table(say.goods_by_item, &heads, &[1, 2, 3, 4, 5, 6], lines)
}

/// A share of a whole as a bar beside its figures: they say the same, so a screen reader passes over it.
pub(super) fn bar(part: u64, whole: u64, group: Group) -> AnyView {
    let width = (u128::from(part.min(whole)) * 100).checked_div(u128::from(whole)).unwrap_or(0);
    view! {
        <svg class="portion" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect class="portion-whole" width="100" height="6"></rect>
            <rect class=format!("portion-part {}", group.class()) width=width.to_string() height="6"></rect>
        </svg>
    }
    .into_any()
}

/// A choice in a form; `all` is the label of choosing nothing.
pub(super) fn choice(
    name: &'static str,
    label: &'static str,
    all: Option<String>,
    options: Vec<(String, String)>,
    chosen: Option<&str>,
) -> AnyView {
    // What was asked for stays chosen, even where the page does not offer it.
    let unknown = chosen.filter(|chosen| options.iter().all(|(value, _)| value != chosen));
    let unknown = unknown.map(|chosen| (chosen.to_owned(), chosen.to_owned()));
    let all = all.map(|all| view! { <option value="">{all}</option> });
    let options: Vec<_> = options
        .into_iter()
        .chain(unknown)
        .map(|(value, text)| {
            let selected = chosen == Some(value.as_str());
            view! { <option value=value selected=selected>{text}</option> }
        })
        .collect();
    view! { <p class="field"><label for=name>{label}</label><select id=name name=name>{all}{options}</select></p> }
        .into_any()
}

/// A day in a form.
pub(super) fn date_field(name: &'static str, label: &'static str, day: Option<Date>) -> AnyView {
    let value = day.map(|day| day.to_string());
    view! { <p class="field"><label for=name>{label}</label><input id=name name=name type="date" value=value/></p> }
        .into_any()
}

/// Entries, and the way to the rest of them.
pub(super) fn entry_list(slice: &Slice<EntryLine>, say: &'static Words) -> AnyView {
    list(slice, say.no_entries, say, |rows| entry_lines(rows, say))
}

/// Documents, and the way to the rest of them.
pub(super) fn document_list(slice: &Slice<DocumentLine>, say: &'static Words) -> AnyView {
    list(slice, say.no_documents, say, |rows| documents(rows, say))
}
