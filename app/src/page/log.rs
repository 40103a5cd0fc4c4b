//! `/log`: what is signed, by whom, who watches, and how to check it with other people's tools.

use leptos::prelude::*;

use super::parts::{entry_link, fact, section, table};
use super::{Body, Place};
use crate::view::{LogPage, MirrorState, SignedLog};
use crate::words::{self, Lang, Words, pick};
use ledger::value::Timestamp;

pub(super) fn log(page: &LogPage, say: &'static Words) -> Body {
    let lang = say.lang;
    let title = pick(lang, "The log, signed and watched", "签名并受监督的日志");
    let state = match &page.signed {
        None => view! {
            <p class="notice">{pick(lang,
                "No key signs this log: the server runs without --log-key. Its entries are chained and can be replayed, but nothing here proves to you that everybody is shown the same log.",
                "此日志没有密钥签名：服务器未设置 --log-key。记录首尾相连，可以重放，但这里无法向您证明所有人看到的是同一份日志。")}</p>
        }
        .into_any(),
        Some(signed) => signed_state(page, signed, say),
    };
    let last = page.size.checked_sub(1).map(entry_link);
    let main = view! {
        <p class="crumb"><a href="/entries">{say.log}</a></p>
        <h1>{title}</h1>
        <p class="lead">{pick(lang,
            "Every entry is a leaf of a Merkle tree. Its root is signed; others who watch the log sign it too. Whoever changed an entry, or showed you another log than your neighbour, would have to break a signature.",
            "每条记录都是默克尔树的一片叶子。树根由本站签名，监督者也为之联署。谁若改动一条记录，或向您和他人展示不同的日志，就必须伪造签名。")}</p>
        <dl class="facts">
            {fact(pick(lang, "Entries", "记录数"), view! { {words::count(page.size)}" "{last} })}
            {fact(pick(lang, "SHA3-256 of the last entry", "最后一条记录的 SHA3-256"), view! { <code class="hash whole">{page.head.clone()}</code> })}
        </dl>
        {page.mirror.as_ref().map(|mirror| mirror_state(mirror, page.size, lang))}
        {state}
        {section("whole", pick(lang, "Take the whole log", "取走整份日志"), take(page, lang))}
        {section("limits", pick(lang, "What this does not prove", "这些不能证明什么"), view! {
            <p class="prose">{pick(lang,
                "That what was recorded is true. It proves that nothing recorded was changed or hidden afterwards, and that everybody is shown the same. Whether the tents were tents is what documents, auditors and those who received them say.",
                "它不能证明所记内容属实；它证明记录之后没有被更改或隐藏，且所有人看到的相同。帐篷是否真的是帐篷，要由凭证、审计者和受助者来说明。")}</p> })}
    }
    .into_any();
    Body { title: title.to_owned(), description: title.to_owned(), place: Place::Elsewhere, indexed: true, main }
}

/// What a copy says of the original.
fn mirror_state(mirror: &MirrorState, size: u64, lang: Lang) -> AnyView {
    let url = mirror.url.clone();
    let of = pick(lang, "This is a mirror of ", "这里是以下日志的镜像：");
    let behind = mirror.seen.map(|(seen, at)| {
        let behind = words::count(seen.saturating_sub(size));
        let text = match lang {
            Lang::En => format!("{behind} entries behind what was seen there"),
            Lang::Zh => format!("比在原站所见落后 {behind} 条"),
        };
        view! { <p>{text}" "<span class="hint">{moment(lang, at)}</span></p> }
    });
    let hindered = mirror.hindered.clone().map(|hindrance| {
        let said = match hindrance.here {
            true => pick(
                lang,
                "This mirror can store nothing new for now, and goes on by itself when it can. Everything up to here was checked, and stays. ",
                "本镜像暂时无法保存新内容，恢复后会自动继续。此前内容均已核对，保持不变。",
            ),
            false => pick(
                lang,
                "Nothing new can be taken from the original for now; everything up to here is served from this copy. ",
                "目前无法从原站取得新内容；此前内容均由本镜像提供。",
            ),
        };
        view! { <p class="notice">{said}<span class="hint">{hindrance.reason}</span></p> }
    });
    let stopped = mirror.stopped.clone().map(|evidence| {
        let said = pick(
            lang,
            "This mirror has stopped: the log it follows is not what it was. This is the evidence, signed by the log itself:",
            "本镜像已停止：所跟踪的日志已非原样。以下是由该日志自己签名的证据：",
        );
        view! { <div class="notice lost"><p>{said}</p><pre class="bytes" tabindex="0" translate="no">{evidence}</pre></div> }
    });
    view! { <div class="mirror"><p>{of}<a href=url.clone() rel="external">{url.clone()}</a></p>{behind}{hindered}{stopped}</div> }.into_any()
}

fn moment(lang: Lang, at: Timestamp) -> AnyView {
    view! { <time datetime=at.to_string()>{words::moment(lang, at)}</time> }.into_any()
}

fn signed_state(page: &LogPage, signed: &SignedLog, say: &'static Words) -> AnyView {
    let lang = say.lang;
    let mirrored = page.mirror.is_some();
    let quorum = signed.quorum.clone().map_or_else(
        || {
            let alone = match mirrored {
                true => pick(
                    lang,
                    "The policy by which this mirror checks asks for no witnesses: the log's own key is enough for it. Whom the log itself names, the original says.",
                    "本镜像核对所用的策略不要求见证方：有日志自己的签名即可。日志本身指定了哪些见证方，请看原站。",
                ),
                false => pick(
                    lang,
                    "This log names no witnesses: only its own key signs it. You can still hold its checkpoints against each other.",
                    "此日志没有指定见证方：只有它自己的密钥签名。您仍可将各检查点相互核对。",
                ),
            };
            view! { <p class="prose">{alone}</p> }.into_any()
        },
        |quorum| {
            let asked = pick(lang, "A checkpoint counts as agreed when it is cosigned by ", "检查点在得到以下见证方联署后视为公认：");
            view! { <p class="prose">{asked}<strong>{quorum}</strong>{pick(lang, ".", "。")}</p> }.into_any()
        },
    );
    let keys: Vec<_> = signed
        .keys
        .iter()
        .map(|(key, from)| {
            let from = (*from > 0).then(|| match lang {
                Lang::En => format!(" signs from {} entries on", words::count(*from)),
                Lang::Zh => format!(" 自第 {} 条起签名", words::count(*from)),
            });
            view! { <li><code class="hash whole">{key.clone()}</code>{from}</li> }
        })
        .collect();
    view! {
        {section("checkpoints", pick(lang, "Signed checkpoints", "已签名的检查点"), view! {
            {quorum}
            {checkpoints(signed, lang)}
            <h3>{pick(lang, "The last one, as published", "最新检查点原文")}</h3>
            <pre class="bytes" tabindex="0" translate="no">{signed.note.clone()}</pre>
            <p class="hint"><a href="/log/checkpoint">"/log/checkpoint"</a></p> })}
        {section("witnesses", pick(lang, "Witnesses", "见证方"), witnesses(signed, mirrored, lang))}
        {section("keys", pick(lang, "Keys", "密钥"), view! {
            <p class="prose">{pick(lang,
                "Whoever checks needs this key from somewhere else than here: from a receipt, an annual report, an auditor, another organisation's witness list. Your browser remembers the first one it saw.",
                "核对者应从别处取得此密钥：收据、年报、审计方或其他机构的见证名单。您的浏览器会记住第一次见到的密钥。")}</p>
            <ul class="keys" role="list">{keys}</ul>
            <p class="hint"><a href="/log/keys">"/log/keys"</a>" · "<a href="/log/policy">"/log/policy"</a></p> })}
        {section("tools", pick(lang, "Check it with other people's tools", "用他人的工具核对"), tools(page, signed, lang))}
    }
    .into_any()
}

fn checkpoints(signed: &SignedLog, lang: Lang) -> AnyView {
    let rows = signed
        .checkpoints
        .iter()
        .map(|line| {
            let by = |list: &[(String, Timestamp)]| {
                let each: Vec<_> = list
                    .iter()
                    .map(|(name, at)| view! { <li>{name.clone()}" "<span class="hint">{moment(lang, *at)}</span></li> })
                    .collect();
                if each.is_empty() {
                    "–".into_any()
                } else {
                    view! { <ul class="nested" role="list">{each}</ul> }.into_any()
                }
            };
            let agreed = match (&signed.quorum, line.quorum) {
                (None, _) => pick(lang, "signed", "已签名"),
                (Some(_), true) => pick(lang, "agreed", "已公认"),
                (Some(_), false) => pick(lang, "waiting for witnesses", "等待见证方"),
            };
            let address = format!("/log/checkpoint/{}", line.size);
            vec![
                view! { <a href=address>{words::count(line.size)}</a> }.into_any(),
                moment(lang, line.signed_at),
                by(&line.cosigners),
                by(&line.stamps),
                agreed.into_any(),
            ]
        })
        .collect();
    let heads = [
        pick(lang, "Entries", "记录数"),
        pick(lang, "Signed", "签名时间"),
        pick(lang, "Cosigned by", "联署方"),
        pick(lang, "Time-stamped by", "时间戳"),
        pick(lang, "State", "状态"),
    ];
    table(pick(lang, "The latest checkpoints", "最近的检查点"), &heads, &[0], rows)
}

fn witnesses(signed: &SignedLog, mirrored: bool, lang: Lang) -> AnyView {
    if signed.witnesses.is_empty() {
        let nobody = match mirrored {
            true => pick(
                lang,
                "This mirror's policy names none. The log may have some all the same: the original shows them.",
                "本镜像的策略没有指定见证方。日志本身仍可能有见证方：请看原站。",
            ),
            false => pick(
                lang,
                "Nobody watches this log yet. Any organisation can: see below how, and tell us your witness's key.",
                "尚无人监督此日志。任何机构都可以：方法见下文，请将您的见证密钥告诉我们。",
            ),
        };
        return view! { <p class="empty">{nobody}</p> }.into_any();
    }
    let rows = signed
        .witnesses
        .iter()
        .map(|witness| {
            let cosigned = witness.cosigned.map_or_else(
                || pick(lang, "nothing yet", "尚无").into_any(),
                |(size, at)| view! { {words::count(size)}" "<span class="hint">{moment(lang, at)}</span> }.into_any(),
            );
            let state = match &witness.failed {
                // A mirror asks nobody: it reads who cosigned.
                None if mirrored => "–".into_any(),
                None => pick(lang, "answers", "正常").into_any(),
                Some((reason, at)) => {
                    let reason = reason.clone();
                    view! { <span class="lost">{pick(lang, "did not cosign: ", "未联署：")}{reason}</span>" "<span class="hint">{moment(lang, *at)}</span> }
                        .into_any()
                }
            };
            vec![
                witness.name.clone().into_any(),
                cosigned,
                state,
                view! { <code class="hash">{witness.key.clone()}</code> }.into_any(),
            ]
        })
        .collect();
    let heads = [
        pick(lang, "Witness", "见证方"),
        pick(lang, "Last cosigned", "最近联署"),
        pick(lang, "State", "状态"),
        pick(lang, "Key", "密钥"),
    ];
    let caption = match mirrored {
        true => pick(lang, "Whom this mirror's policy names", "本镜像策略所指定的见证方"),
        false => pick(lang, "Who is asked to cosign", "受邀联署者"),
    };
    table(caption, &heads, &[], rows)
}

/// The command that writes a text, whose lines end in line feeds, into a file: whatever stands in it is taken as it is.
fn written(file: &str, text: &str) -> String {
    format!("cat > {file} <<'END'\n{text}END")
}

fn commands(lines: &[String]) -> AnyView {
    view! { <pre class="bytes" tabindex="0" translate="no">{lines.join("\n")}</pre> }.into_any()
}

fn tools(page: &LogPage, signed: &SignedLog, lang: Lang) -> AnyView {
    let site = &page.site;
    let logs = signed.policy.lines().filter(|line| line.starts_with("log "));
    let watched: String = logs.map(|line| format!("{line}\n")).collect::<String>() + "quorum none\n";
    let python = [format!("curl -O {site}/check_log.py"), format!("python3 check_log.py {site}/log")];
    let ours = [written("policy", &signed.policy), format!("almoner verify {site}/log --policy policy")];
    let mirror = [format!("almoner mirror {site}/log --policy policy --database mirror.db")];
    let tiles = [
        format!("curl {site}/log/checkpoint"),
        // A tile that is not full yet has its width in its address.
        format!("size=$(curl -s {site}/log/checkpoint | sed -n 2p)"),
        "test \"$size\" -ge 256 && part= || part=.p/$size".to_owned(),
        format!("curl {site}/log/tile/0/000$part | xxd -p -c 32 | head -3"),
        format!("curl --compressed {site}/entries/0.tlog-proof"),
    ];
    let witness = [
        written("watched", &watched),
        "almoner key new witness.example/w witness.key --witness".to_owned(),
        "almoner witness watched --witness-key witness.key --listen 0.0.0.0:3001".to_owned(),
    ];
    view! {
        <p class="prose">{pick(lang,
            "A page of Python that needs nothing else reads every tile and entry, and computes root and chain by itself:",
            "一段不依赖任何库的 Python 会读取所有瓦片和记录，自行计算树根和链：")}</p>
        {commands(&python)}
        <p class="prose">{pick(lang, "Our own program replays the ledger's rules as well:", "我们自己的程序还会重放账簿规则：")}</p>
        {commands(&ours)}
        <p class="prose">{pick(lang,
            "Keep a copy: a mirror follows the log, checks every tile, entry and rule, answers every public question, and stops at a fork with the evidence. With the same policy:",
            "保留一份副本：镜像跟踪此日志，核对每块瓦片、每条记录和每条规则，公开内容均可在镜像上查询；遇到分叉即停止并保留证据。使用同一份策略：")}</p>
        {commands(&mirror)}
        <p class="prose">{pick(lang,
            "The log follows the C2SP specifications (signed-note, tlog-checkpoint, tlog-tiles, tlog-cosignature, tlog-witness, tlog-proof), so any tool that does works on it:",
            "日志遵循 C2SP 规范（signed-note、tlog-checkpoint、tlog-tiles、tlog-cosignature、tlog-witness、tlog-proof），任何遵循这些规范的工具都可使用：")}</p>
        {commands(&tiles)}
        <p class="prose">{pick(lang,
            "Be a witness: cosign what extends what you saw, and nothing else. Any C2SP witness does; ours is:",
            "成为见证方：只联署延续您所见内容的检查点。任何 C2SP 见证程序均可；我们的用法是：")}</p>
        {commands(&witness)}
    }
    .into_any()
}

fn take(page: &LogPage, lang: Lang) -> AnyView {
    let site = &page.site;
    let lines = match &page.signed {
        Some(_) => vec![
            // The checkpoint comes first, and the entries up to its size: a log in use grows between two commands.
            format!("curl -o checkpoint {site}/log/checkpoint"),
            format!("curl -o log.ndjson \"{site}/log/entries.ndjson?size=$(sed -n 2p checkpoint)\""),
            "almoner verify log.ndjson --checkpoint checkpoint --policy policy".to_owned(),
        ],
        None => vec![format!("curl '{site}/api/v1/entries?from=0&limit=1000'")],
    };
    let waits = page.signed.as_ref().is_some_and(|signed| signed.quorum.is_some());
    let link = page.signed.is_some().then(|| {
        view! { <p><a href="/log/entries.ndjson" download="log.ndjson">{pick(lang, "Download the whole log", "下载整份日志")}</a></p> }
    });
    view! {
        <p class="prose">{pick(lang, "An entry a line, byte for byte as it was hashed.", "每行一条记录，与计算哈希时的字节完全一致。")}</p>
        {page.signed.is_some().then(|| view! { <p class="prose">{pick(lang,
            "The checkpoint says how many entries it signs. Take it first, then so many, and check them with the policy from above:",
            "检查点写明它签署了多少条记录。请先取检查点，再取同样多的记录，并用上文的策略核对：")}</p> })}
        {waits.then(|| view! { <p class="hint">{pick(lang,
            "A checkpoint that was just signed waits for its witnesses: if only they are missing, take it again in a few seconds.",
            "刚签名的检查点尚待见证方联署：如果只缺联署，请过几秒再取一次。")}</p> })}
        {link}
        {commands(&lines)}
    }
    .into_any()
}
