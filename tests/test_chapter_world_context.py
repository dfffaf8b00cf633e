"""The chapter on the bulletin's article, for each of its five countries."""

import csv

import pytest

from kzmigration.paths import DATA

FIVE = ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
SPAN = range(2000, 2019)


def rows(file, **wanted):
    with (DATA / "open" / file).open(encoding="utf8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if all(row[key] == value for key, value in wanted.items())]


@pytest.mark.slow
@pytest.mark.parametrize("country", FIVE)
def test_each_country_is_told_with_its_own_numbers(country, run_chapter):
    ran = run_chapter("world_context", {"country": country})
    found = {key: number.value for key, number in ran.numbers.items()}
    for year in ("1990", "2020"):
        (stock,) = rows("undesa/stock-2020.csv", country=country, year=year)
        assert found[f"abroad_{year}"] == int(stock["emigrants"])
        assert found[f"here_{year}"] == int(stock["immigrants"])
    assert found["abroad_share"] == pytest.approx(100 * int(stock["emigrants"]) / int(stock["population"]))
    assert found["more_word"] == ("more" if int(stock["emigrants"]) > int(stock["immigrants"]) else "fewer")
    yearly = [
        float(row["net_migration"])
        for row in rows("undesa/wpp-2024.csv", country=country, kind="estimate")
        if int(row["year"]) in SPAN
    ]
    assert len(yearly) == 19
    assert found["un_sum"] == pytest.approx(sum(yearly) * 1000, abs=1)
    assert found["un_loss_years"] == sum(value < 0 for value in yearly)
    listing = ran.folder / "published" / "tbl-world-origins" / "tbl-world-origins.csv"
    with listing.open(encoding="utf8", newline="") as file:
        *listed, total = list(csv.reader(file))[1:]
    stocks = rows("undesa/stock-2019.csv", destination=country, year="2019")
    own = sorted((int(row["persons"]) for row in stocks if not row["origin"].startswith("_")), reverse=True)
    assert [int(float(row[2])) for row in listed] == own[:6]
    assert int(float(total[2])) == sum(int(row["persons"]) for row in stocks if row["origin"] != "_T")


@pytest.mark.slow
def test_the_totals_of_kazakhstan_are_the_sums_of_the_register_whatever_the_country(run_chapter, column_sums):
    ran = run_chapter("world_context", {"country": "UZB"})
    found = {key: number.value for key, number in ran.numbers.items()}
    register = {int(row["year"]): row for row in rows("bns/national.csv")}
    came, left = (sum(int(register[year][name]) for year in SPAN) for name in ("immigrants", "emigrants"))
    assert (
        (found["came_sum"], found["left_sum"], found["net_sum"])
        == (783599, 1051217, -267618)
        == (came, left, came - left)
    )
    leaving = column_sums("table-1.3.1")
    late = sum(leaving[year] for year in range(2014, 2019))
    russia = 23800 + 25741 + 30274 + 32877 + 36778
    assert found["late_russia"] == pytest.approx(100 * russia / late)
    before = left - sum(int(register[year]["emigrants"]) for year in range(2014, 2019))
    # by hand: 75.5 and 76.5 % are the ends of what rounds to 76
    assert found["before_russia_low"] == pytest.approx(100 * (0.755 * left - russia) / before)
    assert found["before_russia_high"] == pytest.approx(100 * (0.765 * left - russia) / before)
    signs = [
        float(row["net_migration"]) > 0
        for row in rows("undesa/wpp-2024.csv", country="KAZ", kind="estimate")
        if 2000 <= int(row["year"]) <= 2023
    ]
    gains = [int(register[year]["immigrants"]) > int(register[year]["emigrants"]) for year in range(2000, 2024)]
    assert found["un_sign_years"] == sum(a != b for a, b in zip(signs, gains, strict=True))
    assert found["bank_share"] == pytest.approx(100 * 618.0394 / 179340, rel=1e-4)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("country", "says"),
    [
        ("KAZ", "In 2018 Kazakhstan itself paid out 2,680 million US dollars."),
        ("KGZ", "In dollars Kyrgyzstan received 2,689 million in 2018."),
        ("TJK", "In dollars Tajikistan received 2,183 million in 2018."),
        ("TKM", "states no share, and no series held has what it received"),
        ("UZB", "In dollars Uzbekistan received 7,610 million in 2018."),
    ],
)
def test_remittances_of_the_country_are_told_and_what_is_not_held_is_said(country, says, run_chapter):
    ran = run_chapter("world_context", {"country": country})
    assert says in ran.text


@pytest.mark.slow
def test_the_stated_shares_of_gdp_stand_beside_those_of_the_world_bank(run_chapter):
    ran = run_chapter("world_context", {})
    found = {key: number.value for key, number in ran.numbers.items()}
    bank = {(row["country"], row["year"]): row for row in rows("worldbank/remittances.csv")}
    for code, word in {"KGZ": "kyrgyzstan", "TJK": "tajikistan", "UZB": "uzbekistan"}.items():
        assert found[f"bank_{word}"] == float(bank[code, "2018"]["remittances_received_percent_gdp"])
    (product,) = rows("worldbank/countries.csv", country="UZB", year="2018")
    received = float(bank["UZB", "2018"]["remittances_received_usd"])
    assert found["uzbek_other"] == pytest.approx(100 * received / float(product["gdp_usd"]))
    above = [
        key for key, row in bank.items() if key[0] == "KGZ" and float(row["remittances_received_percent_gdp"]) > 30
    ]
    assert found["kyrgyz_above"] == len(above) == 7
    drawn = ran.folder / "published" / "fig-world-remittances" / "fig-world-remittances.csv"
    with drawn.open(encoding="utf8", newline="") as file:
        listed = {row["country"]: (row["stated"], row["world_bank"]) for row in csv.DictReader(file)}
    assert listed["KGZ"] == ("33.2", bank["KGZ", "2018"]["remittances_received_percent_gdp"])
    assert listed["TKM"] == ("", "")
