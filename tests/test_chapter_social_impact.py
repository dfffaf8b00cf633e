"""The chapters on social impact, trafficking and the environment, against sums done by hand."""

import pytest


@pytest.fixture
def values(run_chapter):
    return lambda chapter: {key: number.value for key, number in run_chapter(chapter, {}).numbers.items()}


@pytest.mark.slow
def test_social_impact_bounds_are_those_worked_by_hand(values):
    value = values("social_impact")
    # 345 persons are 2.01 %, so 345 / 0.02015 = 17,121.6 to 345 / 0.02005 = 17,207.0 (17,206.98)
    assert (value["staff_low"], value["staff_high"]) == (17122, 17206)
    # a rise by d = 12,550 to 12,650 with a factor f = 3.6 to 3.8 starts from d / (f - 1)
    assert value["by_2015_low"] == 4483  # 12,550 / 2.8 = 4,482.1
    assert value["by_2015_high"] == 4865  # 12,650 / 2.6 = 4,865.4
    assert value["to_2015_low"] == 3303  # 12,550 / 3.8 = 3,302.6
    assert value["to_2015_high"] == 3513  # 12,650 / 3.6 = 3,513.9


@pytest.mark.slow
def test_trafficking_bounds_are_those_worked_by_hand(values):
    value = values("trafficking")
    assert value["convicts_listed"] == 79 + 2 + 1 + 1 + 1
    assert value["convicts_between"] == 84 - 30 - 11
    # 43 in two years that do not rise from 30 and do not fall below 11
    assert (value["convicts_2017_low"], value["convicts_2017_high"]) == (22, 30)
    assert (value["convicts_2018_low"], value["convicts_2018_high"]) == (13, 21)
    assert value["victims_2014"] == 195 - (172 + 7 + 2 + 1)
    assert value["victims_2015_low"] + value["victims_after"] == 182
    assert value["smuggling_by_sex"] == value["smuggling_by_country"] == 17
    assert (value["foreign_offenders"], value["uzbek_offenders"]) == (13, 10)


@pytest.mark.slow
def test_the_environment_s_years_are_those_of_the_tables(values):
    value = values("environment")
    # Two-sided 5 %: 0.811 for 6 pairs, 0.754 for 7; 0.334 for 35, 0.329 for 36 and 0.187 for 110.
    assert (value["years_kyzylorda"], value["years_highest"], value["years_lowest"]) == (7, 36, 110)
    assert value["part_kyzylorda"] == pytest.approx(58.02, abs=5e-3)
    assert value["regions_2016"] == 14 + 2
    assert 0 < value["walk_free"] < 0.01 < value["walk_share"] < 30
