import csv
import itertools
import json

import pytest

from kzmigration.claims import ledger

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("vintage", ["printed", "corrected"])
def test_arrivals_are_departures_less_the_loss(vintage, run_chapter, column_sums):
    value = {key: number.value for key, number in run_chapter("immigration", {"vintage": vintage}).numbers.items()}
    departures = column_sums("table-1.3.1")
    assert value["loss_2014"] == round(32973 / 2.7111) == 12162
    assert value["arrivals_2014"] == departures[2014] - 12162
    assert (value["arrivals_2019_low"], value["arrivals_2019_high"]) == (45150 - 32973, 45250 - 32973)
    # a loss of 2015 above that of 2014 is all that this limit needs
    assert value["steady_2015_high"] == departures[2015] - 12163
    assert value["ministry_2015"] == column_sums("table-1.2.1")[2015]
    assert value["ministry_total"] == sum(column_sums("table-1.2.1").values())


def test_the_published_limits_hold_and_each_figure_is_redrawn_once(run_chapter, column_sums):
    ran = run_chapter("immigration", {})
    check_a_series_that_meets_every_statement(ran, column_sums)
    check_permits(ran)
    found = [json.loads(file.read_text()).get("redraws", []) for file in (ran.folder / "published").glob("*/*.json")]
    assert sorted(itertools.chain(*found)) == ["fig-1.2.1", "fig-1.2.2", "fig-1.2.3", "fig-1.2.4"]


def check_a_series_that_meets_every_statement(ran, column_sums):
    """Losses that grow every year, add up to the stated total and slope, lie inside the published limits."""
    departures = [*list(column_sums("table-1.3.1").values())[:5], 45218]
    arrivals = [16715, 15900, 15500, 14500, 12900, 12245]
    losses = [gone - came for gone, came in zip(departures, arrivals, strict=True)]
    weights = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5]
    assert sum(arrivals) == 87760
    assert losses[-1] == 32973
    assert all(later > before for before, later in itertools.pairwise(losses))
    assert -930 <= sum(w * a for w, a in zip(weights, arrivals, strict=True)) / 17.5 <= -910
    with (ran.folder / "published/fig-immigration-arrivals/fig-immigration-arrivals.csv").open() as file:
        limits = [row for row in csv.DictReader(file) if row["known_from"] == "steady"]
    assert [int(row["year"]) for row in limits] == list(range(2014, 2020))
    for row, value in zip(limits, arrivals, strict=True):
        assert float(row["low"]) <= value <= float(row["high"]), row


def check_permits(ran):
    """Try every pair of whole numbers that increase, growth and share allow."""
    told = ledger("1.2a")
    fits = [
        before
        for before in range(37_000, 39_000)
        for more in range(14_550, 14_651)
        if told["residents-growth-2016-2019"].holds(more / before * 100) and (before + more) / 18_395_567 * 100 >= 0.285
    ]
    assert ran.numbers["permits_2016_low"].value == min(fits)
    assert ran.numbers["permits_2016_high"].value == max(fits)
