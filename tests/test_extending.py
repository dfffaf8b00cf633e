"""The page on extending the book: its blocks go into a copy of the project, its commands and answers are tried."""

import dataclasses
import doctest
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
import yaml

from kzmigration import coverage
from kzmigration.language import CODE_LISTS
from kzmigration.paths import ROOT

PAGE = (ROOT / "book" / "extending.md").read_text(encoding="utf8")
BLOCK = re.compile(r"^(`{3,})\{code-block\} (\w+)\n(?::caption: ([^\n]+)\n)?(.*?)^\1$", re.MULTILINE | re.DOTALL)
LANGUAGE = "src/kzmigration/language.py"
FORGOTTEN = re.compile(r"^`([^`]+)`, then `([^`]+)`\n: `([^`]+)`$", re.MULTILINE)
SAME = doctest.OutputChecker()


@dataclasses.dataclass(frozen=True)
class Block:
    """One block of the page: its language, the file of its caption and what to do with it, its text."""

    kind: str
    file: str
    how: str
    text: str


def blocks():
    found = []
    for match in BLOCK.finditer(PAGE):
        file, _, how = (match[3] or "").partition(", ")
        found.append(Block(match[2], file, how, match[4]))
    return found


def apply(block, folder):
    """Do what the caption says."""
    path = folder / block.file
    if block.kind == "diff":
        old, new = ([line[1:] for line in block.text.splitlines() if line[0] == sign] for sign in ("-", "+"))
        text = path.read_text(encoding="utf8")
        for before, after in zip(old, new, strict=True):
            assert text.count(f"{before}\n") == 1, f"{block.file} does not hold {before}"
            text = text.replace(f"{before}\n", f"{after}\n")
        path.write_text(text, encoding="utf8")
    elif path.suffix == ".ipynb":
        add_cell(block, path)
    elif block.how == "at the end":
        path.write_text(path.read_text(encoding="utf8") + block.text, encoding="utf8")
    elif block.how == "at the end of resources":
        text = path.read_text(encoding="utf8")
        assert text.endswith("}\n ]\n}\n")
        path.write_text(text.removesuffix("\n ]\n}\n") + ",\n" + block.text + " ]\n}\n", encoding="utf8")
    else:
        assert not block.how, f"the page says {block.how!r}, which this test cannot do"
        assert not path.exists(), block.file
        path.write_text(block.text, encoding="utf8")


def add_cell(block, path):
    """Add a cell, or the metadata, to a notebook that the first of them makes."""
    if path.exists():
        notebook = nbformat.read(path, as_version=4)
    else:
        kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
        notebook = nbformat.v4.new_notebook(metadata={"kernelspec": kernel, "language_info": {"name": "python"}})
    kind, _, tag = block.how.partition(" with the tag ")
    source = block.text.removesuffix("\n")
    if kind == "metadata":
        notebook.metadata.update(json.loads(source))
    elif kind == "Markdown":
        notebook.cells.append(nbformat.v4.new_markdown_cell(source))
    else:
        assert kind == "code", kind
        cell = nbformat.v4.new_code_cell(source, metadata={"tags": [tag]} if tag else {})
        notebook.cells.append(cell)
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number}"
    nbformat.write(notebook, path)


def typed(line, folder):
    """Type a command as the page shows it, with this Python for the project's."""
    words = shlex.split(line)
    given = {}
    while re.fullmatch(r"[A-Z_]+=.*", words[0]):
        name, _, given[name] = words.pop(0).partition("=")
    assert words[0] == ".venv/bin/python"
    environment = os.environ | {"PYTHONPATH": str(folder / "src")} | given
    return subprocess.run(
        [sys.executable, *words[1:]], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def commands(block):
    """Return the commands of a console block, each with the answer that the page shows."""
    parts = re.split(r"^\$ (.+)\n", block.text, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def position(file):
    return next(at for at, block in enumerate(blocks()) if block.file == file)


def example():
    """Return the blocks of the example, without those that add a language."""
    return [block for block in blocks()[: position(LANGUAGE)] if block.file != "the text copy"]


def answers(block, folder):
    """Type the commands of a block, and hold each answer against the page."""
    for command, shown in commands(block):
        done = typed(command, folder)
        assert done.returncode == shown.startswith("error:"), done.stdout + done.stderr
        got = done.stderr if done.returncode else done.stdout
        assert SAME.check_output(shown, got, doctest.ELLIPSIS), f"{command}\n{got}"


@pytest.mark.slow
def test_whoever_follows_the_page_has_a_book_with_one_more_chapter_and_a_fourth_language(project):
    folder = project.with_chapters().folder
    for block in example():
        if block.kind == "console":
            answers(block, folder)
        else:
            apply(block, folder)
    assert alt(folder) == (
        "kk",
        "Line chart, 1\N{NO-BREAK SPACE}250 persons in 2025: Солтүстік Мысал 750; Оңтүстік Мысал 500.",
    )
    the_site_tells_it(folder / "_build" / "site")
    diff, console = blocks()[position(LANGUAGE) :]
    apply(diff, folder)
    answers(console, folder)
    add_names(folder, "uz")
    assert typed(".venv/bin/python -m kzmigration validate", folder).returncode == 0
    done = typed("KZMIGRATION_LANGUAGE=uz .venv/bin/python -m kzmigration run example_republic", folder)
    assert done.returncode == 0, done.stderr
    assert alt(folder) == (
        "uz",
        "Line chart, 1\N{NO-BREAK SPACE}250 persons in 2025: North Example, uz 750; South Example, uz 500.",
    )


def alt(folder):
    """Return the language and the alternative text of the chapter's figure, as its last run left them."""
    (about,) = folder.glob("_build/chapters/example_republic/published/*/*.json")
    told = json.loads(about.read_text(encoding="utf8"))
    return told["language"], told["alt"]


def add_names(folder, locale):
    """Give each code list a column of names in another language, invented from the English ones; CLDR has countries."""
    file = folder / "data" / "datapackage.json"
    package = json.loads(file.read_text(encoding="utf8"))
    for resource in package["resources"]:
        if resource["name"] in CODE_LISTS.values():
            fields = resource["schema"]["fields"]
            at = [field["name"] for field in fields].index("name_ru") + 1
            fields.insert(at, {"name": f"name_{locale}", "type": "string", "description": "name"})
            path = folder / "data" / resource["path"]
            frame = pd.read_csv(path, dtype=str, keep_default_na=False)
            made = frame["name_en"].map(lambda name: name and f"{name}, {locale}")
            frame.insert(at, f"name_{locale}", made)
            frame.to_csv(path, index=False, lineterminator="\n", encoding="utf8")
    file.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf8")


def the_site_tells_it(site):
    """Hold what the page promises of the built book."""
    page = (site / "notebooks" / "example_republic.html").read_text(encoding="utf8")
    assert re.search(r'<data class="kz-num" value="1250"[^>]*>1,250', page)
    assert re.search(r'value="60.0"[^>]*>60.0%', page)
    assert "North Example" in page
    assert "table 1 of Example Republic: Extended Migration Profile 2020–2025 (invented), Statistics Office" in page
    assert "table 1 of the profile" not in page
    assert page.count("kz-verdict kz-contradicted") >= 1
    assert "750 of 1,250 is 60.0%" in (site / "book" / "errata.html").read_text(encoding="utf8")
    held = {row["id"]: row["verdict"] for row in json.loads((site / "ledger.json").read_text(encoding="utf8"))}
    assert held["example-arrivals-2025"] == "reproduced"
    assert held["example-arrivals-north-share-2025"] == "contradicted"


@pytest.mark.slow
@pytest.mark.parametrize(("file", "command", "said"), FORGOTTEN.findall(PAGE), ids=lambda value: value[:30])
def test_a_forgotten_step_is_named_as_the_page_says(project, file, command, said):
    folder = project.with_chapters().folder
    left_out = [block for block in example() if block.file == file]
    assert left_out
    for block in example():
        if block.kind != "console" and block not in left_out:
            apply(block, folder)
    done = typed(f".venv/bin/python -m kzmigration {command}", folder)
    assert done.returncode == 1
    assert SAME.check_output(f"error: {said}\n", done.stderr.splitlines()[0] + "\n", doctest.ELLIPSIS), done.stderr


def test_each_block_of_the_page_is_used_and_each_kind_of_step_is_there():
    files = {block.file for block in blocks() if block.file}
    assert {Path(file).suffix for file in files} >= {".csv", ".json", ".yaml", ".ipynb", ".yml", ".py"}
    assert PAGE.count("{code-block}") == len(blocks())
    assert all(block.file for block in blocks() if block.kind != "console")
    headings = ("document", "table", "claim", "chapter", "language", "next edition")
    assert all(f"\n## A {heading}\n" in PAGE for heading in headings)
    assert "\n## Another country\n" in PAGE
    assert len(FORGOTTEN.findall(PAGE)) >= 5


def test_the_made_up_document_is_the_one_whose_checksum_and_lines_the_page_gives():
    copy = next(block.text for block in blocks() if block.file == "the text copy")
    (told,) = yaml.safe_load(next(block.text for block in blocks() if block.file == "data/documents.yaml"))
    assert told["sha256"] == hashlib.sha256(copy.encode()).hexdigest()
    assert told["lines"] == len(copy.splitlines())
    listed = next(block.text for block in blocks() if block.file == "data/claims/coverage.csv").splitlines()
    kept = pd.DataFrame(columns=coverage.COLUMNS)
    lines = coverage.skeleton(copy, told["file"], kept)["line"].tolist()
    assert [int(line.split(",")[1]) for line in listed] == lines


def test_the_cells_of_the_page_are_in_the_house_style(tmp_path):
    for block in example():
        if block.file.endswith(".ipynb"):
            (tmp_path / "notebooks").mkdir(exist_ok=True)
            add_cell(block, tmp_path / block.file)
            assert len(block.text.splitlines()) <= 15 or block.how == "Markdown"
    name = "notebooks/example_republic.ipynb"
    for command in (["check", "-"], ["format", "--check", "-"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", "--stdin-filename", name],
            cwd=ROOT,
            input=(tmp_path / name).read_text(encoding="utf8"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_what_the_page_names_is_there():
    for name in re.findall(r"`((?:data|src|tests|book)/[\w./-]+|[a-z_]+\.py|_[a-z]+\.yml)`", PAGE):
        file = name if "/" in name or name.startswith("_") else f"src/kzmigration/{name}"
        assert (ROOT / file).exists() or "example" in file, name
    for word in re.findall(r"`([A-Z]{5,})`", PAGE):
        assert any(f"\n{word} = " in code.read_text(encoding="utf8") for code in (ROOT / "src").rglob("*.py")), word
