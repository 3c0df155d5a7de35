"""Writes the files of openpyxl, XlsxWriter and xlwt, and calc.fods for LibreOffice."""

import datetime

import openpyxl
import xlsxwriter
import xlwt
from openpyxl.styles import Font

HEADER = ["E-Mail-Adresse", "Vorname", "Nachname", "Anrede", "Rolle", "Team"]
DATE = datetime.date(2026, 11, 23)


def with_openpyxl(name):
    """A title, a link that holds the address alone, merged teams, a date, a hidden sheet."""
    book = openpyxl.Workbook()
    book.active.title = "Hinweise"
    book.active["A1"] = "Bitte zuerst lesen"
    hidden = book.create_sheet("Alt")
    hidden.append(["E-Mail", "Name"])
    hidden.append(["hidden@example.com", "Hidden"])
    hidden.sheet_state = "hidden"
    sheet = book.create_sheet("Personen")
    sheet["B2"] = "Unsere Leute"
    sheet["B2"].font = Font(bold=True)
    sheet.merge_cells("B2:G2")
    for column, text in enumerate(HEADER, 2):
        sheet.cell(4, column, text)
    rows = [
        ["anna@example.com", "Anna", "Beispiel", "Frau", "Admin", "Design"],
        ["schreiben", "Jürgen", "Groß", "Herr", "Nutzer", None],
        [None, "Zoë", "Ünal", "divers", "Gast", None],
        ["carl@example.com", 7, DATE, None, None, "=\"Ver\"&\"trieb\""],
    ]
    for row, cells in enumerate(rows, 6):
        for column, cell in enumerate(cells, 2):
            sheet.cell(row, column, cell)
    sheet["B7"].hyperlink = "mailto:juergen@example.com?subject=Hallo"
    sheet["B8"].hyperlink = "mailto:zoe@example.com"
    sheet["B8"].value = " "
    sheet.merge_cells("G6:G8")
    book.save(name)


def with_xlsxwriter(name):
    """Links, a formula with its value, rich text, numbers; a table with a filter."""
    book = xlsxwriter.Workbook(name)
    sheet = book.add_worksheet("People")
    bold, date = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, ["Team", "Role", "Full Name", "Email address", "Gender", "Since"])
    sheet.write_row(1, 0, ["Design", "Admin"])
    sheet.write_rich_string(1, 2, "Anna ", bold, "Beispiel")
    sheet.write_url(1, 3, "mailto:anna@example.com")
    sheet.write(1, 4, "female")
    sheet.write_datetime(1, 5, datetime.datetime(2026, 11, 23), date)
    sheet.write_row(2, 0, [7, "User"])
    sheet.write_formula(2, 2, '="Jürgen"&" "&"Groß"', None, "Jürgen Groß")
    sheet.write_url(2, 3, "mailto:juergen@example.com", string="Mail")
    sheet.write(2, 4, "M")
    sheet.write_row(3, 0, ["Sales & <More>", "Guest", "Zoë Ünal", "zoe@example.com", "Mx."])
    sheet.autofilter(0, 0, 3, 5)
    book.add_worksheet("Empty")
    book.close()


def with_xlwt(name):
    """The format of Excel 97 to 2003, as many web applications still export it."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Leute")
    sheet.write_merge(0, 0, 0, 5, "Unsere Leute")
    for column, text in enumerate(HEADER):
        sheet.write(2, column, text)
    rows = [
        ["anna@example.com", "Anna", "Beispiel", "Frau", "Admin"],
        ["juergen@example.com", "Jürgen", "Groß", "Herr", "Nutzer"],
    ]
    for row, cells in enumerate(rows, 3):
        for column, text in enumerate(cells):
            sheet.write(row, column, text)
    sheet.write_merge(3, 4, 5, 5, "Design")
    sheet.write(6, 0, "carl@example.com")
    sheet.write(6, 1, 7)
    sheet.write(6, 2, DATE, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    book.save(name)


def corner(name):
    """Two cells far apart, which a reader that makes grids cannot hold."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    sheet.write(0, 0, "a@example.com")
    sheet.write(65535, 255, "x")
    book.save(name)


FODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
 xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles><number:date-style style:name="N1"><number:year number:style="long"/>
<number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text>
<number:day number:style="long"/></number:date-style>
<style:style style:name="date" style:family="table-cell" style:data-style-name="N1"/>
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Leute">{rows}</table:table>
</office:spreadsheet></office:body></office:document>
"""


def flat():
    """One sheet for LibreOffice, which calculates the formula."""

    def text(words):
        return f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'

    def row(*cells):
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    team = (
        '<table:table-cell office:value-type="string" table:number-rows-spanned="2">'
        "<text:p>Design</text:p></table:table-cell>"
    )
    link = '<text:a xlink:href="mailto:juergen@example.com">juergen@example.com</text:a>'
    note = '<office:annotation><text:p>note@example.com</text:p></office:annotation>'
    formula = (
        '<table:table-cell table:formula="of:=&quot;Ver&quot;&amp;&quot;trieb&quot;" '
        'office:value-type="string"/>'
    )
    rows = [
        row(text("Unsere Leute &amp; Gäste")),
        row(),
        row(*map(text, HEADER)),
        row(*map(text, ["anna@example.com", "Anna", "Beispiel", "Frau", "Admin"]), team),
        row(text(link), text("Jürgen").replace("<text:p>", note + "<text:p>"), *map(text, ["Groß", "Herr", "Nutzer"]),
            "<table:covered-table-cell/>"),
        row(),
        row(text("carl@example.com"),
            '<table:table-cell office:value-type="float" office:value="7"/>',
            '<table:table-cell table:style-name="date" office:value-type="date" office:date-value="2026-11-23"/>',
            text(""), text("Gast"), formula),
        row(text("zoe@example.com"), text("Zoë</text:p><text:p>Marie"), text("Ünal;&quot;x&quot;")),
    ]
    with open("calc.fods", "w", encoding="utf-8") as file:
        file.write(FODS.format(rows="".join(rows)))


with_openpyxl("openpyxl.xlsx")
with_xlsxwriter("xlsxwriter.xlsx")
with_xlwt("xlwt.xls")
corner("corner.xls")
flat()
