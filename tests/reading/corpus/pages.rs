use usher::inviting::spreadsheet::Unreadable::*;

use super::Case;

const PERSON: &str = "<table><tr><td>a@example.com</td></tr></table>";

pub fn cases() -> Vec<Case> {
    let page = |content: &str| format!("<html>{content}{PERSON}").into_bytes();
    let cell = |attributes: &str| {
        format!("<table><tr><td {attributes}>a@example.com<td>Anna</table>").into_bytes()
    };
    let utf_16: Vec<u8> =
        "<html><p>x</p></html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        ("a page without a table", b"<html><p>a@example.com</p></html>".to_vec(), Err(WebPage)),
        ("a page without a table in UTF-16", utf_16, Err(WebPage)),
        ("a page with an empty table", b"<html><table></table></html>".to_vec(), Err(WebPage)),
        (
            "a page saved as a mail",
            b"MIME-Version: 1.0\nX-Document-Type: Workbook\n".to_vec(),
            Err(WebPage),
        ),
        ("a million elements deep", page(&"<div>".repeat(1_000_000)), Ok(1)),
        ("nine hundred tables deep", page(&"<table><tr><td>".repeat(900)), Ok(1)),
        ("a thousand tables more than that", page(&"<table>".repeat(1_900)), Err(TooLarge)),
        ("a cell over all columns", cell("colspan=999999999"), Ok(1)),
        ("a cell over more columns than numbers", cell("colspan=99999999999999999999"), Ok(1)),
        ("a cell over all rows", cell("rowspan=4294967295"), Ok(1)),
        ("a cell over no row", cell("rowspan=0 colspan=0"), Ok(1)),
        ("a cell over fewer rows than none", cell("rowspan=-5"), Ok(1)),
        ("a script that is never closed", page("<script>'"), Err(WebPage)),
        ("a comment on a page that is never closed", page("<!--"), Err(WebPage)),
        (
            "an attribute of 5 MB on a page",
            cell(&format!("title=\"{}\"", "x".repeat(5 << 20))),
            Ok(1),
        ),
        (
            "a hundred thousand attributes",
            cell(&(0..100_000).map(|n| format!("a{n} ")).collect::<String>()),
            Ok(1),
        ),
        ("an entity that is none", page("<p>&nosuchthing;&#x110000;&#0;</p>"), Ok(1)),
        (
            "a page of broken tags",
            b"<table<<<tr>><td a@example.com <td>b@example.com".to_vec(),
            Err(WebPage),
        ),
        (
            "a million cells",
            format!("<table><tr>{}", "<td>x".repeat(1_000_000)).into_bytes(),
            Err(NoAddresses),
        ),
        (
            "cells that claim three million columns",
            format!("<table><tr>{}", "<td colspan=256>x".repeat(12_000)).into_bytes(),
            Err(TooLarge),
        ),
        (
            "a link that is a program",
            b"<table><tr><td><a href='javascript:a@example.com'>b</a></table>".to_vec(),
            Err(NoAddresses),
        ),
    ]
}
