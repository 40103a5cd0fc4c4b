//! Who may do what: one table of roles and actions, and how far each grant reaches. Pure.
//!
//! A grant says a role, an organisation, and how much of it: all, one fund, or one site. An event reaches funds and acts
//! at a site; a grant lets it be recorded where its role allows the action and all that the event reaches is covered.

use std::collections::BTreeSet;

use ledger::event::EventType;

app::worded! {
    /// What somebody is for.
    pub enum Role {
        /// Looks.
        Viewer = "viewer",
        /// Records money, goods, and what they belong to.
        Recorder = "recorder",
        /// Records what happens to goods where they are.
        FieldRecorder = "field_recorder",
        /// Approves what others recorded.
        Approver = "approver",
        /// Looks at everything, and at what admins did.
        Auditor = "auditor",
        /// Looks after people, keys and settings; records nothing.
        Admin = "admin",
    }
}

app::worded! {
    /// What can be done at the desk.
    pub enum Action {
        /// See the desk: what waits, what was recorded.
        See = "see",
        /// Record what happens to goods.
        RecordGoods = "record_goods",
        /// Record what happens to money.
        RecordMoney = "record_money",
        /// Register organisations, funds, projects, sites, kinds of goods.
        Register = "register",
        /// Reverse an entry, or correct it.
        Reverse = "reverse",
        /// Approve or refuse what waits for a second person.
        Approve = "approve",
        /// Add people, give and take roles, end sessions, make links.
        ManagePeople = "manage_people",
        /// Make and revoke the tokens of programs.
        ManageTokens = "manage_tokens",
        /// Say from which amount on a second person is needed.
        SetThresholds = "set_thresholds",
        /// See what admins did.
        SeeActs = "see_acts",
        /// Say which programs elsewhere are told of new entries.
        ManageWebhooks = "manage_webhooks",
    }
}

/// The table.
const TABLE: &[(Role, &[Action])] = &[
    (Role::Viewer, &[Action::See]),
    (Role::Recorder, &[Action::See, Action::RecordGoods, Action::RecordMoney, Action::Register, Action::Reverse]),
    (Role::FieldRecorder, &[Action::See, Action::RecordGoods]),
    (Role::Approver, &[Action::See, Action::Approve]),
    (Role::Auditor, &[Action::See, Action::SeeActs]),
    (
        Role::Admin,
        &[
            Action::See,
            Action::ManagePeople,
            Action::ManageTokens,
            Action::SetThresholds,
            Action::SeeActs,
            Action::ManageWebhooks,
        ],
    ),
];

/// Whether a role has an action.
#[must_use]
pub fn allows(role: Role, action: Action) -> bool {
    TABLE.iter().any(|(known, actions)| *known == role && actions.contains(&action))
}

impl Action {
    /// The action that recording such an event is.
    #[must_use]
    pub fn of(event: EventType) -> Self {
        match event {
            EventType::OrganisationRegistered
            | EventType::FundOpened
            | EventType::ProjectOpened
            | EventType::SiteRegistered
            | EventType::ItemRegistered => Self::Register,
            EventType::DonationReceived
            | EventType::FeeCharged
            | EventType::DonationRefunded
            | EventType::AllocationMade
            | EventType::TransferMade
            | EventType::PurchaseMade
            | EventType::CostAdded
            | EventType::CashDistributed
            | EventType::ExpensePaid
            | EventType::FundClosed => Self::RecordMoney,
            EventType::GiftInKindReceived
            | EventType::GoodsReceived
            | EventType::GoodsDispatched
            | EventType::KitPacked
            | EventType::GoodsLost
            | EventType::GoodsDistributed
            | EventType::DocumentAttached => Self::RecordGoods,
            EventType::EntryReversed => Self::Reverse,
        }
    }
}

/// How much of an organisation a grant covers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The whole installation: only tokens made on the command line.
    All,
    /// All of the organisation.
    Organisation,
    /// One fund.
    Fund(String),
    /// One site.
    Site(String),
}

impl Scope {
    /// The one site, where it is that.
    #[must_use]
    pub fn site(&self) -> Option<&str> {
        match self {
            Self::Site(id) => Some(id),
            _ => None,
        }
    }

    /// Kind and id, as the tables have them.
    #[must_use]
    pub fn words(&self) -> (&'static str, &str) {
        match self {
            Self::All => ("all", ""),
            Self::Organisation => ("organisation", ""),
            Self::Fund(id) => ("fund", id),
            Self::Site(id) => ("site", id),
        }
    }

    /// As a form has it: `organisation`, `fund:flood-2026`, `site:chengdu`; or the id apart, where `id` is that.
    #[must_use]
    pub fn of_form(scope: &str, id: &str) -> Option<Self> {
        let (kind, id) = scope.split_once(':').unwrap_or((scope, id));
        Self::of_words(kind, id.trim())
    }

    /// As the tables have it.
    #[must_use]
    pub fn of_words(kind: &str, id: &str) -> Option<Self> {
        match kind {
            "all" => Some(Self::All),
            "organisation" => Some(Self::Organisation),
            "fund" => Some(Self::Fund(id.to_owned())),
            "site" => Some(Self::Site(id.to_owned())),
            _ => None,
        }
    }
}

/// A role, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// For which organisation.
    pub organisation: String,
    /// How much of it.
    pub scope: Scope,
}

/// What an event reaches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// Funds whose money or goods it moves, each with the organisations that answer for them here: the fund's steward,
    /// and the implementer of the project or the holder of the pool.
    pub funds: Vec<(String, BTreeSet<String>)>,
    /// The site at which somebody acts, for goods.
    pub site: Option<String>,
}

impl Grant {
    /// Whether the grant covers all that is reached.
    #[must_use]
    pub fn covers(&self, reach: &Reach) -> bool {
        let ours = || reach.funds.iter().all(|(_, organisations)| organisations.contains(&self.organisation));
        match &self.scope {
            Scope::All => true,
            Scope::Organisation => ours(),
            Scope::Fund(fund) => !reach.funds.is_empty() && ours() && reach.funds.iter().all(|(id, _)| id == fund),
            Scope::Site(site) => ours() && reach.site.as_ref() == Some(site),
        }
    }
}

/// Whether these grants let somebody do this somewhere.
#[must_use]
pub fn may_somewhere(grants: &[Grant], action: Action) -> bool {
    grants.iter().any(|grant| allows(grant.role, action))
}

/// Whether these grants let somebody record any event of this type. What belongs to no fund or to no site is beyond a
/// grant for one: a menu that offered it would lead to a refusal.
#[must_use]
pub fn may_record(grants: &[Grant], event: EventType) -> bool {
    grants.iter().any(|grant| {
        allows(grant.role, Action::of(event))
            && match grant.scope {
                Scope::All | Scope::Organisation => true,
                Scope::Fund(_) => reaches_a_fund(event),
                Scope::Site(_) => acts_at_a_site(event),
            }
    })
}

/// Whether such an event reaches a fund that there was before.
fn reaches_a_fund(event: EventType) -> bool {
    !matches!(
        event,
        EventType::OrganisationRegistered
            | EventType::FundOpened
            | EventType::SiteRegistered
            | EventType::ItemRegistered
            | EventType::DocumentAttached
    )
}

/// Whether somebody acts at a site by such an event, or takes back what was done at one.
fn acts_at_a_site(event: EventType) -> bool {
    matches!(
        event,
        EventType::GiftInKindReceived
            | EventType::GoodsReceived
            | EventType::GoodsDispatched
            | EventType::KitPacked
            | EventType::CostAdded
            | EventType::GoodsLost
            | EventType::GoodsDistributed
            | EventType::EntryReversed
    )
}

/// Whether these grants let somebody do this to what is reached.
#[must_use]
pub fn may(grants: &[Grant], action: Action, reach: &Reach) -> bool {
    grants.iter().any(|grant| allows(grant.role, action) && grant.covers(reach))
}

/// Whether these grants let somebody do this for a whole organisation.
#[must_use]
pub fn may_for(grants: &[Grant], action: Action, organisation: &str) -> bool {
    grants.iter().any(|grant| {
        allows(grant.role, action)
            && match grant.scope {
                Scope::All => true,
                Scope::Organisation => grant.organisation == organisation,
                Scope::Fund(_) | Scope::Site(_) => false,
            }
    })
}

/// Whether somebody with these grants might have given all of those: who can't does not become who has them either.
#[must_use]
pub fn may_stand_in(grants: &[Grant], theirs: &[Grant]) -> bool {
    theirs.iter().all(|grant| match grant.scope {
        Scope::All => grants.iter().any(|own| own.scope == Scope::All && allows(own.role, Action::ManagePeople)),
        _ => may_for(grants, Action::ManagePeople, &grant.organisation),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_exactly_these_actions() {
        // See, goods, money, register, reverse, approve, people, tokens, thresholds, acts, webhooks.
        let expected = [
            (Role::Viewer, "x.........."),
            (Role::Recorder, "xxxxx......"),
            (Role::FieldRecorder, "xx........."),
            (Role::Approver, "x....x....."),
            (Role::Auditor, "x........x."),
            (Role::Admin, "x.....xxxxx"),
        ];
        assert_eq!(expected.len(), Role::ALL.len());
        for (role, row) in expected {
            let has: String = Action::ALL.iter().map(|action| if allows(role, *action) { 'x' } else { '.' }).collect();
            assert_eq!(has, row, "{role:?}");
        }
    }

    #[test]
    fn nobody_both_records_and_approves_or_manages_by_one_role() {
        let records = [Action::RecordGoods, Action::RecordMoney, Action::Reverse];
        let answers = [
            Action::Approve,
            Action::ManagePeople,
            Action::ManageTokens,
            Action::SetThresholds,
            Action::ManageWebhooks,
        ];
        for role in Role::ALL {
            let both = records.iter().any(|action| allows(*role, *action))
                && answers.iter().any(|action| allows(*role, *action));
            assert!(!both, "{role:?}");
        }
    }

    #[test]
    fn a_grant_covers_what_it_says_and_no_more() {
        let grant = |scope| Grant { role: Role::Recorder, organisation: "red-river".into(), scope };
        let fund = |id: &str, organisations: &[&str]| {
            (id.to_owned(), organisations.iter().map(|id| (*id).to_owned()).collect::<BTreeSet<_>>())
        };
        let reach = |funds: &[(String, BTreeSet<String>)], site: Option<&str>| Reach {
            funds: funds.to_vec(),
            site: site.map(str::to_owned),
        };
        let nothing = reach(&[], None);
        let flood = reach(&[fund("flood", &["red-river"])], Some("chengdu"));
        let both = reach(&[fund("flood", &["red-river"]), fund("quake", &["red-river"])], None);
        let partner = reach(&[fund("flood", &["red-river", "han-aid"])], None);
        let other = reach(&[fund("flood", &["red-river"]), fund("school", &["han-aid"])], None);
        let rows = [
            (Scope::All, [true, true, true, true, true]),
            (Scope::Organisation, [true, true, true, true, false]),
            (Scope::Fund("flood".into()), [false, true, false, true, false]),
            (Scope::Fund("quake".into()), [false, false, false, false, false]),
            (Scope::Site("chengdu".into()), [false, true, false, false, false]),
            (Scope::Site("beijing".into()), [false, false, false, false, false]),
        ];
        for (scope, expected) in rows {
            let grant = grant(scope);
            let covers = [&nothing, &flood, &both, &partner, &other].map(|reach| grant.covers(reach));
            assert_eq!(covers, expected, "{grant:?}");
        }
    }

    #[test]
    fn a_grant_for_one_fund_or_site_records_only_what_can_belong_to_it() {
        let may = |scope: &Scope, event| {
            may_record(&[Grant { role: Role::Recorder, organisation: "red-river".into(), scope: scope.clone() }], event)
        };
        let (fund, site) = (Scope::Fund("flood".into()), Scope::Site("chengdu".into()));
        let rows = [
            (EventType::OrganisationRegistered, [true, false, false]),
            (EventType::FundOpened, [true, false, false]),
            (EventType::ProjectOpened, [true, true, false]),
            (EventType::DonationReceived, [true, true, false]),
            (EventType::GoodsLost, [true, true, true]),
            (EventType::DocumentAttached, [true, false, false]),
            (EventType::EntryReversed, [true, true, true]),
        ];
        for (event, expected) in rows {
            assert_eq!([&Scope::Organisation, &fund, &site].map(|scope| may(scope, event)), expected, "{event:?}");
        }
        let viewer = Grant { role: Role::Viewer, organisation: "red-river".into(), scope: Scope::All };
        assert!(EventType::ALL.iter().all(|event| !may_record(std::slice::from_ref(&viewer), *event)));
    }

    #[test]
    fn a_grant_for_one_fund_does_not_manage_an_organisation() {
        let admin = |scope| [Grant { role: Role::Admin, organisation: "red-river".into(), scope }];
        assert!(may_for(&admin(Scope::Organisation), Action::ManagePeople, "red-river"));
        assert!(!may_for(&admin(Scope::Organisation), Action::ManagePeople, "han-aid"));
        assert!(!may_for(&admin(Scope::Fund("flood".into())), Action::ManagePeople, "red-river"));
    }

    #[test]
    fn nobody_stands_in_for_who_has_more_than_they_could_give() {
        let grant = |role, organisation: &str, scope| Grant { role, organisation: organisation.into(), scope };
        let admin = [grant(Role::Admin, "red-river", Scope::Organisation)];
        let ours = grant(Role::Approver, "red-river", Scope::Fund("flood".into()));
        let theirs = grant(Role::Viewer, "han-aid", Scope::Organisation);
        let all = grant(Role::Admin, "red-river", Scope::All);
        assert!(may_stand_in(&admin, &[]) && may_stand_in(&admin, std::slice::from_ref(&ours)));
        assert!(!may_stand_in(&admin, &[ours.clone(), theirs]) && !may_stand_in(&admin, std::slice::from_ref(&all)));
        assert!(may_stand_in(std::slice::from_ref(&all), &[ours, all.clone()]));
    }

    #[test]
    fn every_word_leads_back() {
        assert!(Role::ALL.iter().all(|role| Role::of_word(role.word()) == Some(*role)));
        assert!(Action::ALL.iter().all(|action| Action::of_word(action.word()) == Some(*action)));
        for scope in [Scope::All, Scope::Organisation, Scope::Fund("f".into()), Scope::Site("s".into())] {
            let (kind, id) = scope.words();
            assert_eq!(Scope::of_words(kind, id), Some(scope.clone()));
            assert_eq!(Scope::of_form(&format!("{kind}:{id}"), ""), Some(scope.clone()));
            assert_eq!(Scope::of_form(kind, id), Some(scope));
        }
    }
}
