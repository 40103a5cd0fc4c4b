//! What is registered before the first gift.

use ledger::event::{BudgetLine, FundOpened, ItemRegistered, OrganisationRegistered, ProjectOpened, SiteRegistered};
use ledger::value::{Country, Currency};

use super::book::{DRIVE, DRIVE_POINT, DRIVE_TITLE, ITEMS, ORGANISATIONS, PROGRAMMES, Programme, Site};
use super::stream::Events;
use super::write::{amount, line, prose, slug, term};

impl Events {
    pub(super) fn open(&mut self) {
        for (id, name, kind, country) in ORGANISATIONS {
            let event = OrganisationRegistered {
                country: Country::new(country),
                id: slug(id),
                kind,
                name: line(name),
                note: Some(prose("An invented organisation of the demo · 演示用的虚构机构")),
                registration: None,
                url: None,
            };
            self.write(&format!("{id}/r1"), event);
        }
        for (id, name, unit, category) in ITEMS {
            let event = ItemRegistered {
                category: term(category),
                id: slug(id),
                name: line(name),
                note: None,
                unit: line(unit),
            };
            self.write("red-river/k2", event);
        }
        for programme in &PROGRAMMES {
            let policy = prose("At most 5 % for running costs · 管理费不超过 5%");
            let fund = self.fund(programme, programme.fund, programme.title, programme.purpose);
            let target = Some(amount(programme.target));
            self.write(programme.actors[0], FundOpened { target, policy: Some(policy), ..fund });
            for site in [&programme.supplier, &programme.warehouse].into_iter().chain(&programme.points) {
                self.open_site(programme, site);
            }
            for (id, title, place) in programme.projects {
                self.open_project(programme, id, title, place);
            }
        }
        let [shelter, ..] = &PROGRAMMES;
        let purpose = "Quilts before the first snow, bought and handed out in one go. 入雪前一次采购、一次发放的棉被。";
        let fund = self.fund(shelter, DRIVE, DRIVE_TITLE, purpose);
        self.write(shelter.actors[0], fund);
        self.open_site(shelter, &DRIVE_POINT);
    }

    fn fund(&self, programme: &Programme, id: &str, title: &str, purpose: &str) -> FundOpened {
        FundOpened {
            closes_on: None,
            currency: Currency::new(programme.currency).expect("the demo's currencies are those of ISO 4217"),
            id: slug(id),
            note: None,
            opens_on: Some(self.today()),
            policy: None,
            purpose: prose(purpose),
            steward: slug(programme.steward),
            target: None,
            title: line(title),
        }
    }

    fn open_site(&mut self, programme: &Programme, site: &Site) {
        let event = SiteRegistered {
            id: slug(site.id),
            kind: site.kind,
            name: line(site.name),
            note: None,
            place: self.places.get(site.place).cloned(),
        };
        self.write(programme.actors[1], event);
    }

    fn open_project(&mut self, programme: &Programme, id: &str, title: &str, place: usize) {
        let tenth = programme.target / 10;
        let budget = [("goods", 3), ("transport", 1)]
            .map(|(category, tenths)| BudgetLine { amount: amount(tenth * tenths), category: term(category) });
        let event = ProjectOpened {
            budget: Some(budget.into()),
            fund: slug(programme.fund),
            id: slug(id),
            implementer: slug(programme.steward),
            note: None,
            place: self.places.get(place).cloned(),
            title: line(title),
        };
        self.write(programme.actors[0], event);
    }
}
