import json
import math

import pytest
from babel.numbers import parse_decimal
from hypothesis import given
from hypothesis import strategies as st

from kzmigration import language, numbers
from kzmigration.errors import ChapterError
from kzmigration.numbers import Number


def make(value=45863, unit="persons", **changes):
    fields = {"key": "k", "digits": 0, "signed": False, "source": ["table-1.3.1"], "how": "a sum", "vintage": "printed"}
    return Number(value=value, unit=unit, **(fields | changes))


@pytest.mark.parametrize(
    ("number", "locale", "text"),
    [
        (make(45863), "en", "45,863"),
        (make(45863), "ru", "45\N{NO-BREAK SPACE}863"),
        (make(-33, signed=True), "en", "\N{MINUS SIGN}33"),
        (make(33, signed=True), "en", "+33"),
        (make(0, signed=True), "en", "0"),
        (make(87.964, "percent", digits=2), "en", "87.96%"),
        (make(87.964, "percent", digits=2), "kk", "87,96%"),
        (make(2019, "year"), "en", "2019"),
        (make("rose", "word"), "en", "rose"),
        (make("DEU", "country"), "ru", "Германия"),
        (make(["RUS", "DEU"], "country"), "en", "Russia and Germany"),
        (make(["KOR", "USA", "DEU"], "country"), "en", "the Republic of Korea, the United States, and Germany"),
        (make("USA", "country"), "ru", "США"),
        (make("germans", "ethnic_group"), "kk", "Немістер"),
    ],
)
def test_a_value_is_written_as_its_unit_and_language_ask(number, locale, text):
    assert number.text(locale) == text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"value": math.nan}, "number 'k' is empty: nan"),
        ({"value": math.inf}, "number 'k' is empty: inf"),
        ({"value": "", "unit": "word"}, "number 'k' is empty: ''"),
        ({"value": [], "unit": "country"}, r"number 'k' is empty: \[\]"),
        ({"value": None}, "None is not a value of unit persons"),
        ({"value": "12"}, "'12' is not a value of unit persons"),
        ({"value": True}, "True is not a value of unit persons"),
        ({"value": 12, "unit": "word"}, "12 is not a value of unit word"),
        ({"unit": "people"}, "unit must be one of .* not 'people'"),
        ({"key": "Total 2019"}, "number 'Total 2019': a key is"),
    ],
)
def test_what_would_reach_a_sentence_as_a_blank_is_refused(changes, message):
    with pytest.raises(ChapterError, match=message):
        make(**changes)


def test_a_registry_reads_back_as_it_was_written(tmp_path):
    file = tmp_path / "numbers.json"
    entries = [make(key="b"), make(1.5, "ratio", key="a", digits=2)]
    numbers.write(entries, file)
    assert numbers.read(file) == {number.key: number for number in entries}
    assert list(json.loads(file.read_text())) == ["a", "b"]


def test_text_is_resolved_by_key():
    text = numbers.resolve("In {num}`y` there were {num}`k`.", {"k": make(), "y": make(2019, "year", key="y")})
    assert text == "In 2019 there were 45,863."


def test_markup_in_a_value_is_escaped_in_the_text_of_a_notebook():
    told = {"k": make("<script>alert(1)</script>", "word")}
    assert numbers.resolve("It {num}`k`.", told) == "It &lt;script&gt;alert(1)&lt;/script&gt;."


def test_an_unknown_key_is_named():
    with pytest.raises(ChapterError, match="asks for number 'gone'"):
        numbers.resolve("{num}`gone`", {})


def test_the_tip_says_where_a_value_comes_from():
    assert make(how="sum of the 2019 column").tip() == "sum of the 2019 column; table 1.3.1; printed values; persons"


VALUES = st.floats(-1e12, 1e12) | st.integers(-(10**15), 10**15)


@given(VALUES, st.integers(0, 4), st.sampled_from(language.LANGUAGES), st.booleans())
def test_a_written_number_reads_back_to_within_its_rounding(value, digits, locale, signed):
    text = language.format_number(value, digits, locale, signed=signed)
    assert "-" not in text
    read = float(parse_decimal(text.replace("\N{MINUS SIGN}", "-").removeprefix("+"), locale=locale))
    assert abs(read - value) <= 0.5 * 10**-digits + 1e-9 * abs(value)
    assert text.startswith("+") == (signed and value > 0)


@given(st.floats(-1e6, 1e6), st.integers(0, 3), st.sampled_from(language.LANGUAGES))
def test_a_written_share_and_a_count_in_thousands_read_back_too(value, digits, locale):
    written = (language.format_share(value, digits, locale), language.format_thousands(value * 1000, digits, locale))
    for text in written:
        plain = text.replace("\N{MINUS SIGN}", "-").rstrip("%").removesuffix(language.THOUSAND[locale]).strip()
        assert abs(float(parse_decimal(plain, locale=locale)) - value) <= 0.5 * 10**-digits + 1e-9 * abs(value)


@given(st.dictionaries(st.from_regex(numbers.KEY, fullmatch=True), VALUES | st.text(min_size=1)))
def test_any_registry_reads_back_as_it_was_written(tmp_path_factory, values):
    file = tmp_path_factory.getbasetemp() / "numbers.json"
    entries = [make(value, "word" if isinstance(value, str) else "persons", key=key) for key, value in values.items()]
    numbers.write(entries, file)
    assert numbers.read(file) == {number.key: number for number in entries}
