//! The place of a hand-out: that of its site until somebody types another.

use actix_web::HttpResponse;

use ledger::event::Place;
use ledger::refusal::Lang;

use super::{Filled, PLACE_OF};
use crate::desk::people::permission::Action;
use crate::desk::record::choices::Chooser;
use crate::desk::record::typed;
use crate::desk::visit::Visit;

impl Filled {
    /// The place of the site, where none was typed; another site's, where the place is still that of the site before.
    pub(super) async fn fill_place(&mut self, visit: &Visit) -> Result<(), HttpResponse> {
        let site = self.typed.get("site").to_owned();
        let before = self.typed.get(PLACE_OF).to_owned();
        if site.is_empty() || (site == before && !self.typed.get("place.country").is_empty()) {
            return Ok(());
        }
        let asked = (site.clone(), before);
        let (here, there) = visit
            .ask(move |lookup| {
                let mut chooser = Chooser::new(lookup, Lang::En, &[], Action::See);
                Ok((chooser.place_of(&asked.0)?, chooser.place_of(&asked.1)?))
            })
            .await?;
        if there.is_some_and(|there| self.is_at(&there)) {
            PLACE.iter().for_each(|path| self.typed.set(path, ""));
        }
        if self.typed.get("place.country").is_empty()
            && let Some(here) = here
        {
            // Where in the site it was, whoever typed a name or degrees knows better than the site.
            let is_own = ["place.name", "place.lat", "place.lon"].iter().all(|path| self.typed.get(path).is_empty());
            for (path, value) in place_pairs(&here) {
                let is_point = matches!(path, "place.lat" | "place.lon");
                if self.typed.get(path).is_empty() && (is_own || !is_point) {
                    self.typed.set(path, value);
                }
            }
            self.typed.set(PLACE_OF, site);
        }
        Ok(())
    }

    /// Whether what stands in the fields of the place is this one, as far as it was filled in.
    fn is_at(&self, place: &Place) -> bool {
        place_pairs(place).into_iter().all(|(path, value)| {
            let typed = self.typed.get(path);
            typed == value || (typed.is_empty() && matches!(path, "place.lat" | "place.lon"))
        })
    }
}

/// The fields of a place.
const PLACE: [&str; 5] = ["place.country", "place.name", "place.admin1", "place.lat", "place.lon"];

/// A place as people would type it; nothing where it does not say.
fn place_pairs(place: &Place) -> [(&'static str, String); 5] {
    let degrees = |hundredths: Option<i64>| hundredths.map(typed::degrees_text).unwrap_or_default();
    [
        ("place.country", place.country.as_str().to_owned()),
        ("place.name", place.name.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("place.admin1", place.admin1.as_ref().map(|part| part.as_str().to_owned()).unwrap_or_default()),
        ("place.lat", degrees(place.lat.as_ref().map(|lat| lat.0))),
        ("place.lon", degrees(place.lon.as_ref().map(|lon| lon.0))),
    ]
}
