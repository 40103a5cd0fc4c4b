//! Roles, acts, and what is wrong with what was typed about people.

use ledger::refusal::Lang;
use ledger::value::Currency;

use super::{DeskWords, limit_group};
use crate::view::desk::{ActLine, Done, GrantScope, LogInFault, PasswordFault, PersonFault, Tab, TokenFault};
use crate::words::{count, money, pick, told};

/// A part of the desk.
#[must_use]
pub fn tab(lang: Lang, tab: Tab) -> &'static str {
    match tab {
        Tab::Home => pick(lang, "Desk", "工作台"),
        Tab::Record => pick(lang, "Record", "记录"),
        Tab::Waiting => pick(lang, "Approvals", "审批"),
        Tab::Bank => pick(lang, "Bank", "银行"),
        Tab::Sheets => pick(lang, "Sheets", "表格"),
        Tab::Stock => pick(lang, "Stock count", "盘点"),
        Tab::Labels => pick(lang, "Labels and papers", "标签与单据"),
        Tab::People => pick(lang, "People and keys", "人员与密钥"),
        Tab::Webhooks => pick(lang, "Webhooks", "Webhook 通知"),
        Tab::Account => pick(lang, "Your account", "您的账户"),
    }
}

/// A role.
#[must_use]
pub fn role(lang: Lang, word: &str) -> String {
    let known = match word {
        "viewer" => pick(lang, "viewer", "查看者"),
        "recorder" => pick(lang, "recorder", "记录员"),
        "field_recorder" => pick(lang, "field recorder", "现场记录员"),
        "approver" => pick(lang, "approver", "审批人"),
        "auditor" => pick(lang, "auditor", "审计员"),
        "admin" => pick(lang, "administrator", "管理员"),
        other => return other.to_owned(),
    };
    known.to_owned()
}

/// What a role lets somebody do.
#[must_use]
pub fn role_help(lang: Lang, word: &str) -> &'static str {
    match word {
        "viewer" => pick(lang, "looks", "仅查看"),
        "recorder" => pick(lang, "records money and goods, corrects", "记录款项与物资，更正记录"),
        "field_recorder" => pick(lang, "records what happens to goods on the spot", "在现场记录物资情况"),
        "approver" => pick(lang, "approves what others recorded", "审批他人的记录"),
        "auditor" => pick(lang, "looks, and sees what admins did", "查看，并可查看管理操作记录"),
        "admin" => pick(
            lang,
            "manages people, keys, webhooks and limits; records nothing",
            "管理人员、密钥、Webhook 通知和限额；不作记录",
        ),
        _ => "",
    }
}

/// How much of an organisation.
#[must_use]
pub fn grant_scope(lang: Lang, scope: &GrantScope) -> String {
    match scope {
        GrantScope::All => pick(lang, "everything", "全部").to_owned(),
        GrantScope::Organisation => pick(lang, "the whole organisation", "整个机构").to_owned(),
        GrantScope::Fund(id) => match lang {
            Lang::En => format!("fund {id}"),
            Lang::Zh => format!("基金 {id}"),
        },
        GrantScope::Site(id) => match lang {
            Lang::En => format!("site {id}"),
            Lang::Zh => format!("地点 {id}"),
        },
    }
}

/// What an admin did.
#[must_use]
pub fn act(lang: Lang, word: &str) -> String {
    let known = match word {
        "person_added" => pick(lang, "added a person", "添加人员"),
        "link_made" => pick(lang, "made a set-up link", "生成设置链接"),
        "password_set" => pick(lang, "set a password", "设置密码"),
        "role_given" => pick(lang, "gave a role", "授予角色"),
        "role_taken" => pick(lang, "took a role", "撤销角色"),
        "person_disabled" => pick(lang, "let log in no more", "停用账户"),
        "person_enabled" => pick(lang, "let log in again", "重新启用账户"),
        "session_ended" => pick(lang, "ended a session", "结束会话"),
        "token_made" => pick(lang, "made a token", "创建令牌"),
        "token_revoked" => pick(lang, "revoked a token", "吊销令牌"),
        "passkey_added" => pick(lang, "added a passkey", "添加通行密钥"),
        "passkey_removed" => pick(lang, "removed a passkey", "移除通行密钥"),
        "threshold_set" => pick(lang, "set from when on a second person is needed", "设置需第二人审批的限额"),
        "threshold_proposed" => pick(lang, "asked for a higher limit", "申请提高限额"),
        "threshold_agreed" => pick(lang, "agreed to a higher limit", "同意提高限额"),
        "webhook_added" => pick(lang, "added a webhook", "添加 Webhook"),
        "webhook_tested" => pick(lang, "sent a test to a webhook", "向 Webhook 发送测试"),
        "webhook_paused" => pick(lang, "paused a webhook", "暂停 Webhook"),
        "webhook_resumed" => pick(lang, "let a webhook go on", "恢复 Webhook"),
        "webhook_secret" => pick(lang, "gave a webhook a new secret", "更换 Webhook 密钥"),
        "webhook_again" => pick(lang, "had an entry sent again", "重新发送记录"),
        "webhook_removed" => pick(lang, "removed a webhook", "删除 Webhook"),
        "webhook_stopped" => pick(lang, "stopped a webhook that took nothing", "停止未能接收的 Webhook"),
        "threshold_declined" => pick(lang, "declined a higher limit", "未同意提高限额"),
        other => return other.to_owned(),
    };
    known.to_owned()
}

/// What else there is to an act: amounts as money, roles and groups in words.
#[must_use]
pub fn act_detail(lang: Lang, act: &ActLine) -> String {
    let parts = act.detail.split(", ").map(|part| match (act.act.as_str(), act.currency) {
        ("threshold_set" | "threshold_proposed" | "threshold_agreed" | "threshold_declined", Some(currency)) => {
            limit_said(lang, part, currency).unwrap_or_else(|| part.to_owned())
        }
        ("role_given" | "role_taken" | "person_added", _) => match part.split_once(' ') {
            Some((word, rest)) => format!("{} {rest}", role(lang, word)),
            None => role(lang, part),
        },
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join(pick(lang, ", ", "，"))
}

/// `payment 100000`: a group, and an amount in the minor unit; `-`: nothing waits.
fn limit_said(lang: Lang, part: &str, currency: Currency) -> Option<String> {
    let (group, amount) = part.split_once(' ')?;
    let amount = match amount {
        "-" => DeskWords::of(lang).no_limit.to_owned(),
        amount => money(amount.parse().ok()?, currency),
    };
    Some(told(lang, limit_group(lang, group), &amount))
}

/// Why a log-in was refused. It never says which part was wrong.
#[must_use]
pub fn log_in_fault(lang: Lang, fault: LogInFault) -> String {
    match fault {
        LogInFault::Wrong => pick(
            lang,
            "Account or password is wrong. Check both; after several tries you have to wait.",
            "账户或密码不正确。请检查两者；多次尝试后需要等待。",
        )
        .to_owned(),
        LogInFault::Wait(seconds) => wait(lang, seconds),
    }
}

fn wait(lang: Lang, seconds: u64) -> String {
    match lang {
        Lang::En if seconds == 1 => "Too many tries. Try again in a second.".to_owned(),
        Lang::En => format!("Too many tries. Try again in {} seconds.", count(seconds)),
        Lang::Zh => format!("尝试次数过多。请在 {} 秒后重试。", count(seconds)),
    }
}

/// Why a new password was refused.
#[must_use]
pub fn password_fault(lang: Lang, fault: PasswordFault) -> String {
    let said = match fault {
        PasswordFault::Short => pick(lang, "It needs at least 12 characters.", "至少需要 12 个字符。"),
        PasswordFault::Long => pick(lang, "It has more than 256 characters.", "超过了 256 个字符。"),
        PasswordFault::Common => pick(
            lang,
            "It is among the passwords that are tried first, or one of them with digits around it.",
            "它是最常被尝试的密码之一，或只是在其前后加了数字。",
        ),
        PasswordFault::Repeated => pick(lang, "It is the same few characters over and over.", "它只是少数字符的重复。"),
        PasswordFault::Account => pick(lang, "It is mostly the account’s own name.", "它主要由账户名称组成。"),
        PasswordFault::Different => pick(lang, "The two are not the same.", "两次输入不一致。"),
        PasswordFault::WrongOld => pick(lang, "The password until now is wrong.", "当前密码不正确。"),
        PasswordFault::Wait(seconds) => return wait(lang, seconds),
    };
    said.to_owned()
}

/// Why a person was not added, or a role not given.
#[must_use]
pub fn person_fault(lang: Lang, fault: PersonFault) -> &'static str {
    match fault {
        PersonFault::Handle => pick(
            lang,
            "A handle has small letters, digits and hyphens, at most 64, and begins with a letter or digit.",
            "代号由小写字母、数字和连字符组成，最多 64 个字符，以字母或数字开头。",
        ),
        PersonFault::Taken => pick(
            lang,
            "The organisation has somebody with this handle. Handles are never given twice.",
            "该机构已有人使用此代号。代号不会重复使用。",
        ),
        PersonFault::Name => pick(lang, "Say who it is.", "请填写姓名。"),
        PersonFault::Role => pick(lang, "Choose a role.", "请选择角色。"),
        PersonFault::OwnAdmin => pick(
            lang,
            "Nobody takes the administrator’s role from themselves: one administrator must remain. Another one can take it from you.",
            "不能撤销自己的管理员角色：至少须保留一位管理员。可由另一位管理员撤销。",
        ),
        PersonFault::Scope => pick(lang, "There is no fund or site with this id.", "没有此编号的基金或地点。"),
    }
}

/// Why a token was not made.
#[must_use]
pub fn token_fault(lang: Lang, fault: TokenFault) -> &'static str {
    match fault {
        TokenFault::Name => pick(lang, "Say what the token is for.", "请填写令牌用途。"),
        TokenFault::Handle => person_fault(lang, PersonFault::Handle),
        TokenFault::Taken => person_fault(lang, PersonFault::Taken),
        TokenFault::Scope => person_fault(lang, PersonFault::Scope),
        TokenFault::Days => pick(lang, "From 1 to 730 days.", "请填写 1 到 730 天。"),
    }
}

/// What was just done.
#[must_use]
pub fn done(lang: Lang, done: Done) -> &'static str {
    match done {
        Done::SetUp => pick(lang, "Your password is set, and you are logged in.", "密码已设置，您已登录。"),
        Done::Password => {
            pick(lang, "Your password is changed; your other sessions ended.", "密码已修改；您的其他会话已结束。")
        }
        Done::SessionEnded => pick(lang, "The session ended.", "会话已结束。"),
        Done::SessionOver => pick(
            lang,
            "Your session had ended, so nothing was recorded. Log in again: you come back to the page you were on.",
            "您的登录已过期，刚才没有记录任何内容。请重新登录，随后会回到原来的页面。",
        ),
        Done::Resumed => pick(
            lang,
            "Here is what you had typed; nothing was recorded. Check it, and add any files once more.",
            "您之前填写的内容已恢复，尚未记录。请核对；文件需要重新添加。",
        ),
        Done::LoggedOut => pick(lang, "You are logged out.", "您已退出登录。"),
        Done::RoleGiven => pick(lang, "The role is given.", "角色已授予。"),
        Done::RoleTaken => pick(lang, "The role is taken.", "角色已撤销。"),
        Done::Disabled => pick(lang, "They can log in no more.", "该账户已停用。"),
        Done::Enabled => pick(lang, "They can log in again.", "该账户已重新启用。"),
        Done::Waiting => pick(
            lang,
            "It waits for a second person now. It is not in the public log yet.",
            "现等待第二人审批，尚未进入公开账簿。",
        ),
        Done::Approved => {
            pick(lang, "Approved: it is an entry of the public log now.", "已批准：现为公开账簿中的记录。")
        }
        Done::Refused => pick(lang, "Refused: it never reaches the public log.", "已拒绝：不会进入公开账簿。"),
        Done::Withdrawn => pick(lang, "Withdrawn: it never reaches the public log.", "已撤回：不会进入公开账簿。"),
        Done::MappingKept => pick(
            lang,
            "Kept. Now bring the file in again: it is read as you said.",
            "已保存。请重新导入文件，将按您的设置读取。",
        ),
        Done::PutAway => pick(lang, "Put away. It stays in the list of approvals.", "已收起，仍可在“审批”中查看。"),
        Done::Limits => pick(lang, "The amounts are set.", "限额已设置。"),
        Done::LimitsAsked => pick(
            lang,
            "Lower amounts are set. Higher ones wait until a second person agrees.",
            "调低的限额已生效；调高的限额须经第二人同意。",
        ),
        Done::LimitsDeclined => pick(lang, "The amount stays as it was.", "限额保持不变。"),
        Done::PasskeyAdded => {
            pick(lang, "The passkey is added: you can log in with it.", "通行密钥已添加，可用于登录。")
        }
        Done::PasskeyRemoved => pick(lang, "The passkey is removed.", "通行密钥已移除。"),
        Done::WebhookTested => pick(
            lang,
            "The test is on its way. Look at this page again in a moment.",
            "测试已发出，请稍后刷新本页查看结果。",
        ),
        Done::WebhookPaused => {
            pick(lang, "Nothing is sent there until you let it go on.", "在您恢复之前，不再向该地址发送。")
        }
        Done::WebhookResumed => pick(lang, "It goes on.", "已恢复发送。"),
        Done::WebhookAgain => pick(lang, "It is sent again.", "正在重新发送。"),
        Done::WebhookRemoved => pick(lang, "The webhook is removed.", "Webhook 已删除。"),
        Done::TokenRevoked => pick(lang, "The token is good no more.", "令牌已失效。"),
    }
}
