//! Webhooks: who is told of new entries, and what became of it.

use ledger::refusal::Lang;

use crate::view::desk::{DeliveryProblem, DeliveryState, WebhookFault, WebhookFilter, WebhookState};
use crate::words::{event, pick};

phrases! {
    /// Every phrase about webhooks without figures, in one language.
    WebhookWords;
    webhooks: "Webhooks", "Webhook 通知";
    lead: "Programs elsewhere that are told of each new entry over HTTP, signed as Standard Webhooks describes. What they get is public; how to check it stands under “Open interface”.",
        "每有新记录，即通过 HTTP 通知外部程序，并按 Standard Webhooks 规范签名。所发内容均为公开信息；验证方法见“开放接口”。";
    api: "Open interface", "开放接口";
    webhook: "Webhook", "Webhook 通知";
    none: "Nobody is told yet. Add the first below.", "尚未设置任何通知。请在下方添加。";
    add: "Add a webhook", "添加 Webhook";
    organisation: "Organisation", "机构";
    url: "Address", "接收地址";
    url_help: "An https address of the open net, at port 443 or from 1024 on. Addresses inside a network are never asked.",
        "公网上的 https 地址，端口为 443 或 1024 以上。绝不会访问内部网络地址。";
    filter: "Of which entries", "通知哪些记录";
    filter_all: "All entries", "全部记录";
    filter_fund: "Entries of one fund", "某一基金的记录";
    filter_types: "Entries of some types", "某些类型的记录";
    fund: "Fund", "基金";
    no_fund: "No fund", "未选择基金";
    types: "Types", "类型";
    types_help: "Only where entries of some types are chosen above.", "仅当上方选择“某些类型的记录”时填写。";
    state: "State", "状态";
    waiting: "Waiting", "待发送";
    secret: "Copy this secret", "请复制此密钥";
    secret_help: "It is shown only now. Whoever receives needs it to check that what comes is from here.",
        "密钥仅显示一次。接收方需用它核实消息确实来自本站。";
    old_until: "The secret before signs too, until", "原密钥同时有效，至";
    manage: "Change", "管理";
    test: "Send a test", "发送测试";
    test_help: "One attempt, with the type webhook.test. Its outcome stands in the list below.", "仅尝试一次，类型为 webhook.test。结果显示在下方列表中。";
    pause: "Pause", "暂停";
    pause_help: "What is recorded meanwhile is sent afterwards.", "暂停期间的记录将在恢复后发送。";
    resume: "Go on", "恢复发送";
    resume_help: "From where it stopped. What failed is sent again.", "从停止处继续，失败的内容将重新发送。";
    new_secret: "Make a new secret", "生成新密钥";
    new_secret_help: "The one until now signs too for a day, so that nothing is lost while it is changed.",
        "原密钥在一天内同时有效，更换期间不会丢失消息。";
    remove: "Remove", "删除";
    remove_help: "With all its deliveries. What waits is not sent.", "连同全部发送记录一并删除，待发送的内容不再发送。";
    deliveries: "Deliveries", "发送记录";
    deliveries_lead: "The last 100; those of 30 days are kept. Each entry comes at least once, always with the same id, usually in order.",
        "显示最近 100 条，保留 30 天。每条记录至少送达一次，编号始终相同，通常按顺序。";
    no_deliveries: "Nothing was sent yet.", "尚未发送任何内容。";
    about: "What", "内容";
    when: "Last tried", "最近尝试";
    attempts: "Attempts", "尝试次数";
    each_attempt: "each of them", "逐次结果";
    next: "Next try", "下次尝试";
    answer: "Answer", "回应";
    again: "Send again", "重新发送";
    a_test: "Test", "测试";
    made: "Made by", "创建人";
    stopped_failing: "It is stopped: an entry was tried ten times over three days, and never taken. See what the answers below say, mend the receiver, and let it go on.",
        "已停止：某条记录在三天内尝试十次均未被接收。请查看下方的回应，修复接收端后恢复发送。";
    stopped_gone: "It is stopped: the other side answered 410, that it wants nothing any more. Remove it, or let it go on if that was a slip.",
        "已停止：对方返回 410，表示不再接收。请将其删除；若属误操作，可恢复发送。";
    stopped_note: "Entries are not sent to", "以下地址已停止发送：";
    look: "See why", "查看原因";
}

/// Whether entries are sent there.
#[must_use]
pub fn webhook_state(lang: Lang, state: WebhookState) -> &'static str {
    match state {
        WebhookState::Active => pick(lang, "sends", "发送中"),
        WebhookState::Paused => pick(lang, "paused", "已暂停"),
        WebhookState::Failing => pick(lang, "stopped: nothing was taken", "已停止：未被接收"),
        WebhookState::Gone => pick(lang, "stopped: the receiver is gone", "已停止：对方不再接收"),
    }
}

/// Of which entries somebody is told.
#[must_use]
pub fn webhook_filter(lang: Lang, filter: &WebhookFilter) -> String {
    match filter {
        WebhookFilter::All => WebhookWords::of(lang).filter_all.to_owned(),
        WebhookFilter::Fund(title) => pick(lang, format!("Fund: {title}"), format!("基金：{title}")),
        WebhookFilter::Types(types) => {
            let words: Vec<&str> = types.iter().map(|known| event(lang, *known)).collect();
            words.join(pick(lang, ", ", "、"))
        }
    }
}

/// Where a delivery stands.
#[must_use]
pub fn delivery_state(lang: Lang, state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Waiting => pick(lang, "waits", "待发送"),
        DeliveryState::Sending => pick(lang, "is being sent", "发送中"),
        DeliveryState::Delivered => pick(lang, "delivered", "已送达"),
        DeliveryState::Failed => pick(lang, "failed", "失败"),
    }
}

/// What the other side answered, or why it did not.
#[must_use]
pub fn delivery_answer(lang: Lang, status: Option<u16>, problem: Option<DeliveryProblem>) -> String {
    let said = problem.map(|problem| match problem {
        DeliveryProblem::Status => pick(lang, "not taken", "未接收"),
        DeliveryProblem::Redirect => pick(lang, "it leads elsewhere, which is not followed", "要求转往他处，不予跟随"),
        DeliveryProblem::Gone => pick(lang, "wants nothing any more", "不再接收"),
        DeliveryProblem::Closed => {
            pick(lang, "the address leads inside a network, and was not asked", "地址指向内部网络，未予访问")
        }
        DeliveryProblem::Name => pick(lang, "there is no such host", "找不到该主机"),
        DeliveryProblem::Connect => pick(lang, "nobody listens there", "无法连接"),
        DeliveryProblem::Tls => pick(lang, "its certificate is not believed", "证书不受信任"),
        DeliveryProblem::Timeout => pick(lang, "no answer in time", "响应超时"),
        DeliveryProblem::Broken => pick(lang, "the connection broke off", "连接中断"),
    });
    match (status, said) {
        (Some(status), Some(said)) => pick(lang, format!("{status}: {said}"), format!("{status}：{said}")),
        (Some(status), None) => status.to_string(),
        (None, said) => said.unwrap_or_default().to_owned(),
    }
}

/// Why a webhook was not added.
#[must_use]
pub fn webhook_fault(lang: Lang, fault: WebhookFault) -> &'static str {
    match fault {
        WebhookFault::Organisation => pick(lang, "Choose an organisation.", "请选择机构。"),
        WebhookFault::Url => pick(
            lang,
            "This is no whole address, as https://hooks.example/almoner, or it has more than 500 characters.",
            "这不是完整的地址（例如 https://hooks.example/almoner），或超过 500 个字符。",
        ),
        WebhookFault::Scheme => pick(
            lang,
            "The address must begin with https://: nothing is sent unencrypted.",
            "地址必须以 https:// 开头：不发送未加密的内容。",
        ),
        WebhookFault::Credentials => pick(
            lang,
            "The address has a name or a password in it. The signature says from whom it comes; leave them out.",
            "地址中含有用户名或密码。来源由签名证明，请将其去掉。",
        ),
        WebhookFault::Port => pick(lang, "The port must be 443, or from 1024 on.", "端口必须为 443，或不小于 1024。"),
        WebhookFault::Private => pick(
            lang,
            "The address leads to this machine or inside a network. Only addresses of the open net are told.",
            "该地址指向本机或内部网络。只能通知公网地址。",
        ),
        WebhookFault::Name => pick(
            lang,
            "There is no host with this name now. Look for a slip, or add it once the name leads somewhere.",
            "目前找不到该名称的主机。请检查是否有误，或待域名生效后再添加。",
        ),
        WebhookFault::Filter => pick(lang, "Choose of which entries.", "请选择通知哪些记录。"),
        WebhookFault::Fund => pick(lang, "There is no fund with this id. Choose one.", "没有此编号的基金，请选择。"),
        WebhookFault::Types => pick(lang, "Choose at least one type.", "请至少选择一种类型。"),
        WebhookFault::Many => pick(
            lang,
            "The organisation has 20 webhooks, as many as it may. Remove one first.",
            "该机构已有 20 个 Webhook，达到上限。请先删除一个。",
        ),
    }
}
