"""The chapter on foreign labour at the edges of its parameters, against sums of the test's own."""

import pytest

from kzmigration import parameters

EDGES = [
    {},
    {"year_end": 2016, "top_n": 1, "focus": "KGZ"},
    {"year_start": 2017, "top_n": 59, "focus": "CHN"},
    {"year_start": 2015, "year_end": 2018, "top_n": 29, "focus": "AFG"},
]


@pytest.mark.slow
@pytest.mark.parametrize("given", EDGES, ids=lambda given: "-".join(map(str, given.values())) or "default")
def test_the_work_chapter_holds_for_parameters_at_the_edge(given, run_chapter, column_sums):
    ran = run_chapter("immigration_work", given)
    asked = parameters.check("immigration_work", given)
    found = {key: number.value for key, number in ran.numbers.items()}
    quota, jobs, origins = (column_sums(f"table-1.2.{number}") for number in (3, 5, 4))
    start, end = asked["year_start"], asked["year_end"]
    assert (found["quota_start"], found["quota_end"]) == (quota[start], quota[end])
    assert found["patents_first_year"] == max(start, 2015)
    assert (found["patents_start"], found["patents_end"]) == (jobs[max(start, 2015)], jobs[end])
    assert found["both_2018"] == quota[2018] + jobs[2018]
    assert found["gap_2019"] == origins[2019] - jobs[2019]
    assert found["women_quota_2019"] == pytest.approx(quota[2019] * 0.043, abs=60)
    assert found["women_patents_2019"] == pytest.approx(jobs[2019] * 0.1385, abs=60)
    # women of 2018 are fewer than the 13.855 % of 2019 at most
    assert found["women_share_2018_high"] == pytest.approx((jobs[2019] * 0.13855 - 1) / jobs[2018] * 100, abs=1e-3)
    listing = ran.folder / "published" / "tbl-work-countries" / "tbl-work-countries.csv"
    assert len(listing.read_text(encoding="utf8").splitlines()) == 1 + asked["top_n"] + 1
    blank = asked["focus"] == "KGZ"
    assert (found["focus_end"] == "no printed number") == blank
    assert ("so without a rank" in ran.text) == blank
