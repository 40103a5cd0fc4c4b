//! In which time people at a place live.
//!
//! Countries whose clocks agree everywhere since 2020 are taken from `zone.tab` of the time zone database (2025b, public
//! domain), with the first of their zones. Where a country has several times, the part of it decides (ISO 3166-2), if all
//! of that part has one. Everywhere else there is no answer, and pages keep to UTC.

use app::view::Page;
use ledger::event::{Event, Place};
use ledger::value::SubjectKind;

use super::Lookup;
use crate::store::Stored;

/// A country and its zone.
const COUNTRIES: &str = "\
    AD=Europe/Andorra AE=Asia/Dubai AF=Asia/Kabul AG=America/Antigua AI=America/Anguilla AL=Europe/Tirane \
    AM=Asia/Yerevan AO=Africa/Luanda AR=America/Argentina/Buenos_Aires AS=Pacific/Pago_Pago AT=Europe/Vienna \
    AW=America/Aruba AX=Europe/Mariehamn AZ=Asia/Baku BA=Europe/Sarajevo BB=America/Barbados BD=Asia/Dhaka \
    BE=Europe/Brussels BF=Africa/Ouagadougou BG=Europe/Sofia BH=Asia/Bahrain BI=Africa/Bujumbura \
    BJ=Africa/Porto-Novo BL=America/St_Barthelemy BM=Atlantic/Bermuda BN=Asia/Brunei BO=America/La_Paz \
    BQ=America/Kralendijk BS=America/Nassau BT=Asia/Thimphu BW=Africa/Gaborone BY=Europe/Minsk BZ=America/Belize \
    CC=Indian/Cocos CF=Africa/Bangui CG=Africa/Brazzaville CH=Europe/Zurich CI=Africa/Abidjan CK=Pacific/Rarotonga \
    CM=Africa/Douala CO=America/Bogota CR=America/Costa_Rica CU=America/Havana CV=Atlantic/Cape_Verde \
    CW=America/Curacao CX=Indian/Christmas CY=Asia/Nicosia CZ=Europe/Prague DE=Europe/Berlin DJ=Africa/Djibouti \
    DK=Europe/Copenhagen DM=America/Dominica DO=America/Santo_Domingo DZ=Africa/Algiers EE=Europe/Tallinn \
    EG=Africa/Cairo EH=Africa/El_Aaiun ER=Africa/Asmara ET=Africa/Addis_Ababa FI=Europe/Helsinki FJ=Pacific/Fiji \
    FK=Atlantic/Stanley FO=Atlantic/Faroe FR=Europe/Paris GA=Africa/Libreville GB=Europe/London GD=America/Grenada \
    GE=Asia/Tbilisi GF=America/Cayenne GG=Europe/Guernsey GH=Africa/Accra GI=Europe/Gibraltar GM=Africa/Banjul \
    GN=Africa/Conakry GP=America/Guadeloupe GQ=Africa/Malabo GR=Europe/Athens GS=Atlantic/South_Georgia \
    GT=America/Guatemala GU=Pacific/Guam GW=Africa/Bissau GY=America/Guyana HK=Asia/Hong_Kong HN=America/Tegucigalpa \
    HR=Europe/Zagreb HT=America/Port-au-Prince HU=Europe/Budapest IE=Europe/Dublin IL=Asia/Jerusalem \
    IM=Europe/Isle_of_Man IN=Asia/Kolkata IO=Indian/Chagos IQ=Asia/Baghdad IR=Asia/Tehran IS=Atlantic/Reykjavik \
    IT=Europe/Rome JE=Europe/Jersey JM=America/Jamaica JO=Asia/Amman JP=Asia/Tokyo KE=Africa/Nairobi KG=Asia/Bishkek \
    KH=Asia/Phnom_Penh KM=Indian/Comoro KN=America/St_Kitts KP=Asia/Pyongyang KR=Asia/Seoul KW=Asia/Kuwait \
    KY=America/Cayman LA=Asia/Vientiane LB=Asia/Beirut LC=America/St_Lucia LI=Europe/Vaduz LK=Asia/Colombo \
    LR=Africa/Monrovia LS=Africa/Maseru LT=Europe/Vilnius LU=Europe/Luxembourg LV=Europe/Riga LY=Africa/Tripoli \
    MA=Africa/Casablanca MC=Europe/Monaco MD=Europe/Chisinau ME=Europe/Podgorica MF=America/Marigot \
    MG=Indian/Antananarivo MH=Pacific/Majuro MK=Europe/Skopje ML=Africa/Bamako MM=Asia/Yangon MO=Asia/Macau \
    MP=Pacific/Saipan MQ=America/Martinique MR=Africa/Nouakchott MS=America/Montserrat MT=Europe/Malta \
    MU=Indian/Mauritius MV=Indian/Maldives MW=Africa/Blantyre MY=Asia/Kuala_Lumpur MZ=Africa/Maputo \
    NA=Africa/Windhoek NC=Pacific/Noumea NE=Africa/Niamey NF=Pacific/Norfolk NG=Africa/Lagos NI=America/Managua \
    NL=Europe/Amsterdam NO=Europe/Oslo NP=Asia/Kathmandu NR=Pacific/Nauru NU=Pacific/Niue OM=Asia/Muscat \
    PA=America/Panama PE=America/Lima PH=Asia/Manila PK=Asia/Karachi PL=Europe/Warsaw PM=America/Miquelon \
    PN=Pacific/Pitcairn PR=America/Puerto_Rico PS=Asia/Gaza PW=Pacific/Palau PY=America/Asuncion QA=Asia/Qatar \
    RE=Indian/Reunion RO=Europe/Bucharest RS=Europe/Belgrade RW=Africa/Kigali SA=Asia/Riyadh SB=Pacific/Guadalcanal \
    SC=Indian/Mahe SD=Africa/Khartoum SE=Europe/Stockholm SG=Asia/Singapore SH=Atlantic/St_Helena \
    SI=Europe/Ljubljana SJ=Arctic/Longyearbyen SK=Europe/Bratislava SL=Africa/Freetown SM=Europe/San_Marino \
    SN=Africa/Dakar SO=Africa/Mogadishu SR=America/Paramaribo SS=Africa/Juba ST=Africa/Sao_Tome \
    SV=America/El_Salvador SX=America/Lower_Princes SY=Asia/Damascus SZ=Africa/Mbabane TC=America/Grand_Turk \
    TD=Africa/Ndjamena TF=Indian/Kerguelen TG=Africa/Lome TH=Asia/Bangkok TJ=Asia/Dushanbe TK=Pacific/Fakaofo \
    TL=Asia/Dili TM=Asia/Ashgabat TN=Africa/Tunis TO=Pacific/Tongatapu TR=Europe/Istanbul TT=America/Port_of_Spain \
    TV=Pacific/Funafuti TW=Asia/Taipei TZ=Africa/Dar_es_Salaam UG=Africa/Kampala UY=America/Montevideo \
    UZ=Asia/Samarkand VA=Europe/Vatican VC=America/St_Vincent VE=America/Caracas VG=America/Tortola \
    VI=America/St_Thomas VN=Asia/Ho_Chi_Minh VU=Pacific/Efate WF=Pacific/Wallis WS=Pacific/Apia YE=Asia/Aden \
    YT=Indian/Mayotte ZA=Africa/Johannesburg ZM=Africa/Lusaka ZW=Africa/Harare";

/// Countries of several zones whose law knows one time for all of the country.
const BY_LAW: &str = "CN=Asia/Shanghai KZ=Asia/Almaty UA=Europe/Kyiv";

/// Parts of countries that have several times.
const PARTS: [(&str, &str); 36] = [
    ("Africa/Kinshasa", "CD-BC CD-EQ CD-KG CD-KL CD-KN CD-MN CD-MO CD-NU CD-SU CD-TU"),
    ("Africa/Lubumbashi", "CD-BU CD-HK CD-HL CD-HU CD-IT CD-KC CD-KE CD-LO CD-LU CD-MA CD-NK CD-SA CD-SK CD-TA CD-TO"),
    ("America/Araguaina", "BR-TO"),
    ("America/Bahia", "BR-BA"),
    ("America/Belem", "BR-AP BR-PA"),
    ("America/Boa_Vista", "BR-RR"),
    ("America/Campo_Grande", "BR-MS"),
    ("America/Cancun", "MX-ROO"),
    ("America/Chicago", "US-AL US-AR US-IA US-IL US-LA US-MN US-MO US-MS US-OK US-WI"),
    ("America/Cuiaba", "BR-MT"),
    ("America/Denver", "US-CO US-MT US-NM US-UT US-WY"),
    ("America/Edmonton", "CA-AB"),
    ("America/Fortaleza", "BR-CE BR-MA BR-PB BR-PI BR-RN"),
    ("America/Halifax", "CA-NS CA-PE"),
    ("America/Los_Angeles", "US-CA US-WA"),
    ("America/Maceio", "BR-AL BR-SE"),
    ("America/Mazatlan", "MX-BCS MX-SIN"),
    ("America/Merida", "MX-CAM MX-YUC"),
    (
        "America/Mexico_City",
        "MX-AGU MX-CHP MX-CMX MX-COL MX-GRO MX-GUA MX-HID MX-JAL MX-MEX MX-MIC MX-MOR MX-OAX MX-PUE MX-QUE MX-SLP \
         MX-TAB MX-TLA MX-VER MX-ZAC",
    ),
    (
        "America/New_York",
        "US-CT US-DC US-DE US-GA US-MA US-MD US-ME US-NC US-NH US-NJ US-NY US-OH US-PA US-RI US-SC US-VA US-VT US-WV",
    ),
    ("America/Porto_Velho", "BR-RO"),
    ("America/Recife", "BR-PE"),
    ("America/Rio_Branco", "BR-AC"),
    ("America/Sao_Paulo", "BR-DF BR-ES BR-GO BR-MG BR-PR BR-RJ BR-RS BR-SC BR-SP"),
    ("America/Tijuana", "MX-BCN"),
    ("America/Winnipeg", "CA-MB"),
    (
        "Asia/Jakarta",
        "ID-AC ID-BB ID-BE ID-BT ID-JA ID-JB ID-JI ID-JK ID-JT ID-KB ID-KR ID-KT ID-LA ID-RI ID-SB ID-SS ID-SU ID-YO",
    ),
    ("Asia/Jayapura", "ID-MA ID-MU ID-PA ID-PB ID-PD ID-PE ID-PS ID-PT"),
    ("Asia/Makassar", "ID-BA ID-GO ID-KI ID-KS ID-KU ID-NB ID-NT ID-SA ID-SG ID-SN ID-SR ID-ST"),
    ("Australia/Brisbane", "AU-QLD"),
    ("Australia/Darwin", "AU-NT"),
    ("Australia/Adelaide", "AU-SA"),
    ("Australia/Hobart", "AU-TAS"),
    ("Australia/Melbourne", "AU-VIC"),
    ("Australia/Sydney", "AU-ACT"),
    ("Pacific/Honolulu", "US-HI"),
];

fn of_country(code: &str) -> Option<&'static str> {
    let found =
        |list: &'static str| list.split(' ').filter_map(|pair| pair.split_once('=')).find(|pair| pair.0 == code);
    found(COUNTRIES).or_else(|| found(BY_LAW)).map(|(_, zone)| zone)
}

fn of_place(place: &Place) -> Option<&'static str> {
    of_country(place.country.as_str()).or_else(|| {
        let part = place.admin1.as_ref()?.as_str();
        PARTS.iter().find(|(_, parts)| parts.split(' ').any(|one| one == part)).map(|(zone, _)| *zone)
    })
}

/// The zone of what a page is about: of a fund that of the organisation which answers for it.
///
/// # Errors
/// The database's own.
pub fn zone(lookup: &mut Lookup<'_>, page: &Page) -> Stored<Option<&'static str>> {
    let (kind, id) = match page {
        Page::Fund(fund) => (SubjectKind::Fund, &fund.fund.id),
        Page::FundList(list) => (SubjectKind::Fund, &list.fund.id),
        Page::Gift(gift) => (SubjectKind::Fund, &gift.fund.id),
        Page::Handout(handout) => (SubjectKind::Handout, &handout.id),
        Page::Lot(lot) => match lot.funds.first() {
            Some(fund) => (SubjectKind::Fund, &fund.id),
            None => return Ok(None),
        },
        Page::Organisation(organisation) => (SubjectKind::Organisation, &organisation.organisation.id),
        Page::Project(project) => (SubjectKind::Project, &project.project.id),
        Page::Site(site) => (SubjectKind::Site, &site.site.id),
        Page::Entries(entries) => match (entries.asked.about.first(), &entries.asked.fund) {
            (Some(about), _) => (about.kind, &about.id),
            (None, Some(fund)) => (SubjectKind::Fund, &fund.id),
            (None, None) => return Ok(None),
        },
        Page::Entry(entry) => {
            let of = |kind| entry.about.iter().find(|about| about.kind == kind);
            match [SubjectKind::Site, SubjectKind::Project, SubjectKind::Fund, SubjectKind::Organisation]
                .into_iter()
                .find_map(of)
            {
                Some(about) => (about.kind, &about.id),
                None => return Ok(None),
            }
        }
        _ => return Ok(None),
    };
    about(lookup, kind, id)
}

fn about(lookup: &mut Lookup<'_>, kind: SubjectKind, id: &str) -> Stored<Option<&'static str>> {
    Ok(match kind {
        SubjectKind::Organisation => match lookup.subject(kind, id)?.as_ref().map(|entry| &entry.event) {
            Some(Event::OrganisationRegistered(event)) => {
                event.country.and_then(|country| of_country(country.as_str()))
            }
            _ => None,
        },
        SubjectKind::Fund => match lookup.fund_record(id)? {
            Some(record) => about(lookup, SubjectKind::Organisation, record.fund.steward.as_str())?,
            None => None,
        },
        SubjectKind::Project => match lookup.tables.project(id)? {
            Some(event) => match event.place.as_ref().and_then(of_place) {
                Some(zone) => Some(zone),
                None => about(lookup, SubjectKind::Fund, event.fund.as_str())?,
            },
            None => None,
        },
        SubjectKind::Site => lookup.tables.site(id)?.and_then(|event| event.place.as_ref().and_then(of_place)),
        SubjectKind::Handout => match lookup.tables.subject(kind, id)?.map(|entry| entry.event) {
            Some(Event::GoodsDistributed(event)) => of_place(&event.place),
            Some(Event::CashDistributed(event)) => of_place(&event.place),
            _ => None,
        },
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_of_one_time_has_its_zone_and_one_of_several_has_none() {
        let rows =
            [("CN", Some("Asia/Shanghai")), ("NP", Some("Asia/Kathmandu")), ("PS", Some("Asia/Gaza")), ("US", None)];
        for (country, zone) in rows {
            assert_eq!(of_country(country), zone, "{country}");
        }
    }

    #[test]
    fn each_zone_is_one_whose_rules_are_known_and_no_part_stands_twice() {
        let countries =
            [COUNTRIES, BY_LAW].into_iter().flat_map(|list| list.split(' ')).filter_map(|pair| pair.split_once('='));
        for zone in countries.map(|pair| pair.1).chain(PARTS.iter().map(|(zone, _)| *zone)) {
            assert!(app::page::is_zone(zone), "{zone}");
        }
        let mut parts: Vec<&str> = PARTS.iter().flat_map(|(_, parts)| parts.split(' ')).collect();
        parts.sort_unstable();
        let all = parts.len();
        parts.dedup();
        assert_eq!(parts.len(), all);
    }
}
