"""How far a gravity equation can be trusted: partners left out and drawn again, its form, other ways to fit it."""

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.regression.linear_model import OLS

from kzmigration.gravity import Gravity, fit, prepare, rank, scale, solve, with_interval


def leave_one_out(amounts: pd.Series, traits: pd.DataFrame) -> pd.DataFrame:
    """Fit the equation again without each partner in turn.

    Returns
    -------
    pandas.DataFrame
        Index: partner left out, trait. Columns: ``value``, ``error``, ``low``, ``high``.
    """
    fits = {code: fit(amounts.drop(code), traits).coefficients for code in amounts.index}
    return pd.concat(fits, names=["left_out", "trait"])


def foretold(amounts: pd.Series, traits: pd.DataFrame) -> pd.DataFrame:
    """Predict each partner's amount from all others: what the equation knows of a country that it has not seen.

    Returns
    -------
    pandas.DataFrame
        Index: partners. Columns: ``value``, ``low``, ``high``: the expected amount and its 95 % interval. The amount
        itself scatters about what is expected, so it may lie outside more often than that.
    """
    found = {}
    for code in amounts.index:
        fitted = fit(amounts.drop(code), traits)
        row = np.concatenate([[1.0], traits.loc[code].to_numpy(dtype=float)])
        line = float(row @ fitted.coefficients["value"])
        reach = float(stats.t.ppf(0.975, fitted.degrees) * np.sqrt(row @ fitted.covariance.to_numpy() @ row))
        found[code] = np.exp([line, line - reach, line + reach])
    return pd.DataFrame.from_dict(found, orient="index", columns=["value", "low", "high"])


def unlisted(found: Gravity, traits: pd.DataFrame) -> pd.Series:
    """Predict the amounts of places that the equation was not fitted on, because the table has no row for them.

    Parameters
    ----------
    found : Gravity
        The fitted equation.
    traits : pandas.DataFrame
        Index: partners and others. Columns: the traits of the equation. A place without one of them is left out.

    Returns
    -------
    pandas.Series
        Index: places that are no partner, largest prediction first.
    """
    rows = traits.drop(found.seen.index).dropna()
    design = np.column_stack([np.ones(len(rows)), rows.to_numpy(dtype=float)])
    values = np.exp(design @ found.coefficients["value"].to_numpy())
    return pd.Series(values, index=rows.index).sort_values(ascending=False, kind="stable")


def sum_of_unlisted(found: Gravity, traits: pd.DataFrame) -> pd.Series:
    """Return ``value``, ``low`` and ``high`` of the sum of :func:`unlisted`: the expected sum, its 95 % interval.

    Notes
    -----
    By the delta method on the logarithm of the sum, whose slope is the mean of the rows weighted by what they get.
    """
    single = unlisted(found, traits)
    design = np.column_stack([np.ones(len(single)), traits.loc[single.index].to_numpy(dtype=float)])
    slope = single.to_numpy() @ design / single.sum()
    reach = float(stats.t.ppf(0.975, found.degrees) * np.sqrt(slope @ found.covariance.to_numpy() @ slope))
    return single.sum() * np.exp(pd.Series({"value": 0.0, "low": -reach, "high": reach}))


def resample(amounts: pd.Series, traits: pd.DataFrame, draws: int, seed: int) -> pd.DataFrame:
    """Draw partners with replacement and fit each draw: a second opinion on the intervals.

    Parameters
    ----------
    draws : int
        Number of draws.
    seed : int
        Start of the random numbers, so that each run gives the same ones.

    Returns
    -------
    pandas.DataFrame
        Columns: ``constant`` and the traits. A row a draw, without those in which the traits cannot be told apart
        or every partner is met exactly; the percentiles of a column are an interval.

    Notes
    -----
    Pairs bootstrap: a partner is drawn with its amount and its traits. A partner is missing from a draw with a chance
    of (1 - 1/n)^n, about 36 %, so a result that hangs on one partner shows as two heaps.
    """
    outcome, design, names = prepare(amounts, traits)
    scaled, turn = scale(design)
    random, found = np.random.default_rng(seed), []
    for rows in random.integers(len(outcome), size=(draws, len(outcome))):
        drawn, size = scaled[rows], outcome[rows].mean()
        if rank(drawn[outcome[rows] > 0]) < len(names):
            continue
        try:
            solved = solve(outcome[rows] / size, drawn)
        except ValueError:  # few partners, drawn so often that the equation meets each exactly
            continue
        found.append(turn @ solved.params + np.log(size) * (np.arange(len(names)) == 0))
    return pd.DataFrame(found, columns=names)


def reset(amounts: pd.Series, traits: pd.DataFrame) -> pd.Series:
    """Check the form of the equation: whether the squared prediction still adds something (RESET).

    Returns
    -------
    pandas.Series
        ``value``, ``error``, ``low``, ``high`` of the square of the standardised logarithm of the prediction; zero if
        the logarithm of the mean is a straight line in the traits.

    References
    ----------
    Ramsey, J. B. (1969). Tests for specification errors in classical linear least-squares regression analysis.
    Journal of the Royal Statistical Society B 31(2), 350-371.
    """
    line = np.log(fit(amounts, traits).predicted)
    square = ((line - line.mean()) / line.std()) ** 2
    return fit(amounts, traits.loc[amounts.index].assign(square=square)).coefficients.loc["square"]


def pooled(cells: pd.Series, traits: pd.DataFrame) -> pd.DataFrame:
    """Fit the cells of several years at once, with a level of its own for each year.

    Parameters
    ----------
    cells : pandas.Series
        Index: partner, year. Not negative, none missing.
    traits : pandas.DataFrame
        Index: at least these pairs.

    Returns
    -------
    pandas.DataFrame
        Index: traits. Columns: ``value``, ``error`` (clustered by partner), ``low``, ``high`` (Student's t with one
        degree less than there are partners), and ``error_of_cells``, what the error would be if the cells were
        independent of each other (HC1). Both errors carry their usual correction for the number of coefficients.

    Notes
    -----
    With traits that do not change, the coefficients are those of :func:`fit` on the partners' sums, exactly.
    """
    years = pd.get_dummies(cells.index.get_level_values("year"), dtype=float, drop_first=True).set_axis(cells.index)
    outcome, design, names = prepare(cells, pd.concat([traits.loc[cells.index], years.add_prefix("year ")], axis=1))
    scaled, turn = scale(design)
    partners = pd.factorize(cells.index.get_level_values(0))[0]
    model = GLM(outcome / outcome.mean(), scaled, family=Poisson())
    clustered = model.fit(cov_type="cluster", cov_kwds={"groups": partners}, maxiter=200)
    alone = model.fit(cov_type="HC0", maxiter=200)  # for this model the library does not correct HC1 either
    correction = np.sqrt(len(outcome) / (len(outcome) - len(names)))
    kept = slice(1, 1 + len(traits.columns))  # neither the constant nor the years
    table, other = (
        with_interval(
            (turn @ found.params)[kept],
            (turn @ found.cov_params() @ turn.T)[kept, kept],
            int(partners.max()),
            names[kept],
        )
        for found in (clustered, alone)
    )
    return table.assign(error_of_cells=other["error"] * correction)


def log_least_squares(amounts: pd.Series, traits: pd.DataFrame) -> pd.DataFrame:
    """Fit the logarithms of the amounts by least squares, the older way, in which each partner weighs the same.

    Returns
    -------
    pandas.DataFrame
        As the coefficients of :class:`Gravity`, errors HC3. Amounts of zero have no logarithm and are left out.
    """
    outcome, design, names = prepare(amounts[amounts > 0], traits)
    scaled, turn = scale(design)
    found = OLS(np.log(outcome), scaled).fit(cov_type="HC3")
    return with_interval(turn @ found.params, turn @ found.cov_params() @ turn.T, len(outcome) - len(names), names)


def left_out_rows(
    whole: pd.DataFrame, left_out: pd.DataFrame, shown: list[str], trait: str, factor: float
) -> pd.DataFrame:
    """Arrange what one trait makes with all partners, without each of some, and without any of the others.

    Parameters
    ----------
    whole : pandas.DataFrame
        Coefficients of the equation with all partners, see :class:`kzmigration.gravity.Gravity`.
    left_out : pandas.DataFrame
        As :func:`leave_one_out` returns it.
    shown : list of str
        Partners with a row of their own; at least one must be left over.
    trait : str
        Row of the coefficients.
    factor : float
        As in :func:`kzmigration.gravity.times`.

    Returns
    -------
    pandas.DataFrame
        Index: ``_all``, the partners, ``_others``. Columns: ``value`` (missing for the others), ``low``, ``high``
        (interval; the widest of the others), ``first`` and ``last`` (smallest and largest estimate of the row), all in
        times as many.

    Raises
    ------
    ValueError
        If every partner has a row of its own.
    """
    single = left_out.xs(trait, level="trait")
    rest = single.drop(shown)
    if rest.empty:
        raise ValueError(f"each of {len(single)} partners has a row of its own: no others are left")
    rows = pd.concat([whole.loc[[trait]].set_axis(["_all"]), single.loc[shown]])[["value", "low", "high"]]
    rows["first"] = rows["last"] = rows["value"]
    rows.loc["_others"] = [np.nan, rest["low"].min(), rest["high"].max(), rest["value"].min(), rest["value"].max()]
    return factor**rows
