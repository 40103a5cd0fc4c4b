//! The server against the real thing: SQLite files, sockets, the binary, PostgreSQL where it is installed.
//!
//! | module | what it tries |
//! |---|---|
//! | `world` | builders: a folder with a ledger in it, a server on a free port, the binary |
//! | `record` | what `POST /api/v1/events` answers |
//! | `read` | what the other addresses answer |
//! | `site` | pages kept, renewed, in two languages; search, feeds, the live head |
//! | `reports` | trace reports: figures, frozen copies, bundles, standards |
//! | `standards` | files of standards: who, where, when |
//! | `pages` | what people read: pages, lists, filters, in both languages |
//! | `entries` | the log behind the figures: filters that combine, rows that add up |
//! | `slow` | bodies that come slowly, stop, or never end |
//! | `queue` | a full queue, a full disk |
//! | `interface` | the open interface for strangers: CORS, cursors, its description, cards |
//! | `log` | the transparency log: signed, served, witnessed, mirrored |
//! | `mirror` | a mirror before forged originals and a full disk, and the witness beside it |
//! | `witness` | `almoner witness`, alone |
//! | `crash` | system calls that fail and kill, one after another |
//! | `desk` | the staff desk: roles, sessions, forms, four eyes, attacks |
//! | `faults` | a writer whose disk fails, two writers on one file |
//! | `open` | files that are refused, and why |
//! | `audit` | tables and entries that were tampered with |
//! | `laws` | the store against the ledger in memory |
//! | `cli` | the command line |
//! | `verify` | files and logs, true and forged, before `almoner verify` |
//! | `twice` | two servers, two witnesses with one key |
//! | `verdicts` | what `almoner verify` says of files that lack something, or mean harm to who reads them |
//! | `postgres` | the same code on PostgreSQL |
#![allow(missing_docs, clippy::unwrap_used)]

mod audit;
mod cli;
mod crash;
mod desk;
mod entries;
mod faults;
mod interface;
mod laws;
mod log;
mod mirror;
mod open;
mod pages;
mod postgres;
mod queue;
mod read;
mod record;
mod reports;
mod site;
mod slow;
mod standards;
mod twice;
mod verdicts;
mod verify;
mod witness;
mod world;
