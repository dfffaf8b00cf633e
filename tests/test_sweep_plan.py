"""A sweep file is checked whole before anything runs, and what is wrong with it is one line."""

import pytest

from kzmigration import sweep_plan
from kzmigration.errors import ParameterError

SPANS = 10  # of three years or more in the six from 2014 to 2019


def planned(folder, text):
    file = folder / "sweep.yaml"
    file.write_text(f"{text}\n" if text else "", encoding="utf8")
    return sweep_plan.plan(file)


def test_a_grid_is_every_combination_in_the_order_told(tmp_path):
    runs, left_out = planned(
        tmp_path,
        "runs:\n- chapters: [emigration]\n  grid: {vintage: [printed, corrected], year_start: [2014, '2015']}\n",
    )
    assert [(run.asked["vintage"], run.asked["year_start"]) for run in runs] == [
        ("printed", 2014),
        ("printed", 2015),
        ("corrected", 2014),
        ("corrected", 2015),
    ]
    assert all(run.asked["focus"] == "DEU" for run in runs)
    assert left_out == 0


def test_a_list_is_what_it_says_and_an_empty_mapping_the_defaults(tmp_path):
    runs, _ = planned(tmp_path, "runs:\n- {chapters: [emigration, remittances], list: [{}, {year_end: 2018}]}\n")
    told = [(run.chapter, run.asked["year_end"]) for run in runs]
    assert told == [("emigration", 2019), ("emigration", 2018), ("remittances", 2019), ("remittances", 2018)]


def test_all_stands_for_what_the_data_allow_and_spans_too_short_are_counted(tmp_path):
    runs, left_out = planned(tmp_path, "runs:\n- {chapters: [remittances], grid: {year_start: all, year_end: all}}\n")
    spans = {(run.asked["year_start"], run.asked["year_end"]) for run in runs}
    assert spans == {(start, end) for start in range(2014, 2018) for end in range(start + 2, 2020)}
    assert (len(runs), left_out) == (SPANS, 16 - SPANS)


def test_the_same_run_asked_twice_is_one_that_keeps_what_both_want(tmp_path):
    entry = "- {chapters: [emigration], list: [{year_end: 2018}], numbers: [%s]}\n"
    runs, _ = planned(tmp_path, f"runs:\n{entry % 'slope'}{entry % 'hhi_end, slope'}")
    assert [run.wanted for run in runs] == [("slope", "hhi_end")]
    runs, _ = planned(tmp_path, f"runs:\n{entry % 'slope'}- {{chapters: [emigration], list: [{{year_end: 2018}}]}}\n")
    assert [run.wanted for run in runs] == [()]


def test_the_folder_of_a_run_depends_on_what_it_is_asked_alone():
    one = sweep_plan.Run("a", {"year_start": 2014, "vintage": "printed"})
    assert one.id == sweep_plan.Run("a", {"vintage": "printed", "year_start": 2014}, ("slope",)).id
    assert len({one.id, sweep_plan.Run("a", {"year_start": 2015}).id, sweep_plan.Run("b", one.asked).id}) == 3


ENTRY = "runs:\n- {chapters: [emigration], "
REFUSED = {
    "": "expected a list under “runs” and nothing else; it was None",
    "runs: []": "expected a list under “runs” and nothing else; it was {'runs': []}",
    "runs: [1]\nmore: 1": "expected a list under “runs” and nothing else; it was",
    "runs: [1]": "entry 1 of runs: expected “chapters”, “grid” or “list”, and perhaps “numbers”; it was 1",
    f"{ENTRY}lists: []}}": "entry 1 of runs: expected “chapters”, “grid” or “list”",
    f"{ENTRY}grid: {{}}, list: []}}": "entry 1 of runs: expected “chapters”, “grid” or “list”",
    "runs:\n- {chapters: emigration, list: [{}]}": "entry 1 of runs: chapters must be a list of names; it was 'emig",
    "runs:\n- {chapters: [], list: [{}]}": "entry 1 of runs: chapters must be a list of names; it was []",
    "runs:\n- {list: [{}]}": "entry 1 of runs: chapters must be a list of names; it was None",
    "runs:\n- {chapters: [emigratoin], list: [{}]}": "entry 1 of runs: there is no chapter 'emigratoin'; the chapters",
    "runs:\n- {chapters: [../book/index], list: [{}]}": "entry 1 of runs: there is no chapter '../book/index'",
    "runs:\n- {chapters: [/etc/passwd], list: [{}]}": "entry 1 of runs: there is no chapter '/etc/passwd'",
    f"{ENTRY}list: []}}": "entry 1 of runs: list must be a list of mappings name -> value; it was []",
    f"{ENTRY}list: [year_end]}}": "list must be a list of mappings name -> value; it was ['year_end']",
    f"{ENTRY}list: [{{}}], numbers: slope}}": "entry 1 of runs: numbers must be a list of names; it was 'slope'",
    f"{ENTRY}grid: {{}}}}": "grid must be a mapping name -> list of values or “all”; it was {}",
    f"{ENTRY}grid: all}}": "grid must be a mapping name -> list of values or “all”; it was 'all'",
    f"{ENTRY}grid: {{year_end: 2019}}}}": "year_end in grid must be a list of values or “all”; it was 2019",
    f"{ENTRY}grid: {{year_end: []}}}}": "year_end in grid must be a list of values or “all”; it was []",
    f"{ENTRY}grid: {{year: all}}}}": "emigration has no parameter 'year'; it has year_start, year_end, vintage, top_n",
    f"{ENTRY}grid: {{year_start: all, vintage: [corected]}}}}": "vintage must be one of printed, corrected; it was 'co",
    f"{ENTRY}grid: {{year_start: [2014, 2013]}}}}": "year_start must be a whole number from 2014 to 2017; it was 2013",
    f"{ENTRY}list: [{{year_start: 2018}}]}}": "year_start must be a whole number from 2014 to 2017; it was 2018",
    f"{ENTRY}list: [{{year_start: true}}]}}": "year_start must be a whole number from 2014 to 2017; it was True",
    f"{ENTRY}list: [{{focus: [DEU]}}]}}": "focus must be a text or a whole number; it was ['DEU']",
    f"{ENTRY}list: [{{year_start: 2017, year_end: 2018}}]}}": "must span at least 3 years",
    f"{ENTRY}grid: {{year_start: [2017], year_end: [2018]}}}}": "must span at least 3 years",
    "runs: !!python/object/apply:os.system [ls]": ', row 1: expected no tag, found "tag:yaml.org,2002:python/object/',
    "runs: [\x01]": ', row 1: expected visible characters alone, found "\\x01"',
    "runs: [": ', row 2: expected YAML, found ""',
    "runs:\n- &a {chapters: [law], list: [{}]}\n- *a": ', row 2: expected no anchor, found "&a"',
    "runs: [1]\n---\nruns: [1]": ', row 2: expected one document, found "---"',
    "runs:\r\n- 1\r": ', row 1: expected LF alone at the end of a line, found "\\r"',
    "\ufeffruns: [1]": "expected UTF-8 without a byte order mark",
    f"{ENTRY}list: [{{}}], list: [{{}}]}}": ', row 2: expected each key once, found "list"',
    f"{ENTRY}list: [{{vintage: yes}}]}}": ', row 2: expected true or false, or text in quotes, found "yes"',
    f"{ENTRY}list: [{{year_start: 02014}}]}}": ", row 2: expected at most 15 plain digits, or text in quotes",
    f"{ENTRY}list: [{{year_start: 33:34}}]}}": ", row 2: expected at most 15 plain digits, or text in quotes",
    f"{ENTRY}list: [{{year_start: 0x7de}}]}}": ", row 2: expected at most 15 plain digits, or text in quotes",
    f"{ENTRY}list: [{{year_start: .nan}}]}}": ", row 2: expected a number in plain digits, or text in quotes",
    f"{ENTRY}list: [{{year_start: 2014-01-01}}]}}": ', row 2: expected text in quotes, found "2014-01-01"',
    f"{ENTRY}list: [{{focus: D\u200bEU}}]}}": ', row 2: expected visible characters alone, found "\\u200b"',
    f"{ENTRY}list: [{{[year_start]: 2014}}]}}": ", row 2: expected a word or a number as key, found ",
    f"{ENTRY}list: [{{2014: 2014}}]}}": "emigration has no parameter 2014; it has year_start",
    f"{ENTRY}list: [{{focus: ../../etc/passwd}}]}}": "focus must be one of AUS, ",
    f"{ENTRY}list: [{{focus: null}}]}}": "focus must be a text or a whole number; it was None",
    f"{ENTRY}list: [{{year_start: 2014.0}}]}}": "year_start must be a whole number from 2014 to 2017; it was 2014.0",
    f"{ENTRY}list: [{{year_start: ' 2014'}}]}}": "year_start must be a whole number from 2014 to 2017; it was ' 2014'",
    f"{ENTRY}grid: {{vintage: all, focus: [all]}}}}": "focus must be one of AUS, ",
    f"{ENTRY}list: [{{}}], numbers: [1]}}": "entry 1 of runs: numbers must be a list of names; it was [1]",
    f"{ENTRY}list: [{{}}]}}\n- {{chapters: [emigration]}}": "entry 2 of runs: expected “chapters”",
}


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused_names_file_and_place_in_one_line(text, tmp_path):
    with pytest.raises(ParameterError) as refused:
        planned(tmp_path, text)
    said = str(refused.value)
    assert REFUSED[text] in said
    assert said.startswith(str(tmp_path / "sweep.yaml"))
    assert "\n" not in said


def test_spans_that_a_grid_with_all_leaves_empty_are_an_error(tmp_path):
    with pytest.raises(ParameterError, match="no run is left; the chapters refuse every combination"):
        planned(tmp_path, "runs:\n- {chapters: [emigration], grid: {year_start: [2017], year_end: [2018], top_n: all}}")


def test_a_bomb_of_aliases_is_refused_in_a_short_line(tmp_path):
    levels = "".join(f"- &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    with pytest.raises(ParameterError, match=r"row 2: expected no anchor, found \"&a0\"$"):
        planned(tmp_path, f"runs:\n- &a0 [x]\n{levels}")


def test_other_bytes_and_a_missing_file_are_one_line(tmp_path):
    (tmp_path / "sweep.yaml").write_bytes("runs: [é]\n".encode("latin1"))
    said = {}
    for name in ("sweep.yaml", "none.yaml", "."):
        with pytest.raises(ParameterError) as refused:
            sweep_plan.plan(tmp_path / name)
        said[name] = str(refused.value).removeprefix(str(tmp_path / name))
    assert said == {
        "sweep.yaml": ', row 1: expected UTF-8, found "byte 0xe9"',
        "none.yaml": ': expected a file, found "none"',
        ".": ': expected a file, found "none"',
    }


def test_more_runs_than_allowed_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sweep_plan, "MOST", 5)
    with pytest.raises(ParameterError, match="entry 1 of runs: more than 5 runs"):
        planned(tmp_path, "runs:\n- {chapters: [emigration], grid: {top_n: all}}\n")
