//! Why something of a log is not believed: each reason its own, with what it speaks of, in English and in Chinese.

use std::fmt;

use crate::refusal::{Lang, Refusal};

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident $({ $($figure:ident: $type:ty),+ $(,)? })? = $code:literal, $en:literal, $zh:literal;)+) => {
        /// Why a note, checkpoint, proof, tile, bundle or log is not as it should be.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[allow(missing_docs)] // The figures are named by what they hold.
        pub enum Fault {
            $($(#[$doc])* $name $({ $($figure: $type),+ })?,)+
        }

        impl Fault {
            /// A stable word for programs.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self { $(Self::$name { .. } => $code,)+ }
            }

            /// The sentence for a reader.
            #[must_use]
            pub fn say(&self, lang: Lang) -> String {
                match (self, lang) {
                    $(
                        (Self::$name $({ $($figure),+ })?, Lang::En) => format!($en),
                        (Self::$name $({ $($figure),+ })?, Lang::Zh) => format!($zh),
                    )+
                }
            }
        }
    };
}

faults! {
    /// The text of a note is too long to be looked at.
    TooLong { limit: usize } = "too_long", "it is longer than {limit} bytes", "长度超过 {limit} 字节";
    /// No text, an empty line and signatures.
    NotNote = "not_a_note", "it is not a signed note: text, an empty line, signature lines", "不是签名文本：应依次为正文、空行和签名行";
    /// A control character, as the carriage return that some editors add.
    ControlCharacter { line: usize } = "control_character", "line {line} has a control character: line endings must be plain line feeds", "第 {line} 行含有控制字符：换行必须是单个换行符";
    /// A line below the empty one is no signature.
    SignatureLine { line: usize } = "signature_line", "line {line} is not a signature: \"— name base64\"", "第 {line} 行不是签名（应为 \"— 名称 base64\"）";
    /// More signatures than anybody needs.
    TooManySignatures { limit: usize } = "too_many_signatures", "it has more than {limit} signatures", "签名超过 {limit} 个";
    /// A known key's line that does not verify.
    BadSignature { name: String } = "bad_signature", "the signature of {name} does not verify", "{name} 的签名无法通过验证";
    /// Nobody signed it whom we know.
    NoKnownSignature = "no_known_signature", "no key that is trusted here signed it", "没有受信任的密钥为其签名";
    /// Not the text of a verifier key.
    NotKey { key: String } = "not_a_key", "\"{key}\" is not a verifier key: name+hex id+base64", "\"{key}\" 不是验证密钥（应为 名称+十六进制编号+base64）";
    /// A key whose ID is another key's.
    KeyIdDiffers { key: String } = "key_id_differs", "the ID of the key \"{key}\" does not follow from its name and bytes", "密钥 \"{key}\" 的编号与其名称和内容不符";
    /// Not the text of a signing key.
    NotSecret = "not_a_secret", "it is not a signing key: PRIVATE+KEY+name+hex id+base64", "不是签名密钥（应为 PRIVATE+KEY+名称+十六进制编号+base64）";
    /// The text of a checkpoint has other lines than three.
    NotCheckpoint = "not_a_checkpoint", "the signed text is not a checkpoint: origin, size, root", "签名正文不是检查点：应为来源、大小、根哈希三行";
    /// A checkpoint of another log.
    OtherOrigin { given: String, wanted: String } = "other_origin", "it is of the log {given}, not of {wanted}", "它属于日志 {given}，而不是 {wanted}";
    /// A smaller size than one that was seen before.
    Smaller { old: u64, size: u64 } = "smaller", "it has {size} entries, fewer than the {old} that were signed before", "它只有 {size} 条记录，少于先前签名的 {old} 条";
    /// Two roots for one size: the log shows different people different things.
    Split { size: u64 } = "split", "two signed checkpoints of {size} entries have different roots: the log has forked", "同为 {size} 条记录的两个已签名检查点根哈希不同：日志已分叉";
    /// A consistency proof that does not fit.
    Consistency { old: u64, size: u64 } = "consistency", "the log of {old} entries is not shown to be the beginning of that of {size}", "未能证明 {old} 条记录的日志是 {size} 条记录的日志的前段";
    /// An inclusion proof that does not fit.
    Inclusion { index: u64 } = "inclusion", "entry {index} is not shown to be in the log", "未能证明第 {index} 条记录在日志中";
    /// An index behind the end.
    IndexOutside { index: u64, size: u64 } = "index_outside", "entry {index} is outside a log of {size} entries", "第 {index} 条记录超出了共 {size} 条的日志";
    /// Indices out of order, twice, or none.
    Indices = "indices", "the entries must be named in ascending order, none twice, at least one", "记录编号必须递增、不重复，且至少有一个";
    /// Another number of leaves or hashes than the proof takes.
    ProofSize { given: usize, wanted: usize } = "proof_size", "the proof has {given} hashes where {wanted} belong", "证明含有 {given} 个哈希，应为 {wanted} 个";
    /// A multi-proof that does not fit.
    MultiInclusion { count: usize, first: u64, last: u64 } = "multi_inclusion", "not all of these {count} entries, the first of them entry {first} and the last entry {last}, are shown to be in the log as they stand here; one proof covers them all and cannot tell which is not", "未能证明此处的 {count} 条记录（首条为第 {first} 条，末条为第 {last} 条）都在日志中；同一份证明涵盖所有记录，无法指出是哪一条";
    /// An entry that was changed after the bundle was made.
    Changed { index: u64 } = "changed", "entry {index} is not the one that this was made with: its bytes were changed", "第 {index} 条记录与制作时不同：其字节已被改动";
    /// Not the text of a `.tlog-proof`.
    NotProof { line: usize } = "not_a_proof", "line {line} is not what a tlog-proof has there", "第 {line} 行不符合 tlog-proof 格式";
    /// A policy that can't be read.
    Policy { line: usize, reason: PolicyFault } = "policy", "line {line} of the policy: {reason}", "策略第 {line} 行：{reason:#}";
    /// Too few witnesses.
    NoQuorum { quorum: String } = "no_quorum", "the witnesses that the policy asks for ({quorum}) did not all cosign it", "未得到策略所要求的见证方（{quorum}）的联署";
    /// Not a request that a witness takes.
    NotRequest { line: usize } = "not_a_request", "line {line} is not what add-checkpoint has there", "第 {line} 行不符合 add-checkpoint 格式";
    /// A tile or bundle of another length.
    TileBytes { given: usize, wanted: usize } = "tile_bytes", "a tile of {given} bytes where {wanted} belong", "瓦片为 {given} 字节，应为 {wanted} 字节";
    /// A tile whose hashes are not those of the tree.
    Tile { path: String } = "tile", "{path} is not of the tree that was signed", "{path} 与已签名的树不符";
    /// An entry bundle that ends early, or has something over.
    EntryBundle { at: usize } = "entry_bundle", "the entry bundle is broken at byte {at}", "记录包在第 {at} 字节处损坏";
    /// An entry that is none.
    Entry { seq: u64, refusal: Refusal } = "entry", "entry {seq} cannot be read: {refusal}", "第 {seq} 条记录无法读取：{refusal:#}";
    /// An entry that has another's number.
    Misplaced { index: u64, seq: u64 } = "misplaced", "the entry at {index} says that it is entry {seq}", "位置 {index} 处的记录自称是第 {seq} 条";
    /// An entry's bytes that are not what it says in canonical form.
    NotCanonical { seq: u64 } = "not_canonical", "entry {seq} is not written in canonical form", "第 {seq} 条记录不是规范形式";
    /// A line of an export that is no entry.
    NotEntry { index: u64 } = "not_an_entry", "line {index} (from 0) is not an entry", "第 {index} 行（从 0 起）不是记录";
    /// An entry that does not link to the one before.
    Chain { before: u64, seq: u64 } = "chain", "entry {seq} does not carry the hash of entry {before} as it stands here: one of these two was changed", "第 {seq} 条记录所带的哈希与此处的第 {before} 条不符：这两条之一被改动";
    /// A first entry that links to one before it.
    Beginning = "chain", "entry 0 carries the hash of an entry before it, and there is none", "第 0 条记录带有前一条记录的哈希，而它之前没有记录";
    /// More or fewer entries than were signed.
    Length { given: u64, wanted: u64 } = "length", "there are {given} entries where {wanted} were signed", "共有 {given} 条记录，而签名的是 {wanted} 条";
    /// A root other than the signed one.
    Root { size: u64 } = "root", "the {size} entries do not give the root that was signed", "这 {size} 条记录算不出已签名的根哈希";
    /// Not a bundle.
    NotBundle { field: String } = "not_a_bundle", "it is not a bundle of ours: \"{field}\" is missing or malformed", "不是本系统的凭证包：\"{field}\" 缺失或格式不对";
    /// A claim that does not follow.
    Claim { field: String, claimed: String, derived: String } = "claim", "{field} is claimed to be {claimed}; the entries give {derived}", "{field} 声称为 {claimed}，而记录推导得 {derived}";
    /// The subject is not in the entries.
    NoSubject { subject: String } = "no_subject", "{subject} does not follow from these entries", "从这些记录推导不出 {subject}";
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for Fault {}

/// Why a line of a policy is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicyFault {
    /// None of log, witness, group, quorum.
    UnknownWord(String),
    /// Too few words, or too many.
    Words,
    /// A key that is none.
    Key(String),
    /// A byte that no policy has: a control character, as the carriage return that some editors add.
    Character(u8),
    /// A log's key that signs with a time, as witnesses do.
    NotLogKey(String),
    /// A witness's key that signs without a time, as logs do.
    NotWitnessKey(String),
    /// The public key of one that stands above, by its name there.
    KeyTwice(String),
    /// A name that stands for something else already, or means something by itself.
    NameTaken(String),
    /// A name that nothing before has.
    UnknownName(String),
    /// A member that is in a group already.
    MemberTwice(String),
    /// A threshold of 0 or above the number of members.
    Threshold(String),
    /// Groups in groups, deeper than so many.
    TooDeep(usize),
    /// A second quorum.
    QuorumTwice,
    /// No quorum, or no log, at the end.
    Unfinished,
}

/// English; in the alternate form Chinese.
impl fmt::Display for PolicyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let zh = f.alternate();
        let pick = |en: String, text: String| if zh { text } else { en };
        f.write_str(&match self {
            Self::UnknownWord(word) => pick(
                format!("\"{word}\" is not one of log, witness, group, quorum"),
                format!("\"{word}\" 不是 log、witness、group、quorum 之一"),
            ),
            Self::Words => pick("too few or too many words".into(), "词数过少或过多".into()),
            Self::Key(key) => pick(format!("\"{key}\" is not a verifier key"), format!("\"{key}\" 不是验证密钥")),
            Self::Character(byte) => pick(
                format!("the byte 0x{byte:02X} has no place in a policy: lines end in plain line feeds, and tabs are the only other control characters"),
                format!("策略中不得出现字节 0x{byte:02X}：换行必须是单个换行符，此外的控制字符只允许制表符"),
            ),
            Self::NotLogKey(name) => pick(
                format!("\"{name}\" is a witness's key; a log's is of type 0x01"),
                format!("\"{name}\" 是见证方的密钥；日志的密钥应为 0x01 型"),
            ),
            Self::NotWitnessKey(name) => pick(
                format!("the key of \"{name}\" is a log's; a witness's is of type 0x04 or 0x06"),
                format!("\"{name}\" 的密钥是日志的密钥；见证方的密钥应为 0x04 或 0x06 型"),
            ),
            Self::KeyTwice(name) => pick(
                format!("it is the same public key as that of \"{name}\" above: each counts once, whatever it is called"),
                format!("与上文 \"{name}\" 是同一把公钥：无论叫什么名称，每把公钥只算一次"),
            ),
            Self::NameTaken(name) => pick(format!("the name \"{name}\" is taken"), format!("名称 \"{name}\" 已被使用")),
            Self::UnknownName(name) => {
                pick(format!("\"{name}\" is not defined above"), format!("\"{name}\" 尚未在前文定义"))
            }
            Self::MemberTwice(name) => {
                pick(format!("\"{name}\" is a member of a group already"), format!("\"{name}\" 已属于某个组"))
            }
            Self::Threshold(word) => pick(
                format!("\"{word}\" is neither any, all, nor a number from 1 to the number of members"),
                format!("\"{word}\" 不是 any、all，也不是 1 到成员数之间的数"),
            ),
            Self::TooDeep(limit) => pick(
                format!("groups stand in one another more than {limit} deep"),
                format!("组的嵌套超过 {limit} 层"),
            ),
            Self::QuorumTwice => pick("there is a quorum already".into(), "已有 quorum".into()),
            Self::Unfinished => {
                pick("a log and a quorum are missing at the end".into(), "末尾缺少 log 或 quorum".into())
            }
        })
    }
}
