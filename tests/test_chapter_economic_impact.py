"""The chapter on firms and students: its bounds, by hand."""

import math

import pytest


@pytest.mark.slow
def test_the_bounds_of_firms_by_hand(run_chapter):
    ran = run_chapter("economic_impact", {})
    found = ran.numbers
    assert found["foreign_2014_low"].value == math.ceil(32_650 / 1.37555)
    assert found["foreign_2014_high"].value == math.floor(32_750 / 1.37545)
    assert found["operating_2019_low"].value == round(32_650 / 0.06825)
    assert found["operating_2019_high"].value == round(32_750 / 0.06815)
    # one fewer in 2015 than the most of 2014
    most = (found["foreign_2014_high"].value - 1) / 0.05835
    assert found["operating_2015_high"].value == round(most)
    assert found["operating_growth"].value == pytest.approx((32_650 / 0.06825 / most - 1) * 100)
    assert found["joint_2019_low"].value == math.ceil(32_650 / 0.06825 * 0.02515)
    assert found["joint_2019_high"].value == math.floor(32_750 / 0.06815 * 0.02525)


@pytest.mark.slow
def test_students_and_transfers_by_hand(run_chapter, column_sums):
    found = run_chapter("economic_impact", {}).numbers
    assert found["students_abroad"].value == 52_900 + 17_600 + 1_600 + 1_000
    assert found["students_share"].value == pytest.approx(73_100 / (73_100 + 481_062) * 100)
    out, into = (column_sums(name, "usd_million")[2019] for name in ("table-2.2.1", "table-2.2.2"))
    assert found["net_2019"].value == pytest.approx(out - into)
