"""Damaged data: each is refused in exactly one line, which says where, what was expected and what was found.

The other inputs: ``test_damage_ledger.py``, ``test_damage_corrections.py``, ``test_damage_asked.py``.
"""

import csv
import hashlib
import io
import json
import os
import re
import time

import pytest

from kzmigration import validation, workflow
from kzmigration.errors import DataError
from kzmigration.paths import DATA

pytestmark = pytest.mark.data

PERSONS, COUNTS = "profile/table-1.3.1.csv", "profile/table-1.2.4.csv"
PERCENT, CHANGE = "profile/table-1.4.1.csv", "profile/table-2.1.1.csv"
DOLLARS, DENSITY = "profile/table-2.2.1.csv", "profile/table-2.1.2.csv"
UNLABELLED, FIGURE, SEXES = "profile/table-2.4.1.csv", "profile/fig-2.1.3.csv", "profile/fig-1.4.3.csv"
COUNTRIES, GROUPS, REGIONS = "codes/countries.csv", "codes/ethnic-groups.csv", "codes/regions.csv"
CATALOGUE, PACKAGE, TABLE = "figures.csv", "datapackage.json", "table-1.3.1"
TIMELINE, COVERAGE, SECTIONS = "timeline.csv", "claims/coverage.csv", "claims/sections.csv"
BUREAU, PORTAL, OPEN = "open/bns/national.csv", "open/egov/regions-2020.csv", "egov-regions-2020"


QUICK = 8  # seconds of processor time that any refusal may take


def text(old, new):
    """Change one place of a file."""

    def damage(raw):
        assert old.encode() in raw
        return raw.replace(old.encode(), new.encode(), 1)

    return damage


def cell(row, column, value):
    """Put a value into a cell; the header is row 1."""

    def damage(raw):
        rows = list(csv.reader(io.StringIO(raw.decode())))
        assert rows[row - 1][rows[0].index(column)] != value
        rows[row - 1][rows[0].index(column)] = value
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        return out.getvalue().encode()

    return damage


def lines(change):
    """Change the list of lines of a file."""
    return lambda raw: b"".join(change(raw.splitlines(keepends=True)))


def swap(first, second):
    """Let two columns change places."""

    def damage(raw):
        rows = [line.split(",") for line in raw.decode().splitlines()]
        for row in rows:
            row[first], row[second] = row[second], row[first]
        return "".join(",".join(row) + "\n" for row in rows).encode()

    return damage


def entry(change, name=TABLE):
    """Change what the package says of one resource."""

    def damage(raw):
        package = json.loads(raw)
        change(next(resource for resource in package["resources"] if resource["name"] == name))
        return json.dumps(package).encode() + b"\n"

    return damage


def rule(column, **limits):
    """Put constraints on a column."""

    def change(resource):
        next(f for f in resource["schema"]["fields"] if f["name"] == column)["constraints"] |= limits

    return entry(change)


def checksum(file, change):
    """Return the line that refuses a changed byte: the checksum that is stored, and that of the changed file."""
    raw = (DATA / file).read_bytes()
    was, found = (hashlib.sha256(one).hexdigest() for one in (raw, change(raw)))
    return f': expected the bytes of sha256:{was}, found "sha256:{found}"'


DOCUMENTS = (
    "000_baf53b75b91f070c.txt, 001_472ba9427e28ffe7.txt, 002_1d0730d662699394.txt, 003_1516130dd1bc98d8.txt, "
    "004_07f1efdd8f50746f.txt"
)
LEDGERS = "one of " + ", ".join(sorted(file.stem for file in (DATA / "claims").glob("*.yaml")))
DATE = "text of the form [0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
HEADER = ", row 1: expected the columns year,country,label_kk,persons,status,note, found "
# File, row, column, what is put there, and what the line says was expected.
CELLS = {
    # Numbers
    "decimal comma": (PERCENT, 2, "percent", "47,09", "a number"),
    "decimal comma in a count": (PERSONS, 2, "persons", "1,5", "a whole number"),
    "decimals in a count": (PERSONS, 2, "persons", "12.5", "a whole number"),
    "whole number as a decimal": (PERSONS, 2, "persons", "4.0", "a whole number"),
    "blank in a number": (PERSONS, 2, "persons", "1 605", "a whole number"),
    "thousands with comma": (PERSONS, 2, "persons", "1,605", "a whole number"),
    "thousands with point": (PERSONS, 2, "persons", "1.605.000", "a whole number"),
    "thousands with underscore": (PERSONS, 2, "persons", "1_605", "a whole number"),
    "thousands with apostrophe": (DOLLARS, 2, "usd_million", "1'605", "a number"),
    "blank before a number": (PERSONS, 2, "persons", " 4", "a whole number"),
    "blank behind a number": (PERCENT, 2, "percent", "47.09 ", "a number"),
    "percent sign": (PERCENT, 2, "percent", "47.09%", "a number"),
    "negative count": (PERSONS, 2, "persons", "-4", "at least 0"),
    "true minus": (CHANGE, 4, "percent", "−1.35", "a number"),
    "negative density": (DENSITY, 2, "persons_per_km2", "-5", "at least 0"),
    "negative dollars": (DOLLARS, 2, "usd_million", "-31.3", "at least 0"),
    "negative share": (PERCENT, 2, "percent", "-0.1", "at least 0"),
    "share over 100": (PERCENT, 2, "percent", "100.01", "at most 100"),
    "a loss of more than all": (CHANGE, 4, "percent", "-135", "at least -100"),
    "NaN": (PERSONS, 2, "persons", "NaN", "a whole number"),
    "nan as a share": (PERCENT, 2, "percent", "nan", "a number"),
    "inf": (DOLLARS, 2, "usd_million", "inf", "a number"),
    "NA": (DENSITY, 2, "persons_per_km2", "NA", "a number"),
    "more people than there can be": (FIGURE, 2, "persons", "171608550", "at most 100000000"),
    "more dollars than there can be": (DOLLARS, 2, "usd_million", "31300000", "at most 100000"),
    "scientific": (PERSONS, 2, "persons", "4e3", "a whole number"),
    "scientific share": (PERCENT, 2, "percent", "4.7E1", "a number"),
    "hexadecimal": (PERSONS, 2, "persons", "0x10", "a whole number"),
    "boolean": (PERSONS, 2, "persons", "TRUE", "a whole number"),
    "leading zeros": (PERSONS, 2, "persons", "004", "a whole number"),
    "plus before a number": (PERSONS, 2, "persons", "+4", "a whole number"),
    "digits of another script": (PERSONS, 2, "persons", "٤", "a whole number"),
    "letter for a digit": (PERSONS, 3, "persons", "l2", "a whole number"),
    "word for a number": (CATALOGUE, 2, "line", "many", "a whole number"),
    "line below one": (CATALOGUE, 2, "line", "0", "at least 1"),
    "formula for a number": (PERSONS, 2, "persons", "=1+1", "a whole number"),
    "dash for a blank": (PERSONS, 2, "persons", "–", "a whole number"),
    # Keys, years, status
    "year before": (PERSONS, 2, "year", "2013", "at least 2014"),
    "year in two digits": (PERSONS, 2, "year", "14", "a year"),
    "year with a word": (SEXES, 2, "year", "2014 ж.", "a year"),
    "year in Roman digits": (PERSONS, 2, "year", "MMXIV", "a year"),
    "no year": (PERSONS, 2, "year", "", "a value"),
    "unknown code": (PERSONS, 2, "country", "XXX", "a code of countries"),
    "no code": (PERSONS, 2, "country", "", "a value"),
    "code in lower case": (PERSONS, 2, "country", "aus", "a code of countries"),
    "code with a Cyrillic letter": (PERSONS, 2, "country", "АUS", "words of one alphabet each"),
    "code with a blank": (PERCENT, 2, "region", "11 ", "no blank at either end"),
    "code of another list": (SEXES, 2, "sex", "RUS", "a code of sexes"),
    "status without its value": (PERSONS, 2, "persons", "", "a value, since status is printed"),
    "blank share that is printed": (PERCENT, 2, "percent", "", "a value, since status is printed"),
    "blank that is filled": (COUNTS, 2, "persons", "0", "an empty cell, since status is blank"),
    "unknown status": (PERSONS, 2, "status", "prined", "one of printed, blank, placed"),
    "boolean as a status": (PERSONS, 2, "status", "true", "one of printed, blank, placed"),
    "no status": (PERSONS, 2, "status", "", "a value"),
    "placed without a note": (COUNTS, 3, "note", "", "why the cell is placed"),
    "blank without a note": (COUNTS, 2, "note", "", "why the cell is blank"),
    "placed without a value": (COUNTS, 3, "persons", "", "a value, since status is placed"),
    "catalogue names no resource of ours": (CATALOGUE, 2, "resource", "table-9.9.9", "the name of a resource"),
    "catalogue with an id of another form": (
        CATALOGUE,
        2,
        "id",
        "figure 1.1.1",
        "text of the form (fig|table)-[0-9.]+",
    ),
    "catalogue without a title": (CATALOGUE, 2, "title_en", "", "a value"),
    # Labels and names
    "label of another code": (PERSONS, 2, "label_kk", "Австрия", "a label of AUS (Аустралия, Австралия)"),
    "label with a Latin letter": (PERSONS, 2, "label_kk", "Aвстралия", "words of one alphabet each"),
    "label in lower case": (PERCENT, 2, "label_kk", "ақмола", "a label of 11 (Ақмола облысы, Ақмола)"),
    "no label": (PERSONS, 2, "label_kk", "", "a label of AUS (Аустралия, Австралия)"),
    "label with a blank": (COUNTS, 2, "label_kk", "Әзірбайжан ", "no blank at either end"),
    "code without a name": (GROUPS, 4, "name_ru", "", "a name of bashkirs"),
    # Formulas and markup
    "formula in a label": (PERSONS, 2, "label_kk", "=SUM(A1)", "text that no spreadsheet takes for a formula"),
    "formula in a note": (COUNTS, 2, "note", "@cmd", "text that no spreadsheet takes for a formula"),
    "plus in a note": (COUNTS, 3, "note", "+1", "text that no spreadsheet takes for a formula"),
    "minus in a name": (GROUPS, 4, "name_en", "-1+1", "text that no spreadsheet takes for a formula"),
    "formula behind a blank": (GROUPS, 4, "note", " =1", "no blank at either end"),
    "call of a program": (CATALOGUE, 2, "note", "=cmd|' /C calc'!A0", "text that no spreadsheet takes for a formula"),
    "script in a label": (PERSONS, 2, "label_kk", "<script>alert(1)</script>", "text without markup"),
    "bold in a name": (GROUPS, 4, "name_en", "<b>Bashkirs</b>", "text without markup"),
    "picture in a note": (COUNTS, 2, "note", "<img src=x onerror=alert(1)>", "text without markup"),
    "entity in a title": (CATALOGUE, 2, "title_en", "Migration &lt;b&gt;", "text without markup"),
    "numeric entity in a title": (CATALOGUE, 2, "title_kk", "Көші&#45;қон", "text without markup"),
    "role in a name": (REGIONS, 2, "name_en", "{num}`emigration/total`", "text without markup"),
    "link in a name": (GROUPS, 4, "name_en", "Bashkirs](javascript:alert(1))", "text without markup"),
    "formula of TeX in a name": (GROUPS, 4, "name_en", "$x$", "text without markup"),
    # Dates, lines and statements that are referred to
    "form of a date": (TIMELINE, 2, "date", "1992-13", DATE),
    "date in words": (TIMELINE, 2, "date", "in 1992", DATE),
    "date of five digits": (TIMELINE, 2, "date", "19920", DATE),
    "date in digits of another script": (TIMELINE, 2, "date", "١٩٩٢", DATE),
    "end before its beginning": (TIMELINE, 2, "date_end", "1991", "no less than date, which is 1992"),
    "end in the month before": (TIMELINE, 2, "date_end", "1991-12", "no less than date, which is 1992"),
    "unknown lane": (TIMELINE, 2, "lane", "laws", "one of period, law, institution, programme, quota, russia"),
    "no label of an event": (TIMELINE, 2, "label", "", "a value"),
    "formula in an event": (TIMELINE, 2, "label", "=1+1", "text that no spreadsheet takes for a formula"),
    "line behind the end of the profile": (TIMELINE, 2, "line", "6861", "at most 6860"),
    "period too many": (TIMELINE, 2, "period", "5", "at most 4"),
    "lane of another timeline": ("timeline-neighbours.csv", 2, "lane", "quota", "one of treaty, visit, plan, culture"),
    "line behind the end of an article": ("timeline-neighbours.csv", 2, "line", "35", "at most 34"),
    "document that nobody holds": (COVERAGE, 2, "document", "30d662699394.txt", f"one of {DOCUMENTS}"),
    "document with a path": (COVERAGE, 2, "document", "../../etc/passwd", f"one of {DOCUMENTS}"),
    "line behind the end of a document": (
        COVERAGE,
        2,
        "line",
        "522",
        "at most 521, the lines of 000_baf53b75b91f070c.txt",
    ),
    "line of coverage below one": (COVERAGE, 2, "line", "0", "at least 1"),
    "line as a range": (COVERAGE, 2, "line", "12-13", "a whole number"),
    "statement that no ledger holds": (COVERAGE, 2, "claims", "gone", "an id of the ledger"),
    "reason that is a formula": (COVERAGE, 2, "reason", "@heading", "text that no spreadsheet takes for a formula"),
    "section of no document": (SECTIONS, 2, "document", "profile.txt", f"one of {DOCUMENTS}"),
    "section that ends before it begins": (SECTIONS, 3, "last_line", "168", "no less than first_line, which is 169"),
    "section that ends behind the document": (
        SECTIONS,
        3,
        "last_line",
        "6861",
        "at most 6860, the lines of 002_1d0730d662699394.txt",
    ),
    "section of no ledger": (SECTIONS, 3, "ledger", "9.9", LEDGERS),
    "ledger with a path": (SECTIONS, 3, "ledger", "../corrections", LEDGERS),
    "section that is half done": (SECTIONS, 3, "is_done", "partly", "one of yes, no"),
    "negative readings": (SECTIONS, 3, "readings", "-1", "at least 0"),
    "conclusion on a statement that is gone": ("conclusions.csv", 2, "claims", "gone", "an id of the ledger"),
    "conclusion that is neither": (
        "conclusions.csv",
        2,
        "verdict",
        "true",
        "one of holds, holds in part, open, not a matter of numbers",
    ),
    "conclusion of a number too high": ("conclusions.csv", 13, "number", "13", "at most 12"),
    "subject that is too long for its picture": (
        "conclusions.csv",
        2,
        "subject",
        "a subject of more than thirty-four letters",
        "at most 34 characters",
    ),
    "forecast of a statement that is gone": ("forecasts.csv", 2, "claim", "gone", "an id of the ledger"),
    "forecast in an unknown direction": ("forecasts.csv", 2, "direction", "up", "one of rises, falls, positive"),
    "years of a figure the wrong way round": (
        CATALOGUE,
        3,
        "year_end",
        "1066",
        "no less than year_start, which is 1992",
    ),
    "act that ends before it applies": (
        "instruments.csv",
        2,
        "valid_to",
        "1066",
        "no less than valid_from, which is 2010",
    ),
    "act of an unknown level": (
        "instruments.csv",
        2,
        "level",
        "local",
        "one of national, bilateral, global, CIS, EAEU, four states",
    ),
    "day of an act as it is spoken": ("instruments.csv", 2, "date", "28.08.2007", "a date"),
    "line of an act behind the end": (
        "instruments.csv",
        2,
        "line",
        "6861",
        "at most 6860, the lines of 002_1d0730d662699394.txt",
    ),
    "institution with a blank": (
        "institutions.csv",
        2,
        "institution",
        "the ministry",
        "text of the form [a-z0-9]+(-[a-z0-9]+)*",
    ),
    "line of a measure behind the end": (
        "measures.csv",
        2,
        "line",
        "959",
        "at most 958, the lines of 001_472ba9427e28ffe7.txt",
    ),
    "slip of an unknown kind": (
        "journal-slips.csv",
        2,
        "kind",
        "spelling",
        "one of tense, citation, actor, count, repeated sentence, heading and text, lost end, lost "
        "sentence, broken list, word",
    ),
    "lines with commas": ("journal-comparison.csv", 2, "lines", "1, 2", "text of the form [0-9]+( [0-9]+)*"),
    "term with a capital": ("glossary.csv", 2, "id", "Ageing", "text of the form [a-z0-9-]+"),
    "series with a hyphen": ("compared-series.csv", 2, "series", "two-words", "text of the form [a-z]+"),
    "boundary that is no text of a shape": (
        "geo/boundaries-2014.csv",
        2,
        "wkt",
        "CIRCLE (1 2)",
        "text of the form (MULTI)?POLYGON .*",
    ),
    "boundary of an unknown region": ("geo/boundaries-2014.csv", 2, "region", "99", "a code of regions"),
    "formula in full width": (PERSONS, 2, "note", "＝1+1", "text that no spreadsheet takes for a formula"),
    "formula behind a semicolon": (PERSONS, 2, "note", "see;=1+1", "text that no spreadsheet takes for a formula"),
}

# What else is damaged, how, and the line that says so, behind "data/" and the name of the file.
CASES = {
    # How a file is written
    "UTF-16": (PERSONS, lambda raw: raw.decode().encode("utf-16"), ', row 1: expected UTF-8, found "byte 0xff"'),
    "UTF-16 without a mark": (
        PERSONS,
        lambda raw: raw.decode().encode("utf-16-le"),
        ', row 14: expected UTF-8, found "byte 0xd8"',
    ),
    "cp1251": (
        UNLABELLED,
        lambda raw: raw.decode().encode("cp1251", "replace"),
        ', row 2: expected UTF-8, found "byte 0xe7"',
    ),
    "a byte that is no UTF-8": (
        COUNTRIES,
        lambda raw: raw.replace("БАӘ".encode(), b"\xd0"),
        ', row 4: expected UTF-8, found "byte 0xd0"',
    ),
    "byte order mark": (
        DOLLARS,
        lambda raw: b"\xef\xbb\xbf" + raw,
        ', row 1: expected UTF-8 without a byte order mark, found "\\ufeff"',
    ),
    "byte order mark in the package": (
        PACKAGE,
        lambda raw: b"\xef\xbb\xbf" + raw,
        ', row 1: expected UTF-8 without a byte order mark, found "\\ufeff"',
    ),
    "CRLF": (
        PERCENT,
        lambda raw: raw.replace(b"\n", b"\r\n"),
        ', row 1: expected LF alone at the end of a line, found "\\r"',
    ),
    "CRLF in one line": (
        PERCENT,
        lines(lambda rows: [*rows[:4], rows[4].replace(b"\n", b"\r\n"), *rows[5:]]),
        ', row 5: expected LF alone at the end of a line, found "\\r"',
    ),
    "lone CR": (
        DENSITY,
        lambda raw: raw.replace(b"\n", b"\r"),
        ', row 1: expected LF alone at the end of a line, found "\\r"',
    ),
    "semicolons": (
        PERSONS,
        lambda raw: raw.replace(b",", b";"),
        HEADER + '"year;country;label_kk;persons;status;note"',
    ),
    "tabs": (
        PERSONS,
        lambda raw: raw.replace(b",", b"\t"),
        HEADER + '"year\\tcountry\\tlabel_kk\\tpersons\\tstatus\\tnote"',
    ),
    "semicolons below the header": (
        PERSONS,
        text("2014,AUS,Австралия,4,printed,", "2014;AUS;Австралия;4;printed;"),
        ', row 2: expected 6 cells, found "1"',
    ),
    "empty file": (PERSONS, lambda raw: b"", HEADER + '""'),
    "empty code list": (
        COUNTRIES,
        lambda raw: b"",
        ', row 1: expected the columns code,name_en,name_kk,name_ru,aliases_kk,note, found ""',
    ),
    "one line end": (PERSONS, lambda raw: b"\n", HEADER + '""'),
    "header alone": (PERSONS, lines(lambda rows: rows[:1]), ', row 2: expected a row, found "none"'),
    "header alone in a code list": (REGIONS, lines(lambda rows: rows[:1]), ', row 2: expected a row, found "none"'),
    "no header": (PERSONS, lines(lambda rows: rows[1:]), HEADER + '"2014,AUS,Австралия,4,printed,"'),
    "no line end at the end": (
        PERSONS,
        lambda raw: raw[:-1],
        ', row 181: expected LF at the end of the line, found "2019,_O,Басқалары,787,printed,"',
    ),
    "cut within the last line": (PERSONS, lambda raw: raw[:-19], ', row 181: expected UTF-8, found "byte 0xd0"'),
    "last line cut and ended": (PERSONS, lambda raw: raw[:-12] + b"\n", ', row 181: expected 6 cells, found "4"'),
    "quote that is not closed": (
        COUNTS,
        text('2014,AZE,Әзірбайжан,,blank,"', '2014,AZE,"Әзірбайжан,,blank,"'),
        ", row 2: expected quotes that open and close in one line, found "
        '"2014,AZE,"Әзірбайжан,,blank,"Left blank because L1659 says there are no data for…"',
    ),
    "quote that stays open to the end": (
        COUNTRIES,
        text("AFG,,,,,", 'AFG,,,,,"no end'),
        ', row 2: expected quotes that open and close in one line, found "AFG,,,,,"no end"',
    ),
    "text behind a quote": (
        GROUPS,
        text("bashkirs,Bashkirs", 'bashkirs,"Bash"kirs'),
        ', row 4: expected quotes that open and close in one line, found "bashkirs,"Bash"kirs,Башқұрттар,Башкиры,,"',
    ),
    "line break in a cell": (
        COUNTRIES,
        text("Abbreviated in table 1.2.2 only.", '"Abbreviated\nin table 1.2.2 only."'),
        ', row 4: expected quotes that open and close in one line, found "ARE,,,,БАӘ,"Abbreviated"',
    ),
    "empty line": (PERSONS, text("\n2015,AUS", "\n\n2015,AUS"), ', row 3: expected 6 cells, found "0"'),
    "empty line at the end": (PERSONS, lambda raw: raw + b"\n", ', row 182: expected 6 cells, found "0"'),
    "cell lost": (PERSONS, text("Австралия,4,printed,", "Австралия,4,printed"), ', row 2: expected 6 cells, found "5"'),
    "cell too many": (
        PERSONS,
        text("Австралия,4,printed,", "Австралия,4,printed,,"),
        ', row 2: expected 6 cells, found "7"',
    ),
    "thousands in two cells": (
        PERSONS,
        text("2019,RUS,Ресей Федерациясы,39784", "2019,RUS,Ресей Федерациясы,39,784"),
        ', row 127: expected 6 cells, found "7"',
    ),
    "column renamed": (PERSONS, text("persons", "people"), HEADER + '"year,country,label_kk,people,status,note"'),
    "column in capitals": (PERSONS, text("country", "Country"), HEADER + '"year,Country,label_kk,persons,status,note"'),
    "blank in the header": (
        PERSONS,
        text("year,country", "year, country"),
        HEADER + '"year, country,label_kk,persons,status,note"',
    ),
    "column too many": (
        PERSONS,
        lines(lambda rows: [line.replace(b"\n", b",x\n") for line in rows]),
        HEADER + '"year,country,label_kk,persons,status,note,x"',
    ),
    "column lost": (
        PERSONS,
        lines(lambda rows: [line.rpartition(b",")[0] + b"\n" for line in rows]),
        HEADER + '"year,country,label_kk,persons,status"',
    ),
    "columns swapped": (PERSONS, swap(0, 1), HEADER + '"country,year,label_kk,persons,status,note"'),
    "cells swapped": (PERSONS, text("2014,AUS,", "AUS,2014,"), ', row 2, column year: expected a year, found "AUS"'),
    "NUL": (
        PERSONS,
        text("Австралия", "Австр\0алия"),
        ', row 2, column label_kk: expected visible characters alone, found "Австр\\x00алия"',
    ),
    "control character": (
        GROUPS,
        text("Bashkirs", "Bash\x1bkirs"),
        ', row 4, column name_en: expected visible characters alone, found "Bash\\x1bkirs"',
    ),
    "zero-width space": (
        PERSONS,
        text("Австралия", "Австра\u200bлия"),
        ', row 2, column label_kk: expected visible characters alone, found "Австра\\u200bлия"',
    ),
    "right-to-left override": (
        CATALOGUE,
        text("Migration between", "Migration \u202ebetween"),
        ', row 2, column title_en: expected visible characters alone, found "Migration \\u202ebetween '
        'the Russian Federation and Kazakhstan"',
    ),
    "tab in a cell": (
        COUNTRIES,
        text("Abbreviated in", "Abbreviated\tin"),
        ', row 4, column note: expected visible characters alone, found "Abbreviated\\tin table 1.2.2 only."',
    ),
    "letter in two characters": (
        PERSONS,
        text("Австрия", "Австрия".replace("и", "и\u0306")),
        ', row 8, column label_kk: expected letters and their marks as one character (NFC), found "Австри\\u0306я"',
    ),
    # Numbers
    "decimal comma without quotes": (
        PERCENT,
        text("Ақмола,47.09", "Ақмола,47,09"),
        ', row 2: expected 6 cells, found "7"',
    ),
    "no-break space in a number": (
        PERSONS,
        cell(2, "persons", "1\u00a0605"),
        ', row 2, column persons: expected a whole number, found "1\\xa0605"',
    ),
    "narrow space in a number": (
        DENSITY,
        cell(2, "persons_per_km2", "2\u202f715.5"),
        ', row 2, column persons_per_km2: expected a number, found "2\\u202f715.5"',
    ),
    "over 2**63": (
        PERSONS,
        cell(2, "persons", str(2**63)),
        ', row 2, column persons: expected at most 100000000, found "9223372036854775808"',
    ),
    "five thousand digits": (
        PERSONS,
        cell(2, "persons", "9" * 5000),
        ", row 2, column persons: expected a whole number, found "
        '"99999999999999999999999999999999999999999999999999999999999999999999999999999999…"',
    ),
    "no day of the calendar": (
        REGIONS,
        text("2018-06-18", "2018-02-30"),
        ', row 12, column valid_to: expected a date, found "2018-02-30"',
    ),
    "date as it is spoken": (
        REGIONS,
        text("2018-06-18", "18.06.2018"),
        ', row 12, column valid_to: expected a date, found "18.06.2018"',
    ),
    # Keys, years, status
    "row lost": (
        PERSONS,
        lines(lambda rows: rows[:6] + rows[7:]),
        ', row 2, column year: expected 2014, 2015, 2016, 2017, 2018, 2019 for AUS, found "2014, 2015, '
        '2016, 2017, 2018"',
    ),
    "row lost in a series": (
        FIGURE,
        lines(lambda rows: rows[:2] + rows[3:]),
        ', row 2, column year: expected 2014, 2015, 2016, 2017, 2018, 2019 for the table, found "2014, '
        '2016, 2017, 2018, 2019"',
    ),
    "row twice": (
        PERSONS,
        lines(lambda rows: [*rows, rows[1]]),
        ', row 182, column year, country: expected a key that no other row has, found "the same as in '
        'the row at position 2"',
    ),
    "year twice with another value": (
        FIGURE,
        lines(lambda rows: [*rows, rows[6].replace(b"8", b"9")]),
        ', row 8, column year: expected a key that no other row has, found "the same as in the row at position 7"',
    ),
    "all rows of a country lost": (
        PERSONS,
        lines(lambda rows: rows[:1] + rows[7:]),
        ': expected 180 rows, found "174"',
    ),
    "a country too many": (
        PERSONS,
        lambda raw: raw + b"".join(f"{y},AFG,Ауғанстан,1,printed,\n".encode() for y in range(2014, 2020)),
        ': expected 180 rows, found "186"',
    ),
    "code twice in a list": (
        GROUPS,
        lines(lambda rows: [rows[0], *rows[1:2], *rows[1:]]),
        ', row 3, column code: expected a key that no other row has, found "the same as in the row at position 2"',
    ),
    "year behind": (
        PERSONS,
        lambda raw: raw + "2020,AUS,Австралия,9,printed,\n".encode(),
        ', row 182, column year: expected at most 2019, found "2020"',
    ),
    "code in Cyrillic letters alone": (
        SEXES,
        cell(2, "sex", "М"),
        ', row 2, column sex: expected a code of sexes, found "\\u041c"',
    ),
    "code with a hyphen": (
        GROUPS,
        text("\narmenians,", "\nold-armenians,A,Б,В,,\narmenians,"),
        ', row 2, column code: expected text of the form [A-Za-z0-9_]+, found "old-armenians"',
    ),
    "value without its status": (
        PERSONS,
        cell(2, "status", "blank"),
        ', row 2, column persons: expected an empty cell, since status is blank, found "4"',
    ),
    # Labels and names
    "label where none is printed": (
        UNLABELLED,
        text("2014,_X,,", "2014,_X,Белгісіз,"),
        ', row 68, column label_kk: expected a label of _X (none), found "Белгісіз"',
    ),
    "label of a series without codes": (
        FIGURE,
        text("2014,,", "2014,Халық,"),
        ', row 2, column label_kk: expected a label of the table (none), found "Халық"',
    ),
    "alias of two codes": (
        COUNTRIES,
        text("AFG,,,,,", "AFG,,,,БАӘ,"),
        ', row 4, column aliases_kk: expected a spelling that AFG does not have, found "БАӘ"',
    ),
    "name that is another's alias": (
        REGIONS,
        cell(2, "name_kk", "Ақтөбе"),
        ', row 3, column aliases_kk: expected a spelling that 11 does not have, found "Ақтөбе"',
    ),
    "alias with a blank": (
        REGIONS,
        text("|БҚО", "| БҚО"),
        ', row 6, column aliases_kk: expected no blank at either end, found " БҚО"',
    ),
    "country without a name": (
        COUNTRIES,
        text("AFG,,,,,", "AFG,,,,,\nQQQ,,Құрақ,Курак,,"),
        ', row 3, column name_en: expected a name of QQQ, found ""',
    ),
    # Formulas and markup
    "code span in a note": (
        COUNTRIES,
        text("Abbreviated", "`Abbreviated`"),
        ', row 4, column note: expected text without markup, found "`Abbreviated` in table 1.2.2 only."',
    ),
    # The package itself
    "broken JSON": (
        PACKAGE,
        text('"name": "kzmigration"', '"name" "kzmigration"'),
        ', row 2: expected JSON, found " "name" "kzmigration","',
    ),
    "JSON that is cut": (PACKAGE, lambda raw: raw[:-3] + b"\n", ', row 536: expected JSON, found ""'),
    "a list for a package": (PACKAGE, lambda raw: b"[]\n", ': expected a list of resources, found "[]"'),
    "no resources": (PACKAGE, lambda raw: b"{}\n", ': expected a list of resources, found "{}"'),
    "empty package": (PACKAGE, lambda raw: b"", ', row 1: expected JSON, found ""'),
    "path that leaves the folder": (
        PACKAGE,
        text("profile/table-1.3.1.csv", "../table-1.3.1.csv"),
        ', table-1.3.1: expected the path of a CSV file below data, found "../table-1.3.1.csv"',
    ),
    "path that leaves the folder inside": (
        PACKAGE,
        text("profile/table-1.3.1.csv", "profile/../../x.csv"),
        ', table-1.3.1: expected the path of a CSV file below data, found "profile/../../x.csv"',
    ),
    "absolute path": (
        PACKAGE,
        text("profile/table-1.3.1.csv", "/etc/passwd"),
        ', table-1.3.1: expected the path of a CSV file below data, found "/etc/passwd"',
    ),
    "address of another host": (
        PACKAGE,
        text("profile/table-1.3.1.csv", "https://example.org/x.csv"),
        ', table-1.3.1: expected the path of a CSV file below data, found "https://example.org/x.csv"',
    ),
    "list of paths": (
        PACKAGE,
        entry(lambda r: r.update(path=["a.csv", "b.csv"])),
        ", table-1.3.1: expected the path of a CSV file below data, found \"['a.csv', 'b.csv']\"",
    ),
    "no path": (
        PACKAGE,
        entry(lambda r: r.pop("path")),
        ', table-1.3.1: expected the path of a CSV file below data, found "none"',
    ),
    "no name": (
        PACKAGE,
        entry(lambda r: r.pop("name")),
        ', resource 7: expected as name words, numbers, points and hyphens, found "none"',
    ),
    "no schema": (PACKAGE, entry(lambda r: r.pop("schema")), ', table-1.3.1: expected a schema, found "none"'),
    "document that nobody knows": (
        PACKAGE,
        entry(lambda r: r.update(document="gone.txt")),
        f', table-1.3.1: expected as document one of {DOCUMENTS}, found "gone.txt"',
    ),
    "years without an end": (
        PACKAGE,
        entry(lambda r: r["schema"]["fields"][0]["constraints"].pop("maximum")),
        ', table-1.3.1, column year: expected maximum, found "none"',
    ),
    "schema without fields": (
        PACKAGE,
        entry(lambda r: r["schema"].pop("fields")),
        ", table-1.3.1: 'fields' is a required property",
    ),
    "schema with a rule that nothing checks": (
        PACKAGE,
        entry(lambda r: r["schema"].update(uniqueKeys=[["year"]])),
        ', table-1.3.1: expected a key that is read, found "uniqueKeys"',
    ),
    "field with a rule that nothing checks": (
        PACKAGE,
        entry(lambda r: r["schema"]["fields"][4].update(categories=["a"])),
        ', table-1.3.1, column status: expected a key that is read, found "categories"',
    ),
    "misspelt constraint": (
        PACKAGE,
        rule("persons", minmum=0),
        ', table-1.3.1: constraint "minmum" is not supported by type "integer"',
    ),
    "limit that is no number": (
        PACKAGE,
        rule("persons", minimum="none"),
        ', table-1.3.1, column persons: expected a minimum that type integer can hold, found "none"',
    ),
    "pattern that is none": (
        PACKAGE,
        rule("country", pattern="[A-"),
        ', table-1.3.1, column country: expected a pattern that type string can hold, found "[A-"',
    ),
    "list of values that is empty": (
        PACKAGE,
        rule("status", enum=[]),
        ', table-1.3.1, column status: expected a enum that type string can hold, found "[]"',
    ),
    "unknown type": (
        PACKAGE,
        entry(lambda r: r["schema"]["fields"][3].update(type="int")),
        ', table-1.3.1: field type "int" is not supported',
    ),
    "key without its column": (
        PACKAGE,
        entry(lambda r: r["schema"].update(primaryKey=["yeer"])),
        ", table-1.3.1: primary key \"['yeer']\" does not match the fields \"['year', 'country', "
        "'label_kk', 'persons', 'status', 'note']\"",
    ),
    "foreign key to nowhere": (
        PACKAGE,
        entry(lambda r: r["schema"]["foreignKeys"][0]["reference"].update(resource="lands")),
        ", table-1.3.1: expected a foreign key to a column of a resource, found \"{'resource': 'lands', "
        "'fields': ['code']}\"",
    ),
    "foreign key to a lost column": (
        PACKAGE,
        entry(lambda r: r["schema"]["foreignKeys"][0]["reference"].update(fields=["iso"])),
        ", table-1.3.1: expected a foreign key to a column of a resource, found \"{'resource': "
        "'countries', 'fields': ['iso']}\"",
    ),
    "another encoding": (
        PACKAGE,
        entry(lambda r: r.update(encoding="cp1251")),
        ', table-1.3.1: expected utf-8 and no dialect, found "cp1251"',
    ),
    "dialect of its own": (
        PACKAGE,
        entry(lambda r: r.update(dialect={"delimiter": ";"})),
        ", table-1.3.1: expected utf-8 and no dialect, found \"{'delimiter': ';'}\"",
    ),
    "markup in an agency": (
        PACKAGE,
        entry(lambda r: r.update(agency="<script>")),
        ', table-1.3.1: expected as agency text without markup, found "<script>"',
    ),
    "field twice": (
        PACKAGE,
        entry(lambda r: r["schema"]["fields"].append({"name": "note", "type": "string"})),
        ", table-1.3.1: names of the fields are not unique",
    ),
    "printed table without its unit": (
        PACKAGE,
        entry(lambda r: r["schema"]["fields"][3].update(name="people")),
        ", table-1.3.1: expected the columns label_kk, note, status, year and one of persons, percent, "
        'usd_million, persons_per_km2, found "country, label_kk, note, people, status, year"',
    ),
    "printed table without a status": (
        PACKAGE,
        entry(lambda r: r["schema"]["fields"].pop(4)),
        ", table-1.3.1: expected the columns label_kk, note, status, year and one of persons, percent, "
        'usd_million, persons_per_km2, found "country, label_kk, note, persons, year"',
    ),
    "code list without names": (
        PACKAGE,
        entry(lambda r: r["schema"]["fields"].pop(3), "sexes"),
        ', sexes: expected the columns code, name_en, name_kk, name_ru, found "aliases_kk, code, '
        'name_en, name_kk, note"',
    ),
    # Another producer's series
    "a digit of another producer's": (
        BUREAU,
        text("1991,170787", "1991,170788"),
        checksum(BUREAU, text("1991,170787", "1991,170788")),
    ),
    "a value of another producer's that was blank": (
        BUREAU,
        text("1991,170787,228473,,", "1991,170787,228473,350000,"),
        checksum(BUREAU, text("1991,170787,228473,,", "1991,170787,228473,350000,")),
    ),
    "rows of another producer's in another order": (
        PORTAL,
        lines(lambda rows: [rows[0], *sorted(rows[1:], reverse=True)]),
        checksum(PORTAL, lines(lambda rows: [rows[0], *sorted(rows[1:], reverse=True)])),
    ),
    "a number of another producer's with a comma": (
        PORTAL,
        text("11,736735", '11,"736,735"'),
        ', row 2, column persons_first_release: expected a whole number, found "736,735"',
    ),
    "checksum of another kind": (
        PACKAGE,
        entry(lambda r: r.update(hash="d41d8cd98f00b204e9800998ecf8427e"), OPEN),
        f', {OPEN}: expected sha256: and the checksum of the file, found "d41d8cd98f00b204e9800998ecf8427e"',
    ),
    "no checksum": (
        PACKAGE,
        entry(lambda r: r.pop("hash"), OPEN),
        f', {OPEN}: expected sha256: and the checksum of the file, found "none"',
    ),
    **{
        f"no {key}": (
            PACKAGE,
            entry(lambda r, key=key: r.pop(key), OPEN),
            f', {OPEN}: expected whose or which it is: {key}, found "none"',
        )
        for key in ("producer", "dataset", "version", "citation")
    },
    "no date of retrieval": (
        PACKAGE,
        entry(lambda r: r.pop("retrieved"), OPEN),
        f', {OPEN}: expected when it was retrieved, such as 2026-11-25, found "none"',
    ),
    "a word for the date of retrieval": (
        PACKAGE,
        entry(lambda r: r.update(retrieved="lately"), OPEN),
        f', {OPEN}: expected when it was retrieved, such as 2026-11-25, found "lately"',
    ),
    "no licence": (
        PACKAGE,
        entry(lambda r: r.pop("licenses"), OPEN),
        f', {OPEN}: expected the name of a licence, or not-stated, found "none"',
    ),
    "a licence without a name": (
        PACKAGE,
        entry(lambda r: r.update(licenses=[{"title": "free"}]), OPEN),
        f', {OPEN}: expected the name of a licence, or not-stated, found "none"',
    ),
    "another producer's among the profile's": (
        PACKAGE,
        entry(lambda r: r.update(producer="A bureau")),
        f', {TABLE}: expected a path below open, since it has a producer, found "{PERSONS}"',
    ),
    # What the package must not say, or not leave out
    "deep nest": (
        PACKAGE,
        lambda raw: b"[" * 100_000 + b"\n",
        ": expected lists and fields that are not too deep, found "
        '"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[…"',
    ),
    "deep fields": (
        PACKAGE,
        lambda raw: b'{"resources": ' * 100_000 + b"\n",
        ': expected lists and fields that are not too deep, found "{"resources": {"resources": '
        '{"resources": {"resources": {"resources": {"resource…"',
    ),
    "NaN in the package": (
        PACKAGE,
        text('"rows": 180', '"rows": NaN'),
        ': expected numbers in plain digits, found "NaN"',
    ),
    "infinity in the package": (
        PACKAGE,
        text('"rows": 180', '"rows": -Infinity'),
        ': expected numbers in plain digits, found "-Infinity"',
    ),
    "infinity by its size": (
        PACKAGE,
        text('"rows": 180', '"rows": 1e999'),
        ", table-1.3.1: inf is not of type 'integer' at property 'rows'",
    ),
    "number of five thousand digits": (
        PACKAGE,
        text('"rows": 180', '"rows": ' + "9" * 5000),
        ": expected numbers of at most 15 digits, found "
        '"99999999999999999999999999999999999999999999999999999999999999999999999999999999…"',
    ),
    "number in quotes": (
        PACKAGE,
        text('"rows": 180', '"rows": "180"'),
        ", table-1.3.1: '180' is not of type 'integer' at property 'rows'",
    ),
    "key twice": (PACKAGE, text('"rows": 180', '"rows": 180, "rows": 181'), ': expected each key once, found "rows"'),
    "single quotes": (
        PACKAGE,
        text('"name": "kzmigration"', "'name': 'kzmigration'"),
        ", row 2: expected JSON, found \" 'name': 'kzmigration',\"",
    ),
    "comment in JSON": (PACKAGE, text("{", "{ // a package"), ', row 1: expected JSON, found "{ // a package"'),
    "comma too many": (PACKAGE, lambda raw: raw.replace(b"\n}", b",\n}"), ', row 536: expected JSON, found "}"'),
    "null for a resource": (
        PACKAGE,
        lambda raw: raw.replace(b'"resources": [', b'"resources": [null, '),
        ': expected a list of resources, found "[null, {"name": "countries", "path": '
        '"codes/countries.csv", "title": "Countries:…"',
    ),
    "name with a path": (
        PACKAGE,
        entry(lambda r: r.update(name="../table")),
        ', ../table: expected as name words, numbers, points and hyphens, found "../table"',
    ),
    "name with a folder": (
        PACKAGE,
        entry(lambda r: r.update(name="profile/table")),
        ', profile/table: expected as name words, numbers, points and hyphens, found "profile/table"',
    ),
    "name with capitals": (
        PACKAGE,
        entry(lambda r: r.update(name="Table X")),
        ', Table X: expected as name words, numbers, points and hyphens, found "Table X"',
    ),
    "name that is hidden": (
        PACKAGE,
        entry(lambda r: r.update(name=".table")),
        ', .table: expected as name words, numbers, points and hyphens, found ".table"',
    ),
    "name that is a formula": (
        PACKAGE,
        entry(lambda r: r.update(name="=x")),
        ', =x: expected as name words, numbers, points and hyphens, found "=x"',
    ),
    "number for a name": (
        PACKAGE,
        entry(lambda r: r.update(name=5)),
        ", 5: 5 is not of type 'string' at property 'name'",
    ),
    "path twice": (
        PACKAGE,
        entry(lambda r: r.update(path="codes/countries.csv")),
        ': expected each path once, found "codes/countries.csv"',
    ),
    "path with a zero byte": (
        PACKAGE,
        entry(lambda r: r.update(path="profile/\0.csv")),
        ', table-1.3.1: expected the path of a CSV file below data, found "profile/\\x00.csv"',
    ),
    "path in another system": (
        PACKAGE,
        entry(lambda r: r.update(path="profile\\table-1.3.1.csv")),
        ', table-1.3.1: expected the path of a CSV file below data, found "profile\\table-1.3.1.csv"',
    ),
    "path of a device": (
        PACKAGE,
        entry(lambda r: r.update(path="/dev/zero")),
        ', table-1.3.1: expected the path of a CSV file below data, found "/dev/zero"',
    ),
    "path of the package itself": (
        PACKAGE,
        entry(lambda r: r.update(path="datapackage.json")),
        ', table-1.3.1: expected the path of a CSV file below data, found "datapackage.json"',
    ),
    "path with an escape": (
        PACKAGE,
        entry(lambda r: r.update(path="%2e%2e/table.csv")),
        ', table-1.3.1: expected the path of a CSV file below data, found "%2e%2e/table.csv"',
    ),
    "path of a hidden folder": (
        PACKAGE,
        entry(lambda r: r.update(path=".git/config.csv")),
        ', table-1.3.1: expected the path of a CSV file below data, found ".git/config.csv"',
    ),
    "number for a path": (
        PACKAGE,
        entry(lambda r: r.update(path=5)),
        ', table-1.3.1: expected the path of a CSV file below data, found "5"',
    ),
    "no title": (PACKAGE, entry(lambda r: r.pop("title")), ', table-1.3.1: expected as title a text, found "none"'),
    "title that is a formula": (
        PACKAGE,
        entry(lambda r: r.update(title="=x")),
        ', table-1.3.1: expected as title text that no spreadsheet takes for a formula, found "=x"',
    ),
    "title of two alphabets": (
        PACKAGE,
        entry(lambda r: r.update(title="Тable")),
        ', table-1.3.1: expected as title words of one alphabet each, found "Тable"',
    ),
    "no unit": (PACKAGE, entry(lambda r: r.pop("unit")), ', table-1.3.1: expected as unit a text, found "none"'),
    "no agency": (PACKAGE, entry(lambda r: r.pop("agency")), ', table-1.3.1: expected as agency a text, found "none"'),
    "no document": (
        PACKAGE,
        entry(lambda r: r.pop("document")),
        ', table-1.3.1: expected as document a text, found "none"',
    ),
    "document with a path": (
        PACKAGE,
        entry(lambda r: r.update(document="../x.txt")),
        f', table-1.3.1: expected as document one of {DOCUMENTS}, found "../x.txt"',
    ),
    "no line": (
        PACKAGE,
        entry(lambda r: r.pop("line")),
        ', table-1.3.1: expected as line a whole number, found "none"',
    ),
    "word for a line": (
        PACKAGE,
        entry(lambda r: r.update(line="many")),
        ', table-1.3.1: expected as line a whole number, found "many"',
    ),
    "line of eight digits": (
        PACKAGE,
        entry(lambda r: r.update(line=99999999)),
        ', table-1.3.1: expected as line a whole number, found "99999999"',
    ),
    "printed as a path": (
        PACKAGE,
        entry(lambda r: r.update(printed_as="../x")),
        ', table-1.3.1: expected as printed_as such as table-1.3.1, found "../x"',
    ),
    "no licence of a printed table": (
        PACKAGE,
        entry(lambda r: r.pop("licenses")),
        ', table-1.3.1: expected the name of a licence, or not-stated, found "none"',
    ),
    "word for the licences": (
        PACKAGE,
        entry(lambda r: r.update(licenses="free")),
        ", table-1.3.1: 'free' is not of type 'array' at property 'licenses'",
    ),
    "licence at an address that runs": (
        PACKAGE,
        entry(lambda r: r.update(licenses=[{"name": "x", "path": "javascript:alert(1)"}])),
        ', table-1.3.1: expected an address that begins with https:// or http://, found "javascript:alert(1)"',
    ),
    "source at an address that runs": (
        PACKAGE,
        entry(lambda r: r.update(sources=[{"title": "x", "path": "javascript:alert(1)"}])),
        ', table-1.3.1: expected an address that begins with https:// or http://, found "javascript:alert(1)"',
    ),
    "source in a file of this machine": (
        PACKAGE,
        entry(lambda r: r.update(sources=[{"title": "x", "path": "file:///etc/passwd"}])),
        ', table-1.3.1: expected an address that begins with https:// or http://, found "file:///etc/passwd"',
    ),
    "source with quotes in its address": (
        PACKAGE,
        entry(lambda r: r.update(sources=[{"title": "x", "path": 'https://x/"onclick="a'}])),
        ', table-1.3.1: expected an address that begins with https:// or http://, found "https://x/"onclick="a"',
    ),
    "word for the sources": (
        PACKAGE,
        entry(lambda r: r.update(sources="x")),
        ", table-1.3.1: 'x' is not of type 'array' at property 'sources'",
    ),
    "checksum of another kind of a printed table": (
        PACKAGE,
        entry(lambda r: r.update(hash="md5:00")),
        ', table-1.3.1: expected sha256: and the checksum of the file, found "md5:00"',
    ),
    "number for a checksum": (
        PACKAGE,
        entry(lambda r: r.update(hash=5)),
        ', table-1.3.1: expected sha256: and the checksum of the file, found "5"',
    ),
    "word for a size": (
        PACKAGE,
        entry(lambda r: r.update(bytes="many"), OPEN),
        ", egov-regions-2020: 'many' is not of type 'integer' at property 'bytes'",
    ),
    "spreadsheet for a table": (
        PACKAGE,
        entry(lambda r: r.update(format="xlsx")),
        ', table-1.3.1: expected as format csv, found "xlsx"',
    ),
    "another kind of media": (
        PACKAGE,
        entry(lambda r: r.update(mediatype="text/html")),
        ', table-1.3.1: expected as mediatype text/csv, found "text/html"',
    ),
    "compressed": (
        PACKAGE,
        entry(lambda r: r.update(compression="zip")),
        ', table-1.3.1: expected a key that is read, found "compression"',
    ),
    "a scheme that asks another host": (
        PACKAGE,
        entry(lambda r: r.update(scheme="https")),
        ', table-1.3.1: expected a key that is read, found "scheme"',
    ),
    "a profile of another host": (
        PACKAGE,
        entry(lambda r: r.update(profile="https://example.org/profile.json")),
        ', table-1.3.1: expected a key that is read, found "profile"',
    ),
    "further paths": (
        PACKAGE,
        entry(lambda r: r.update(extrapaths=["/etc/passwd"])),
        ', table-1.3.1: expected a key that is read, found "extrapaths"',
    ),
    "another folder to begin from": (
        PACKAGE,
        entry(lambda r: r.update(basepath="/etc")),
        ', table-1.3.1: expected a key that is read, found "basepath"',
    ),
    "data within the package": (
        PACKAGE,
        entry(lambda r: r.update(data=[["a"], ["1"]])),
        ', table-1.3.1: expected a key that is read, found "data"',
    ),
    "a profile of another host for the package": (
        PACKAGE,
        lambda raw: raw.replace(b"{", b'{"profile": "https://example.org/x.json",', 1),
        ': expected a key that is read, found "profile"',
    ),
    "schema in a file": (
        PACKAGE,
        entry(lambda r: r.update(schema="schema.json")),
        ', table-1.3.1: expected a schema, found "schema.json"',
    ),
    "word for the fields": (
        PACKAGE,
        entry(lambda r: r["schema"].update(fields="x")),
        ", table-1.3.1: 'x' is not of type 'array' at property 'fields'",
    ),
    "number for the name of a field": (
        PACKAGE,
        entry(lambda r: r["schema"]["fields"][0].update(name=3)),
        ", table-1.3.1: 3 is not of type 'string' at property 'name'",
    ),
    "word for the constraints": (
        PACKAGE,
        entry(lambda r: r["schema"]["fields"][0].update(constraints="x")),
        ", table-1.3.1: 'x' is not of type 'object' at property 'constraints'",
    ),
    "markup in the description of a field": (
        PACKAGE,
        entry(lambda r: r["schema"]["fields"][0].update(description="<script>")),
        ', table-1.3.1, column year: expected as description text without markup, found "<script>"',
    ),
    "formula in the description of a field": (
        PACKAGE,
        entry(lambda r: r["schema"]["fields"][0].update(description="=1+1")),
        ", table-1.3.1, column year: expected as description text that no spreadsheet takes for a "
        'formula, found "=1+1"',
    ),
    "word for the foreign keys": (
        PACKAGE,
        entry(lambda r: r["schema"].update(foreignKeys="x")),
        ", table-1.3.1: 'x' is not of type 'array' at property 'foreignKeys'",
    ),
    "foreign key without its list": (
        PACKAGE,
        entry(lambda r: r["schema"].update(foreignKeys=[{"fields": ["country"]}])),
        ', table-1.3.1: foreign key fields "[\'country\']" does not match the reference fields "[]"',
    ),
    "foreign key of a lost column": (
        PACKAGE,
        entry(lambda r: r["schema"]["foreignKeys"][0].update(fields=["land"])),
        ", table-1.3.1: foreign key \"{'fields': ['land'], 'reference': {'resource': 'countries', "
        "'fields': ['code']}}\" does not match the fields \"['year', 'country', 'label_kk', 'persons', "
        "'status', 'note']\"",
    ),
    "number for the key": (
        PACKAGE,
        entry(lambda r: r["schema"].update(primaryKey=5)),
        ", table-1.3.1: 5 is not of type 'string' at property 'primaryKey/0'",
    ),
    # What tables refer to
    "one statement of two that no ledger holds": (
        COVERAGE,
        cell(2, "claims", "world-migrants-2019 gone"),
        ', row 2, column claims: expected an id of the ledger, found "gone"',
    ),
    "formula behind a tab": (
        PERSONS,
        cell(2, "note", "a\t=1"),
        ', row 2, column note: expected visible characters alone, found "a\\t=1"',
    ),
    "formula behind the end of a line": (
        PERSONS,
        cell(2, "note", "a\r=1"),
        ', row 2: expected LF alone at the end of a line, found "\\r"',
    ),
    "forecast twice": (
        "forecasts.csv",
        lines(lambda rows: [*rows, rows[1]]),
        ', row 15, column id: expected a key that no other row has, found "the same as in the row at position 2"',
    ),
}


@pytest.fixture
def small(package):
    """Return a function that leaves the code lists and one resource in the package, since that is enough to check."""

    def keep(file):
        if file != CATALOGUE:  # it names all the others
            described = json.loads((package / PACKAGE).read_text(encoding="utf8"))
            described["resources"] = [
                resource
                for resource in described["resources"]
                if resource["path"].startswith("codes/")
                or resource["path"] in ((PERSONS, PORTAL) if file == PACKAGE else (file,))
            ]
            (package / PACKAGE).write_text(json.dumps(described, indent=1) + "\n", encoding="utf8")
        return package

    return keep


def refusal():
    """Return what the validator says, which takes it no time worth speaking of."""
    start = time.process_time()
    with pytest.raises(DataError) as error:
        validation.validate()
    assert time.process_time() - start < QUICK
    return str(error.value)


@pytest.mark.parametrize(("file", "row", "column", "value", "expected"), CELLS.values(), ids=CELLS.keys())
def test_a_damaged_cell_is_refused_in_one_line(small, file, row, column, value, expected):
    package = small(file)
    (package / file).write_bytes(cell(row, column, value)((package / file).read_bytes()))
    assert refusal() == f'data/{file}, row {row}, column {column}: expected {expected}, found "{value}"'


@pytest.mark.parametrize(("file", "damage", "said"), CASES.values(), ids=CASES.keys())
def test_damage_is_refused_in_one_line(small, file, damage, said):
    package = small(file)
    sound = (package / file).read_bytes()
    (package / file).write_bytes(damage(sound))
    assert (package / file).read_bytes() != sound
    assert refusal() == f"data/{file}{said}"


@pytest.mark.parametrize("file", [PERSONS, COUNTRIES, CATALOGUE, PACKAGE])
def test_a_lost_file_is_named(package, file):
    (package / file).unlink()
    assert refusal() == f'data/{file}: expected a file, found "none"'


def test_a_folder_is_no_file(package):
    (package / PERSONS).unlink()
    (package / PERSONS).mkdir()
    assert refusal() == f'data/{PERSONS}: expected a file, found "none"'


def test_a_link_that_leaves_the_folder_is_refused(package, tmp_path):
    (package / PERSONS).rename(tmp_path / "elsewhere.csv")
    (package / PERSONS).symlink_to(tmp_path / "elsewhere.csv")
    said = "expected the path of a CSV file below data"
    assert refusal() == f'data/datapackage.json, {TABLE}: {said}, found "{PERSONS}"'


def test_a_count_of_rows_that_is_not_that_of_the_file_is_named(package):
    (package / PACKAGE).write_bytes(entry(lambda r: r.update(rows=181))((package / PACKAGE).read_bytes()))
    assert refusal() == f'data/{PERSONS}: expected 181 rows, found "180"'


def test_a_checksum_or_size_that_is_not_that_of_the_file_is_named(package):
    sound = (package / PACKAGE).read_bytes()
    zero, true = "sha256:" + "0" * 64, hashlib.sha256((DATA / PORTAL).read_bytes()).hexdigest()
    (package / PACKAGE).write_bytes(entry(lambda r: r.update(hash=zero), OPEN)(sound))
    assert refusal() == f'data/{PORTAL}: expected the bytes of {zero}, found "sha256:{true}"'
    (package / PACKAGE).write_bytes(entry(lambda r: r.update(bytes=218), OPEN)(sound))
    assert refusal() == f'data/{PORTAL}: expected 218 bytes, found "219"'


def test_each_open_resource_says_whose_it_is_and_has_the_bytes_of_its_checksum():
    described = json.loads((DATA / PACKAGE).read_text(encoding="utf8"))["resources"]
    others = [resource for resource in described if resource["path"].startswith("open/")]
    assert {resource["path"] for resource in others} == {
        file.relative_to(DATA).as_posix() for file in (DATA / "open").rglob("*.csv")
    }
    for resource in others:
        assert all(resource[key].strip() for key in ("producer", "dataset", "version", "citation")), resource["name"]
        assert re.fullmatch(r"20\d\d(-\d\d(-\d\d)?)?", resource["retrieved"]), resource["name"]
        assert resource["licenses"], resource["name"]
        assert all(licence["name"] for licence in resource["licenses"]), resource["name"]
        assert all("path" in licence for licence in resource["licenses"] if licence["name"] != "not-stated")
        raw = (DATA / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(raw).hexdigest()}"
        assert resource["bytes"] == len(raw)


def test_several_damages_give_a_line_each(package):
    for file, row in ((PERSONS, 2), (PERSONS, 4), (DENSITY, 3)):
        column = "persons" if file == PERSONS else "persons_per_km2"
        (package / file).write_bytes(cell(row, column, "-7")((package / file).read_bytes()))
    assert refusal().splitlines() == [
        f'data/{PERSONS}, row 2, column persons: expected at least 0, found "-7"',
        f'data/{PERSONS}, row 4, column persons: expected at least 0, found "-7"',
        f'data/{DENSITY}, row 3, column persons_per_km2: expected at least 0, found "-7"',
    ]


def test_a_file_that_is_wrong_throughout_gives_five_lines_and_a_count(package):
    raw = (package / PERCENT).read_text(encoding="utf8")
    wrong, count = re.subn(r"([0-9]+)\.([0-9]+),printed", r'"\1,\2",printed', raw)
    (package / PERCENT).write_text(wrong, encoding="utf8")
    said = refusal().splitlines()
    assert said[0] == f'data/{PERCENT}, row 2, column percent: expected a number, found "47,09"'
    assert said[5:] == [f"data/{PERCENT}: {count - 5} more"]


def test_a_package_that_cannot_be_read_stops_the_build_before_anything_is_run(package, monkeypatch):
    (package / PACKAGE).write_text("{\n", encoding="utf8")
    monkeypatch.setattr(workflow, "DATA", package)
    monkeypatch.setattr(workflow.subprocess, "run", lambda *_, **__: pytest.fail("a job was started"))
    with pytest.raises(DataError, match=r'^data/datapackage.json, row 2: expected JSON, found ""$'):
        workflow.build(cores=1)


@pytest.mark.parametrize("to", ["/etc/passwd", "/dev/zero", "1.3.yaml"])
def test_a_link_in_the_ledger_or_the_corrections_that_leaves_the_folder_is_refused(package, to):
    (package / "claims" / "1.3.yaml").unlink()
    (package / "claims" / "1.3.yaml").symlink_to(to)
    assert refusal() == 'data/claims/1.3.yaml: expected no link that leaves data, found "claims/1.3.yaml"'


def test_a_folder_that_is_a_link_is_refused(package, tmp_path):
    (package / "profile").rename(tmp_path / "elsewhere")
    (package / "profile").symlink_to(tmp_path / "elsewhere")
    said = "expected the path of a CSV file below data"
    assert refusal().splitlines()[0] == f'data/{PACKAGE}, table-1.2.1: {said}, found "profile/table-1.2.1.csv"'


@pytest.mark.parametrize("file", [PERSONS, PACKAGE])
def test_a_file_of_a_gigabyte_is_refused_before_it_is_read(package, file):
    os.truncate(package / file, 10**9)
    assert refusal() == f'data/{file}: expected at most 20000000 bytes, found "1000000000"'


def test_a_pipe_is_no_file(package):
    (package / PERSONS).unlink()
    os.mkfifo(package / PERSONS)
    assert refusal() == f'data/{PERSONS}: expected a file, found "none"'
