"""The chapter on the labour market, at the edges of its parameters."""

import pytest

EDGES = [
    {"year_start": 2014, "year_end": 2016},
    {"year_start": 2017, "year_end": 2019},
    {"year_start": 2016, "year_end": 2018},
]


@pytest.mark.slow
@pytest.mark.parametrize("given", EDGES, ids=lambda given: "-".join(map(str, given.values())))
def test_foreign_workers_are_the_sums_of_both_channels(given, run_chapter, column_sums):
    found = run_chapter("labour_market", given).numbers
    quota, patents = column_sums("table-1.2.3"), column_sums("table-1.2.5")
    first = max(given["year_start"], 2015)  # there are no data on patents for 2014
    last = given["year_end"]
    assert found["year_first"].value == first
    assert found["workers_start"].value == quota[first] + patents[first]
    assert found["workers_end"].value == quota[last] + patents[last]
    assert found["year_peak"].value == max(range(first, last + 1), key=lambda year: quota[year] + patents[year])
    assert found["workers_direction"].value == "rose"
    # in any year the labour force lies between 8.59 and 9.54 million, by gap and share of the gap
    least, most = 0.4395 / 5.115, 0.4545 / 4.765  # of one percent of it, in millions
    total = (quota[last] + patents[last]) / 1e6
    assert total / most <= found["ratio_end_low"].value <= found["ratio_end_high"].value <= total / least


@pytest.mark.slow
def test_the_labour_force_by_hand(run_chapter):
    found = run_chapter("labour_market", {}).numbers
    assert found["any_low"].value == pytest.approx(0.4395 / 0.05115)
    assert found["any_high"].value == pytest.approx(0.4545 / 0.04765)
    assert found["force_2019_low"].value == pytest.approx(0.5565 / 0.06055)
    assert found["force_2019_high"].value == pytest.approx(0.5575 / 0.06045)
    assert found["vacancies_per_100"].value == pytest.approx(21 / 440 * 100)
    assert found["left"].value == 419_000
    assert found["not_seen"].value == 82_189 - 24_001
