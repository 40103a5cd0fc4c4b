//! The desk's phrases without figures.

use ledger::refusal::Lang;

phrases! {
    /// Every phrase of the desk without figures, in one language.
    DeskWords;
    desk: "Desk", "工作台";
    desk_nav: "Desk", "工作台导航";
    log_in: "Log in", "登录";
    log_in_lead: "For staff who record, approve and manage. To follow a gift no account is needed.",
        "供负责记录、审批和管理的工作人员使用。查询捐赠无需账户。";
    log_out: "Log out", "退出登录";
    account: "Account", "账户";
    account_help: "organisation/handle, as red-river/s7", "机构/代号，例如 red-river/s7";
    password: "Password", "密码";
    old_password: "Password until now", "当前密码";
    new_password: "New password", "新密码";
    password_again: "New password again", "再次输入新密码";
    password_help: "At least 12 characters. Three or four words that do not belong together are good, and easy to type.",
        "至少 12 个字符。三四个互不相关的词就很好，也容易输入。";
    no_account: "No account yet? An administrator of your organisation gives you a link.",
        "还没有账户？请向本机构管理员索取设置链接。";
    set_up: "Choose a password", "设置密码";
    set_up_lead: "This link works once. Afterwards you log in with your account and this password.",
        "此链接只能使用一次。之后请用您的账户和此密码登录。";
    set_up_go: "Set password and log in", "设置密码并登录";
    link_over: "This link is good no more", "此链接已失效";
    link_over_lead: "It was used already, or it is older than two days. Ask an administrator for a new one.",
        "它已被使用，或已超过两天。请向管理员索取新的链接。";
    forbidden: "Not for your account", "您的账户无权进行此操作";
    forbidden_lead: "Your roles do not include this here. Nothing was changed. An administrator of the organisation can give you a role.",
        "您的角色不包含此处的这项操作。没有更改任何内容。机构管理员可以授予角色。";
    foreign: "This did not come from our own page", "此请求并非来自本站页面";
    foreign_lead: "The form was sent from another site, or by a browser that does not say from where. Nothing was changed. Open the page here and send it again.",
        "表单来自其他网站，或浏览器没有说明来源。没有更改任何内容。请在本站打开页面后重新提交。";
    start: "Where to begin", "从这里开始";
    start_lead: "Step by step from nothing to the first hand-out. This list goes away by itself when you are through.",
        "从零开始，一步步完成第一次发放。全部完成后，此清单会自动消失。";
    step_done: "done", "已完成";
    step_next: "comes next", "下一步";
    step_theirs: "comes next, and is for a colleague with another role", "下一步，由具有相应角色的同事完成";
    waits: "What waits for you", "待您处理";
    nothing_waits: "Nothing waits.", "没有待处理事项。";
    latest: "Latest entries", "最新记录";
    open_entry: "Open an entry by its number", "按编号打开记录";
    open_entry_help: "To correct it, or to see what it was about.", "以便更正或查看其内容。";
    open: "Open", "打开";
    nothing_recorded: "Nothing was recorded yet.", "尚无记录。";

    people: "People and keys", "人员与密钥";
    people_lead: "In the public log only organisation/handle is seen. Who that is stays here.",
        "公开账簿中只显示“机构/代号”。其真实身份只保存在这里。";
    staff: "Staff", "工作人员";
    person: "Person", "人员";
    name: "Name", "姓名";
    name_help: "For colleagues. It never appears in public.", "供同事识别，绝不公开。";
    handle: "Handle", "代号";
    handle_help: "A pseudonym of small letters, digits and hyphens. It is in every entry they record, for ever.",
        "由小写字母、数字和连字符组成的化名。此人的每条记录都将永久包含它。";
    organisation: "Organisation", "机构";
    roles: "Roles", "角色";
    role: "Role", "角色";
    no_roles: "no role", "无角色";
    where_valid: "Where", "范围";
    whole_organisation: "The whole organisation", "整个机构";
    one_fund: "One fund", "单个基金";
    one_site: "One site", "单个地点";
    add_person: "Add a person", "添加人员";
    add_person_go: "Add, and make a set-up link", "添加并生成设置链接";
    link_made: "Hand over this link", "请转交此链接";
    link_made_help: "It is shown only now, works once, and for two days. Give it by a way that you trust, not by a public channel.",
        "此链接仅显示一次，只能使用一次，有效期两天。请通过可信的方式转交，不要使用公开渠道。";
    not_set_up: "no password yet", "尚未设置密码";
    disabled: "may not log in", "已停用";
    active: "active", "正常";
    state: "State", "状态";
    new_link: "Make a new set-up link", "生成新的设置链接";
    new_link_help: "For somebody who lost the password. The one until now keeps working until the link is used.",
        "供忘记密码者使用。链接使用前，原密码仍然有效。";
    disable: "Let log in no more", "停用账户";
    disable_help: "Ends all their sessions at once. Their entries stay.", "立即结束其所有会话。其记录保留不变。";
    enable: "Let log in again", "重新启用";
    give_role: "Give a role", "授予角色";
    take_role: "Take", "撤销";
    sessions: "Logged in", "登录中的会话";
    no_sessions: "Not logged in anywhere.", "目前没有登录。";
    since: "Since", "开始时间";
    last_used: "Last used", "最近使用";
    address: "Address", "地址";
    browser: "Browser", "浏览器";
    this_session: "this one", "当前会话";
    end_session: "End", "结束";
    change_password: "Change the password", "修改密码";
    change_password_go: "Change", "修改";
    change_password_help: "Your other sessions end.", "您的其他会话将结束。";
    your_roles: "What you may do", "您的权限";

    record: "Record", "记录";
    record_lead: "What happened? Before anything is recorded you see what it does.", "发生了什么？正式记录之前，您会看到它的效果。";
    optional: "optional", "选填";
    choose: "Choose …", "请选择……";
    nothing_to_choose: "There is nothing to choose from yet.", "目前没有可选项。";
    make_first: "Record this first:", "请先登记：";
    add_line: "One more line", "增加一行";
    sum: "Sum:", "合计：";
    check: "See what it does", "查看效果";
    change: "Change something", "返回修改";
    save: "Record it", "确认记录";
    save_waiting: "Send it to a second person", "提交第二人审批";
    save_alike: "It is another one: record it", "这是另一笔：确认记录";
    preview: "Is this right?", "请核对";
    you_said: "What you said", "您填写的内容";
    effect: "What it does", "产生的效果";
    no_effect: "No money or goods move.", "没有款项或物资移动。";
    pool: "Where", "位置";
    arrives: "Arrives", "增加";
    leaves: "Leaves", "减少";
    after: "There afterwards", "之后余量";
    alike: "This looks like an entry that is there already", "与已有记录相似";
    alike_waiting: "This looks like something that waits for a second person already", "与等待审批的内容相似";
    alike_lead: "The same amount, day and party. Is it the same one? Then it need not be recorded again.",
        "金额、日期和对象都相同。是同一笔吗？如果是，则无需再次记录。";
    personal: "This looks like something private", "这像是个人信息";
    personal_lead: "What is recorded is public for ever. A telephone number, an e-mail address or the number of a person’s card does not belong there. Go back and take it out, unless it is meant for everybody.",
        "记录的内容将永久公开，不应包含个人的电话、电子邮箱、证件号码或卡号。请返回删去；除非它本来就是公开的。";
    save_personal: "It may be public: record it", "可以公开：确认记录";
    waits_lead: "It is above the amount that one person may record alone: it waits for a second person and is in the public log only when they approve.",
        "金额超过单人可记录的限额：需第二人审批，批准后才会进入公开账簿。";
    faults_lead: "Some fields need another look. Everything you typed is kept.", "有些内容需要修改。您填写的内容都已保留。";
    corrects_lead: "The old entry is reversed and this one takes its place, in one step.", "将撤销原记录，并同时以此记录取代。";
    recorded: "Recorded", "已记录";
    papers: "To print:", "打印：";
    receipt_code: "Receipt code", "收据编号";
    receipt_help: "Give this code to the donor: with it they follow their gift.", "请将此编号交给捐赠人，以便其追踪捐赠去向。";
    see_entry: "The entry, as the public sees it", "查看公开记录";
    see_gift: "The gift, as its donor sees it", "查看捐赠人看到的页面";
    record_another: "Record another of this kind", "再记录一笔同类事项";
    record_other: "Record something else", "记录其他事项";
    correct: "Correct it", "更正";
    reverse: "Reverse it", "撤销";
    attach: "Attach a document", "附加文件";
    blocking: "Later entries used what this one brought", "后来的记录使用了此记录带来的款物";
    blocking_lead: "Nothing can be taken back from under them. Reverse them from the top down, each with a reason; then come back to this one, and record them anew.",
        "无法从其下撤回。请自上而下逐条撤销并说明原因，再处理此记录，然后重新记录它们。";
    blocking_more: "There are more than are shown: the latest have to go first.", "还有更多未列出的记录：须先撤销最新的。";
    until_then: "Until now", "原内容";
    from_now: "Corrected", "更正后";
    unchanged: "unchanged", "不变";
    what_changes: "What changes", "更正内容";
    field: "Field", "项目";
    counts_no_more: "It no longer counts. It was reversed by entry", "此记录不再计入，撤销它的记录为";
    recorded_anew: "It was recorded in error, and corrected as entry", "登记有误，更正后的记录为";
    took_back: "It took back what this entry had moved:", "它撤回了此记录的移动：";
    void_receipt: "This receipt is void", "此收据已作废";
    void_receipt_lead: "The gift was recorded in error and taken back. The receipt is not to be used or given out any more.",
        "这笔捐赠登记有误，已被撤销。请勿再使用或交付此收据。";
    new_receipt: "The receipt that is good in its place", "取而代之的有效收据";
    evidence_count: "Documents", "凭证文件";
    kept_files: "Uploaded", "已上传";
    waiting: "Waiting for a second person", "等待第二人审批";
    waiting_lead: "Nobody approves what they recorded themselves. What waits here is not public.", "任何人不得审批自己的记录。此处待审批的内容尚未公开。";
    to_decide: "For you to decide", "待您审批";
    own_drafts: "Yours", "您提交的";
    other_drafts: "For others", "待他人审批";
    nothing_to_decide: "Nothing waits for you.", "没有待您审批的内容。";
    drafted_by: "Recorded by", "记录人";
    decided_by: "Decided by", "审批人";
    correction: "correction", "更正";
    draft_waiting: "waits", "待审批";
    draft_approved: "approved, not recorded yet", "已批准，尚未记录";
    draft_recorded: "approved and recorded", "已批准并记录";
    draft_refused: "refused", "已拒绝";
    draft_expired: "expired", "已过期";
    draft_withdrawn: "withdrawn", "已撤回";
    refused_drafts: "Refused: what you sent", "您提交的内容被拒绝";
    withdraw: "Withdraw it", "撤回";
    withdraw_help: "It waits no more and never reaches the public log. You can change it and send it again.",
        "撤回后不再等待审批，也不会进入公开账簿；您可以修改后重新提交。";
    send_again: "Change and send again", "修改并重新提交";
    put_away: "Put away", "收起";
    sent_anew: "It was sent again:", "已重新提交：";
    see_draft: "see what became of it", "查看进展";
    draft_own: "This is yours. Somebody else decides.", "这是您提交的，须由他人审批。";
    draft_own_program: "You made the token of this program. Somebody else decides.", "该程序的令牌由您创建，须由他人审批。";
    draft_no: "Your roles do not include approving this.", "您的角色无权审批此项。";
    obstacle: "As things are now, the ledger would refuse it", "按目前情况，账簿会拒绝此记录";
    evidence: "Evidence", "凭证";
    no_evidence: "No document was attached.", "未附文件。";
    approve: "Approve and record", "批准并记录";
    refuse: "Refuse", "拒绝";
    refuse_reason: "Why it is refused", "拒绝原因";
    refuse_reason_missing: "Say why, so that they can do better.", "请说明原因，以便改正。";
    limits: "Above which amount a second person is needed", "需第二人审批的限额";
    limits_lead: "Above this amount an event of the fund waits. 0: always. Empty: never.", "超过此金额的事项需等待审批。0 表示始终需要；留空表示不需要。";
    set_limits: "Set", "设置";
    limits_second: "A lower amount holds at once. A higher one, or none, waits until a second person agrees: an administrator or an approver.",
        "调低立即生效；调高或取消须经另一位管理员或审批人同意。";
    raises: "Amounts that are to be higher", "申请提高的限额";
    until_now: "Until now", "目前";
    shall_be: "Shall be", "拟改为";
    no_limit: "no second person", "无需第二人";
    agree: "Agree", "同意";
    decline: "Decline", "不同意";
    take_back: "Take it back", "撤回";
    drafter_gone: "Whoever recorded it may no longer do so: it can only be refused", "记录人已无权作此记录，只能拒绝";
    approved_by_other: "Somebody approved it and was interrupted. Whoever approves now finishes it.",
        "此前有人批准但过程中断。现在批准的人将完成记录。";
    passkeys: "Passkeys", "通行密钥";
    passkeys_lead: "Log in by your phone, computer or security key: no password to type, none to steal.",
        "使用手机、电脑或安全密钥登录：无需输入密码，也无密码可被盗。";
    no_passkeys: "You have none yet.", "您还没有通行密钥。";
    passkey_name: "What to call it", "名称";
    passkey_name_help: "As “my phone”.", "例如“我的手机”。";
    passkey_need_name: "Passkeys belong to host names: open this page under one, as localhost, not under a bare address.", "通行密钥属于主机名：请使用主机名（例如 localhost）而非 IP 地址打开本页。";
    add_passkey: "Add a passkey", "添加通行密钥";
    remove_passkey: "Remove", "移除";
    password_sure: "Your password, once more", "请再次输入密码";
    passkey_log_in: "Log in with a passkey", "使用通行密钥登录";
    passkey_fault: "The passkey was not accepted. Nothing was changed; try again.", "通行密钥未被接受。没有更改任何内容，请重试。";
    passkey_need_script: "Passkeys need a browser that knows them, with JavaScript.", "通行密钥需要支持它的浏览器并启用 JavaScript。";
    tokens: "Tokens of programs", "程序令牌";
    tokens_lead: "A token lets a program record over the open interface, as far as its role and scope reach.",
        "令牌允许程序通过开放接口记录，范围受其角色和权限限制。";
    no_tokens: "No program may record.", "没有程序获准记录。";
    token_name: "What it is for", "用途";
    token_made: "Copy this token", "请复制此令牌";
    token_made_help: "It is shown only now; only its hash is kept.", "它仅显示一次；系统只保存其哈希值。";
    add_token: "Make a token", "创建令牌";
    days: "Good for how many days", "有效天数";
    expires: "Good until", "有效期至";
    never: "never", "从未";
    no_end: "no end", "无期限";
    revoke: "Revoke", "吊销";
    over: "good no more", "已失效";
    acts: "What admins did", "管理操作记录";
    no_acts: "Nothing yet.", "暂无。";
    when: "When", "时间";
    who: "Who", "操作人";
    what: "What", "操作";
    to_whom: "To whom", "对象";
}
