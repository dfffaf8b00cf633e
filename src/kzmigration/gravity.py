"""Gravity equations: how flows to partners go with distance, size, wealth and ties, by Poisson pseudo-likelihood."""

import dataclasses
import math
import warnings

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

RANK = 1e-8  # smallest singular value, in units of the largest, that still counts
ROWS_A_COEFFICIENT = 2


@dataclasses.dataclass(frozen=True)
class Gravity:
    """A fitted gravity equation.

    Attributes
    ----------
    coefficients : pandas.DataFrame
        Index: ``constant``, then the traits. Columns: ``value``, ``error`` (standard error HC3), ``low`` and ``high``
        (the 95 % interval by Student's t).
    seen, predicted : pandas.Series
        Index: partners. Amounts, as given and as the equation has them.
    covariance : pandas.DataFrame
        Of the coefficients, HC3.
    leverage : pandas.Series
        Index: partners. From 0 to 1: how much of its own prediction a partner decides; the sum is the number of
        coefficients.
    dispersion : float
        Pearson's chi-squared over the degrees of freedom: 1 if the amounts are counts that vary as Poisson's law says.
        It depends on the unit, so it means nothing for money.
    degrees : int
        Partners less coefficients.
    """

    coefficients: pd.DataFrame
    seen: pd.Series
    predicted: pd.Series
    covariance: pd.DataFrame
    leverage: pd.Series
    dispersion: float
    degrees: int


def traits(places: pd.DataFrame, sizes: pd.DataFrame, years: list[int]) -> pd.DataFrame:
    """Arrange what a gravity equation asks of each partner, over a span of years.

    Parameters
    ----------
    places : pandas.DataFrame
        Columns ``country``, ``contig``, ``comlang_ethno``, ``colony`` and ``comcol`` (0 or 1) and ``distw`` (km), as
        in the resource ``cepii-distances``.
    sizes : pandas.DataFrame
        Columns ``country``, ``year``, ``population`` (persons), ``gdp_usd`` (current US dollars).
    years : list of int
        Years whose mean is taken.

    Returns
    -------
    pandas.DataFrame
        Index: country. Columns: ``distance``, ``population``, ``wealth`` (GDP per head) as natural logarithms, and
        ``soviet``, ``language``, ``border``, 0 or 1. Missing where a country or one of its years is.
    """
    rows = places.set_index("country")
    chosen = sizes[sizes["year"].isin(years)].assign(wealth=lambda frame: frame["gdp_usd"] / frame["population"])
    means = chosen.groupby("country")[["population", "wealth"]].agg(lambda cells: cells.mean(skipna=False))
    means = means[chosen.groupby("country").size() == len(years)].reindex(rows.index).astype(float)
    ties = {"soviet": rows["colony"] | rows["comcol"], "language": rows["comlang_ethno"], "border": rows["contig"]}
    logs = np.log(means.assign(distance=rows["distw"])[["distance", "population", "wealth"]])
    return logs.assign(**{name: tie.astype(float) for name, tie in ties.items()})


def fit(amounts: pd.Series, traits: pd.DataFrame) -> Gravity:
    """Fit amounts by Poisson pseudo-maximum-likelihood, with errors that small samples and outliers do not shrink.

    Parameters
    ----------
    amounts : pandas.Series
        Index: partners. Counts or money, not negative, none missing. Zeros count.
    traits : pandas.DataFrame
        Index: at least these partners. Columns: logarithms, and 0 or 1 for ties; none missing.

    Returns
    -------
    Gravity
        The coefficient of a logarithm is an elasticity; that of a tie the logarithm of "times as many".

    Raises
    ------
    ValueError
        If a partner has no trait, an amount is missing or negative, there are fewer than two partners a coefficient,
        the traits cannot be told apart, or a coefficient rests on one partner alone.

    Notes
    -----
    The mean of an amount is taken as exp(x'b); nothing is asked of its variance, which need not be Poisson's.
    The variance of the estimates is HC3, (X'WX)^-1 X'diag(e / (1 - h))^2 X (X'WX)^-1, with W the fitted means, e the
    residuals and h the leverages. HC1 takes the residuals as they are; a partner that decides its own prediction has
    none to speak of, and HC1 calls sure what rests on it. Dividing by 1 - h gives about the residual that it would
    have had if it were left out. Traits are centred and scaled, amounts divided by their mean, and the result is
    turned back, so that units do not matter to the fit.

    References
    ----------
    Santos Silva, J. M. C. and Tenreyro, S. (2006). The log of gravity. Review of Economics and Statistics 88(4),
    641-658.

    MacKinnon, J. G. and White, H. (1985). Some heteroskedasticity-consistent covariance matrix estimators with
    improved finite sample properties. Journal of Econometrics 29(3), 305-325.

    Examples
    --------
    >>> amounts = pd.Series([30.0, 50.0, 8.0, 12.0], index=list("abcd"))
    >>> found = fit(amounts, pd.DataFrame({"tie": [1.0, 1.0, 0.0, 0.0]}, index=list("abcd")))
    >>> round(float(np.exp(found.coefficients.loc["tie", "value"])), 6)
    4.0
    """
    outcome, design, names = prepare(amounts, traits)
    scaled, turn = scale(design)
    size = outcome.mean()
    solved = solve(outcome / size, scaled)
    weights = solved.fittedvalues
    bread = np.linalg.inv(scaled.T @ (weights[:, None] * scaled))
    leverage = weights * np.einsum("ij,jk,ik->i", scaled, bread, scaled)
    if (alone := leverage > 1 - RANK).any():
        partners = ", ".join(map(str, amounts.index[alone]))
        raise ValueError(f"a coefficient rests on {partners} alone: there is nothing to judge its error by")
    scores = ((outcome / size - weights) / (1 - leverage))[:, None] * scaled
    value = turn @ solved.params
    value[0] += np.log(size)
    covariance = turn @ bread @ scores.T @ scores @ bread @ turn.T
    degrees = len(outcome) - len(names)
    predicted = pd.Series(weights * size, index=amounts.index)
    return Gravity(
        with_interval(value, covariance, degrees, names),
        amounts.astype(float),
        predicted,
        pd.DataFrame(covariance, index=names, columns=names),
        pd.Series(leverage, index=amounts.index),
        float(((outcome - predicted) ** 2 / predicted).sum() / degrees),
        degrees,
    )


def times(coefficients: pd.DataFrame, factors: dict[str, float]) -> pd.DataFrame:
    """Say what coefficients mean: how many times as much goes to a partner that has a trait so many times over.

    Parameters
    ----------
    coefficients : pandas.DataFrame
        Index: traits, some of them keys of ``factors``. Columns: ``value``, ``low``, ``high``.
    factors : dict
        Trait -> factor above 1: 2 for twice as far, e for having a tie.

    Returns
    -------
    pandas.DataFrame
        Index: keys of ``factors``. Columns as above; 1 means no difference, 0.5 half as much.

    Raises
    ------
    ValueError
        If a factor is not above 1.
    """
    if wrong := {trait: factor for trait, factor in factors.items() if factor <= 1}:
        raise ValueError(f"a factor must be above 1: {wrong}")
    rows = coefficients.loc[list(factors), ["value", "low", "high"]].astype(float)
    return np.exp(rows.mul(np.log(pd.Series(factors)), axis=0))


def decimals(factor: float) -> int:
    """Return with how many decimals a factor is written: two digits that count, at most three decimals.

    Examples
    --------
    >>> decimals(0.0172), decimals(0.17), decimals(3.21), decimals(105.6)
    (3, 2, 1, 0)
    """
    return min(3, max(0, 1 - math.floor(math.log10(factor))))


def decimals_of_change(percent: float) -> int:
    """Return with how many decimals a change is written: a loss of nearly all must not be rounded to all.

    Examples
    --------
    >>> decimals_of_change(-82.6), decimals_of_change(121.0), decimals_of_change(-99.46), decimals_of_change(-99.998)
    (0, 0, 1, 3)
    """
    return max(0, -math.floor(math.log10(100 + percent)))


def prepare(amounts: pd.Series, traits: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return amounts, design with a constant, and the names of its columns, or refuse what cannot be fitted.

    Raises
    ------
    ValueError
        As :func:`fit` says.
    """
    if absent := [str(code) for code in amounts.index if code not in traits.index]:
        raise ValueError(f"no traits for {', '.join(absent)}")
    rows = traits.loc[amounts.index].astype(float)
    if len(rows) != len(amounts):
        raise ValueError(f"{len(amounts)} amounts have {len(rows)} rows of traits: a partner stands there twice")
    if (blank := rows.isna() | ~np.isfinite(rows)).any().any():
        raise ValueError(f"a trait is missing or not finite for {', '.join(map(str, rows.index[blank.any(axis=1)]))}")
    outcome = amounts.to_numpy(dtype=float, na_value=np.nan)
    if not (wrong := ~(outcome >= 0)).any() and not outcome.any():
        raise ValueError("every amount is 0")
    if wrong.any():
        raise ValueError(f"amounts are missing or negative for {', '.join(map(str, amounts.index[wrong]))}")
    names = ["constant", *map(str, rows.columns)]
    if len(rows) < ROWS_A_COEFFICIENT * len(names):
        raise ValueError(
            f"{len(names)} coefficients need at least {ROWS_A_COEFFICIENT * len(names)} partners, not {len(rows)}"
        )
    design = np.column_stack([np.ones(len(rows)), rows.to_numpy()])
    for kept, of in ((np.ones(len(rows), dtype=bool), ""), (outcome > 0, " among partners with more than 0")):
        _refuse_collinear(design[kept], names, of)
    return outcome, design, names


def _refuse_collinear(design: np.ndarray, names: list[str], of: str) -> None:
    """Refuse traits that others determine; where this holds among positive amounts only, the fit has no maximum.

    Santos Silva, J. M. C. and Tenreyro, S. (2010). On the existence of the maximum likelihood estimates in Poisson
    regression. Economics Letters 107(2), 310-312.
    """
    spread, size = np.ptp(design, axis=0), np.abs(design).max(axis=0)
    if flat := [name for name, width, top in zip(names, spread, size, strict=True) if width <= RANK * top][1:]:
        raise ValueError(f"{', '.join(flat)} has the same value{of or ' for every partner'}")
    scaled = scale(design)[0]
    for last in range(2, len(names) + 1):
        if rank(scaled[:, :last]) < last:
            raise ValueError(f"{names[last - 1]} follows from {', '.join(names[1 : last - 1])}{of}: they are collinear")


def rank(matrix: np.ndarray) -> int:
    """Return how many columns can be told apart."""
    singular = np.linalg.svd(matrix, compute_uv=False) if len(matrix) else np.zeros(1)
    return int((singular > RANK * max(singular[0], RANK)).sum())


def scale(design: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Centre and scale all columns but the first; the matrix returned turns coefficients back."""
    centre, spread = design[:, 1:].mean(axis=0), design[:, 1:].std(axis=0)
    turn = np.diag(np.concatenate([[1.0], 1 / spread]))
    turn[0, 1:] = -centre / spread
    return np.column_stack([design[:, 0], (design[:, 1:] - centre) / spread]), turn


def solve(outcome: np.ndarray, design: np.ndarray):
    """Fit a Poisson model by iterated least squares."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a fit that does not converge says so by a warning
        try:
            return GLM(outcome, design, family=Poisson()).fit(maxiter=200)
        except Warning as warned:
            raise ValueError(f"the fit does not converge: {warned}") from warned


def with_interval(value: np.ndarray, covariance: np.ndarray, degrees: int, names: list[str]) -> pd.DataFrame:
    """Put coefficients, their errors and the 95 % intervals by Student's t side by side."""
    error = np.sqrt(np.diag(covariance))
    reach = stats.t.ppf(0.975, degrees) * error
    return pd.DataFrame({"value": value, "error": error, "low": value - reach, "high": value + reach}, index=names)
