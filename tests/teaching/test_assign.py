"""What a class is given: the same bytes each time, a variant each, and nothing of key, seed or solution in it."""

import csv
import itertools
import json
import re
import shutil
import zipfile

import nbformat
import pytest
from typer.testing import CliRunner

from kzmigration import archives, assign, exercises, offline
from kzmigration.cli import app
from kzmigration.errors import DataError
from kzmigration.paths import DATA, ROOT


def files_of(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def copy(thirty, tmp_path):
    """Return a copy of the class, which a test may change."""
    return shutil.copytree(thirty, tmp_path / "class")


def again(folder, seed, out="assignments"):
    told = []
    assign.assign("emigration", folder / "roster.csv", seed, folder / out, told.append)
    return told


def test_each_student_has_a_folder_with_all_that_is_needed(thirty):
    folders = sorted((thirty / "assignments" / "students").iterdir())
    assert len(folders) == 30
    told = exercises.read("emigration")
    expected = {f"{name}.csv" for name in told.data}
    expected |= {"emigration.ipynb", "assignment.json", "hand_in.py", "figure-1.png"}
    for folder in folders:
        assert {file.name for file in folder.iterdir()} == expected
        assert (folder / "table-1.3.1.csv").read_bytes() == (DATA / "profile" / "table-1.3.1.csv").read_bytes()
        notebook = nbformat.read(folder / "emigration.ipynb", as_version=4)
        nbformat.validate(notebook)
        text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        assert not re.search(r"\{\w+\}|\$\w|\bNone\b(?! of)", text)
        code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
        assert [line for line in code if line.startswith("answer(")] == [
            f'answer("{id}", {chr(34) + "..." + chr(34) if ask.form["kind"] in ("choice", "text") else "..."})'
            for id, ask in told.asks.items()
        ]
        assert all(not cell.get("outputs") for cell in notebook.cells)


def test_names_are_shown_and_do_nothing_else(thirty):
    text = (thirty / "assignments" / "students" / "emigration-s02" / "emigration.ipynb").read_text(encoding="utf8")
    assert r"For Zoë \\<b\\>Müller\\</b\\>. Your numbers" in text


def test_the_same_roster_and_seed_give_the_same_bytes_and_another_seed_others(thirty, copy, seed):
    again(copy, seed, "anew")
    assert files_of(copy / "anew") == files_of(thirty / "assignments")
    again(copy, seed + "!", "other")
    one, other = files_of(copy / "anew"), files_of(copy / "other")
    assert all(one[name] != other[name] for name in one if name.endswith(".ipynb"))


def test_no_two_notebooks_are_alike_and_neighbours_ask_for_other_numbers(thirty):
    key = json.loads((thirty / "assignments" / "teacher" / "key.json").read_text(encoding="utf8"))
    told = list(key["students"].values())
    assert len({json.dumps(one["questions"]) + json.dumps(one["answers"]) for one in told}) == 30
    for before, after in itertools.pairwise(told):
        for id in ("2a", "2b", "3a", "3b", "4a", "5b", "6a", "6b"):
            assert before["answers"][id]["value"] != after["answers"][id]["value"], id


def test_a_run_that_was_stopped_goes_on_and_leaves_nothing_behind(thirty, copy, seed):
    out = copy / "assignments"
    for name in ("emigration-s07", "emigration-s20"):
        shutil.rmtree(out / "students" / name)
    (out / "students" / "emigration-s03" / "emigration.ipynb").unlink()
    (out / "students" / "emigration-s03" / ".emigration.ipynb.new").write_text("half")  # as a kill leaves it
    shutil.rmtree(out / "teacher")
    kept = out / "students" / "emigration-s04" / "emigration.ipynb"
    before = kept.stat().st_mtime_ns
    assert again(copy, seed)[-1] == "30 of 30 folders are there"
    assert files_of(out) == files_of(thirty / "assignments")
    assert kept.stat().st_mtime_ns == before


def test_who_comes_late_changes_nobody_else(thirty, copy, seed):
    with (copy / "roster.csv").open("a", encoding="utf8", newline="") as roster:
        roster.write("late;Late L.\r\n")
    again(copy, seed)
    before, after = files_of(thirty / "assignments" / "students"), files_of(copy / "assignments" / "students")
    assert before.items() <= after.items()
    assert {name.split("/")[0] for name in after.keys() - before.keys()} == {"emigration-late"}


REFUSED = {
    "another seed": (lambda folder: None, "another", 'row 2: expected what .* has already; .* found "another '),
    "a student less": (
        lambda folder: drop_row(folder, "s05"),
        "",
        "students of the roster alone; keep the rows of who",
    ),
    "another student first": (lambda folder: put_first(folder), "", "expected what .* has already; add who comes late"),
    "another folder": (
        lambda folder: (folder / "assignments" / "x.txt").write_text("x"),
        "",
        "--out: expected a new folder, .* found .x.txt in",
    ),
    "no seed": (lambda folder: None, "  ", "--seed: expected a word or a number"),
}


def drop_row(folder, id):
    text = (folder / "roster.csv").read_text(encoding="utf8")
    (folder / "roster.csv").write_text(re.sub(rf"{id};.*\n", "", text), encoding="utf8")


def put_first(folder):
    """Move a row up so that a student has another neighbour with the same draw; some of 29 rows will do."""
    lines = (folder / "roster.csv").read_text(encoding="utf8").splitlines()
    (folder / "roster.csv").write_text("\n".join([lines[0], *lines[:0:-1]]), encoding="utf8")


@pytest.mark.parametrize("case", REFUSED)
def test_what_students_may_have_is_never_changed(copy, seed, case):
    change, other, says = REFUSED[case]
    change(copy)
    before = files_of(copy / "assignments")
    with pytest.raises(DataError, match=says):
        again(copy, other or seed)
    assert files_of(copy / "assignments") == before


def test_the_list_says_who_got_what(thirty):
    with (thirty / "assignments" / "teacher" / "students.csv").open(encoding="utf8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [*(f"s{number:02d}" for number in range(29)), "гүлнар"]
    assert all((thirty / "assignments" / "students" / row["folder"]).is_dir() for row in rows)
    for row in rows:
        notebook = (thirty / "assignments" / "students" / row["folder"] / "emigration.ipynb").read_text(encoding="utf8")
        assert f"Which share of those who left in {row['share_year']} were " in notebook
        assert f"answers-{row['student']}.json" in notebook


def secrets_of(chapter):
    """Return texts that tell how an exercise is solved: of answers, hints, rubrics and mistakes."""
    told = exercises.read(chapter)
    texts = [entry.get("how") or entry["rubric"] for entry in told.answers.values()]
    texts += [hint["says"] for entry in told.answers.values() for hint in entry.get("hints", ())]
    texts += [slip["how"] for sentence in told.sentences for slip in sentence["mistakes"]]
    return {text for text in texts if len(text) > 20}


def test_the_students_files_hold_no_key_seed_or_solution(thirty, seed):
    key = json.loads((thirty / "assignments" / "teacher" / "key.json").read_text(encoding="utf8"))
    secrets = {text.encode() for text in secrets_of("emigration")} | {seed.encode()}
    assert len(secrets) > 30
    for token, student in key["students"].items():
        files = files_of(thirty / "assignments" / "students" / student["folder"])
        everything = b"\n".join(files.values())
        assert not [text for text in secrets if text in everything]
        assert not re.search(rb"\bplanted\b|\brubric\b|\bhints\b", everything)
        assigned = json.loads(files["assignment.json"])
        assert assigned.keys() == {"format", "chapter", "student", "answers", "forms"}
        assert assigned["student"] == token
        text = files["emigration.ipynb"].decode()
        for id, answer in student["answers"].items():
            if answer["decimals"] is not None:
                value, decimals = abs(answer["value"]), answer["decimals"]
                assert f"{value:.{decimals + 2}f}" not in text, id
                if value > 200 * answer["room"] and id != "5b":  # fewer digits may come up by chance
                    assert not re.search(rf"(?<![\d.]){value:.{decimals}f}(?!\d)", text), id


def test_two_students_files_differ_in_what_is_drawn_alone(thirty):
    """The forms, which lie open beside each notebook, are the same for all: nothing drawn shows in them."""
    told = [json.loads(file.read_text()) for file in (thirty / "assignments" / "students").glob("*/assignment.json")]
    assert len({json.dumps(one["forms"]) for one in told}) == 1


def test_what_is_packed_for_the_public_holds_no_source_of_keys(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "wheels").mkdir()
    with zipfile.ZipFile(offline.make(tmp_path / "site", tmp_path / "a.zip", tmp_path / "wheels")) as archive:
        names = archive.namelist()
        packed = {name: archive.read(name) for name in names if not name.endswith(".woff2")}
    assert any(name.endswith("source/book/exercises/emigration.yaml") for name in names)
    assert not [name for name in names if "/teaching/" in name]
    data = {name: file.read_bytes() for name, file in archives.data_entries().items()}
    book = {str(file): file.read_bytes() for file in (ROOT / "book").rglob("*") if file.is_file()}
    notebooks = {str(file): file.read_bytes() for file in (ROOT / "notebooks").glob("*.ipynb")}
    secrets = [text.encode() for chapter in exercises.chapters() for text in secrets_of(chapter)]
    for name, content in (packed | data | book | notebooks).items():
        assert not [text for text in secrets if text in content], name


@pytest.mark.site
def test_the_built_site_holds_no_key_seed_or_solution(site):
    secrets = [text.encode() for chapter in exercises.chapters() for text in secrets_of(chapter)]
    found = 0
    for file in site.resolve().rglob("*"):
        if file.suffix in (".html", ".js", ".json", ".ipynb", ".csv", ".yaml", ".zip"):
            contents = [file.read_bytes()]
            if file.suffix == ".zip":
                with zipfile.ZipFile(file) as archive:
                    contents = [name.encode() + archive.read(name) for name in archive.namelist()]
            found += len(contents)
            assert not [text for text in secrets if any(text in content for content in contents)], file
        assert not file.name.startswith(("key.json", "answers-")), file
    assert found > 100


def test_the_command_line_says_what_it_did_and_where_a_roster_is_wrong(tmp_path):
    (tmp_path / "roster.csv").write_text("id\na1\n")
    asked = [
        "assign",
        "--chapter",
        "emigration",
        "--roster",
        str(tmp_path / "roster.csv"),
        "--out",
        str(tmp_path / "out"),
    ]
    done = CliRunner().invoke(app, [*asked, "--seed", "2026"])
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "note: a seed of 4 characters can be found by trying; 12 or more keep a secret",
        "1 of 1 variants are drawn",
        "1 of 1 folders are there",
        f"The students' folders: {tmp_path / 'out' / 'students'}",
        f"The key, for you alone: {tmp_path / 'out' / 'teacher' / 'key.json'}",
    ]
    (tmp_path / "roster.csv").write_text("id\na1\n..\n")
    done = CliRunner().invoke(app, [*asked, "--seed", "2026"])
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1].startswith("error: roster.csv, row 3, column id: expected letters, digits")
