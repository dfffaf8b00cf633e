"""Names and number formats in the language of the build: CLDR first, ``data/codes`` where CLDR has no such name."""

import functools
import os
import re

import pandas as pd
from babel import Locale
from babel.core import get_global
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from kzmigration.data import read
from kzmigration.errors import DataError

LANGUAGES = ("en", "kk", "ru")
ARTICLE = re.compile(r"^(United |Republic of |Netherlands|Philippines)|( Islands| Republic)$")  # countries with “the”
CODE_LISTS = {
    "country": "countries",
    "ethnic_group": "ethnic-groups",
    "region": "regions",
    "occupation": "occupations",
    "age": "age-groups",
    "sex": "sexes",
}


def language() -> str:
    """Return the language of this build, from ``KZMIGRATION_LANGUAGE``; English unless told."""
    chosen = os.environ.get("KZMIGRATION_LANGUAGE", "en")
    if chosen not in LANGUAGES:
        raise DataError(f"KZMIGRATION_LANGUAGE must be one of {', '.join(LANGUAGES)}, not {chosen!r}")
    return chosen


@functools.cache
def _codes(kind: str) -> dict[str, dict[str, str]]:
    frame = read(CODE_LISTS[kind]).fillna("")
    return {row["code"]: row for row in frame.to_dict("records")}


def name(kind: str, code: str, locale: str | None = None) -> str:
    """Return the name that belongs to a code.

    Parameters
    ----------
    kind : str
        Which code list: one of :data:`CODE_LISTS`.
    code : str
        For example ``DEU`` or ``germans``.
    locale : {"en", "kk", "ru"}, optional
        The language of the build unless given.

    Raises
    ------
    DataError
        If the list has no such code, or no name for it in this language.

    Examples
    --------
    >>> name("country", "DEU", "en"), name("country", "DEU", "kk")
    ('Germany', 'Германия')
    """
    locale = locale or language()
    if code not in _codes(kind):
        raise DataError(f"data/codes has no {kind} {code!r}")
    own = _codes(kind)[code][f"name_{locale}"]
    found = own or (territory(code, locale) if kind == "country" else "")
    if not found:
        raise DataError(f"{kind} {code!r} has no name in {locale!r}")
    return found


def in_a_sentence(kind: str, code: str, locale: str | None = None) -> str:
    """Return a name as a sentence has it: in English some countries take an article.

    Examples
    --------
    >>> in_a_sentence("country", "KOR", "en"), in_a_sentence("country", "DEU", "en")
    ('the Republic of Korea', 'Germany')
    """
    found = name(kind, code, locale)
    return f"the {found}" if kind == "country" and (locale or language()) == "en" and ARTICLE.search(found) else found


def territory(code: str, locale: str) -> str:
    """Return CLDR's name of an ISO 3166-1 alpha-3 code, empty if it has none.

    Examples
    --------
    >>> territory("DEU", "kk"), territory("_O", "kk")
    ('Германия', '')
    """
    alpha2 = get_global("territory_aliases").get(code, [""])[0]
    return Locale(locale).territories.get(alpha2, "")


def list_names(names: list[str], locale: str | None = None) -> str:
    """Join names as a sentence does: ``A, B, and C``.

    Examples
    --------
    >>> list_names(["Russia", "Germany", "Poland"], "en")
    'Russia, Germany, and Poland'
    """
    return format_list(names, locale=locale or language())


def list_values(values: pd.Series, names: dict[str, str], digits: int = 0, *, signed: bool = False) -> str:
    """Write out a series for alt texts: ``Germany +636; Poland +476``.

    Examples
    --------
    >>> list_values(pd.Series({"DEU": 636, "POL": 476}), {"DEU": "Germany", "POL": "Poland"}, signed=True)
    'Germany +636; Poland +476'
    """
    return "; ".join(f"{names[code]} {format_number(value, digits, signed=signed)}" for code, value in values.items())


def format_number(value: float, digits: int = 0, locale: str | None = None, *, signed: bool = False) -> str:
    r"""Format a number with the separators of the language.

    Examples
    --------
    >>> format_number(45863, locale="en"), format_number(-1.25, 1, "en")
    ('45,863', '−1.2')
    >>> format_number(1204, locale="ru") == "1\N{NO-BREAK SPACE}204"
    True
    """
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return _sign(format_decimal(value, format=pattern, locale=locale or language()), value, signed)


def format_range(low: float, high: float, digits: int = 0, dash: str = "–") -> str:
    """Format both ends of a range, or one number where rounding closes it.

    Examples
    --------
    >>> format_range(1.001, 1.004, 2), format_range(-2, -1, dash=" to ")
    ('1.00', '−2 to −1')
    """
    return dash.join(dict.fromkeys(format_number(end, digits) for end in (low, high)))


def format_share(percent: float, digits: int = 1, locale: str | None = None, *, signed: bool = False) -> str:
    """Format a percentage, given in percent.

    Examples
    --------
    >>> format_share(87.964, 2, "en"), format_share(56.63, 1, "en", signed=True)
    ('87.96%', '+56.6%')
    """
    pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
    text = format_percent(percent / 100, format=pattern, locale=locale or language())
    return _sign(text, percent, signed)


THOUSAND = {"en": "thousand", "kk": "мың", "ru": "тыс."}
MILLION = {"en": "million", "kk": "млн", "ru": "млн"}


def format_thousands(value: float, digits: int = 1, locale: str | None = None, *, signed: bool = False) -> str:
    """Format a count in thousands, as the documents round it.

    Examples
    --------
    >>> format_thousands(45200, 1, "en"), format_thousands(45200, 1, "kk")
    ('45.2 thousand', '45,2 мың')
    """
    locale = locale or language()
    return f"{format_number(value / 1000, digits, locale, signed=signed)} {THOUSAND[locale]}"


def format_millions(value: float, digits: int = 1, locale: str | None = None, *, signed: bool = False) -> str:
    """Format a count in millions, as the documents round it.

    Examples
    --------
    >>> format_millions(6300000, 1, "en"), format_millions(6300000, 1, "kk")
    ('6.3 million', '6,3 млн')
    """
    locale = locale or language()
    return f"{format_number(value / 1e6, digits, locale, signed=signed)} {MILLION[locale]}"


def _sign(text: str, value: float, signed: bool) -> str:
    """Use a true minus, and a plus where a change is shown."""
    if text.startswith("-"):
        return "\N{MINUS SIGN}" + text[1:]
    return "+" + text if signed and value > 0 else text


def within_a_line(title: str) -> str:
    """Write a title as it stands within a line; a proper name keeps its capital.

    Examples
    --------
    >>> within_a_line("Population of the regions"), within_a_line("World Population Prospects")
    ('population of the regions', 'World Population Prospects')
    """
    first, _, rest = title.partition(" ")
    return title if first.isupper() or rest[:1].isupper() else title[0].lower() + title[1:]


def typeset(text: str) -> str:
    """Write our own English with the signs of print: curly quotes, a percent sign close to its number, ranges.

    Examples
    --------
    >>> typeset('"about" 36.3 % (L10-12), by law 313-2 of 2002-03-27'), typeset("the table's sum, 2014-2019")
    ('“about” 36.3% (L10–12), by law 313-2 of 2002-03-27', 'the table’s sum, 2014–2019')
    """
    text = re.sub(r"(?<=\d)\s%", "%", text)
    text = re.sub(r"(?<![\w-])(L?\d{2,})-(\d{2,})(?![\w-])", "\\1\N{EN DASH}\\2", text)
    text = re.sub(r"(?<![^\s(\[])\"", "\N{LEFT DOUBLE QUOTATION MARK}", text)
    return text.replace('"', "\N{RIGHT DOUBLE QUOTATION MARK}").replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
