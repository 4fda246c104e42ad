#!/usr/bin/env python3
"""Makes the files beside it, one sheet of devices as different programs write it.

libreoffice* come out of LibreOffice Calc (7.4 of Debian 12's libreoffice-calc-nogui, by its own CSV filter), python* out of
Python's csv module. excel* are put together byte by byte as Excel saves "CSV UTF-8", "CSV", "Unicode Text" and, on a system
whose list separator is a semicolon, both again. A number that a spreadsheet shows is what it writes: 65, 1.23457E+12, 2,5.
"""

import csv
import datetime
import io
import pathlib
import subprocess
import tempfile
from xml.sax.saxutils import escape

FOLDER = pathlib.Path(__file__).resolve().parent
HEADER = ["registrationId", "division", "labels", "note", "desired.count", "desired.on", "tags.since", "tags.serial"]
SHEET = [
    HEADER,
    ["sheet-1", "toasters", "pilot|floor 4", "plain", 65, True, datetime.date(2027, 1, 31), "007"],
    ["sheet-2", "heatpumps", "", 'a,b;c "quoted"', 2.5, False, "", '"65"'],
    ["sheet-3", "toasters", "", "two\nlines", "", "", "", ""],
    # The zeros before it are gone as soon as somebody types 0042 into a cell that is not formatted as text.
    [42, "toasters", "", "Grüße, 日本", 1234567890123, "", "", "=1+1"],
]


def cell(value):
    """A cell of a flat OpenDocument spreadsheet."""
    kind, style, attribute = "string", "", ""
    if isinstance(value, bool):
        kind, style, attribute = "boolean", "bool", f' office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, (int, float)):
        kind, attribute = "float", f' office:value="{value}"'
    elif isinstance(value, datetime.date):
        kind, style, attribute = "date", "date", f' office:date-value="{value}"'
    lines = "" if attribute else "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
    style = style and f' table:style-name="{style}"'
    return f'<table:table-cell office:value-type="{kind}"{attribute}{style}>{lines}</table:table-cell>'


def spreadsheet():
    names = {"office": "office", "style": "style", "text": "text", "table": "table", "number": "datastyle"}
    spaces = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in names.items())
    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in SHEET)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {spaces} office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles>
<number:date-style style:name="D" number:automatic-order="true" number:format-source="language"><number:year number:style="long"/>
<number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>
<number:boolean-style style:name="B"><number:boolean/></number:boolean-style>
<style:style style:name="date" style:family="table-cell" style:data-style-name="D"/>
<style:style style:name="bool" style:family="table-cell" style:data-style-name="B"/>
</office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="devices">{rows}</table:table></office:spreadsheet></office:body>
</office:document>"""


def libreoffice(name, separator, character_set, quotes_text):
    """Tokens of the filter: separator, quotation mark, character set, first line, formats, language, quote all text, as shown."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "sheet.fods")
        source.write_text(spreadsheet(), "utf-8")
        tokens = f"{ord(separator)},34,{character_set},1,,0,{str(quotes_text).lower()},true"
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
             f"csv:Text - txt - csv (StarCalc):{tokens}", "--outdir", folder, str(source)], check=True, timeout=120)
        (FOLDER / name).write_bytes(pathlib.Path(folder, "sheet.csv").read_bytes())


def python(name, dialect):
    text = io.StringIO(newline="")
    csv.writer(text, dialect).writerows(SHEET)
    (FOLDER / name).write_bytes(text.getvalue().encode("utf-8"))


def excel(name, separator, encoding, start="", as_shown=None):
    """Fields are quoted only where they must be, records end in CRLF, and a line break inside a cell is LF."""
    shown = ENGLISH if as_shown is None else as_shown

    def field(value):
        text = str(shown.get(value, value))
        return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in (separator, '"', "\n")) else text

    text = start + "".join(separator.join(map(field, row)) + "\r\n" for row in SHEET)
    (FOLDER / name).write_bytes(text.encode(encoding, errors="replace"))


ENGLISH = {True: "TRUE", False: "FALSE", 1234567890123: "1.23457E+12", datetime.date(2027, 1, 31): "1/31/2027"}
GERMAN = {True: "WAHR", False: "FALSCH", 2.5: "2,5", 1234567890123: "1,23457E+12", datetime.date(2027, 1, 31): "31.01.2027"}

if __name__ == "__main__":
    libreoffice("libreoffice.csv", ",", 76, False)
    libreoffice("libreoffice-semicolons.csv", ";", 76, False)
    libreoffice("libreoffice-quoted.tsv", "\t", 76, True)
    libreoffice("libreoffice-utf16.csv", ",", 65535, False)
    python("python-excel.csv", "excel")
    python("python-excel-tab.tsv", "excel-tab")
    python("python-unix.csv", "unix")
    excel("excel-utf8.csv", ",", "utf-8-sig")
    excel("excel-utf8-german.csv", ";", "utf-8-sig", as_shown=GERMAN)
    excel("excel-sep.csv", ";", "utf-8", start="sep=;\r\n")
    excel("excel-unicode-text.txt", "\t", "utf-16")
    excel("excel-ansi.csv", ",", "cp1252")
