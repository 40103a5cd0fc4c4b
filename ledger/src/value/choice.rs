//! Fields that take one word of a closed list.

use super::{Datum, text_of};
use crate::json::Value;
use crate::refusal::{Refusal, Rule};

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$word_doc])* $variant,)+
        }

        impl $name {
            /// Every word of the list.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// Finds a word of the list.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl Datum for $name {
            fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal> {
                Self::from_word(text_of(value, field)?)
                    .ok_or_else(|| Refusal::new(field, Rule::OneOf { words: Self::WORDS }))
            }

            fn write(&self, out: &mut String) {
                out.push('"');
                out.push_str(self.word());
                out.push('"');
            }
        }
    };
}

choice!(
    /// What kind of organisation.
    OrganisationKind {
        /// A non-governmental organisation.
        Ngo = "ngo",
        /// A national Red Cross or Red Crescent society, or their federation.
        RedCross = "red_cross",
        /// A foundation.
        Foundation = "foundation",
        /// A government or a part of one.
        Government = "government",
        /// An organisation of several governments, as those of the United Nations.
        Multilateral = "multilateral",
        /// A company.
        Company = "company",
        /// A university or research body.
        Academic = "academic",
        /// A group of the people who live there.
        Community = "community",
        /// None of these.
        Other = "other",
    }
);

choice!(
    /// What a site is for.
    SiteKind {
        /// Goods wait here.
        Warehouse = "warehouse",
        /// Goods are handed out here.
        DistributionPoint = "distribution_point",
        /// Goods are bought here.
        Supplier = "supplier",
    }
);

choice!(
    /// Why a gift was charged.
    FeeCategory {
        /// The payment processor's.
        Processor = "processor",
        /// The organisation's share for running costs.
        Overhead = "overhead",
    }
);

choice!(
    /// What a cost added to goods paid for.
    CostCategory {
        /// Lorry, ship, plane, porter.
        Transport = "transport",
        /// Duties and clearing.
        Customs = "customs",
        /// Rent of a store.
        Storage = "storage",
    }
);

choice!(
    /// What became of goods that reached nobody.
    LossReason {
        /// Missing.
        Lost = "lost",
        /// Spoiled or broken.
        Damaged = "damaged",
        /// Past its date.
        Expired = "expired",
        /// Taken.
        Stolen = "stolen",
    }
);

choice!(
    /// What an id names: each list of ids is its own, but hand-outs of goods and of cash share one, as do sites and
    /// waybills.
    SubjectKind {
        /// `organisation_registered`
        Organisation = "organisation",
        /// `fund_opened`
        Fund = "fund",
        /// `project_opened`
        Project = "project",
        /// `site_registered`
        Site = "site",
        /// `goods_dispatched`
        Waybill = "waybill",
        /// `item_registered`
        Item = "item",
        /// `gift_in_kind_received`, `kit_packed`, lines of `purchase_made`
        Lot = "lot",
        /// `donation_received`, `gift_in_kind_received`: the id is the receipt code
        Gift = "gift",
        /// `allocation_made`
        Allocation = "allocation",
        /// `transfer_made`
        Transfer = "transfer",
        /// `goods_received`
        Receipt = "receipt",
        /// `cost_added`
        Cost = "cost",
        /// `goods_lost`
        Loss = "loss",
        /// `goods_distributed`, `cash_distributed`
        Handout = "handout",
        /// `expense_paid`
        Expense = "expense",
        /// `purchase_made`, where it has an id; last, because tables name kinds by their place in this list
        Purchase = "purchase",
    }
);
