//! Names of pools: `cash/FUND`, `cash/FUND/PROJECT`, either with `@ORG`; `lot/LOT@SITE`.

use std::fmt;

use smol_str::{SmolStr, SmolStrBuilder};

use super::{Datum, Slug, text_of};
use crate::json::{self, Value};
use crate::refusal::{Refusal, Rule};

/// A well-formed pool name. That its parts exist is for the state to say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PoolName(SmolStr);

/// The parts of a pool name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PoolParts<'a> {
    /// Money of a fund, for a project or free, with the steward or with a partner.
    Cash {
        /// The fund.
        fund: &'a str,
        /// The project it was set aside for.
        project: Option<&'a str>,
        /// The partner organisation that holds it.
        holder: Option<&'a str>,
    },
    /// Goods of a lot at a site, a supplier's or on a waybill.
    Goods {
        /// The lot.
        lot: &'a str,
        /// The site or the waybill.
        site: &'a str,
    },
}

impl PoolName {
    /// A fund's money.
    #[must_use]
    pub fn cash(fund: &Slug, project: Option<&Slug>) -> Self {
        match project {
            Some(project) => joined(&["cash/", fund.as_str(), "/", project.as_str()]),
            None => joined(&["cash/", fund.as_str()]),
        }
    }

    /// A lot at a site or on a waybill.
    #[must_use]
    pub fn goods(lot: &Slug, site: &Slug) -> Self {
        joined(&["lot/", lot.as_str(), "@", site.as_str()])
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let parts = split(text)?;
        let slug = |part: &str| Slug::new(part).is_ok();
        let fits = match parts {
            PoolParts::Cash { fund, project, holder } => {
                slug(fund) && project.is_none_or(slug) && holder.is_none_or(slug)
            }
            PoolParts::Goods { lot, site } => slug(lot) && slug(site),
        };
        fits.then(|| Self(text.into()))
    }

    /// The fund and project of a cash pool's name: the parts of a well-formed name are slugs.
    #[must_use]
    pub fn home(&self) -> Option<(Slug, Option<Slug>)> {
        match self.parts() {
            PoolParts::Cash { fund, project, .. } => Some((Slug::known(fund), project.map(Slug::known))),
            PoolParts::Goods { .. } => None,
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the name says.
    #[must_use]
    pub fn parts(&self) -> PoolParts<'_> {
        split(&self.0).unwrap_or(PoolParts::Cash { fund: "", project: None, holder: None })
    }
}

fn joined(parts: &[&str]) -> PoolName {
    let mut name = SmolStrBuilder::new();
    parts.iter().for_each(|part| name.push_str(part));
    PoolName(name.finish())
}

fn split(text: &str) -> Option<PoolParts<'_>> {
    if let Some(rest) = text.strip_prefix("cash/") {
        let (path, holder) = cut(rest, b'@').map_or((rest, None), |(path, holder)| (path, Some(holder)));
        let (fund, project) = cut(path, b'/').map_or((path, None), |(fund, project)| (fund, Some(project)));
        return Some(PoolParts::Cash { fund, project, holder });
    }
    let (lot, site) = cut(text.strip_prefix("lot/")?, b'@')?;
    Some(PoolParts::Goods { lot, site })
}

/// What stands before and behind the first of these bytes. Names are short: looking at each byte is quickest.
fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let place = text.bytes().position(|byte| byte == at)?;
    Some((text.get(..place)?, text.get(place.checked_add(1)?..)?))
}

impl fmt::Display for PoolName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Datum for PoolName {
    fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal> {
        Self::parse(text_of(value, field)?).ok_or_else(|| Refusal::new(field, Rule::Pool))
    }

    fn write(&self, out: &mut String) {
        json::write_text(out, &self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn pool_names_are_read_part_by_part() {
        let parts = |text: &str| PoolName::parse(text).map(|name| format!("{:?}", name.parts()));
        assert!(parts("cash/flood/wells@red-river").expect("reads").contains("holder: Some(\"red-river\")"));
        assert!(parts("lot/tents@chengdu").is_some());
        for text in ["cash", "cash/", "cash/A", "cash/a/b/c", "lot/t", "lot/t@", "bank/a", "cash/a@", "cash/a@b@c"] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
