"""The record of an edition: what is gathered, and what counts as the same."""

import json
import math

import pytest

from kzmigration import record
from kzmigration.errors import BookError


def items(**kinds):
    return {kind: kinds.get(kind, {}) for kind in record.KINDS}


def statuses(before, now):
    findings = record.compare(items(numbers=before), items(numbers=now))
    return {finding.name: finding.status for finding in findings}


def test_each_item_gets_the_status_that_it_has():
    before = {"a": [1, "count"], "b": [0.1 + 0.2, "percent"], "c": [2, "count"], "d": ["DEU", "country"]}
    now = {"a": [1, "count"], "b": [0.3, "percent"], "c": [3, "count"], "e": [1, "count"]}
    assert statuses(before, now) == {"a": "identical", "b": "within tolerance", "c": "differs", "d": "gone", "e": "new"}


@pytest.mark.parametrize(
    ("before", "now", "status"),
    [
        (1, 1, "identical"),
        (1, 1.0, "within tolerance"),
        (1, True, "differs"),
        (0, 1e-300, "differs"),
        (1e9, 1e9 + 1, "within tolerance"),
        (1e9, 1e9 + 2, "differs"),
        (None, 0, "differs"),
        ("1", 1, "differs"),
        ([1, 2], [1, 2, 3], "differs"),
        (["reproduced", [1.0, 2.0]], ["reproduced", [1.0, 2.0 + 1e-12]], "within tolerance"),
        (["reproduced", [1.0, 2.0]], ["contradicted", [1.0, 2.0]], "differs"),
        ({"year": [2014], "persons": [5]}, {"year": [2014], "persons": [5]}, "identical"),
        ({"year": [2014], "persons": [5]}, {"persons": [5], "year": [2014]}, "differs"),
        ({"year": [2014], "persons": [5]}, {"year": [2014], "people": [5]}, "differs"),
    ],
)
def test_what_counts_as_the_same(before, now, status):
    assert statuses({"x": before}, {"x": now}) == {"x": status}


def test_a_new_item_does_not_raise_the_headline():
    found = record.compare(items(numbers={"a": 1, "b": 2}), items(numbers={"a": 1, "b": 3, "c": 4}))
    assert record.headline(record.count(found)).startswith("1 of 2 numbers, 0 of 0 cells")
    assert [finding.name for finding in found if not finding.is_good] == ["b", "c"]


def test_the_next_record_moves_nothing_that_is_within_tolerance():
    before = items(numbers={"a/close": [1.0, "ratio"], "a/moved": [2, "persons"], "a/gone": [3, "persons"]})
    now = items(numbers={"a/close": [1.0 + 1e-12, "ratio"], "a/moved": [4, "persons"], "a/new": [5, "persons"]})
    expected = items(numbers={"a/close": [1.0, "ratio"], "a/moved": [4, "persons"], "a/new": [5, "persons"]})
    assert record.renewed(record.compare(before, now)) == expected
    assert record.renewed(record.compare({}, now)) == now


def test_a_record_survives_being_written(tmp_path):
    told = items(
        numbers={"a/b": [math.pi, "ratio"], "a/names": [["RUS", "DEU"], "country"]},
        cells={"table-1 [2014, Қазақстан]": 12},
        figures={"fig-a": {"year": [2014, 2015], "share": [0.1, ""]}},
        verdicts={"one": ["reproduced", [1.0, None]], "two": ["not testable", None], "three": ["reproduced", True]},
    )
    file = tmp_path / "record.json"
    record.write("1.2.3", told, file)
    assert record.read(file) == {"version": "1.2.3", "items": told}
    first = file.read_bytes()
    record.write("1.2.3", {kind: dict(reversed(told[kind].items())) for kind in told}, file)
    assert file.read_bytes() == first
    assert len(first.splitlines()) == 5 + 2 * len(record.KINDS) + 7  # an item a line, so that a diff shows it


@pytest.mark.parametrize("text", ["", "[]", '{"version": "1"}', '{"version": "1", "items": {"numbers": {}}}', "{"])
def test_what_is_no_record_is_refused_in_one_line(tmp_path, text):
    file = tmp_path / "record.json"
    file.write_text(text, encoding="utf8")
    with pytest.raises(BookError, match=r"^record\.json is not a record that `make record` wrote: [^\n]+$"):
        record.read(file)


def test_a_missing_record_names_the_command_that_writes_it(tmp_path):
    with pytest.raises(BookError, match=r"^there is no record record\.json; `make record` writes it$"):
        record.read(tmp_path / "record.json")


def test_gathering_takes_every_number_cell_and_column(tmp_path):
    run = tmp_path / "runs" / "small"
    (run / "published" / "fig-a").mkdir(parents=True)
    (run / "run.json").write_text("{}", encoding="utf8")
    entry = {"a": {"value": 1.5, "unit": "ratio", "how": "by hand"}}
    (run / "numbers.json").write_text(json.dumps(entry), encoding="utf8")
    (run / "published" / "fig-a" / "fig-a.csv").write_text("year,name,share\n2014,KAZ,0.5\n2015,,\n", encoding="utf8")
    data = tmp_path / "root" / "data" / "profile"
    data.mkdir(parents=True)
    rows = "year,country,label_kk,persons,status,note\n2014,DEU,Германия,12,printed,\n2015,DEU,Германия,,missing,\n"
    (data / "t.csv").write_text(rows, encoding="utf8")
    resources = [{"name": "t", "path": "profile/t.csv", "schema": {"primaryKey": ["year", "country"]}}]
    resources.append({"name": "codes", "path": "codes/c.csv"})
    (data.parent / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf8")
    assert dict(record._numbers(run)) == {"small/a": [1.5, "ratio"]}
    assert dict(record._cells(tmp_path / "root")) == {"t [2014, DEU]": 12, "t [2015, DEU]": ""}
    figure = {"year": [2014, 2015], "name": ["KAZ", ""], "share": [0.5, ""]}
    assert dict(record._figures(run)) == {"fig-a": figure}
