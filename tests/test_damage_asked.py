"""What a chapter cannot be asked, and chapters that cannot be read: one line each on the command line, nothing run.

The same for files of sweeps is in ``test_sweep_plan.py``.
"""

import re
import time

import nbformat
import pytest
from typer.testing import CliRunner

from kzmigration import cli, parameters, run

QUICK = 1.5  # seconds of processor time that any refusal may take
HAS = "it has year_start, year_end, vintage, top_n, focus"
START = "year_start must be a whole number from 2014 to 2017; it was "
TOP = "top_n must be a whole number from 1 to 29; it was "
VINTAGE = "vintage must be one of printed, corrected; it was "
FOCUS = (
    "focus must be one of AUS, AUT, AZE, ARM, BLR, BEL, GBR, DEU, GRC, GEO, ISR, ESP, ITA, CAN, CHN, KGZ, MDA, MNG, "
    "NLD, POL, RUS, USA, TJK, TUR, UZB, UKR, FRA, CZE, CHE; it was "
)
CODE = " (a code in capitals, as ISO 3166-1 alpha-3 has it, is expected where the focus is a country)"
PAIR = "a parameter is given as -p name=value; it was "
# Name -> chapter as it is given, and how the line shows it.
CHAPTERS = {
    "path upwards": ("../emigration", "'../emigration'"),
    "path within": ("x/../emigration", "'x/../emigration'"),
    "absolute path": ("/etc/passwd", "'/etc/passwd'"),
    "name of a file": ("emigration.ipynb", "'emigration.ipynb'"),
    "folder and name": ("notebooks/emigration", "'notebooks/emigration'"),
    "nothing": ("", "''"),
    "blank": (" emigration", "' emigration'"),
    "capital": ("Emigration", "'Emigration'"),
    "zero byte": ("emigration\0", r"'emigration\x00'"),
    "Cyrillic letter": ("еmigration", "'еmigration'"),
    "star": ("*", "'*'"),
    "program": ("$(reboot)", "'$(reboot)'"),
    "line break": ("emigration\nlaw", r"'emigration\nlaw'"),
    "colours of a terminal": ("\x1b[31m", r"'\x1b[31m'"),
    "five hundred letters": ("x" * 500, "'" + "x" * 79 + "…"),
}
# Name -> what follows -p, and the line.
PARAMETERS = {
    "no sign": (["year_start"], f"{PAIR}'year_start'"),
    "colon for the sign": (["year_start:2016"], f"{PAIR}'year_start:2016'"),
    "no name": (["=2016"], f"{PAIR}'=2016'"),
    "blank for a name": ([" =2016"], f"{PAIR}' =2016'"),
    "nothing": ([""], f"{PAIR}''"),
    "sign alone": (["="], f"{PAIR}'='"),
    "very long": (["y" * 5000], f"{PAIR}'{'y' * 79}…"),
    "twice": (["top_n=1", "top_n=2"], "parameter 'top_n' was given twice"),
    "twice, once with a blank": (["top_n=1", "top_n =2"], "parameter 'top_n' was given twice"),
    "misspelt": (["year_strat=2016"], f"emigration has no parameter 'year_strat'; {HAS}"),
    "capitals": (["YEAR_START=2016"], f"emigration has no parameter 'YEAR_START'; {HAS}"),
    "hyphen": (["year-start=2016"], f"emigration has no parameter 'year-start'; {HAS}"),
    "name of Python": (["__class__=x"], f"emigration has no parameter '__class__'; {HAS}"),
    "name with a path": (["../top_n=1"], f"emigration has no parameter '../top_n'; {HAS}"),
    "name with a line break": (["a\nb=1"], f"emigration has no parameter 'a\\nb'; {HAS}"),
    "very long name": ([f"{'x' * 500}=1"], f"emigration has no parameter '{'x' * 79}…; {HAS}"),
    "digits in full width": (["year_start=２０１６"], f"{START}'２０１６'"),
    "digits of another script": (["year_start=٢٠١٦"], f"{START}'٢٠١٦'"),
    "raised digits": (["year_start=201⁶"], f"{START}'201⁶'"),
    "underscore": (["year_start=2_016"], f"{START}'2_016'"),
    "plus": (["year_start=+2016"], f"{START}'+2016'"),
    "decimal": (["year_start=2016.0"], f"{START}'2016.0'"),
    "scientific": (["year_start=2.016e3"], f"{START}'2.016e3'"),
    "hexadecimal": (["year_start=0x7e0"], f"{START}'0x7e0'"),
    "leading zero": (["year_start=02016"], f"{START}'02016'"),
    "no value": (["year_start="], f"{START}''"),
    "nan": (["year_start=nan"], f"{START}'nan'"),
    "inf": (["year_start=inf"], f"{START}'inf'"),
    "negative": (["year_start=-2016"], f"{START}'-2016'"),
    "five thousand digits": (["year_start=" + "9" * 5000], f"{START}'{'9' * 79}…"),
    "boolean": (["year_start=True"], f"{START}'True'"),
    "none": (["year_start=None"], f"{START}'None'"),
    "two values": (["year_start=2016,2017"], f"{START}'2016,2017'"),
    "no-break space within": (["year_start=20\u00a016"], f"{START}'20\\xa016'"),
    "sign twice": (["year_start==2016"], f"{START}'=2016'"),
    "quotes": (['year_start="2016"'], f"{START}'\"2016\"'"),
    "arithmetic": (["year_start=2015+1"], f"{START}'2015+1'"),
    "too late for three years": (["year_start=2019"], f"{START}'2019'"),
    "before the data": (["year_start=2013"], f"{START}'2013'"),
    "wrong way round": (
        ["year_start=2017", "year_end=2016"],
        "year_start must not be after year_end, which is 2016; year_start was 2017",
    ),
    "too close": (
        ["year_start=2017", "year_end=2018"],
        "year_start to year_end must span at least 3 years, since a trend with an interval needs 3 points; "
        "they were 2017 and 2018",
    ),
    "zero": (["top_n=0"], f"{TOP}'0'"),
    "too many": (["top_n=30"], f"{TOP}'30'"),
    "over 2**31": (["top_n=2147483648"], f"{TOP}'2147483648'"),
    "vintage with a capital": (["vintage=Printed"], f"{VINTAGE}'Printed'"),
    "vintage of another chapter": (["vintage=revised"], f"{VINTAGE}'revised'"),
    "two vintages": (["vintage=printed;corrected"], f"{VINTAGE}'printed;corrected'"),
    "no vintage": (["vintage="], f"{VINTAGE}''"),
    "code in lower case": (["focus=deu"], f"{FOCUS}'deu'{CODE}"),
    "name for a code": (["focus=Germany"], f"{FOCUS}'Germany'{CODE}"),
    "country without a row": (["focus=JPN"], f"{FOCUS}'JPN' (Japan has no row of its own in this chapter's data)"),
    "row of the others": (["focus=_O"], f"{FOCUS}'_O' (Other countries has no row of its own in this chapter's data)"),
    "path for a code": (["focus=../../etc/passwd"], f"{FOCUS}'../../etc/passwd'{CODE}"),
    "zero-width space": (["focus=DEU\u200b"], f"{FOCUS}'DEU\\u200b'{CODE}"),
    "code in quotes": (["focus='DEU'"], f"{FOCUS}\"'DEU'\"{CODE}"),
    "code of Python": (["focus=DEU; import os"], f"{FOCUS}'DEU; import os'{CODE}"),
    "markup": (["focus=<script>"], f"{FOCUS}'<script>'{CODE}"),
    "formula": (["focus==1+1"], f"{FOCUS}'=1+1'{CODE}"),
    "program of the shell": (["focus=$(reboot)"], f"{FOCUS}'$(reboot)'{CODE}"),
    "colours of a terminal": (["focus=\x1b[31m"], f"{FOCUS}'\\x1b[31m'{CODE}"),
    "five thousand letters": (["focus=" + "A" * 5000], f"{FOCUS}'{'A' * 79}…{CODE}"),
}
OTHERS = {
    "conclusions": ("focus=DEU", "conclusions has no parameter 'focus'; it has vintage"),
    "what_happened_next": ("origin=2009", "origin must be a whole number from 2010 to 2022; it was '2009'"),
    "world_context": ("country=RUS", "country must be one of KAZ, KGZ, TJK, TKM, UZB; it was 'RUS'"),
}
SOUND = 'country: str = "KAZ"  # whose numbers'
UNLISTED = "expected a default among its values, which a table or the choices of the metadata list, found "
# Name -> the code of the parameters' cell, the values of the metadata, and the line behind the name of the file.
CELLS = {
    "default that is computed": (
        'country: str = "KA" + "Z"  # x',
        ["KAZ"],
        ', parameter country: expected a plain default, found ""KA" + "Z""',
    ),
    "default that calls": (
        'country: str = open("/etc/passwd").read()  # x',
        ["KAZ"],
        ', parameter country: expected a plain default, found "open("/etc/passwd").read()"',
    ),
    "default that is not allowed": (SOUND, ["UZB"], f', parameter country: {UNLISTED}"KAZ"'),
    "values that nothing lists": (SOUND, None, f', parameter country: {UNLISTED}"KAZ"'),
    "values that are a word": (SOUND, "KAZ", f', parameter country: {UNLISTED}"KAZ"'),
    "code that is no Python": (
        "country: str = = 1",
        ["KAZ"],
        ', cell 1, row 1: expected Python, found "country: str = = 1"',
    ),
    "command of a notebook": (f"{SOUND}\n%time 1", ["KAZ"], ', cell 1, row 2: expected Python, found "%time 1"'),
    "zero byte in the code": (f"{SOUND}\n1\0", ["KAZ"], f', cell 1, row 1: expected Python, found "{SOUND}"'),
}
NOTEBOOKS = {
    "empty": (b"", ""),
    "no JSON": (b"{cells", "{cells"),
    "another JSON": (b'{"a": 1}', '{"a": 1}'),
    "a list": (b"[]", "[]"),
    "no text": (b"\xff\xfe\x00", "\ufffd\ufffd\\x00"),
}


@pytest.fixture(scope="module", autouse=True)
def _imported():
    """Import what is slow to import, which is no part of a refusal."""
    CliRunner().invoke(cli.app, ["run", "emigration", "-p", "top_n=0"])


@pytest.fixture
def told(monkeypatch):
    """Return a function that asks for a run and returns the line that refuses it; nothing is run."""
    monkeypatch.setattr(run, "run", lambda *_: pytest.fail("a chapter was run"))

    def line(*arguments: str) -> str:
        start = time.process_time()
        result = CliRunner().invoke(cli.app, ["run", *arguments], catch_exceptions=False)
        assert time.process_time() - start < QUICK
        assert (result.exit_code, result.stdout) == (1, "")
        assert re.fullmatch(r"error: [^\n]*\n", result.stderr)
        return result.stderr.removeprefix("error: ").removesuffix("\n")

    return line


@pytest.mark.parametrize(("chapter", "shown"), CHAPTERS.values(), ids=CHAPTERS.keys())
def test_a_chapter_that_is_none_is_refused_in_one_line(told, chapter, shown):
    names = ", ".join(sorted(file.stem for file in parameters.NOTEBOOKS.glob("*.ipynb")))
    assert told(chapter) == f"there is no chapter {shown}; the chapters are {names}"


@pytest.mark.parametrize(("given", "said"), PARAMETERS.values(), ids=PARAMETERS.keys())
def test_a_parameter_that_cannot_be_asked_is_refused_in_one_line(told, given, said):
    assert told("emigration", *(part for pair in given for part in ("-p", pair))) == said


@pytest.mark.parametrize(("chapter", "given", "said"), [(name, *row) for name, row in OTHERS.items()])
def test_a_parameter_of_another_chapter_is_refused_in_one_line(told, chapter, given, said):
    assert told(chapter, "-p", given) == said


def write(folder, source, choices):
    """Write a chapter with one cell."""
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]})
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    subject = {} if choices is None else {"choices": {"country": choices}}
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"kzmigration": subject, "kernelspec": kernel})
    nbformat.write(notebook, folder / "one.ipynb")


@pytest.mark.parametrize(("source", "choices", "said"), CELLS.values(), ids=CELLS.keys())
def test_a_chapter_whose_parameters_cannot_be_read_is_refused_in_one_line(
    told, tmp_path, monkeypatch, source, choices, said
):
    monkeypatch.setattr(parameters, "NOTEBOOKS", tmp_path)
    write(tmp_path, source, choices)
    assert told("one") == f"notebooks/one.ipynb{said}"


@pytest.mark.parametrize(("raw", "found"), NOTEBOOKS.values(), ids=NOTEBOOKS.keys())
def test_a_file_that_is_no_notebook_is_refused_in_one_line(told, tmp_path, monkeypatch, raw, found):
    monkeypatch.setattr(parameters, "NOTEBOOKS", tmp_path)
    (tmp_path / "one.ipynb").write_bytes(raw)
    assert told("one") == f'notebooks/one.ipynb: expected a Jupyter notebook, found "{found}"'


@pytest.mark.parametrize("kind", ["folder with files", "file", "folder above"])
def test_a_folder_that_is_no_run_is_never_replaced(tmp_path, monkeypatch, kind):
    monkeypatch.setattr(run, "_execute", lambda *_: pytest.fail("a chapter was run"))
    precious = tmp_path / "home" / "thesis.txt"
    precious.parent.mkdir()
    precious.write_text("three years of work", encoding="utf8")
    out = {"folder with files": precious.parent, "file": precious, "folder above": precious.parent / ".." / "home"}[
        kind
    ]
    result = CliRunner().invoke(cli.app, ["run", "law", "--out", str(out)], catch_exceptions=False)
    said = f"--out must be a new folder, or that of an earlier run; {out.resolve()} holds something else"
    assert (result.exit_code, result.stderr) == (1, f"error: {said}\n")
    assert precious.read_text(encoding="utf8") == "three years of work"
    assert [file.name for file in tmp_path.rglob("*")] == ["home", "thesis.txt"]
