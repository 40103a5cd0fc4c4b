//! Pages: a view model and a frame in, a whole HTML document out.
//!
//! Each page is a function from its view model to a view; [`render`] puts the shell around it. No page waits for
//! anything, so there is no `Suspense` and no executor, and the same input gives the same bytes.

mod api;
mod check;
mod copy;
mod desk;
mod entries;
mod entry;
mod flow;
mod fund;
mod fund_list;
mod funds;
mod gift;
mod gift_path;
mod gift_words;
mod handout;
mod home;
mod lists;
mod log;
mod lot;
mod method;
mod moment;
mod organisation;
pub(crate) mod parts;
mod prefix;
mod project;
mod refused;
mod reports;
mod seal;
mod search;
mod shell;
mod site;
#[cfg(test)]
mod tests;
mod verify;

pub use copy::{Inside, gift_copy};
pub(crate) use fund::sentence as fund_sentence;
pub(crate) use gift_words::sentence as gift_sentence;
pub use moment::is_zone;
pub use parts::encode;
pub use seal::{seal_svg, seal_words};

use leptos::prelude::*;

use crate::picture::PagePath;
use crate::view::{Frame, Page};
use crate::words::Words;

/// What a page is made of before the shell is put around it.
pub(crate) struct Body {
    /// What stands in the browser's tab, without the name of the site.
    title: String,
    /// One sentence for search engines and previews.
    description: String,
    /// Which entry of the navigation is the current one.
    place: Place,
    /// Whether search engines may keep it.
    indexed: bool,
    /// What stands in `<main>`.
    main: AnyView,
}

/// Which part of the site a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Home,
    Funds,
    Log,
    Reports,
    Method,
    Elsewhere,
}

/// The whole document.
///
/// Send it as `text/html; charset=utf-8` with the status of [`Page::status`]. It asks only for files of the frame's
/// [`crate::view::Assets`], so `script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'` lets it be.
#[must_use]
pub fn render(page: &Page, frame: &Frame) -> String {
    // Islands look for an owner; no shared context is needed, because nothing is sent along for them but their props.
    // Pictures look there for the page they stand on.
    let owner = Owner::new_root(None);
    let html = owner.with(|| {
        let path = frame.path.split('?').next().unwrap_or_default();
        provide_context(PagePath(path.to_owned()));
        provide_context(moment::PageZone::new(frame.zone));
        shell::document(body(page, frame), frame, feed(page), card(page), desk::resend(page)).to_html()
    });
    owner.cleanup();
    prefix::put(frame.prefix, &format!("<!DOCTYPE html>{html}"))
}

/// The address of what has a page of its own.
#[must_use]
pub fn address(kind: ledger::value::SubjectKind, id: &str) -> Option<String> {
    parts::address(kind, id)
}

/// The feed of what the page is about.
fn feed(page: &Page) -> Option<String> {
    match page {
        Page::Fund(fund) => Some(format!("/funds/{}/feed.atom", fund.fund.id)),
        Page::Gift(gift) => Some(format!("/gifts/{}/feed.atom", gift.code)),
        _ => None,
    }
}

/// The picture beside a link to what the page is about.
fn card(page: &Page) -> Option<String> {
    match page {
        Page::Fund(fund) => Some(format!("/funds/{}/card.png", fund.fund.id)),
        Page::Gift(gift) => Some(format!("/gifts/{}/card.png", gift.code)),
        _ => None,
    }
}

fn body(page: &Page, frame: &Frame) -> Body {
    let say = Words::of(frame.lang);
    match page {
        Page::Home(home) => home::home(home, frame, say),
        Page::Funds(funds) => funds::funds(funds, say),
        Page::Fund(fund) => fund::fund(fund, say),
        Page::FundList(list) => fund_list::fund_list(list, say),
        Page::Organisation(organisation) => organisation::organisation(organisation, say),
        Page::Project(project) => project::project(project, say),
        Page::Site(site) => site::site(site, say),
        Page::Gift(gift) => gift::gift(gift, frame, say),
        Page::Lot(lot) => lot::lot(lot, say),
        Page::Handout(handout) => handout::handout(handout, say),
        Page::Entry(entry) => entry::entry(entry, frame.signed, say),
        Page::Entries(entries) => entries::entries(entries, say),
        Page::Log(page) => log::log(page, say),
        Page::Method => method::method(say),
        Page::Verify => verify::verify(frame.signed, say),
        Page::Reports(page) => reports::reports(page, frame, say),
        Page::ReportChanges(page) => reports::changes(page, say),
        Page::Api(page) => api::api(page, say),
        Page::Search(search) => search::search(search, say),
        Page::Desk(page) => desk::desk(page, frame.lang, &frame.path, say),
        Page::Refused(refused) => refused::refused(refused, say),
    }
}
