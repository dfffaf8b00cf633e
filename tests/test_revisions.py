"""Today's series in place of printed ones: what has one, what it looks like, and who offers it."""

import os
import re
import subprocess
import sys

import nbformat
import pandas as pd
import pytest

from kzmigration import data, parameters, revisions
from kzmigration.errors import DataError, ParameterError

pytestmark = pytest.mark.data

TWINS = list(revisions.REVISIONS)


@pytest.mark.parametrize("name", TWINS)
def test_a_revised_table_has_the_printed_shape(name):
    printed, today = data.load(name), data.load(name, "revised")
    column = data.value_column(printed)
    assert list(today.columns) == list(printed.columns)
    assert today.dtypes.equals(printed.dtypes)
    keys = [key for key in printed.columns if key not in (column, "status", "note")]
    pd.testing.assert_frame_equal(today[keys], printed[keys])
    assert today[column].isna().equals(printed[column].isna())
    assert set(today["status"]) == {"revised"}
    about = data.descriptor(revisions.source(name))
    assert all(note.startswith(f"{about['producer']}, {about['version']}; printed: ") for note in today["note"])


def test_the_revised_population_is_the_open_one():
    assert data.load("fig-2.1.3", "revised")["persons"].tolist() == [
        17160220,
        17414887,
        17668720,
        17916623,
        18155825,
        18394642,
    ]
    assert data.load("fig-2.1.3")["persons"].iloc[0] == 17160855


def test_revised_growth_worked_by_hand():
    table = data.wide(data.load("table-2.1.1", "revised"), "region")
    raw = data.read("bns-regions")
    people = {
        year: raw[(raw["year"] == year) & raw["region"].isin(["61", "79"])]["persons"].sum() for year in (2014, 2015)
    }
    assert table.loc["51", 2014] == pytest.approx((people[2015] / people[2014] - 1) * 100)
    assert round(table.loc["51", 2014], 2) == data.wide(data.load("table-2.1.1"), "region").loc["51", 2014] == 2.01
    assert pd.isna(table.loc["61", 2014])  # blank in print
    assert table.notna().sum().sum() == 98


def test_a_table_without_a_twin_says_which_have_one():
    message = "table-1.3.1 has no revised series; today's official series replace only fig-2.1.3, table-2.1.1"
    with pytest.raises(DataError, match=re.escape(message)):
        data.load("table-1.3.1", "revised")
    pd.testing.assert_frame_equal(data.load("table-1.3.1", "revised", otherwise="printed"), data.load("table-1.3.1"))
    assert set(data.load("fig-2.1.3", "revised", otherwise="printed")["status"]) == {"revised"}


def test_a_series_that_lacks_a_printed_cell_is_refused():
    printed = data.load("fig-2.1.3")
    short = data.read("bns-national").query("year != 2016")
    with pytest.raises(DataError, match=r"bns-national has no value for fig-2.1.3, {'year': 2016}"):
        revisions.apply(printed, "fig-2.1.3", "persons", short, data.descriptor("bns-national"))


def test_the_open_series_is_seen_by_the_build_and_by_the_run(monkeypatch):
    assert parameters.resources_read("demographic_impact") == ["bns-national", "fig-1.4.3", "fig-2.1.3", "table-1.3.1"]
    assert {"bns-national", "bns-regions"} <= set(parameters.resources_read("regional_population"))
    assert "bns-national" not in parameters.resources_read("emigration")
    monkeypatch.setenv("KZMIGRATION_READS", "fig-2.1.3")
    with pytest.raises(DataError, match=r"write load\('bns-national'\) with the name in full"):
        data.load("fig-2.1.3", "revised")


def test_who_offers_it_says_what_is_revised_and_what_stays():
    assert parameters.revisable("demographic_impact") == {"fig-1.4.3": False, "fig-2.1.3": True, "table-1.3.1": False}
    assert parameters.revisable("regional_population") == {"fig-2.1.3": True, "table-2.1.1": True, "table-2.1.2": False}
    offered = [name for name in ("demographic_impact", "emigration", "law") if parameters.revisable(name)]
    assert offered == ["demographic_impact"]
    assert parameters.check("demographic_impact", {"vintage": "revised"})["vintage"] == "revised"
    with pytest.raises(ParameterError, match="vintage must be one of printed, corrected; it was 'revised'"):
        parameters.check("emigration", {"vintage": "revised"})


LINES = {
    'load("fig-2.1.3", vintage)': {"fig-2.1.3": True},
    'load("fig-2.1.3", vintage=vintage)': {"fig-2.1.3": True},
    'load("fig-2.1.3")': {},
    'load("fig-2.1.3", vintage); load("table-1.3.1", vintage)': {},
    'load("fig-2.1.3", vintage); load("table-1.3.1", vintage, otherwise="printed")': {
        "fig-2.1.3": True,
        "table-1.3.1": False,
    },
    'load("fig-2.1.3", vintage); load("table-1.3.1"); load("bns-national")': {"fig-2.1.3": True, "table-1.3.1": False},
    'load("table-1.3.1", vintage, otherwise="printed")': {},
    'load("fig-2.1.3", "revised")': {},
}


@pytest.mark.parametrize("line", LINES)
def test_a_chapter_offers_it_exactly_if_it_can_run_with_it(line, tmp_path, monkeypatch):
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(line)]), tmp_path / "one.ipynb")
    monkeypatch.setattr(parameters, "NOTEBOOKS", tmp_path)
    assert parameters.revisable("one") == LINES[line]
    is_read = bool(LINES[line]) or '"revised"' in line
    assert ("bns-national" in parameters.resources_read("one")) == (is_read or '"bns-national"' in line)


@pytest.mark.slow
def test_the_open_series_is_an_input_of_the_job_whose_table_it_revises(project):
    kept = ("demographic_impact", "law")
    toc = "format: jb-book\nroot: book/index\nchapters:\n" + "".join(f"  - file: notebooks/{name}\n" for name in kept)
    (project.folder / "_toc.yml").write_text(toc, encoding="utf8")
    dry = subprocess.run(
        [sys.executable, "-m", "snakemake", "--dry-run", "--nolock", "--cores", "1"],
        cwd=project.folder,
        env=os.environ | {"PYTHONPATH": str(project.folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    inputs = re.findall(r"rule chapter:\n +input: notebooks/(\w+)\.ipynb, (.*)\n", dry.stdout + dry.stderr)
    assert sorted(name for name, _ in inputs) == sorted(kept), dry.stderr
    assert [name for name, files in inputs if "data/open/bns/national.csv" in files] == ["demographic_impact"]
