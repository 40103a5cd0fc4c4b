//! Who, where and what: the fixed part of the demo. The organisations, firms and funds are invented; the places and
//! the goods are real.

use ledger::value::{OrganisationKind, SiteKind};

/// An organisation: id, name, kind, country.
pub(super) const ORGANISATIONS: [(&str, &str, OrganisationKind, &str); 3] = [
    ("red-river", "Red River Relief · 红河赈济", OrganisationKind::Ngo, "CN"),
    ("lantern-bridge", "Lantern Bridge Foundation · 灯桥公益基金会", OrganisationKind::Foundation, "CN"),
    ("sahel-granary", "Sahel Granary Network · 萨赫勒粮仓网", OrganisationKind::Ngo, "NE"),
];

/// A place in the ledger's own JSON.
pub(super) const PLACES: [&str; 16] = [
    r#"{"admin1":"CN-SC","country":"CN","lat":3057,"lon":10407,"name":"Chengdu 成都"}"#,
    r#"{"admin1":"CN-SC","country":"CN","lat":3106,"lon":10349,"name":"Yingxiu 映秀"}"#,
    r#"{"admin1":"CN-SC","country":"CN","lat":3148,"lon":10359,"name":"Weizhou, Wenchuan 汶川威州"}"#,
    r#"{"admin1":"CN-SC","country":"CN","lat":2991,"lon":10223,"name":"Luding 泸定"}"#,
    r#"{"admin1":"CN-SC","country":"CN","lat":3005,"lon":10196,"name":"Kangding 康定"}"#,
    r#"{"admin1":"CN-JX","country":"CN","lat":2868,"lon":11586,"name":"Nanchang 南昌"}"#,
    r#"{"admin1":"CN-JX","country":"CN","lat":2970,"lon":11600,"name":"Jiujiang 九江"}"#,
    r#"{"admin1":"CN-JX","country":"CN","lat":2973,"lon":11622,"name":"Hukou 湖口"}"#,
    r#"{"admin1":"CN-JX","country":"CN","lat":2900,"lon":11667,"name":"Poyang 鄱阳"}"#,
    r#"{"admin1":"NG-KN","country":"NG","lat":1200,"lon":852,"name":"Kano"}"#,
    r#"{"admin1":"NG-BO","country":"NG","lat":1183,"lon":1315,"name":"Maiduguri"}"#,
    r#"{"admin1":"NG-BO","country":"NG","lat":1267,"lon":1361,"name":"Monguno"}"#,
    r#"{"admin1":"NG-BO","country":"NG","lat":1152,"lon":1369,"name":"Bama"}"#,
    r#"{"admin1":"NE-2","country":"NE","lat":1331,"lon":1261,"name":"Diffa"}"#,
    r#"{"admin1":"NE-2","country":"NE","lat":1370,"lon":1331,"name":"Bosso"}"#,
    r#"{"admin1":"NE-2","country":"NE","lat":1337,"lon":1274,"name":"Chetimari"}"#,
];

/// A site: id, name, kind, index into [`PLACES`].
#[derive(Debug)]
pub(super) struct Site {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: SiteKind,
    pub(super) place: usize,
}

const fn site(id: &'static str, name: &'static str, kind: SiteKind, place: usize) -> Site {
    Site { id, name, kind, place }
}

/// A kind of goods: id, name, unit, category.
pub(super) const ITEMS: [(&str, &str, &str, &str); 13] = [
    ("family-tent", "Family tent, 12 m² · 家庭帐篷", "tent", "shelter"),
    ("quilt", "Winter quilt, 3 kg · 棉被", "quilt", "shelter"),
    ("rice-25kg", "Rice, bag of 25 kg · 大米", "bag", "food"),
    ("millet-50kg", "Millet, bag of 50 kg · 小米", "bag", "food"),
    ("cooking-oil-5l", "Cooking oil, 5 l · 食用油", "can", "food"),
    ("water-filter", "Household water filter · 家用滤水器", "filter", "water"),
    ("mosquito-net", "Treated mosquito net · 药浸蚊帐", "net", "health"),
    ("rehydration-salts", "Oral rehydration salts, box of 100 · 口服补液盐", "box", "health"),
    ("soap", "Soap, 100 g · 香皂", "bar", "hygiene"),
    ("towel", "Towel · 毛巾", "towel", "hygiene"),
    ("toothbrush", "Toothbrush · 牙刷", "brush", "hygiene"),
    ("hygiene-kit", "Hygiene kit for a family · 家庭卫生包", "kit", "hygiene"),
    ("tarpaulin", "Tarpaulin, 4 × 6 m · 防水布", "sheet", "shelter"),
];

/// Goods as a desk buys them.
#[derive(Debug)]
pub(super) struct Good {
    pub(super) item: &'static str,
    /// What one costs, in minor units, from and to.
    pub(super) price: (u64, u64),
    /// How many a household gets.
    pub(super) share: u64,
}

const fn good(item: &'static str, least: u64, most: u64, share: u64) -> Good {
    Good { item, price: (least, most), share }
}

/// What a kit is, and how many of each part of [`Programme::parts`] go in.
pub(super) const KIT: Good = good("hygiene-kit", 0, 0, 1);
pub(super) const KIT_PARTS: [u64; 3] = [4, 2, 4];

/// A fund with all that its desk works with.
#[derive(Debug)]
pub(super) struct Programme {
    pub(super) fund: &'static str,
    pub(super) title: &'static str,
    pub(super) purpose: &'static str,
    pub(super) currency: &'static str,
    pub(super) target: u64,
    pub(super) steward: &'static str,
    /// Holds a part of the money and spends it.
    pub(super) partner: &'static str,
    /// Begins the ids of its lots and papers.
    pub(super) letter: char,
    /// Those who record: money, goods.
    pub(super) actors: [&'static str; 2],
    /// Of 100 gifts, how many are for it.
    pub(super) weight: u64,
    /// Id, title, index into [`PLACES`].
    pub(super) projects: [(&'static str, &'static str, usize); 2],
    pub(super) supplier: Site,
    pub(super) warehouse: Site,
    pub(super) points: [Site; 3],
    pub(super) goods: [Good; 4],
    pub(super) parts: [Good; 3],
    /// What people give in kind here.
    pub(super) in_kind: [Good; 2],
    /// What a household gets in cash, in minor units.
    pub(super) cash_share: u64,
    pub(super) hauliers: [&'static str; 2],
}

/// The funds that run all along.
pub(super) static PROGRAMMES: [Programme; 3] = [
    Programme {
        fund: "wenchuan-shelter",
        title: "Wenchuan shelter fund · 汶川安居基金",
        purpose: "Tents, quilts and food for families in western Sichuan whose houses the earthquake made unsafe.\n\
            为川西因地震房屋受损的家庭提供帐篷、棉被和粮食。",
        currency: "CNY",
        target: 80_000_000,
        steward: "red-river",
        partner: "lantern-bridge",
        letter: 'w',
        actors: ["red-river/s7", "red-river/k2"],
        weight: 45,
        projects: [
            ("yingxiu-tents", "Tents for Yingxiu · 映秀帐篷", 1),
            ("kangding-winter", "A warm winter in Kangding · 康定暖冬", 4),
        ],
        supplier: site("chengdu-outdoor-supply", "Chengdu outdoor supply · 成都户外用品厂", SiteKind::Supplier, 0),
        warehouse: site("chengdu-warehouse", "Chengdu warehouse · 成都仓库", SiteKind::Warehouse, 0),
        points: [
            site("yingxiu-school", "Yingxiu school yard · 映秀小学操场", SiteKind::DistributionPoint, 1),
            site("weizhou-square", "Weizhou square · 威州广场", SiteKind::DistributionPoint, 2),
            site("kangding-gate", "Kangding east gate · 康定东关", SiteKind::DistributionPoint, 4),
        ],
        goods: [
            good("family-tent", 78_000, 86_000, 1),
            good("quilt", 11_500, 13_800, 2),
            good("rice-25kg", 11_800, 12_900, 1),
            good("tarpaulin", 8_800, 9_900, 1),
        ],
        parts: [good("soap", 280, 340, 4), good("towel", 820, 990, 2), good("toothbrush", 210, 260, 4)],
        in_kind: [good("quilt", 11_500, 13_800, 2), good("family-tent", 78_000, 86_000, 1)],
        cash_share: 30_000,
        hauliers: ["Minjiang Lorries · 岷江货运", "Dadu Road Haulage · 大渡河运输"],
    },
    Programme {
        fund: "yangtze-flood",
        title: "Yangtze flood fund · 长江水灾基金",
        purpose: "Food, clean water and hygiene for families behind the broken dykes around Poyang lake.\n\
            为鄱阳湖周边溃堤地区的家庭提供粮食、净水和卫生用品。",
        currency: "CNY",
        target: 60_000_000,
        steward: "lantern-bridge",
        partner: "red-river",
        letter: 'y',
        actors: ["lantern-bridge/a3", "lantern-bridge/m5"],
        weight: 30,
        projects: [
            ("jiujiang-dyke-families", "Families behind the Jiujiang dyke · 九江堤内人家", 6),
            ("poyang-clean-water", "Clean water for Poyang · 鄱阳净水", 8),
        ],
        supplier: site("nanchang-grain-market", "Nanchang grain market · 南昌粮油市场", SiteKind::Supplier, 5),
        warehouse: site("jiujiang-warehouse", "Jiujiang warehouse · 九江仓库", SiteKind::Warehouse, 6),
        points: [
            site("jiujiang-stadium", "Jiujiang stadium · 九江体育场", SiteKind::DistributionPoint, 6),
            site("hukou-school", "Hukou school · 湖口中学", SiteKind::DistributionPoint, 7),
            site("poyang-hall", "Poyang township hall · 鄱阳乡礼堂", SiteKind::DistributionPoint, 8),
        ],
        goods: [
            good("rice-25kg", 11_200, 12_400, 1),
            good("cooking-oil-5l", 6_200, 7_100, 1),
            good("water-filter", 9_400, 10_800, 1),
            good("quilt", 11_000, 12_600, 2),
        ],
        parts: [good("soap", 260, 320, 4), good("towel", 780, 940, 2), good("toothbrush", 200, 250, 4)],
        in_kind: [good("rehydration-salts", 8_800, 9_600, 1), good("water-filter", 9_400, 10_800, 1)],
        cash_share: 20_000,
        hauliers: ["Gan River Barges · 赣江驳运", "Lushan Freight · 庐山货运"],
    },
    Programme {
        fund: "lake-chad-food",
        title: "Lake Chad food fund · 乍得湖粮食基金",
        purpose: "Food and mosquito nets for displaced families around Lake Chad, bought in the region.\n\
            为乍得湖周边流离失所的家庭提供在当地采购的粮食和蚊帐。",
        currency: "EUR",
        target: 9_000_000,
        steward: "sahel-granary",
        partner: "lantern-bridge",
        letter: 'l',
        actors: ["sahel-granary/d1", "sahel-granary/f8"],
        weight: 25,
        projects: [
            ("maiduguri-rice", "Rice for Maiduguri · 迈杜古里大米", 10),
            ("diffa-kitchens", "Kitchens in Diffa · 迪法厨房", 13),
        ],
        supplier: site("kano-grain-market", "Kano grain market · 卡诺粮食市场", SiteKind::Supplier, 9),
        warehouse: site("maiduguri-warehouse", "Maiduguri warehouse · 迈杜古里仓库", SiteKind::Warehouse, 10),
        points: [
            site("monguno-camp-gate", "Monguno camp gate", SiteKind::DistributionPoint, 11),
            site("bama-market", "Bama market", SiteKind::DistributionPoint, 12),
            site("diffa-grain-store", "Diffa grain store", SiteKind::DistributionPoint, 13),
        ],
        goods: [
            good("rice-25kg", 1_900, 2_300, 1),
            good("millet-50kg", 2_300, 2_700, 1),
            good("cooking-oil-5l", 880, 1_060, 1),
            good("mosquito-net", 310, 380, 2),
        ],
        parts: [good("soap", 45, 60, 4), good("towel", 150, 190, 2), good("toothbrush", 35, 45, 4)],
        in_kind: [good("mosquito-net", 310, 380, 2), good("rehydration-salts", 1_100, 1_300, 1)],
        cash_share: 3_000,
        hauliers: ["Komadugu Transport", "Borno Road Carriers"],
    },
];

/// A small fund that is opened, spent whole, and closed.
pub(super) const DRIVE: &str = "luding-quilts";
pub(super) const DRIVE_TITLE: &str = "Quilts for Luding · 泸定棉被";
pub(super) const DRIVE_POINT: Site =
    site("luding-bridge-square", "Luding bridge square · 泸定桥广场", SiteKind::DistributionPoint, 3);

/// Halves of the aliases that donors choose.
pub(super) const ALIAS_FIRST: [&str; 16] = [
    "Quiet", "Early", "Blue", "Small", "Northern", "Patient", "Rainy", "Old", "Bright", "Slow", "Warm", "Paper",
    "River", "Second", "Grey", "Green",
];
pub(super) const ALIAS_SECOND: [&str; 16] = [
    "Sparrow", "Lantern", "Heron", "Kettle", "Maple", "Ferry", "Cricket", "Stone", "Kite", "Harbour", "Thread",
    "Cloud", "Teapot", "Willow", "Magpie", "Window",
];
pub(super) const ALIAS_CHINESE: [&str; 20] = [
    "河边的人",
    "早起的鸟",
    "一棵树",
    "山那边",
    "晚风",
    "三年二班",
    "小面馆",
    "路过的人",
    "夜班护士们",
    "灯下",
    "老街坊",
    "渔火",
    "一碗米",
    "南方的雨",
    "纸船",
    "修鞋铺",
    "远方的朋友",
    "合唱团",
    "青石板",
    "豆腐坊",
];
/// Firms that give much. None of them exists.
pub(super) const FIRMS: [&str; 8] = [
    "Qingyi Machinery Works · 青衣机械厂",
    "Nine Bends Tea Company · 九曲茶业",
    "Poyang Lake Fish Traders · 鄱阳湖渔行",
    "Kingfisher Savings Club",
    "Harmattan Solar Workshop",
    "Copper Lane Bookshops",
    "Two Rivers Textile Mill · 双江纺织",
    "Ferrymen's Mutual · 摆渡人互助社",
];
