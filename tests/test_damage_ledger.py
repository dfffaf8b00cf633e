"""A damaged ledger, as the command line tells of it: one line each, no traceback, and no time lost.

Damaged data stand in ``test_damage.py``, what a chapter cannot be asked in ``test_damage_asked.py``.
"""

import itertools
import time

import pytest
from typer.testing import CliRunner

from kzmigration import checks, claims, cli, coverage, data, verdicts
from kzmigration.files import shown

STATED = "{value: 28800, unit: persons, half_width: 50, qualifier: slightly more than}"
TEXT = "statement: In 2014 slightly more than 28.8 thousand persons left."
CHECK = "{total: table-1.3.1, year: 2014}"
RISES = "{rises: table-1.3.1, years: [2014, 2019]}"
LEDGER = f"""- id: departures-2014
  document: 002_1d0730d662699394.txt
  line: 2193
  section: "1.3"
  {TEXT}
  stated: {STATED}
  check: {CHECK}
  verdict: reproduced
- id: departures-grew
  document: 002_1d0730d662699394.txt
  line: 2193
  section: "1.3"
  statement: Departures rose in each year.
  stated: {{value: 1, unit: truth, half_width: 0, qualifier: exact}}
  check: {RISES}
  verdict: consistent
"""
QUICK = 1.5  # seconds of processor time that any refusal may take
OPERATORS = (
    "rounded, cell, open, total, claim, sum, product, difference, change, ratio, share, percent_change, slope, rank, "
    "bound"
)
DOCUMENTS = (
    "000_baf53b75b91f070c.txt, 001_472ba9427e28ffe7.txt, 002_1d0730d662699394.txt, 003_1516130dd1bc98d8.txt, "
    "004_07f1efdd8f50746f.txt"
)
FIELDS = "id, document, line, section, statement, stated, check, verdict, explanation, severity, origin"
KEYS = "country, ethnic_group, region, occupation, age, sex"
COLUMNS = ", ".join(data.read("bns-national").columns)
RESOURCES = ", ".join(sorted(resource["name"] for resource in data.package()["resources"]))
# What is changed, into what, and the line that refuses it, behind the name of the file.
WRITTEN = {
    "tag that calls": (
        "statement: In 2014",
        "statement: !!python/object/apply:os.system [reboot] #",
        ', row 5: expected no tag, found "tag:yaml.org,2002:python/object/apply:os.system"',
    ),
    "tag of an object": (
        "  verdict: reproduced",
        "  verdict: !!python/name:os.system reproduced",
        ', row 8: expected no tag, found "tag:yaml.org,2002:python/name:os.system"',
    ),
    "tag of ours": ("line: 2193", "line: !line 2193", ', row 3: expected no tag, found "!line"'),
    "tag that says nothing": ("line: 2193", "line: ! 2193", ', row 3: expected no tag, found "!"'),
    "tag of a standard type": (
        "line: 2193",
        "line: !!int 2193",
        ', row 3: expected no tag, found "tag:yaml.org,2002:int"',
    ),
    "tag of bytes": (
        "statement: In 2014",
        "statement: !!binary In 2014",
        ', row 5: expected no tag, found "tag:yaml.org,2002:binary"',
    ),
    "tag by a directive": (
        "- id: departures-2014",
        "%TAG ! tag:yaml.org,2002:python/\n---\n- id: !object departures-2014",
        ', row 3: expected no tag, found "tag:yaml.org,2002:python/object"',
    ),
    "anchor": (f"check: {CHECK}", f"check: &check {CHECK}", ', row 7: expected no anchor, found "&check"'),
    "alias": (f"check: {RISES}", "check: *check", ', row 15: expected no alias, found "*check"'),
    "alias of itself": (
        f"check: {CHECK}",
        "check: &check {sum: [*check]}",
        ', row 7: expected no anchor, found "&check"',
    ),
    "merged fields": (
        f"stated: {STATED}",
        "stated: {<<: {value: 28800, unit: persons}, half_width: 50, qualifier: exact}",
        ', row 6: expected each field by its name, found "<<"',
    ),
    "field twice": (
        "  verdict: reproduced",
        "  verdict: contradicted\n  verdict: reproduced",
        ', row 9: expected each key once, found "verdict"',
    ),
    "field twice, once in quotes": (
        "  line: 2193",
        '  line: 2193\n  "line": 2194',
        ', row 4: expected each key once, found "line"',
    ),
    "key of a check twice": (
        CHECK,
        "{total: table-1.3.1, year: 2014, year: 2015}",
        ', row 7: expected each key once, found "year"',
    ),
    "list as a key": (
        CHECK,
        "{[total]: table-1.3.1}",
        ', row 7: expected a word or a number as key, found "a list or fields"',
    ),
    "two documents": (
        "- id: departures-grew",
        "---\n- id: departures-grew",
        ', row 9: expected one document, found "---"',
    ),
    "braces that stay open": (
        CHECK,
        "{total: table-1.3.1, year: 2014",
        ', row 8: expected YAML, found "verdict: reproduced"',
    ),
    "quotes that stay open": ('section: "1.3"', 'section: "1.3', ', row 12: expected YAML, found "section: "1.3""'),
    "colon in a text": (
        "statement: In 2014",
        "statement: In 2014: ",
        ', row 5: expected YAML, found "statement: In 2014:  slightly more than 28.8 thousand persons left."',
    ),
    "indented too far": ("  line: 2193", "    line: 2193", ', row 3: expected YAML, found "line: 2193"'),
    "tab before a field": ("  line: 2193", "\tline: 2193", ', row 3: expected visible characters alone, found "\\t"'),
    "bell in a text": ("In 2014", "In 2014\x07", ', row 5: expected visible characters alone, found "\\x07"'),
    "zero byte": ("In 2014", "In\x002014", ', row 5: expected visible characters alone, found "\\x00"'),
    "no-break space": ("In 2014", "In\u00a02014", ', row 5: expected visible characters alone, found "\\xa0"'),
    "line separator": ("In 2014", "In\u20282014", ', row 5: expected visible characters alone, found "\\u2028"'),
    "right-to-left override": (
        "In 2014",
        "In \u202e2014",
        ', row 5: expected visible characters alone, found "\\u202e"',
    ),
    "right-to-left override as an escape": (
        TEXT,
        'statement: "In \\u202e2014"',
        ', row 5: expected visible characters alone, found "\\u202e"',
    ),
    "zero byte as an escape": (
        TEXT,
        'statement: "In \\0"',
        ', row 5: expected visible characters alone, found "\\x00"',
    ),
    "half a character as an escape": (
        TEXT,
        'statement: "In \\ud800"',
        ', row 5: expected YAML, found "statement: "In \\ud800""',
    ),
    "number with underscore": (
        "value: 28800",
        "value: 28_800",
        ', row 6: expected at most 15 plain digits, or text in quotes, found "28_800"',
    ),
    "number of base sixty": (
        "value: 28800",
        "value: 8:00",
        ', row 6: expected at most 15 plain digits, or text in quotes, found "8:00"',
    ),
    "octal number": ("line: 2193", "line: 02193", ', departures-2014, line: expected a number, found "02193"'),
    "hexadecimal number": (
        "line: 2193",
        "line: 0x891",
        ', row 3: expected at most 15 plain digits, or text in quotes, found "0x891"',
    ),
    "binary number": (
        "line: 2193",
        "line: 0b1",
        ', row 3: expected at most 15 plain digits, or text in quotes, found "0b1"',
    ),
    "number with a plus": (
        "line: 2193",
        "line: +2193",
        ', row 3: expected at most 15 plain digits, or text in quotes, found "+2193"',
    ),
    "NaN": (
        "value: 28800",
        "value: .nan",
        ', row 6: expected a number in plain digits, or text in quotes, found ".nan"',
    ),
    "infinity": (
        "value: 28800",
        "value: .inf",
        ', row 6: expected a number in plain digits, or text in quotes, found ".inf"',
    ),
    "infinity by its size": (
        "value: 28800",
        "value: 1.0e+999",
        ', row 6: expected a number in plain digits, or text in quotes, found "1.0e+999"',
    ),
    "five thousand digits": (
        "value: 28800",
        "value: " + "9" * 5000,
        ", row 6: expected at most 15 plain digits, or text in quotes, found "
        '"99999999999999999999999999999999999999999999999999999999999999999999999999999999…"',
    ),
    "sixteen digits": (
        "value: 28800",
        "value: 1234567890123456",
        ', row 6: expected at most 15 plain digits, or text in quotes, found "1234567890123456"',
    ),
    "point alone": (
        "value: 28800",
        "value: 28800.",
        ', row 6: expected a number in plain digits, or text in quotes, found "28800."',
    ),
    "yes for true": (
        "half_width: 50",
        "half_width: yes",
        ', row 6: expected true or false, or text in quotes, found "yes"',
    ),
    "no for a text": (
        'section: "1.3"',
        "section: no",
        ', row 4: expected true or false, or text in quotes, found "no"',
    ),
    "null by its mark": (f"check: {CHECK}", "check: Null", ', row 7: expected null, or text in quotes, found "Null"'),
    "date for a text": (
        'section: "1.3"',
        "section: 2014-01-03",
        ', row 4: expected text in quotes, found "2014-01-03"',
    ),
    "decimal comma": ("value: 28800", 'value: "28,8"', ', departures-2014, value: expected a number, found "28,8"'),
    "thousands with a blank": (
        "value: 28800",
        "value: 28 800",
        ', departures-2014, value: expected a number, found "28 800"',
    ),
    "digits of another script": (
        "line: 2193",
        "line: ٢١٩٣",
        ', departures-2014, line: expected a number, found "٢١٩٣"',
    ),
    "scientific number without a point": (
        "value: 28800",
        "value: 28e3",
        ', departures-2014, value: expected a number, found "28e3"',
    ),
    "word for the file": (LEDGER, "departures\n", ': expected a list of statements, found "departures"'),
    "number for the file": (LEDGER, "7\n", ': expected a list of statements, found "7"'),
    "fields for the file": (
        LEDGER,
        "departures-2014: {line: 2193}\n",
        ": expected a list of statements, found \"{'departures-2014': {'line': 2193}}\"",
    ),
    "empty list": (LEDGER, "[]\n", ': expected a list of statements, found "[]"'),
    "comment alone": (LEDGER, "# nothing\n", ': expected a list of statements, found "none"'),
    "empty file": (LEDGER, "", ': expected a list of statements, found "none"'),
    "word for a statement": (LEDGER, "- departures\n", ', entry 1: expected fields, found "departures"'),
    "list for a statement": (LEDGER, "- [departures]\n", ", entry 1: expected fields, found \"['departures']\""),
    "null for a statement": (LEDGER, "- null\n", ', entry 1: expected fields, found "None"'),
    "fields missing": (LEDGER, "- id: a\n", ", a, document: the field is missing"),
    "number for an id": ("id: departures-2014", "id: 2014", ', entry 1, id: expected a text in quotes, found "2014"'),
    "list for an id": (
        "id: departures-2014",
        "id: [departures]",
        ", entry 1, id: expected a text, found \"['departures']\"",
    ),
    "empty id": ("id: departures-2014", 'id: ""', ', entry 1, id: expected a text, found ""'),
    "id with a path": (
        "id: departures-2014",
        "id: ../departures",
        ', ../departures, id: expected lower-case words joined by hyphens, found "../departures"',
    ),
    "id in capitals": (
        "id: departures-2014",
        "id: Departures-2014",
        ', Departures-2014, id: expected lower-case words joined by hyphens, found "Departures-2014"',
    ),
    "id with a Cyrillic letter": (
        "id: departures-2014",
        "id: departures-с",
        ', departures-с, id: expected lower-case words joined by hyphens, found "departures-с"',
    ),
    "id with an underscore": (
        "id: departures-2014",
        "id: departures_2014",
        ', departures_2014, id: expected lower-case words joined by hyphens, found "departures_2014"',
    ),
    "id with markup": (
        "id: departures-2014",
        "id: <script>",
        ', <script>, id: expected lower-case words joined by hyphens, found "<script>"',
    ),
    "very long id": (
        "id: departures-2014",
        "id: " + "x-" * 5000,
        ", x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-…, id: "
        "expected lower-case words joined by hyphens, found "
        '"x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-…"',
    ),
    "id with a line break": (
        "id: departures-2014",
        'id: "a\\nb"',
        ', a\\nb, id: expected lower-case words joined by hyphens, found "a\\nb"',
    ),
    "id twice": ("id: departures-grew", "id: departures-2014", ", departures-2014: the id stands twice"),
    "unknown field": (
        "  line: 2193",
        "  page: 7\n  line: 2193",
        f", departures-2014, page: there is no such field; the fields are {FIELDS}",
    ),
    "unknown field that is a number": (
        "  line: 2193",
        "  7: 7\n  line: 2193",
        f", departures-2014, 7: there is no such field; the fields are {FIELDS}",
    ),
    "field of another spelling": (
        "  verdict: reproduced",
        "  Verdict: reproduced",
        ", departures-2014, verdict: the field is missing",
    ),
    "no line": ("  line: 2193\n", "", ", departures-2014, line: the field is missing"),
    "no check": (f"  check: {CHECK}\n", "", ", departures-2014, check: the field is missing"),
    "stated without a unit": (STATED, "28800", ', departures-2014, stated: expected fields, found "28800"'),
    "stated as a list": (
        STATED,
        "[28800, persons]",
        ", departures-2014, stated: expected fields, found \"[28800, 'persons']\"",
    ),
    "no value": (
        STATED,
        "{unit: persons, half_width: 50, qualifier: exact}",
        ", departures-2014, stated, value: the field is missing",
    ),
    "unknown field in stated": (
        "value: 28800",
        "value: 28800, digits: 1",
        ", departures-2014, stated, digits: there is no such field; "
        "the fields are value, unit, half_width, qualifier, printed_in",
    ),
    "null for a value": ("value: 28800", "value: null", ', departures-2014, value: expected a number, found "None"'),
    "list for a value": (
        "value: 28800",
        "value: [28800]",
        ', departures-2014, value: expected a number, found "[28800]"',
    ),
    "unknown unit": (
        "unit: persons",
        "unit: people",
        ", departures-2014, unit: expected one of persons, percent, percentage_points, per_1000, ratio, "
        'count, year, usd_million, rank, truth, persons_per_km2, found "people"',
    ),
    "list for a unit": (
        "unit: persons",
        "unit: [persons]",
        ", departures-2014, unit: expected a text, found \"['persons']\"",
    ),
    "unknown qualifier": (
        "qualifier: slightly more than",
        "qualifier: roughly",
        ", departures-2014, qualifier: expected one of exact, about, almost, more than, slightly more "
        'than, less than, at least, at most, found "roughly"',
    ),
    "negative half width": (
        "half_width: 50",
        "half_width: -50",
        ', departures-2014, half_width: expected at least 0, found "-50"',
    ),
    "unknown verdict": (
        "verdict: reproduced",
        "verdict: fine",
        ', departures-2014, verdict: expected one of reproduced, consistent, contradicted, not testable, found "fine"',
    ),
    "verdict with a blank": (
        "verdict: reproduced",
        'verdict: "reproduced "',
        ", departures-2014, verdict: expected one of reproduced, consistent, contradicted, not testable, "
        'found "reproduced "',
    ),
    "contradicted without its severity": (
        "verdict: reproduced",
        "verdict: contradicted",
        ", departures-2014, severity: it stands exactly where the verdict is contradicted",
    ),
    "severity of what is reproduced": (
        "verdict: reproduced",
        "verdict: reproduced\n  severity: low",
        ", departures-2014, severity: it stands exactly where the verdict is contradicted",
    ),
    "not testable with a check": (
        "verdict: reproduced",
        "verdict: not testable",
        ", departures-2014, check: a check is missing exactly where the verdict is not testable",
    ),
    "reproduced without a check": (
        f"check: {CHECK}",
        "check: null",
        ", departures-2014, check: a check is missing exactly where the verdict is not testable",
    ),
    "unknown document": (
        "document: 002_1d0730d662699394.txt",
        "document: 009.txt",
        f', departures-2014, document: expected one of {DOCUMENTS}, found "009.txt"',
    ),
    "document with a path": (
        "document: 002_1d0730d662699394.txt",
        "document: ../../etc/passwd",
        f', departures-2014, document: expected one of {DOCUMENTS}, found "../../etc/passwd"',
    ),
    "line below one": ("line: 2193", "line: 0", ', departures-2014, line: expected at least 1, found "0"'),
    "negative line": ("line: 2193", "line: -1", ', departures-2014, line: expected at least 1, found "-1"'),
    "line behind the end": (
        "line: 2193",
        "line: 6861",
        ', departures-2014, line: expected at most 6860, the lines of 002_1d0730d662699394.txt, found "6861"',
    ),
    "line as a decimal": ("line: 2193", "line: 2193.5", ', departures-2014, line: expected a number, found "2193.5"'),
    "line as text": (
        "line: 2193",
        'line: "2193"',
        ', departures-2014, line: expected a number without quotes, found "2193"',
    ),
    "section as a number": (
        'section: "1.3"',
        "section: 1.3",
        ', departures-2014, section: expected a text in quotes, found "1.3"',
    ),
    "blank statement": (TEXT, 'statement: "  "', ', departures-2014, statement: expected a text, found "  "'),
    "number for a statement": (
        TEXT,
        "statement: 2014",
        ', departures-2014, statement: expected a text in quotes, found "2014"',
    ),
    "formula in a statement": (
        "statement: In 2014 slightly",
        "statement: \"=cmd|' /C calc'!A0\" #",
        ", departures-2014, statement: expected text that no spreadsheet takes for a formula, found "
        "\"=cmd|' /C calc'!A0\"",
    ),
    "at-sign in a statement": (
        "statement: In 2014 slightly",
        'statement: "@SUM(A1)" #',
        ', departures-2014, statement: expected text that no spreadsheet takes for a formula, found "@SUM(A1)"',
    ),
    "formula behind a semicolon": (
        "statement: In 2014 slightly",
        "statement: a;=1+1 #",
        ', departures-2014, statement: expected text that no spreadsheet takes for a formula, found "a;=1+1"',
    ),
    "formula in full width": (
        "statement: In 2014 slightly",
        "statement: ＝1+1 #",
        ', departures-2014, statement: expected text that no spreadsheet takes for a formula, found "＝1+1"',
    ),
    "minus before an explanation": (
        "  verdict: reproduced",
        "  verdict: reproduced\n  explanation: -1.4 thousand in 2012",
        ", departures-2014, explanation: expected text that no spreadsheet takes for a formula, found "
        '"-1.4 thousand in 2012"',
    ),
    "explanation as a list": (
        "  verdict: reproduced",
        "  verdict: reproduced\n  explanation: [a]",
        ", departures-2014, explanation: expected a text, found \"['a']\"",
    ),
    "truth with another value": (
        "value: 1, unit: truth",
        "value: 2, unit: truth",
        ', departures-grew, stated: expected 1, 0, exact for an order or a direction, found "2, 0, exact"',
    ),
    "about a truth": (
        "half_width: 0, qualifier: exact",
        "half_width: 0, qualifier: about",
        ', departures-grew, stated: expected 1, 0, exact for an order or a direction, found "1, 0, about"',
    ),
}
# A check in place of that of departures-2014, and what its line says behind the word check.
FORMS = {
    "code for a check": (
        "\"__import__('os').system('reboot')\"",
        ": expected an expression, found \"__import__('os').system('reboot')\"",
    ),
    "text for a check": ("28877 persons", ': expected an expression, found "28877 persons"'),
    "true for a check": ("true", ': expected an expression, found "True"'),
    "list for a check": ("[28877]", ': expected an expression, found "[28877]"'),
    "empty check": ("{}", f': expected one of {OPERATORS}, found ""'),
    "unknown operator": ("{summe: [1, 2]}", f': expected one of {OPERATORS}, found "summe"'),
    "two operators": (
        "{sum: [1, 2], total: table-1.3.1, year: 2014}",
        f': expected one of {OPERATORS}, found "sum, total, year"',
    ),
    "operator of a truth for a value": ("{greater: [2, 1]}", f': expected one of {OPERATORS}, found "greater"'),
    "unknown key": (
        "{total: table-1.3.1, yaer: 2014, year: 2014}",
        ', total: expected no key but total, year, found "yaer"',
    ),
    "no year": ("{total: table-1.3.1}", ', total: expected the key year, found "total"'),
    "row of a total": (
        "{total: table-1.3.1, country: DEU, year: 2014}",
        ', total: expected no key but total, year, found "country"',
    ),
    "two rows of a cell": (
        '{cell: table-1.3.1, country: DEU, region: "11", year: 2014}',
        f', cell: expected one of {KEYS}, found "country, region"',
    ),
    "year as text": (
        '{total: table-1.3.1, year: "2014"}',
        ', total, year: expected a year from 1800 to 2200, found "2014"',
    ),
    "year as a decimal": (
        "{total: table-1.3.1, year: 2014.0}",
        ', total, year: expected a year from 1800 to 2200, found "2014.0"',
    ),
    "year as a list": (
        "{total: table-1.3.1, year: [2014]}",
        ', total, year: expected a year from 1800 to 2200, found "[2014]"',
    ),
    "year out of all time": (
        "{total: table-1.3.1, year: 20140}",
        ', total, year: expected a year from 1800 to 2200, found "20140"',
    ),
    "table as a number": ("{total: 1.3, year: 2014}", ', total: expected a name, found "1.3"'),
    "table as a list": ("{total: [table-1.3.1], year: 2014}", ", total: expected a name, found \"['table-1.3.1']\""),
    "row as a number": (
        "{cell: table-1.4.1, region: 11, year: 2014}",
        ', cell, region: expected a code as text, found "11"',
    ),
    "rank without a row": ("{rank: table-1.3.1, year: 2014}", f', rank: expected one of {KEYS}, found "none"'),
    "open without a column": (
        "{open: bns-national, year: 2014}",
        ', open: expected the key column, found "open, year"',
    ),
    "column of a list": (
        "{open: bns-national, column: [births], year: 2014}",
        ", open, column: expected the name of a column, found \"['births']\"",
    ),
    "claim that proves itself": (
        "{claim: departures-2014}",
        ', claim: expected another statement, found "departures-2014"',
    ),
    "claim that proves itself from within": (
        "{sum: [{product: [2, {claim: departures-2014}]}, 1]}",
        ', sum, 1, product, 2, claim: expected another statement, found "departures-2014"',
    ),
    "claim as a list": ("{claim: [departures-grew]}", ", claim: expected a name, found \"['departures-grew']\""),
    "sum of a number": ("{sum: 5}", ', sum: expected a list of expressions, found "5"'),
    "empty sum": ("{sum: []}", ', sum: expected a list of expressions, found "[]"'),
    "empty product": ("{product: []}", ', product: expected a list of expressions, found "[]"'),
    "sum of texts": ('{sum: [1, "2"]}', ', sum, 2: expected an expression, found "2"'),
    "sum with a null": ("{sum: [1, null]}", ', sum, 2: expected an expression, found "None"'),
    "share of three": ("{share: [1, 2, 3]}", ', share: expected a list of two expressions, found "[1, 2, 3]"'),
    "difference of one": ("{difference: [1]}", ', difference: expected a list of two expressions, found "[1]"'),
    "rounded to a negative": (
        "{rounded: [5, -1]}",
        ', rounded: expected a number and half a unit of its last digit, found "[5, -1]"',
    ),
    "rounded text": (
        '{rounded: ["5", 1]}',
        ", rounded: expected a number and half a unit of its last digit, found \"['5', 1]\"",
    ),
    "rounded alone": ("{rounded: 5}", ', rounded: expected a number and half a unit of its last digit, found "5"'),
    "slope of one year": (
        "{slope: fig-2.1.3, years: [2014, 2014]}",
        ', slope, years: expected two years, the first before the last, at most 100 apart, found "[2014, 2014]"',
    ),
    "slope backwards": (
        "{slope: fig-2.1.3, years: [2019, 2014]}",
        ', slope, years: expected two years, the first before the last, at most 100 apart, found "[2019, 2014]"',
    ),
    "slope of three years named": (
        "{slope: fig-2.1.3, years: [2014, 2015, 2016]}",
        ', slope, years: expected two years, the first before the last, at most 100 apart, found "[2014, 2015, 2016]"',
    ),
    "slope over a thousand years": (
        "{slope: fig-2.1.3, years: [1800, 2200]}",
        ', slope, years: expected two years, the first before the last, at most 100 apart, found "[1800, 2200]"',
    ),
    "slope with a list": (
        "{slope: fig-2.1.3, years: [2014, 2016], with: [2015]}",
        ', slope, with: expected years, each with its value, found "[2015]"',
    ),
    "slope with a year outside": (
        "{slope: fig-2.1.3, years: [2014, 2016], with: {2017: 5}}",
        ', slope, with: expected a year of [2014, 2016], found "2017"',
    ),
    "slope with nothing": (
        "{slope: fig-2.1.3, years: [2014, 2016], with: {}}",
        ', slope, with: expected years, each with its value, found "{}"',
    ),
    "bound of a text": (
        "{bound: rises, years: [2014, 2019], year: 2014}",
        ', bound: expected a list of statements about a series, found "rises"',
    ),
    "bound of nothing": (
        "{bound: [], years: [2014, 2019], year: 2014}",
        ', bound: expected a list of statements about a series, found "[]"',
    ),
    "bound of a year outside": (
        "{bound: [{level: 2014, is: 5}], years: [2014, 2019], year: 2020}",
        ', bound, year: expected a year of [2014, 2019], found "2020"',
    ),
    "bound over a thousand years": (
        "{bound: [{level: 2014, is: 5}], years: [1014, 2014], year: 2014}",
        ', bound, years: expected two years, the first before the last, at most 100 apart, found "[1014, 2014]"',
    ),
    "statement about a series that is none": (
        "{bound: [5], years: [2014, 2019], year: 2014}",
        ', bound, 1: expected a statement about a series, found "5"',
    ),
    "unknown statement about a series": (
        "{bound: [{levle: 2014, is: 5}], years: [2014, 2019], year: 2014}",
        ', bound, 1: expected one of level, change, percent_change, slope, total, rises, found "levle, is"',
    ),
    "statement about a series without its value": (
        "{bound: [{level: 2014}], years: [2014, 2019], year: 2014}",
        ', bound, 1, level: expected the key is, found "level"',
    ),
    "statement about a series with a key too many": (
        "{bound: [{level: 2014, is: 5, si: 5}], years: [2014, 2019], year: 2014}",
        ', bound, 1, level: expected no key but level and is, found "si"',
    ),
    "statement about a year outside": (
        "{bound: [{level: 2020, is: 5}], years: [2014, 2019], year: 2014}",
        ', bound, 1, level: expected a year of [2014, 2019], found "2020"',
    ),
}
# A check of a sound form that cannot be computed.
VALUES = {
    "year that the table has not": (
        "{total: table-1.3.1, year: 2020}",
        ": table-1.3.1 has no year 2020; it has 2014 to 2019",
    ),
    "unknown table": (
        "{total: table-9.9.9, year: 2014}",
        f": data/datapackage.json has no resource 'table-9.9.9'; it has {RESOURCES}",
    ),
    "table with a path": (
        "{total: ../table-1.3.1, year: 2014}",
        f": data/datapackage.json has no resource '../table-1.3.1'; it has {RESOURCES}",
    ),
    "cell without its row": (
        "{cell: table-1.3.1, year: 2014}",
        ": table-1.3.1 has 30 rows: name one of them, or ask for the total",
    ),
    "unknown row": ("{cell: table-1.3.1, country: XXX, year: 2014}", ": table-1.3.1 has no row with the country XXX"),
    "row of another key": ("{cell: table-1.3.1, sex: DEU, year: 2014}", ": table-1.3.1 has no row with the sex DEU"),
    "blank cell": ("{cell: fig-1.3.14, year: 2014}", ": the cell of fig-1.3.14, 2014, is blank"),
    "unknown column": (
        "{open: bns-national, column: deaths!, year: 2014}",
        f": bns-national has no column deaths!; it has {COLUMNS}",
    ),
    "unknown column to choose by": (
        "{open: bns-national, column: births, yeer: 2014}",
        f": bns-national has no column yeer; it has {COLUMNS}",
    ),
    "several rows of an open series": (
        "{open: bns-regions, column: persons, year: 2019}",
        ": expected one row of bns-regions, found 21",
    ),
    "claim of an unknown statement": ("{claim: gone}", ": there is no statement gone"),
    "claim of an order for a value": (
        "{claim: departures-grew}",
        ": departures-grew is an order or a direction and has no value",
    ),
    "ratio to zero": ("{ratio: [1, 0]}", ": division by an interval that holds zero, 0 to 0"),
    "product too large to hold": (
        "{ratio: [{product: [" + ", ".join(["999999999999999"] * 40) + "]}, 7]}",
        ": int too large to convert to float",
    ),
    "statements that cannot all hold": (
        "{bound: [{level: 2014, is: 5}, {level: 2014, is: 6}], years: [2014, 2015], year: 2014}",
        ": these statements cannot all hold: statement 1, level, statement 2, level",
    ),
}
# A check that is no YAML of ours.
NESTS = {
    "rounded with NaN": (
        "{rounded: [.nan, 1]}",
        ', row 7: expected a number in plain digits, or text in quotes, found ".nan"',
    ),
    "checks within checks": (
        "{sum: [" * 30 + "]}" * 30,
        ', row 7: expected at most 40 lists and fields within each other, found "41"',
    ),
}
# The same for the order departures-grew.
TRUTH_FORMS = {
    "operator of a value for a truth": (
        "{sum: [1, 2]}",
        ': expected one of greater, between, rises, falls, largest, possible, claim, found "sum"',
    ),
    "number for a truth": ("1", ': expected an expression, found "1"'),
    "order that refers to itself": (
        "{claim: departures-grew}",
        ', claim: expected another statement, found "departures-grew"',
    ),
    "rises without years": ("{rises: table-1.3.1}", ', rises: expected the key years, found "rises"'),
    "between of two": ("{between: [1, 2]}", ', between: expected a list of three expressions, found "[1, 2]"'),
    "greater of texts": ("{greater: [a, b]}", ', greater, 1: expected an expression, found "a"'),
    "largest of nothing": ("{largest: table-1.3.1, year: 2019}", f', largest: expected one of {KEYS}, found "none"'),
}
TRUTH_VALUES = {
    "order that refers to a value": ("{claim: departures-2014}", ": departures-2014 is no order or direction"),
    "order that refers to nothing": ("{claim: gone}", ": there is no statement gone"),
    "rises in a year that is not there": (
        "{rises: table-1.3.1, years: [2014, 2020]}",
        ": table-1.3.1 has no year 2020; it has 2014 to 2019",
    ),
}

# How the file itself is written.
FILES = {
    "UTF-16": (lambda raw: raw.decode().encode("utf-16"), ', row 1: expected UTF-8, found "byte 0xff"'),
    "cp1251": (
        lambda raw: raw.replace(b"slightly", "чуть".encode("cp1251")),
        ', row 5: expected UTF-8, found "byte 0xf7"',
    ),
    "byte order mark": (
        lambda raw: b"\xef\xbb\xbf" + raw,
        ', row 1: expected UTF-8 without a byte order mark, found "\\ufeff"',
    ),
    "CRLF": (lambda raw: raw.replace(b"\n", b"\r\n"), ', row 1: expected LF alone at the end of a line, found "\\r"'),
    "cut in the middle": (lambda raw: raw[:300], ', row 8: expected LF at the end of the line, found "  verdict: rep"'),
    "three million bytes": (
        lambda raw: raw + b"#" * 3_000_000 + b"\n",
        ': expected at most 2000000 bytes, found "3000581"',
    ),
    "a billion laughs": (
        lambda raw: (
            b"a: &a [lol]\n"
            + b"".join(b"%c: &%c [%s]\n" % (n + 1, n + 1, b",".join([b"*%c" % n] * 9)) for n in b"abcdefgh")
        ),
        ', row 1: expected no anchor, found "&a"',
    ),
    "a list in itself": (lambda raw: b"&a [*a]\n", ', row 1: expected no anchor, found "&a"'),
    "a hundred thousand lists": (
        lambda raw: b"[" * 100_000 + b"\n",
        ', row 1: expected at most 40 lists and fields within each other, found "41"',
    ),
    "a hundred thousand dashes": (
        lambda raw: b"- " * 100_000 + b"\n",
        ', row 1: expected at most 40 lists and fields within each other, found "41"',
    ),
    "a hundred thousand braces": (
        lambda raw: b"{a: " * 100_000 + b"\n",
        ', row 1: expected at most 40 lists and fields within each other, found "41"',
    ),
    "a key of a million letters": (
        lambda raw: b"- " + b"a" * 1_000_000 + b": 1\n",
        f', row 1: expected YAML, found "- {"a" * 78}…"',
    ),
}


@pytest.fixture(scope="module", autouse=True)
def _imported():
    """Import what is slow to import, which is no part of a refusal."""
    CliRunner().invoke(cli.app, ["claims", "--verdict", "none"])


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Return a function that writes ledgers and returns the line with which the command line refuses them."""
    monkeypatch.setattr(claims, "DATA", tmp_path)
    (tmp_path / "claims").mkdir()

    def line(*files: bytes) -> str:
        for name, raw in zip(("1.3", "1.4"), files, strict=False):
            (tmp_path / "claims" / f"{name}.yaml").write_bytes(raw)
        forget()
        start = time.process_time()
        result = CliRunner().invoke(cli.app, ["claims"], catch_exceptions=False)
        assert time.process_time() - start < QUICK
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith("error: ")
        assert result.stderr.count("\n") == 1
        return result.stderr.removeprefix("error: ").removesuffix("\n")

    yield line
    forget()


def forget():
    claims.ledger.cache_clear()
    claims.statements.cache_clear()


def changed(old, new):
    """Return the ledger with one place changed."""
    assert old in LEDGER
    assert old != new
    return LEDGER.replace(old, new, 1).encode("utf8")


def test_the_ledger_is_sound_before_it_is_damaged(tmp_path, monkeypatch):
    monkeypatch.setattr(claims, "DATA", tmp_path)
    monkeypatch.setattr(coverage, "gaps", list)  # of the whole ledger, of which this is a part
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "1.3.yaml").write_text(LEDGER, encoding="utf8", newline="\n")
    forget()
    result = CliRunner().invoke(cli.app, ["claims"], catch_exceptions=False)
    forget()
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith("\n2 statements\n")


@pytest.mark.parametrize(("old", "new", "said"), WRITTEN.values(), ids=WRITTEN.keys())
def test_a_damaged_ledger_is_refused_in_one_line(told, old, new, said):
    assert told(changed(old, new)) == f"data/claims/1.3.yaml{said}"


@pytest.mark.parametrize(("damage", "said"), FILES.values(), ids=FILES.keys())
def test_a_ledger_that_is_written_in_another_way_is_refused_in_one_line(told, damage, said):
    assert told(damage(LEDGER.encode("utf8"))) == f"data/claims/1.3.yaml{said}"


@pytest.mark.parametrize(("check", "said"), FORMS.values(), ids=FORMS.keys())
def test_a_check_of_another_form_is_refused_in_one_line(told, check, said):
    assert told(changed(CHECK, check)) == f"data/claims/1.3.yaml, departures-2014, check{said}"


@pytest.mark.parametrize(("check", "said"), NESTS.values(), ids=NESTS.keys())
def test_a_check_that_is_no_yaml_of_ours_is_refused_in_one_line(told, check, said):
    assert told(changed(CHECK, check)) == f"data/claims/1.3.yaml{said}"


@pytest.mark.parametrize(("check", "said"), VALUES.values(), ids=VALUES.keys())
def test_a_check_that_cannot_be_computed_is_refused_in_one_line(told, check, said):
    assert told(changed(CHECK, check)) == f"the check of departures-2014 cannot be evaluated{said}"


@pytest.mark.parametrize(("check", "said"), TRUTH_FORMS.values(), ids=TRUTH_FORMS.keys())
def test_an_order_of_another_form_is_refused_in_one_line(told, check, said):
    assert told(changed(RISES, check)) == f"data/claims/1.3.yaml, departures-grew, check{said}"


@pytest.mark.parametrize(("check", "said"), TRUTH_VALUES.values(), ids=TRUTH_VALUES.keys())
def test_an_order_that_cannot_be_computed_is_refused_in_one_line(told, check, said):
    assert told(changed(RISES, check)) == f"the check of departures-grew cannot be evaluated{said}"


def orders(*pairs):
    """Return a ledger of orders, each of which refers to another."""
    _, _, order = LEDGER.partition("- id: departures-grew")
    return "".join(f"- id: {id}{order.replace(RISES, f'{{claim: {other}}}')}" for id, other in pairs).encode("utf8")


@pytest.mark.parametrize("length", [2, 3, 500])
def test_orders_that_refer_to_each_other_in_a_ring_are_refused_in_one_line(told, length):
    ring = [f"o{number}" for number in range(length)]
    said = told(orders(*zip(ring, [*ring[1:], ring[0]], strict=True)))
    expected = shown(", ".join([*ring[1:], ring[0], ring[1]]))
    assert said == f"the check of o0 cannot be evaluated: {expected} refer to each other in a ring"


def test_a_chain_of_orders_is_followed_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(claims, "DATA", tmp_path)
    (tmp_path / "claims").mkdir()
    chain = [*(f"o{number}" for number in range(400)), "departures-grew"]
    raw = LEDGER.encode("utf8") + orders(*itertools.pairwise(chain))
    (tmp_path / "claims" / "1.3.yaml").write_bytes(raw)
    forget()
    assert verdicts.evaluate(claims.statements()["o0"]).computed is True
    forget()


def test_an_id_of_two_ledgers_is_refused_in_one_line(told):
    said = told(LEDGER.encode("utf8"), LEDGER.encode("utf8"))
    assert said == "data/claims/1.4.yaml: the id departures-2014 stands in another section too"


@pytest.mark.parametrize("section", ["../corrections", "/etc/passwd", "1.3.yaml", "", ".", "1.3/../1.3", "1.3\0"])
def test_a_section_is_a_name_and_never_a_path(section):
    with pytest.raises(claims.DataError) as error:
        claims.ledger(section)
    assert str(error.value) == f"there is no ledger data/claims/{section}.yaml"


def test_each_operator_that_is_computed_has_a_form_and_none_has_a_form_alone():
    assert verdicts.VALUES.keys() == checks.VALUES.keys()
    assert verdicts.TRUTHS.keys() == checks.TRUTHS.keys()
