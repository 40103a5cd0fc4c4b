//! What a report is given out as: tables for people and programs, print, files of the field's standards. Its bundle is made
//! where the log's proofs are: [`crate::log::proofs`].
//!
//! Each is a function of the report alone, so the same address gives the same bytes: files inside archives have fixed
//! times, keys and rows a fixed order.
//!
//! - [`rows`], a row of the tables, by column
//! - [`table`], CSV (RFC 4180), and the Data Package beside it (Frictionless)
//! - [`workbook`], XLSX
//! - [`pdf`], PDF
//! - [`figures`], JSON
//! - [`material`], what the standards are written from: the entries of a report with what they name
//! - [`iati`], IATI 2.03 activities
//! - [`threesixty`], 360Giving 1.4
//! - [`hxl`], HXL
//! - [`epcis`], GS1 EPCIS 2.0
//! - [`ocds`], purchases as the Open Contracting Data Standard has them

pub mod epcis;
pub mod figures;
pub mod hxl;
pub mod iati;
pub mod material;
pub mod ocds;
pub mod pdf;
pub mod rows;
pub mod table;
pub mod threesixty;
pub mod workbook;
