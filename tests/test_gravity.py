import math

import numpy as np
import pandas as pd
import pytest
from scipy import optimize
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.regression.linear_model import OLS

from kzmigration import gravity, gravity_checks

EXACT = {"rel": 1e-7}  # two iterations that stop on their own rules
CODES = list("abcd")


@pytest.fixture
def pairs():
    """Return two partners with a tie and two without."""
    amounts = pd.Series([30.0, 50.0, 8.0, 12.0], index=CODES)
    return amounts, pd.DataFrame({"tie": [1, 1, 0, 0]}, index=CODES)


@pytest.fixture
def many():
    """Return forty partners whose amounts fall with distance and scatter widely."""
    rng = np.random.default_rng(7)
    codes = [f"p{number}" for number in range(40)]
    columns = {
        "distance": rng.normal(8, 0.8, 40),
        "population": rng.normal(16, 1.4, 40),
        "tie": (np.arange(40) < 12) * 1.0,
    }
    traits = pd.DataFrame(columns, index=codes)
    line = -2 - 1.1 * traits["distance"] + 0.8 * traits["population"] + 0.9 * traits["tie"]
    return pd.Series(np.exp(line) * rng.lognormal(0, 0.7, 40), index=codes), traits


def test_a_tie_alone_gives_the_ratio_of_means_by_hand(pairs):
    # means 40 and 10; residuals +-10 and +-2, leverage a half, so HC3 takes +-20 and +-4:
    # the variance is 2 * 20^2 / (2 * 40)^2 + 2 * 4^2 / (2 * 10)^2 = 0.125 + 0.08
    found = gravity.fit(*pairs)
    assert found.coefficients["value"].to_dict() == pytest.approx({"constant": math.log(10), "tie": math.log(4)})
    assert found.coefficients.loc["tie", "error"] == pytest.approx(math.sqrt(0.205), **EXACT)
    assert found.coefficients.loc["constant", "error"] == pytest.approx(math.sqrt(0.08), **EXACT)
    assert found.predicted.to_dict() == pytest.approx({"a": 40, "b": 40, "c": 10, "d": 10})
    assert found.leverage.to_list() == pytest.approx([0.5] * 4)
    assert found.dispersion == pytest.approx((2 * 100 / 40 + 2 * 4 / 10) / 2)  # Pearson's, two degrees of freedom
    tie = found.coefficients.loc["tie"]
    assert tie["high"] - tie["low"] == pytest.approx(2 * 4.302653 * math.sqrt(0.205), rel=1e-6)  # t, two degrees


def test_a_general_minimiser_finds_the_same_coefficients(many):
    amounts, traits = many
    design = np.column_stack([np.ones(40), (traits - traits.mean()) / traits.std()])
    outcome = amounts / amounts.mean()

    def loss(values):
        line = design @ values
        return float((np.exp(line) - outcome * line).sum())

    def slope(values):
        return design.T @ (np.exp(design @ values) - outcome)

    other = optimize.minimize(loss, np.zeros(4), jac=slope, method="BFGS", options={"gtol": 1e-9}).x
    found = gravity.fit(amounts, traits).coefficients["value"]
    assert (found[1:] * traits.std()).to_list() == pytest.approx(other[1:], rel=1e-6)
    assert found["constant"] + (found[1:] * traits.mean()).sum() - math.log(amounts.mean()) == pytest.approx(other[0])


def test_newton_by_hand_and_quasi_poisson_agree(many):
    amounts, traits = many
    design = np.column_stack([np.ones(40), traits])
    values = np.array([math.log(amounts.mean()), 0, 0, 0])
    for _ in range(200):
        mean = np.exp(design @ values)
        step = np.linalg.solve(design.T @ (mean[:, None] * design), design.T @ (amounts - mean))
        values = values + step / max(1, np.abs(design @ step).max())  # never further than a factor of e
    found = gravity.fit(amounts, traits)
    assert found.coefficients["value"].to_list() == pytest.approx(values, rel=1e-6)
    quasi = GLM(amounts, design, family=Poisson()).fit(scale="X2")
    assert found.dispersion == pytest.approx(quasi.scale, **EXACT)


def test_the_errors_are_hc3_of_the_weighted_regression_that_the_fit_ends_in(many):
    amounts, traits = many
    found = gravity.fit(amounts, traits)
    root = np.sqrt(found.predicted.to_numpy())
    design = np.column_stack([np.ones(40), traits])
    working = np.log(found.predicted) + (amounts - found.predicted) / found.predicted
    other = OLS(working.to_numpy() * root, design * root[:, None]).fit(cov_type="HC3")
    assert found.coefficients["error"].to_list() == pytest.approx(other.bse, rel=1e-6)
    assert found.covariance.to_numpy() == pytest.approx(other.cov_params(), rel=1e-5)
    assert found.leverage.to_list() == pytest.approx(other.get_influence().hat_matrix_diag, rel=1e-6)
    assert found.leverage.sum() == pytest.approx(4)


def test_all_distances_in_miles_change_the_constant_alone(many):
    amounts, traits = many
    miles = traits.assign(distance=traits["distance"] - math.log(1.609344))
    one, other = (gravity.fit(amounts, rows).coefficients for rows in (traits, miles))
    pd.testing.assert_frame_equal(one.drop("constant"), other.drop("constant"), rtol=1e-6)
    shift = one.loc["distance", "value"] * math.log(1.609344)
    assert other.loc["constant", "value"] - one.loc["constant", "value"] == pytest.approx(shift, rel=1e-5)


def test_the_unit_of_amounts_and_the_order_of_partners_do_not_matter(many):
    amounts, traits = many
    one, other = gravity.fit(amounts, traits), gravity.fit(amounts[::-1] * 1e9, traits)
    pd.testing.assert_frame_equal(one.coefficients.drop("constant"), other.coefficients.drop("constant"), rtol=1e-6)
    assert other.predicted.sum() == pytest.approx(amounts.sum() * 1e9)  # a Poisson fit keeps the sum


def test_what_the_amounts_were_made_with_is_found(many):
    found = gravity.fit(*many).coefficients
    for trait, truth in (("distance", -1.1), ("population", 0.8), ("tie", 0.9)):
        assert found.loc[trait, "low"] < truth < found.loc[trait, "high"]


def test_amounts_of_zero_count():
    # the tie's mean falls from 40 to 20 when a partner gets nothing: the ratio is 2
    amounts = pd.Series([0.0, 40.0, 8.0, 12.0], index=CODES)
    found = gravity.fit(amounts, pd.DataFrame({"tie": [1, 1, 0, 0]}, index=CODES))
    assert math.exp(found.coefficients.loc["tie", "value"]) == pytest.approx(2)


def test_coefficients_in_words():
    coefficients = pd.DataFrame({"value": [-1.0, 0.0], "low": [-2.0, -1], "high": [0.5, 1]}, index=["distance", "tie"])
    found = gravity.times(coefficients, {"distance": 2, "tie": math.e})
    assert found.loc["distance"].to_list() == pytest.approx([0.5, 0.25, math.sqrt(2)])
    assert found.loc["tie"].to_list() == pytest.approx([1, 1 / math.e, math.e])
    with pytest.raises(ValueError, match=r"above 1: \{'distance': 1\}"):
        gravity.times(coefficients, {"distance": 1})


def test_traits_of_a_span_by_hand():
    places = pd.DataFrame(
        {"country": ["XXX", "YYY"], "contig": [1, 0], "comlang_ethno": [0, 1], "colony": [0, 0], "comcol": [1, 0]}
    ).assign(distw=[math.e**2, math.e**3])
    cells = [("XXX", 2014, 10, 100), ("XXX", 2015, 30, 900), ("XXX", 2016, 7, 7), ("YYY", 2014, 5, 50)]
    sizes = pd.DataFrame(cells, columns=["country", "year", "population", "gdp_usd"])
    found = gravity.traits(places, sizes, [2014, 2015])
    row = {"distance": 2, "population": math.log(20), "wealth": math.log(20), "soviet": 1, "language": 0, "border": 1}
    assert found.loc["XXX"].to_dict() == pytest.approx(row)
    assert found.loc["YYY", ["population", "wealth"]].isna().all(), (
        "a year is missing, and the mean stands all the same"
    )
    assert found.loc["YYY", ["distance", "soviet", "language", "border"]].to_list() == [3, 0, 1, 0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda amounts, traits: (amounts[:7], traits), "4 coefficients need at least 8 partners, not 7"),
        (lambda amounts, traits: (amounts, traits.drop("p3")), "no traits for p3"),
        (lambda amounts, traits: (amounts, pd.concat([traits, traits[:1]])), "40 amounts have 41 rows"),
        (lambda amounts, traits: (amounts.where(amounts.index != "p4", -1), traits), "negative for p4"),
        (lambda amounts, traits: (amounts.where(amounts.index != "p4"), traits), "missing or negative for p4"),
        (lambda amounts, traits: (amounts * 0, traits), "every amount is 0"),
        (
            lambda amounts, traits: (amounts, traits.assign(tie=traits["tie"].drop("p5"))),
            "missing or not finite for p5",
        ),
        (lambda amounts, traits: (amounts, traits.assign(flat=3.0)), "flat has the same value for every partner"),
        (
            lambda amounts, traits: (amounts, traits.assign(miles=traits["distance"] * 0.621)),
            "miles follows from distance, population, tie: they are collinear",
        ),
        (lambda amounts, traits: (amounts * (1 - traits["tie"]), traits), "tie has the same value among partners"),
        (
            lambda amounts, traits: (amounts, traits.assign(one=(traits.index == "p6") * 1.0)),
            "a coefficient rests on p6 alone",
        ),
    ],
)
def test_what_cannot_be_fitted_is_refused(many, change, message):
    with pytest.raises(ValueError, match=message):
        gravity.fit(*change(*many))


def test_leaving_out_is_fitting_without(many):
    amounts, traits = many
    found = gravity_checks.leave_one_out(amounts[5:20], traits)
    assert len(found) == 15 * 4
    other = gravity.fit(amounts[5:20].drop("p12"), traits).coefficients
    pd.testing.assert_frame_equal(found.loc["p12"], other, check_names=False)


def test_a_partner_is_foretold_as_the_constant_of_an_equation_centred_on_it(many):
    amounts, traits = many
    found = gravity_checks.foretold(amounts, traits).loc["p1"]
    centred = gravity.fit(amounts.drop("p1"), traits - traits.loc["p1"]).coefficients.loc["constant"]
    assert np.log(found).to_list() == pytest.approx(centred[["value", "low", "high"]].to_list(), rel=1e-6)


def test_drawing_again_gives_the_same_each_time_and_about_the_error_of_the_fit(many):
    amounts, traits = many
    found = gravity_checks.resample(amounts, traits, 300, 3)
    pd.testing.assert_frame_equal(found, gravity_checks.resample(amounts, traits, 300, 3))
    error = gravity.fit(amounts, traits).coefficients["error"]
    assert (found.std() / error).between(0.6, 1.5).all()  # forty partners: HC3 is wider than a bootstrap


def test_draws_in_which_a_tie_is_lost_or_all_is_met_exactly_are_left_out(pairs):
    # all four from one side: 2 / 2^4 of all draws; one partner of each side alone: 14 / 2^4 * 4 / 2^4
    found = gravity_checks.resample(*pairs, 2000, 1)
    assert len(found) / 2000 == pytest.approx(1 - 2 / 16 - 14 / 64, abs=0.03)
    assert np.exp(found["tie"]).between(30 / 12, 50 / 8).all()


def test_the_form_holds_where_it_was_made_so_and_not_where_it_bends():
    x = np.linspace(0, 3, 30)
    codes = pd.Index([f"p{number}" for number in range(30)])
    wave = 1 + 0.1 * np.resize([1, -1, -1, 1], 30)
    traits = pd.DataFrame({"x": x}, index=codes)
    straight, bent = (pd.Series(np.exp(line) * wave, index=codes) for line in (1 + x, 1 + 0.3 * x**2))
    assert abs(gravity_checks.reset(straight, traits)["value"]) < 0.05
    assert gravity_checks.reset(bent, traits)["low"] > 0.1


def test_years_pooled_give_the_coefficients_of_the_sums_and_wider_errors_than_cells(many):
    amounts, traits = many
    cells = pd.concat({2014: amounts, 2015: amounts * 1.3, 2016: amounts * 0.9}, names=["year", "country"]).swaplevel()
    constant = pd.concat(dict.fromkeys((2014, 2015, 2016), traits), names=["year", "country"]).swaplevel()
    found = gravity_checks.pooled(cells, constant)
    sums = gravity.fit(cells.groupby("country").sum(), traits).coefficients.drop("constant")
    assert found["value"].to_list() == pytest.approx(sums["value"].to_list(), rel=1e-6)
    # three copies of a partner: clustered, each is one; as cells, three, so the error is about the third's root
    assert (found["error"] / found["error_of_cells"]).to_list() == pytest.approx([math.sqrt(3)] * 3, rel=0.05)


def test_the_errors_of_independent_cells_are_hc1_of_the_weighted_regression_that_the_fit_ends_in(many):
    amounts, traits = many
    cells = pd.concat({2014: amounts, 2015: amounts[::-1].set_axis(amounts.index)}, names=["year", "country"])
    twice = pd.concat({2014: traits, 2015: traits}, names=["year", "country"])
    found = gravity_checks.pooled(cells.swaplevel(), twice.swaplevel())
    second = (cells.index.get_level_values("year") == 2015) * 1.0
    design = np.column_stack([np.ones(80), twice, second])
    mean = GLM(cells.to_numpy(), design, family=Poisson()).fit().fittedvalues
    working, root = np.log(mean) + (cells.to_numpy() - mean) / mean, np.sqrt(mean)
    other = OLS(working * root, design * root[:, None]).fit(cov_type="HC1")
    assert found["error_of_cells"].to_list() == pytest.approx(other.bse[1:4], rel=1e-6)


def test_places_without_a_row_are_predicted_by_hand(pairs):
    amounts, traits = pairs
    more = pd.concat([traits, pd.DataFrame({"tie": [0.0, 1.0, np.nan]}, index=["near", "kin", "blank"])])
    found = gravity_checks.unlisted(gravity.fit(amounts, traits), more)
    assert found.to_dict() == pytest.approx({"kin": 40, "near": 10})  # the means with a tie and without
    assert list(found.index) == ["kin", "near"]


def test_the_sum_of_places_that_are_alike_is_as_sure_as_one_of_them(pairs):
    fitted = gravity.fit(*pairs)
    more = pd.concat([pairs[1], pd.DataFrame({"tie": [0.0, 0.0, 0.0]}, index=["one", "two", "three"])])
    found = gravity_checks.sum_of_unlisted(fitted, more)
    constant = fitted.coefficients.loc["constant", ["value", "low", "high"]]
    assert found.to_dict() == pytest.approx((3 * np.exp(constant.astype(float))).to_dict())


def test_logarithms_give_the_ratio_of_geometric_means_and_no_place_to_zeros():
    amounts = pd.Series([30.0, 120.0, 4.0, 9.0, 0.0], index=list("abcde"))
    traits = pd.DataFrame({"tie": [1, 1, 0, 0, 1]}, index=list("abcde"))
    found = gravity_checks.log_least_squares(amounts, traits)
    assert math.exp(found.loc["tie", "value"]) == pytest.approx(60 / 6)


def test_rows_of_partners_left_out_by_hand():
    whole = pd.DataFrame({"value": [1.0], "low": [0.0], "high": [2.0]}, index=["tie"])
    singles = {"a": [1.0, 0.0, 3.0], "b": [2.0, -1.0, 3.0], "c": [0.0, -2.0, 2.0]}
    frames = {code: pd.DataFrame([row], index=["tie"], columns=whole.columns) for code, row in singles.items()}
    left_out = pd.concat(frames, names=["left_out", "trait"])
    found = gravity_checks.left_out_rows(whole, left_out, ["b"], "tie", 2)
    assert list(found.index) == ["_all", "b", "_others"]
    assert found.loc["_all"].to_list() == [2, 1, 4, 2, 2]
    assert found.loc["b"].to_list() == [4, 0.5, 8, 4, 4]
    assert found.loc["_others", ["low", "high", "first", "last"]].to_list() == [0.25, 8, 1, 2]
    with pytest.raises(ValueError, match="each of 3 partners"):
        gravity_checks.left_out_rows(whole, left_out, ["a", "b", "c"], "tie", 2)
