//! The phrases without figures.

use ledger::refusal::Lang;

phrases! {
    /// Every phrase without figures, in one language.
    Words;
    site_name: "Almoner", "善迹";
    site_name_other: "善迹", "Almoner";
    search: "Search", "搜索";
    search_label: "Code, fund, place, goods …", "编号、基金、地点、物资 …";
    search_hint: "Type a receipt code, or a word of the name of a fund, an organisation, a project, a place, goods, a lot or a document. Donors are not searched.",
        "输入收据编号，或基金、机构、项目、地点、物资、批次、文件名称中的词。捐赠人不在搜索范围内。";
    nothing_found: "Nothing recorded has this name.", "没有记录使用该名称。";
    nothing_found_help: "Try fewer or shorter words: the beginning of each word is enough. A receipt code has a G and eight letters and digits.",
        "请减少词语或缩短：每个词的开头即可。收据编号由 G 加八个字母或数字组成。";
    previous_page: "Before", "上一页";
    next_page: "After", "下一页";
    document: "document", "文件";
    feed: "News of this page (Atom)", "本页更新（Atom）";
    site_motto: "Where every gift went", "每一笔捐赠的去向";
    skip_to_content: "Skip to content", "跳到正文";
    nav_label: "Main", "主导航";
    nav_home: "Find a gift", "查询捐赠";
    nav_funds: "Funds", "基金";
    nav_log: "The log", "账簿";
    nav_reports: "Reports", "报告";
    nav_api: "For programs", "开放接口";
    nav_method: "How tracing works", "追踪规则";
    colophon: "A public record: every figure on this page is a sum of entries that anyone can read and check.",
        "公开账簿：本页每个数字都由任何人可查阅、可核对的记录相加而成。";

    home_lead: "Enter the code on your receipt and see what your money became: what was bought, where it is, whom it reached.",
        "输入收据上的编号，查看您的捐款变成了什么：买了什么，现在何处，送到了谁手中。";
    your_code: "Your receipt code, or a name", "您的收据编号，或名称";
    find_gift: "Show what became of it", "查看去向";
    code_hint: "It stands on your receipt and begins with G. Capitals and hyphens don’t matter. The name of a fund, a place or goods works, too.",
        "编号印在收据上，以 G 开头；大小写和连字符均可省略。也可输入基金、地点或物资的名称。";
    all_funds: "All funds together", "全部基金合计";
    latest: "Latest entries", "最新记录";
    whole_log: "The whole log", "查看全部账簿";
    state_of_log: "State of the log", "账簿状态";
    head_hash: "Its seal stands below: if any earlier entry were changed, this would no longer be the same.",
        "其封存值如下；任何先前的记录若被改动，此值都会不同。";

    received: "Received", "收到";
    handed_out: "Reached people", "已送达";
    in_hand: "In hand or on its way", "在手或在途";
    costs: "Spent on the work", "工作支出";
    transferred_in: "From other funds", "来自其他基金";

    funds: "Funds", "基金";
    funds_lead: "Each fund keeps its money apart. Open one to see what came in, what it became and what is still there.",
        "每个基金的款项分开管理。打开任一基金，可查看收入、去向与结存。";
    no_funds: "No fund has been opened yet.", "尚未设立基金。";
    closed: "closed", "已关闭";
    figures: "Figures", "数字";
    attention: "What needs attention", "需要关注";
    as_of: "As of", "截至";
    where_it_went: "Where it went", "资金去向";
    flow_title: "From gifts to where they are now", "从捐赠到现状";
    path_title: "The way of this gift", "这笔捐赠的路径";
    as_table: "The same as a table", "以表格显示";
    through: "By way of", "经由";
    became: "What became of it", "去向";
    others: "All others", "其余合计";
    no_project: "No project", "未指定项目";
    goods_or_money: "Goods or money", "物资或资金";
    sources_mix: "Gifts and money from other funds are spent together: each is shown in proportion.",
        "捐赠与其他基金转入的款项合并使用，图中按比例显示。";
    cash: "Money", "资金";
    over_time: "Over time", "时间变化";
    period: "Period", "时期";
    in_hand_then: "In hand at its end", "期末结存";
    places_title: "Where hand-outs reached people", "发放地点";
    outlines_note: "The outlines are there for orientation and take no position on borders.",
        "轮廓仅供定位参考，不代表对边界的任何立场。";
    households: "Households", "户数";
    people: "People", "人数";
    no_steps: "Nothing has happened yet.", "尚无变化。";
    stage: "Station", "环节";
    station_gift: "Gift", "捐赠";
    station_fund: "Fund", "基金";
    station_project: "Project", "项目";
    station_purchase: "Purchase", "采购";
    station_lot: "Goods", "物资";
    station_site: "Place", "地点";
    station_end: "What became of it", "去向";
    path_caption: "Every station of this gift, in proportion to its own cents.",
        "这笔捐赠经过的每个环节，宽度按其金额的比例。";
    map_caption: "The area of a dot is in proportion to what was handed out there.",
        "圆点面积与当地发放的价值成比例。";
    download_svg: "Picture as SVG", "下载图片（SVG）";
    download_png: "Picture as PNG", "下载图片（PNG）";
    share: "Share this page", "分享本页";
    put_on_a_page: "Put this on a page of yours", "嵌入到您的网页";
    copied: "Copied", "已复制";
    filter_rows: "Find in this table", "在表中查找";
    checked_here: "Last check in this browser: {d}, as claimed, in the log of {n} entries",
        "本浏览器上次核对：{d}，与所声称的一致（账簿当时 {n} 条）";
    failed_here: "Last check in this browser: {d}, NOT as claimed", "本浏览器上次核对：{d}，与所声称的不符";
    one_new_entry: "1 new entry: show it", "有 1 条新记录，点击显示";
    newer_entries: "Newer entries: show this page as it is now", "有新的记录，点击显示最新页面";
    new_entries: "{} new entries: show them", "有 {} 条新记录，点击显示";
    about_fund: "About this fund", "基金信息";
    policy: "How it spends", "使用政策";
    target: "Target", "目标金额";
    steward: "Steward", "管理机构";
    opens_on: "Opened", "开放日期";
    closes_on: "Closes", "截止日期";
    projects: "Projects", "项目";
    project: "Project", "项目";
    no_projects: "No project has been opened under this fund yet.", "该基金下尚未设立项目。";
    implementer: "Implementer", "执行机构";
    place: "Place", "地点";
    budget: "Budget", "预算";
    allocated: "Set aside", "已划拨";
    handouts: "Hand-outs", "发放";
    handout: "Hand-out", "发放";
    no_handouts: "Nothing has been handed out yet.", "尚未发放。";
    date: "Date", "日期";
    reached: "Reached", "送达";
    value: "Value", "价值";
    lots: "Goods", "物资";
    lot: "Lot", "批次";
    no_lots: "No goods yet.", "尚无物资。";
    item: "Goods", "物资";
    goods: "Goods", "物资";
    quantity: "Quantity", "数量";
    gifts: "Gifts", "捐赠";
    gift: "Gift", "捐赠";
    no_gifts: "No gift has been received yet.", "尚未收到捐赠。";
    receipt_code: "Receipt code", "收据编号";
    donor: "Donor", "捐赠人";
    anonymous: "anonymous", "匿名";
    found_in_count: "Found at a stock count", "盘点时发现";
    found_is: "Nobody gave these goods: they lay there when the stock was counted. The note says what is known.",
        "这批物资没有捐赠人，是盘点时发现的，已知情况见备注。";
    counted_on: "Counted on", "盘点日期";
    received_on: "Received", "收到日期";
    amount: "Amount", "金额";
    paid: "Paid", "支付";
    paid_by: "Gifts that paid for it", "出资的捐赠";
    no_shares: "No gift of money paid for it.", "没有捐款为其出资。";
    show_more: "Show more", "显示更多";
    together: "Together:", "合计：";
    still_there: "An entry counts with what is still where it put it.", "每条记录只计仍在原处的部分。";
    packed_into_kits: "Packed into kits", "已装入套装";
    lost_column: "Lost", "损失";
    went_into_kits: "It was packed into kits, and the kits are what is handed out: see the lots of the kits above.",
        "已装入套装，发放的是套装：见上方套装批次。";
    costs_in_kind: "costs of goods given in kind", "受赠物资的费用";
    what: "What", "内容";
    remaining: "Left of it", "剩余";
    in_goods: "In goods in hand", "在手物资";
    goods_with_costs: "Goods count with what it cost to carry and store them.", "物资含其运输与仓储费用。";
    not_budgeted: "not in the budget", "未列入预算";
    spending_too_long: "There are too many entries to add up spending by category here.", "记录过多，此处无法按类别汇总支出。";
    fee_category: "fees", "手续费";
    open_or_closed: "State", "状态";
    only_open: "Open", "开放中";
    only_closed: "Closed", "已关闭";
    words_in_name: "Words in name or purpose", "名称或宗旨中的词";
    answers_for_nothing: "It neither answers for a fund nor carries out a project yet.", "尚未管理基金，也未执行项目。";

    your_gift: "Your gift", "您的捐赠";
    what_became: "What became of it", "已有结果的部分";
    nothing_ended: "Nothing of it has been handed out or spent yet. All of it is listed below, where it is now.",
        "尚未发放或支出。全部款项的现状见下。";
    still_held: "What is still held, and where", "仍在手或在途的部分";
    what_exactly: "What exactly", "具体内容";
    entries_passed: "Entries it went through", "经过的记录";
    see_handout: "Open the hand-out", "查看发放";
    see_lot: "Open the lot", "查看批次";
    about_gift: "About this gift", "捐赠信息";
    own_contribution: "own contribution", "自有出资";
    own_contribution_is: "This came from no donor: the reporting organisation put it in itself, because its own file shows more spent than received.",
        "此款并非来自捐赠人：填报机构的文件所列支出多于收入，差额由该机构自行出资。";
    given_in: "Given in another currency", "原币金额";
    paid_by_way: "How it came", "捐赠方式";
    currency: "Currency", "币种";
    fund: "Fund", "基金";
    recorded: "Recorded", "记录于";
    recorded_by: "Recorded by", "记录人";
    approved_by: "Approved by", "审批人";
    gift_reversed: "This gift no longer counts. It was reversed by entry", "此捐赠不再计入，撤销它的记录为";
    rule_line: "Coins in one purse have no names: which gift paid for what follows one published rule, the same for everyone.",
        "同一钱袋里的硬币没有名字：哪笔捐赠支付了什么，依照一条公开的规则认定，对所有人一视同仁。";
    rule_link: "Read the rule", "查看规则";

    where_it_is: "Where it is", "现在何处";
    where_from: "Where it came from", "从何而来";
    bought_from: "Bought from", "购自";
    bought_on: "Bought", "采购日期";
    given_as: "Given as", "捐赠编号";
    packed_from: "Packed from", "组成批次";
    packed_on: "Packed", "组装日期";
    cost: "Cost", "成本";
    batch: "Batch", "生产批号";
    expires_on: "Use before", "有效期至";
    entries: "Entries", "记录";
    about_handout: "About this hand-out", "发放信息";
    gift_corrected: "Recorded in error; corrected as", "登记有误，已更正为";
    entry_corrected: "It was corrected as entry", "更正后的记录为";
    handout_reversed: "This hand-out no longer counts. It was reversed by entry", "此次发放不再计入，撤销它的记录为";
    from_site: "Goods came from", "物资来自";
    recipients: "Recipients’ list", "受助名单";

    log: "The log", "账簿";
    log_lead: "Everything that was recorded, in order. Nothing is ever changed or removed: a mistake is put right by another entry.",
        "全部记录，依次排列。任何记录都不会被修改或删除；错误以新的记录更正。";
    no_entries: "There is no entry here yet.", "此处尚无记录。";
    only: "Only:", "仅显示：";
    show_all: "Show all", "显示全部";
    newer: "Newer", "较新";
    older: "Older", "较旧";
    neighbours: "Neighbouring pages", "相邻页";
    reversed: "reversed", "已撤销";
    entry: "Entry", "记录";
    entry_reversed: "This entry no longer counts. It was reversed by entry", "此记录不再计入，撤销它的记录为";
    see_gift: "See what became of gift", "查看捐赠去向";
    what_it_says: "What it says", "记录内容";
    moves: "What it moved", "价值移动";
    no_moves: "This entry moved no money and no goods.", "此记录没有移动款项或物资。";
    moves_hint: "Every unit has a number in its pool: a cent of money, or one piece of goods.",
        "池中每个单位都有编号：一分钱，或一件物资。";
    from_outside: "from outside", "来自外部";
    back_outside: "out again", "退回外部";
    from_end: "back from there", "自终点撤回";
    went_back: "It took back what another entry had moved. All of this went back to where it was before entry", "此记录撤回了先前的移动。以下款物均退回原处，撤销的记录为";
    to_end: "final", "终点";
    from: "From", "来自";
    to: "To", "去往";
    units: "Units", "单位数";
    units_taken: "Numbers taken", "取出编号";
    units_delivered: "Numbers delivered", "交付编号";
    seal: "Seal", "封存";
    seal_hint: "Each entry holds the hash of the one before it. Change one letter anywhere, and every hash after it would differ.",
        "每条记录都包含前一条的哈希值。任何一处改动一个字，其后的所有哈希值都会不同。";
    hash: "Hash of this entry, SHA3-256", "本条哈希值（SHA3-256）";
    prev_hash: "Hash of the entry before", "前一条哈希值";
    exact_bytes: "The exact bytes", "原始字节";

    the_rule: "The rule", "规则";
    method_queue: "Every fund’s money, and every lot of goods at every place, is a queue. What arrives joins at the end.",
        "每个基金的款项、每处的每批物资，都是一条队列。到达的排在队尾。";
    method_first_in: "What is spent, moved or handed out is taken from the front: first in, first out. A fee on one gift, or its refund, is taken from that gift’s own money.",
        "支出、移动或发放的从队首取出：先进先出。某笔捐赠的手续费或退款，从该笔捐赠自身的款项中取出。";
    method_shares: "Money that becomes goods is spread over them evenly, in order, to the cent. Every cent is paid for exactly once and nothing is rounded twice.",
        "款项变为物资时，依次均匀分摊，精确到分。每一分只计一次，不会重复取整。";
    method_ends: "A gift is followed through every such step until it is handed out, spent, lost or refunded, or is still there. The parts always add up to the gift.",
        "沿着每一步追踪一笔捐赠，直到发放、支出、损失、退还，或仍在手中。各部分之和总等于捐赠额。";
    method_sealed: "Every step is an entry in the public log. The same rule on the same log gives everybody the same answer.",
        "每一步都是公开账簿中的一条记录。同一规则用于同一账簿，任何人得到的答案都相同。";
    example: "An example", "示例";
    example_text: "Gift A is ¥100.00, gift B ¥50.00. Seven tents are bought for ¥120.00: all of A pays, and ¥20.00 of B. Three tents are handed out, two are lost, two are in stock.",
        "捐款 A 为 ¥100.00，捐款 B 为 ¥50.00。以 ¥120.00 购买七顶帐篷：A 全部支付，B 支付 ¥20.00。其中三顶发放，两顶损失，两顶在库。";
    limits: "What it does not show", "它不能说明什么";
    limits_text: "It shows what was recorded, and that the record was not changed afterwards. That a hand-out took place as recorded is shown by its evidence, by those who received, and by auditors.",
        "它说明记录了什么，以及记录此后未被改动。发放是否如记录所述，由其凭证、受助者和审计方证明。";

    check_yourself: "Check it yourself", "亲自核对";
    follow_gift: "Follow this gift by mail", "通过邮件关注此捐赠";
    check_hint: "Your browser can check this page without trusting it: it fetches the entries behind this gift with a proof that they are in the public log, derives every figure from them again, and compares.",
        "您的浏览器无须信任本页即可核对：它取得这笔捐赠背后的记录及其在公开账簿中的证明，重新推导各项数字并逐一比较。";
    copy_why: "A copy that you keep checks itself, without us and without a network; a page saved by the browser can’t.",
        "您保存的副本可以自行核对，无需我们，也无需网络；由浏览器另存的网页则不能。";
    check_here: "Check in this browser", "在本浏览器中核对";
    check_no_script: "Your browser runs no program on this page, so the check can’t run here. Take the files above, and check them on your own computer:",
        "您的浏览器未在本页运行程序，因此无法在此核对。请下载上方的文件，在您自己的电脑上核对：";
    check_other_tools: "The whole log, for other people’s tools", "完整日志，供其他工具使用";
    keep_copy: "Keep a copy", "保存副本";
    bundle_file: "Bundle for other tools", "供其他工具使用的凭证包";
    proof_file: "Proof for other tools", "供其他工具使用的证明";
    policy_file: "policy.txt: the log’s key and witnesses", "policy.txt：账簿的密钥与见证方";
    entry_file: "The exact bytes, as a file", "原始字节（文件）";
    gift_proof_file: "Proof of the gift’s own entry", "本捐赠所在记录的证明";
    gift_entry_file: "That entry’s exact bytes", "该条记录的原始字节";
    gift_bundle_file: "Bundle of the gift", "本捐赠的凭证包";
    entry_files: "Three files are all that a check elsewhere needs: N.json, the entry’s exact bytes; entry-N.tlog-proof, the proof that these bytes are in the signed log; and policy.txt, whose signatures count. A bundle is of a gift or a report, and holds all entries behind it.",
        "在别处核对只需三个文件：N.json，本条记录的原始字节；entry-N.tlog-proof，证明这些字节在已签名的账簿中；policy.txt，说明以谁的签名为准。凭证包则针对一笔捐赠或一份报告，包含其背后的全部记录。";
    check_files: "Check a file you have", "核对您手中的文件";
    check_key: "Key:", "密钥：";
    check_limits: "What this does not prove.", "此核对不能证明什么。";
    check_working: "Checking …", "正在核对 …";
    check_entries: "entries", "条记录";
    check_pace: "a second", "条/秒";
    check_cancel: "Stop", "停止";
    check_cancelled: "Stopped. Nothing was checked to its end.", "已停止，核对未完成。";
    check_broken: "It could not be checked.", "无法核对。";
    check_unknown: "This is none of the files that this site gives out:", "这不是本站给出的文件：";
    check_alone: "This proves nothing by itself: choose a bundle, a proof, an export or a checkpoint, and this beside it.",
        "它本身不能证明什么：请选择凭证包、证明、导出文件或检查点，并将其一并选入。";
    check_needs_entry: "A proof is of an entry’s bytes: choose the entry’s file beside it, or paste the bytes.",
        "证明针对的是记录的字节：请一并选择该记录的文件，或粘贴其字节。";
    check_evidence: "Keep the evidence: both signed states, and what does not fit between them", "保存证据：两份已签名的状态，以及其间不相符之处";
    check_take_key: "I have compared it: trust it", "已比对无误，信任它";
    check_key_taken: "Trusted in this browser from now on, by itself too.", "本浏览器今后信任此密钥，单独签名时亦然。";
    copy_of_gift: "A copy of a gift’s page", "捐赠页面的副本";
    copy_check: "Checked in this file", "在本文件中核对";
    copy_hint: "This file holds the entries behind the gift, the proof that they are in the signed log, and the program that checks them. It asks nobody: it works without a network, and when the site is gone.",
        "本文件含有捐赠背后的记录、它们在已签名账簿中的证明，以及用于核对的程序。它不联系任何人：没有网络时可用，网站不在时亦可用。";
    copy_no_script: "Your browser runs no program here, so nothing was checked. The figures below are as the site gave them.",
        "您的浏览器未在此运行程序，因此未作任何核对。以下数字为网站所给出。";

    nav_verify: "Check a file", "核对文件";
    nav_desk: "Staff desk", "工作台";
    verify_lead: "Whatever this site gave you can be checked here, in your own browser. Your files do not leave it.",
        "本站给您的任何文件都可在此核对，由您自己的浏览器完成。文件不会离开浏览器。";
    verify_choose: "Choose files", "选择文件";
    verify_drop: "Or drop them anywhere on this page: what belongs together, together, as an export and its checkpoint, or a file of another log and your policy for it.",
        "也可将文件拖放到本页任意处：相关的文件请一并放入，例如导出文件及其检查点，或其他账簿的文件及您的策略。";
    verify_paste: "Paste an entry’s bytes instead", "改为粘贴记录的字节";
    verify_paste_hint: "For a proof, where the entry is not one of this site’s log. Exactly as they are, without a line break.",
        "用于证明，且该记录不在本站账簿中时。须与原文完全相同，不得换行。";
    verify_no_script: "Without JavaScript files can’t be checked on this page; the command line below does the same.",
        "没有 JavaScript 时无法在本页核对文件；下方的命令行可作同样的核对。";
    verify_what: "What can be checked", "可以核对什么";
    file: "File", "文件";
    verify_shows: "What its check shows", "核对说明什么";
    verify_bundle: "The entries behind a gift or a report are in the log, and the figures follow from them.", "捐赠或报告背后的记录在账簿中，且数字由其推出。";
    verify_copy: "The same, of the page that you kept.", "同上，针对您保存的页面。";
    verify_proof: "One entry is in the log, byte for byte: the first is the proof, the second the entry’s bytes. Both are linked on its page.",
        "一条记录逐字节在账簿中：前者是证明，后者是该记录的字节，均可在其页面下载。";
    verify_export: "The whole log is the one that was signed: none missing, none changed.", "整本账簿即所签署的账簿：无缺无改。";
    verify_checkpoint: "The log has committed itself to so many entries.", "账簿已就若干条记录作出承诺。";
    verify_how: "How it is checked", "如何核对";
    verify_step_key: "The log’s key is remembered from the first time on. If this site ever shows another, that is an alarm.",
        "自首次起记住账簿的密钥。若本站日后出示另一把，即为警告。";
    verify_step_witnesses: "The signed state must be the log’s own, and cosigned by the witnesses that its policy asks for.",
        "签名的状态必须出自该账簿，并由其策略所要求的见证方联署。";
    verify_step_growth: "The log may only have grown since it was checked here last. If it was rewritten, you can keep the evidence.",
        "自上次在此核对以来，账簿只能增长。若曾被改写，您可以保存证据。";
    verify_step_inclusion: "Each entry must be in the tree under that state, or the whole log must give its root.",
        "每条记录必须在该状态的树中，或整本账簿算出其根哈希。";
    verify_step_figures: "The figures are derived again from the entries, and compared one by one.", "由记录重新推导数字，并逐项比较。";
    verify_limits: "A check shows that nothing was changed, and that what is shown follows from what was recorded. That what is shown as still held was not spent by an entry that was left out, only those see who read the whole log. That a hand-out took place, its evidence and those who received must say.",
        "核对说明没有任何改动，且所示内容由记录推出。显示为仍在手中的部分是否已被某条遗漏的记录花掉，只有通读整本账簿的人能看到。发放是否确曾发生，须由凭证和受助者说明。";
    verify_terminal: "On the command line", "使用命令行";
    verify_terminal_text: "The same checks, and more: given the log’s address, every tile and every entry is read, and the rules are replayed. Whoever does that from time to time is an auditor.",
        "同样的核对，并且更多：给出账簿地址，即可通读每块瓦片、每条记录，并重演规则。时常这样做的人，就是审计方。";
    verify_policy_text: "The policy names the log’s key and its witnesses. The site shows its own under /log/policy; better is one that you have by another way. The program ends with 0 if all is as claimed, with 1 if not, and with 2 if it could not check.",
        "策略写明账簿的密钥及其见证方。本站在 /log/policy 出示自己的策略；最好使用您从其他途径得到的。若一切与所声称的一致，程序以 0 结束；不一致为 1；无法核对为 2。";

    about: "About", "基本信息";
    note: "Remark", "备注";
    country: "Country", "国家或地区";
    registration: "Register number", "登记号";
    own_site: "Own site", "机构网站";
    kind: "Kind", "类别";
    funds_of: "Funds it answers for", "管理的基金";
    no_funds_of: "It answers for no fund.", "没有管理的基金。";
    projects_of: "Projects it carries out", "执行的项目";
    no_projects_of: "It carries out no project.", "没有执行的项目。";
    holds: "Money it holds for funds", "代基金持有的款项";
    gifts_for_it: "Gifts given for it", "指定用于该项目的捐赠";
    category: "Category", "类别";
    spent: "Spent", "已支出";
    documents: "Documents", "文件";
    no_documents: "No document has been attached yet.", "尚无文件。";
    documents_hint: "Each file is known here by its SHA3-256: whoever has the file can check that it is the one recorded.",
        "每份文件以其 SHA3-256 值标识；持有文件者可核对是否与记录一致。";
    goods_by_item: "Goods by kind", "物资分类";
    here_now: "What is here now", "目前在此";
    nothing_here: "Nothing is here now.", "目前没有物资。";
    came_and_went: "What came and went", "出入记录";
    by_place: "By place", "发放地点";
    sums_of_project: "Budget and spending", "预算与支出";
    order: "Order", "排序";
    newest_first: "Newest first", "最新在前";
    oldest_first: "Oldest first", "最早在前";
    largest_first: "Largest first", "金额最大在前";
    from_day: "From", "起始日期";
    to_day: "Until", "截止日期";
    all: "All", "全部";
    show: "Show", "显示";
    none_such: "Nothing fits. Leave something empty, or choose other days.", "没有符合条件的内容。请减少条件或另选日期。";
    first_rows: "To the beginning", "回到开头";
    next_rows: "More", "下一页";
    all_gifts: "All gifts: sort and filter", "全部捐赠：排序与筛选";
    all_handouts: "All hand-outs: sort and filter", "全部发放：排序与筛选";
    type_of_entry: "What happened", "事项";
    touched: "What it concerns", "涉及对象";
    earlier_ends: "Earlier rows", "前面的部分";
    later_ends: "More rows", "更多";
    payment: "Payment", "付款";
    in_kind: "given in kind", "实物捐赠";
    on_waybill: "Waybill", "运单";

    no_gift: "No gift has this code", "没有此编号的捐赠";
    no_gift_check: "The last character of a code is computed from the others, and here it doesn’t fit: a character was mistyped, or two were swapped.",
        "编号的最后一位由前面各位算出，此处不相符：可能输错了一个字符，或颠倒了相邻两个字符。";
    no_gift_shape: "A receipt code has eight letters and digits after the G, as in G-48KA-6KMQ. The letters I, L, O and U are not used.",
        "收据编号在 G 之后有八个字母或数字，例如 G-48KA-6KMQ。其中不使用字母 I、L、O、U。";
    no_gift_unknown: "The code is well formed, but no gift was recorded under it. If you gave a short time ago, it may not be recorded yet.",
        "编号格式正确，但没有以它记录的捐赠。若您刚刚捐赠，可能尚未入账。";
    no_gift_help: "If it still can’t be found, ask the organisation that gave you the receipt.",
        "若仍查不到，请联系给您开具收据的机构。";
    you_typed: "You typed", "您输入的是";
    one_slip: "Gifts that are one slip away", "仅差一处的捐赠编号";
    not_found: "There is nothing at this address", "此地址没有内容";
    not_found_lead: "The address may be mistyped. Entries are never removed, so a link that once worked to one still does.",
        "地址可能有误。记录从不删除，曾经有效的记录链接始终有效。";
    not_copied: "This copy does not have the document", "本副本没有此文件";
    not_copied_lead: "The log names this document by its hash, but this mirror could not get the file from the original, or not yet. It goes on asking.",
        "账簿以哈希值记载了此文件，但本镜像未能（或尚未）从原站取得该文件，并会继续请求。";
    not_copied_help: "If you have the file by another way, its SHA3-256 must be the one in this page’s address. Where the original is:",
        "若您从其他途径得到该文件，其 SHA3-256 应与本页地址中的一致。原站地址见：";
    bad_request: "This request can’t be read", "无法理解该请求";
    bad_request_lead: "A part of the address is not of the form it must have. Nothing was changed.",
        "地址中有一部分不符合要求的格式。没有任何内容被改动。";
    rule_refused: "This can’t be recorded", "无法记录";
    rule_refused_lead: "It breaks a rule of the ledger. Nothing was changed.", "它不符合账簿的一条规则。没有任何内容被改动。";
    rule_refused_help: "Go back, correct the field that is named, and send it again.", "请返回，更正所指出的字段后重新提交。";
    busy: "Not available for a moment", "暂时无法提供";
    busy_lead: "The store behind this page does not answer now. Nothing is lost; the log is safe.",
        "本页背后的存储暂时没有响应。没有任何内容丢失，账簿完好。";
    disk_full: "The disk is full", "磁盘已满";
    disk_full_lead: "The disk is full; nothing was recorded; recording resumes when there is room.",
        "磁盘已满；没有记录任何内容；有空间后将恢复记录。";
    disk_full_help: "Tell whoever runs this site. Go back and send it again once there is room.",
        "请告知本站的管理者。有空间后返回并重新提交。";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_really_in_its_language() {
        use crate::words::desk::{BulkWords, DeskWords, FollowWords, StockWords, WebhookWords};
        let wide = |text: &str| text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
        let catalogues = [
            Words::PAIRS,
            DeskWords::PAIRS,
            BulkWords::PAIRS,
            FollowWords::PAIRS,
            StockWords::PAIRS,
            WebhookWords::PAIRS,
        ];
        for (name, english, chinese) in catalogues.concat() {
            if matches!(name, "site_name" | "site_name_other") {
                continue;
            }
            assert!(
                !wide(english) && english.is_ascii() || english.contains(['’', '“', '¥', '—', '…']),
                "{name}: {english}"
            );
            assert!(wide(chinese), "{name}: {chinese}");
            assert_eq!(english.trim(), english);
        }
        assert_eq!((Words::of(Lang::En).lang, Words::of(Lang::Zh).lang), (Lang::En, Lang::Zh));
    }
}
