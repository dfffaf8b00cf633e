import pytest
from babel import Locale

from kzmigration import language
from kzmigration.data import read
from kzmigration.errors import DataError


@pytest.mark.parametrize("kind", list(language.CODE_LISTS))
@pytest.mark.parametrize("locale", language.LANGUAGES)
def test_every_code_has_a_name_in_every_language(kind, locale):
    codes = read(language.CODE_LISTS[kind])["code"]
    names = [language.name(kind, code, locale) for code in codes]
    assert all(names)
    assert len(set(names)) == len(names)


def test_country_names_are_those_of_cldr_unless_overruled():
    assert language.name("country", "DEU", "kk") == Locale("kk").territories["DE"]
    assert language.name("country", "KGZ", "ru") == "Кыргызстан"  # data/codes says why


def test_every_overruled_name_has_its_reason():
    frame = read("countries")
    overruled = frame[["name_en", "name_kk", "name_ru"]].notna().any(axis=1)
    assert frame.loc[overruled, "note"].notna().all()


def test_an_unknown_code_is_named():
    with pytest.raises(DataError, match="no country 'XXX'"):
        language.name("country", "XXX")


def test_an_unknown_language_is_refused(monkeypatch):
    monkeypatch.setenv("KZMIGRATION_LANGUAGE", "de")
    with pytest.raises(DataError, match="one of en, kk, ru, not 'de'"):
        language.language()
