import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from kzmigration import parameters
from kzmigration.cli import app
from kzmigration.errors import ParameterError

DEFAULTS = {"year_start": 2014, "year_end": 2019, "vintage": "printed", "top_n": 8, "focus": "DEU"}

REFUSED = [
    (
        {"year_strat": 2015},
        "emigration has no parameter 'year_strat'; it has year_start, year_end, vintage, top_n, focus",
    ),
    ({"year_start": "soon"}, "year_start must be a whole number from 2014 to 2017; it was 'soon'"),
    ({"year_start": 2013}, "year_start must be a whole number from 2014 to 2017; it was 2013"),
    ({"year_start": 2014.5}, "year_start must be a whole number from 2014 to 2017; it was 2014.5"),
    ({"year_start": True}, "year_start must be a whole number from 2014 to 2017; it was True"),
    ({"year_end": 2020}, "year_end must be a whole number from 2016 to 2019; it was 2020"),
    (
        {"year_start": 2017, "year_end": 2016},
        "year_start must not be after year_end, which is 2016; year_start was 2017",
    ),
    (
        {"year_start": 2017, "year_end": 2018},
        "year_start to year_end must span at least 3 years, since a trend with an interval needs 3 points; "
        "they were 2017 and 2018",
    ),
    ({"vintage": "revised"}, "vintage must be one of printed, corrected; it was 'revised'"),
    ({"top_n": 0}, "top_n must be a whole number from 1 to 29; it was 0"),
    ({"top_n": 30}, "top_n must be a whole number from 1 to 29; it was 30"),
    ({"top_n": ""}, "top_n must be a whole number from 1 to 29; it was ''"),
]


def test_without_parameters_the_defaults_stand():
    assert parameters.check("emigration", {}) == DEFAULTS


def test_text_from_a_command_line_is_read():
    values = parameters.check("emigration", {"year_start": "2016", "top_n": "3", "focus": "RUS"})
    assert values == DEFAULTS | {"year_start": 2016, "top_n": 3, "focus": "RUS"}


@pytest.mark.parametrize(("given", "message"), REFUSED)
def test_what_is_refused_says_what_is_allowed_and_what_came(given, message):
    with pytest.raises(ParameterError) as error:
        parameters.check("emigration", given)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("focus", "hint"),
    [
        ("JPN", "Japan has no row of its own in this chapter's data"),
        ("Germany", "a code in capitals, as ISO 3166-1 alpha-3 has it, is expected where the focus is a country"),
        ("deu", "a code in capitals"),
        ("_O", "Other countries has no row of its own"),
    ],
)
def test_an_unknown_country_is_explained(focus, hint):
    with pytest.raises(ParameterError) as error:
        parameters.check("emigration", {"focus": focus})
    assert str(error.value).startswith("focus must be one of AUS, AUT, AZE")
    assert f"it was {focus!r}" in str(error.value)
    assert hint in str(error.value)


def test_an_unknown_chapter_is_named():
    with pytest.raises(ParameterError, match="no chapter 'imigration'; the chapters are conclusions, demo"):
        parameters.check("imigration", {})


@pytest.mark.parametrize("pair", ["year_start", "=2016", ""])
def test_a_pair_without_name_or_value_is_refused(pair):
    with pytest.raises(ParameterError, match="-p name=value"):
        parameters.parse([pair])


def test_a_parameter_given_twice_is_refused():
    with pytest.raises(ParameterError, match="'top_n' was given twice"):
        parameters.parse(["top_n=1", "top_n=2"])


def test_what_a_chapter_reads_is_seen_in_its_cells():
    assert parameters.resources_read("emigration") == ["fig-2.1.3", "table-1.3.1", "table-1.3.2"]
    assert parameters.ledgers_read("emigration") == ["1.3"]


def test_values_that_no_table_sets_are_listed_in_the_metadata(tmp_path, monkeypatch):
    cell = nbformat.v4.new_code_cell('country: str = "KAZ"  # whose numbers', metadata={"tags": ["parameters"]})
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    subject = {"kzmigration": {"choices": {"country": ["KAZ", "UZB"]}}, "kernelspec": kernel}
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=subject), tmp_path / "one.ipynb")
    monkeypatch.setattr(parameters, "NOTEBOOKS", tmp_path)
    assert parameters.check("one", {"country": "UZB"}) == {"country": "UZB"}
    with pytest.raises(ParameterError, match="country must be one of KAZ, UZB; it was 'RUS'"):
        parameters.check("one", {"country": "RUS"})


@pytest.mark.parametrize("chapter", ["emigration", "law"])
def test_the_command_line_lists_what_the_parameters_cell_says(chapter):
    done = CliRunner().invoke(app, ["run", chapter, "--about"])
    assert done.exit_code == 0
    for one in parameters.declared(chapter).values():
        assert f"-p {one.name}={one.default}\n    {one.help}: {one.describe()}\n" in done.stdout
    assert done.stdout.count("-p ") == len(parameters.declared(chapter))


@pytest.fixture(scope="module")
def emigration():
    """Return the parameters of a chapter, which are read from its notebook once."""
    return parameters.declared("emigration")


def answer(call, *arguments):
    """Return what is parsed or checked, or the line that refuses it."""
    try:
        return call(*arguments)
    except ParameterError as error:
        return str(error)


@given(st.lists(st.text()))
def test_pairs_are_parsed_or_refused_in_one_line(pairs):
    given = answer(parameters.parse, pairs)
    if isinstance(given, str):
        assert given.isprintable()
        assert len(given) < 200
    else:
        assert len(given) == len(pairs)
        assert all(name and name == name.strip() for name in given)


@given(
    st.dictionaries(st.text().map(str.strip).filter(lambda name: name and "=" not in name), st.text().map(str.strip))
)
def test_pairs_come_back_as_they_were_given(given):
    assert parameters.parse([f"{name}={value}" for name, value in given.items()]) == given


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(list(DEFAULTS)),
        st.text() | st.integers() | st.integers(1, 2025).map(str) | st.floats() | st.none(),
    )
)
def test_whatever_is_asked_is_allowed_or_refused_in_one_line(emigration, monkeypatch, asked):
    monkeypatch.setattr(parameters, "declared", lambda _: emigration)
    values = answer(parameters.check, "emigration", asked)
    if isinstance(values, str):
        assert values.isprintable()
        assert len(values) < 500
    else:
        assert values.keys() == DEFAULTS.keys()
        assert all(value in emigration[name].allowed for name, value in values.items())
        assert all(type(value) is type(DEFAULTS[name]) for name, value in values.items())
        assert values["year_end"] - values["year_start"] >= parameters.SHORTEST - 1
