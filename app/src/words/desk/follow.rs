//! What donors read who follow a gift by mail.

use ledger::refusal::Lang;

use crate::words::pick;

phrases! {
    /// Every phrase about following without figures, in one language.
    FollowWords;
    gift: "Gift", "捐赠";
    follow: "Follow this gift", "关注此捐赠";
    follow_lead: "A letter whenever a part of it is handed out or spent, with a link to the evidence.",
        "每当其中一部分被发放或支出，您会收到一封邮件，附有凭证链接。";
    address: "Your e-mail address", "您的电子邮箱";
    address_help: "It is kept apart from the public record, used for this alone, and every letter has a link that ends it.",
        "邮箱与公开记录分开保存，仅用于此目的；每封邮件都附有停止接收的链接。";
    address_wrong: "This is no e-mail address.", "这不是有效的电子邮箱。";
    ask: "Send me the first letter", "发送确认邮件";
    asked: "Look into your mail: a letter asks whether you want to follow. Only with the link in it does it begin.",
        "请查收邮件：点击信中的链接并确认后，才会开始关注。";
    no_mail: "This site sends no mail yet.", "本站尚未开通邮件。";
    feed_hint: "Without an address:", "无需邮箱：";
    feed: "the gift as a feed (Atom)", "以订阅源（Atom）关注此捐赠";
    mail: "Mail about this gift", "关于此捐赠的邮件";
    state_asked: "Do you want to hear what becomes of this gift? Until you say yes, nothing more comes.",
        "您想了解此捐赠的去向吗？在您确认之前，不会再有来信。";
    state_receipt: "You get the receipt of this gift by mail.", "您会通过邮件收到此捐赠的收据。";
    state_follows: "You follow this gift: a letter comes whenever a part of it is handed out or spent.",
        "您正在关注此捐赠：每当其中一部分被发放或支出，您会收到邮件。";
    state_stopped: "No more letters will come about this gift.", "将不再发送关于此捐赠的邮件。";
    begin: "Follow it", "开始关注";
    stop: "No more mail about it", "停止接收邮件";
}

/// Too many asked from there.
#[must_use]
pub fn follow_wait(lang: Lang, seconds: u64) -> String {
    let minutes = seconds.div_ceil(60);
    pick(
        lang,
        format!("Too many letters were asked for. Try again in {minutes} min. Nothing was sent."),
        format!("请求的邮件过多，请在 {minutes} 分钟后重试。没有发送任何邮件。"),
    )
}
