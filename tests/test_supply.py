"""What the project is built from: pins, inventories and licences agree, and an audit that skips anything fails."""

import csv
import hashlib
import importlib.util
import json
import sys

import pytest
from packaging.utils import canonicalize_name
from packaging.version import Version

from kzmigration.paths import ROOT

FOLDER = ROOT / "docs" / "dependencies"
_spec = importlib.util.spec_from_file_location("supply", ROOT / "tools" / "supply.py")
supply = importlib.util.module_from_spec(_spec)
sys.modules["supply"] = supply
_spec.loader.exec_module(supply)
FILES = pytest.mark.parametrize("file", supply.pin_files(), ids=supply.title)
HASH = "    --hash=sha256:" + "0" * 64 + "\n"
AGAIN = "the lists are older than the pins; make them anew: make sbom"


def pinned(file):
    """Return name and version of each pin of a file; 4.4 and 4.004 are the same version."""
    return {(pin.name, Version(pin.version)) for pin in supply.read_pins(file)}


def licences():
    """Return the rows of the list of licences."""
    with (FOLDER / "licences.csv").open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


@FILES
def test_every_pin_is_in_the_inventory_and_in_the_list_of_licences_with_the_same_version(file):
    bom = json.loads((FOLDER / f"{supply.title(file)}.cdx.json").read_text(encoding="utf8"))
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    listed = {(canonicalize_name(one["name"]), Version(one["version"])) for one in bom["components"]}
    assert listed == pinned(file), AGAIN
    rows = [row for row in licences() if row["pins"] == supply.title(file)]
    assert {(row["name"], Version(row["version"])) for row in rows} == pinned(file), AGAIN
    assert rows == supply.licence_rows(file, bom, supply.read_notes(FOLDER)), AGAIN


def test_no_licence_is_left_open_and_what_we_read_ourselves_has_a_note():
    for row in licences():
        assert row["licence"].strip() not in ("", "UNKNOWN"), row
    noted = {row["name"] for row in licences() if row["note"]}
    assert noted == set(supply.read_notes(FOLDER))


@FILES
def test_the_lists_hold_nothing_of_the_day_or_the_machine(file):
    text = (FOLDER / f"{supply.title(file)}.cdx.json").read_text(encoding="utf8")
    for telling in ('"timestamp"', '"serialNumber"', "file://", str(ROOT)):
        assert telling not in text


def test_lists_are_there_for_each_file_of_pins_and_for_no_other():
    expected = {f"{supply.title(file)}.cdx.json" for file in supply.pin_files()} | {
        "licences.csv",
        "notes.csv",
        "vendored.csv",
    }
    assert {file.name for file in FOLDER.iterdir()} == expected
    assert {"requirements", "requirements-lab"} <= {supply.title(file) for file in supply.pin_files()}


def test_every_vendored_file_is_listed_with_its_licence_and_is_as_it_came():
    with (FOLDER / "vendored.csv").open(encoding="utf8", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    folders = (ROOT / "slides" / "reveal", ROOT / "tests" / "vendor")
    assert rows.keys() == {str(file.relative_to(ROOT)) for folder in folders for file in folder.iterdir()}
    for name, row in rows.items():
        assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == row["sha256"], name
        assert all(row[column] for column in ("package", "version", "licence", "note")), name


@pytest.mark.parametrize(
    ("licenses", "expected"),
    [
        ([], ""),
        ([{"expression": "MIT AND PSF-2.0"}], "MIT AND PSF-2.0"),
        ([{"license": {"name": "License :: OSI Approved :: BSD License"}}], "BSD License"),
        ([{"license": {"name": "X :: ISC"}}, {"license": {"id": "MIT"}}], "MIT; ISC"),
    ],
)
def test_what_a_component_declares(licenses, expected):
    assert supply.declared({"licenses": licenses}) == expected


def test_a_package_without_a_licence_is_told_by_its_note_or_left_empty(tmp_path):
    bom = {"components": [{"name": "Some_Thing", "version": "1"}, {"name": "other", "version": "2"}]}
    notes = {"some-thing": {"name": "some-thing", "licence": "MIT", "note": "read"}}
    first, second = supply.licence_rows(ROOT / "requirements.txt", bom, notes)
    assert (second["name"], second["licence"], second["note"]) == ("some-thing", "MIT", "read")
    assert (first["name"], first["licence"], first["note"]) == ("other", "", "")


@pytest.fixture
def pins(tmp_path, monkeypatch):
    """Return a file of two pins, one of them for another system, and let the work happen in a folder of the test."""
    monkeypatch.setattr(supply, "ROOT", tmp_path)
    monkeypatch.setattr(supply, "WORK", tmp_path / "work")
    file = tmp_path / "requirements.txt"
    file.write_text(f"# made by\nb==2.0 \\\n{HASH}    # via a\na==1.0 ; sys_platform == 'none' \\\n{HASH}")
    return file


def test_a_pin_for_another_system_is_read_too_and_one_without_a_hash_is_refused(pins):
    assert [(pin.name, pin.version, pin.is_needed_here()) for pin in supply.read_pins(pins)] == [
        ("b", "2.0", True),
        ("a", "1.0", False),
    ]
    pins.write_text(pins.read_text() + "c==3.0\n")
    with pytest.raises(supply.SupplyError, match=r"requirements.txt: not a version with hashes: 'c==3.0'"):
        supply.read_pins(pins)


def answering(tmp_path, monkeypatch, code):
    """Let a program of ours stand for pip-audit; it sees the same arguments."""
    program = tmp_path / "pip-audit"
    out = "argv = sys.argv\nout = pathlib.Path(argv[argv.index('-o') + 1])\n"
    program.write_text(f"#!{sys.executable}\nimport json, pathlib, sys\n{out}{code}")
    program.chmod(0o755)
    monkeypatch.setattr(supply.sys, "executable", str(tmp_path / "python"))


def packages(*dependencies):
    """Return code that writes an answer."""
    return f"out.write_text({json.dumps({'dependencies': list(dependencies)})!r})\n"


SAFE = ({"name": "a", "version": "1.0", "vulns": []}, {"name": "b", "version": "2.0", "vulns": []})
KNOWN = {"name": "b", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]}


def test_an_audit_asks_for_every_pin_and_is_strict(pins, tmp_path, monkeypatch, capsys):
    keep = "pathlib.Path(out.parent / 'asked').write_text(pathlib.Path(argv[argv.index('-r') + 1]).read_text())\n"
    given = "assert {'--strict', '--require-hashes', '--disable-pip'} <= set(argv), argv\n"
    answering(tmp_path, monkeypatch, given + keep + packages(*SAFE))
    supply.main(["audit"])
    assert capsys.readouterr().out == "requirements.txt: 2 pins audited, 0 known vulnerabilities\n"
    assert (tmp_path / "work" / "asked").read_text() == f"b==2.0 \\\n{HASH}a==1.0 \\\n{HASH}"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (packages(SAFE[0], KNOWN) + "sys.exit(1)\n", r"^1 known vulnerabilities; raise the pins: make requirements$"),
        (packages(SAFE[0]), r"^requirements.txt: b 2.0 was skipped: it is not in the answer$"),
        (
            packages(SAFE[0], {"name": "b", "skip_reason": "not found"}),
            r"^requirements.txt: b 2.0 was skipped: not found$",
        ),
        (
            "sys.exit('Traceback\\n  File\\nERROR:pip_audit._cli:no route')\n",
            r"^requirements.txt could not be audited; it takes the network: no route$",
        ),
    ],
)
def test_an_audit_that_finds_skips_or_cannot_ask_fails_in_one_line(pins, tmp_path, monkeypatch, capsys, code, message):
    answering(tmp_path, monkeypatch, code)
    with pytest.raises(supply.SupplyError, match=message):
        supply.main(["audit"])
    if "vulnerabilities" in message:
        assert "requirements.txt: b 2.0: PYSEC-1, mended in 2.1\n" in capsys.readouterr().out
