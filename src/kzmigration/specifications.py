"""A conclusion under every choice: the estimates that a sweep found, one a specification, and what turns them."""

import dataclasses
from collections.abc import Callable

import pandas as pd

CHOICES = ("definition", "year_start", "year_end", "vintage")
Estimate = Callable[[pd.DataFrame], pd.Series]


@dataclasses.dataclass(frozen=True)
class Conclusion:
    """A direction that the report states.

    Attributes
    ----------
    chapter : str
        The chapter whose runs test it.
    unit : str
        A key of :data:`kzmigration.numbers.WORDS`.
    sign : int
        1 if the report says that it rises or lasts, -1 if it falls.
    definitions : dict
        What is measured -> a function of the runs (one a row, numbers as columns) that gives the estimates; missing
        where a run has none. The first is the one that the report itself uses, as far as one can tell.
    """

    chapter: str
    unit: str
    sign: int
    definitions: dict[str, Estimate]


def _change(start: str, end: str) -> Estimate:
    return lambda runs: (runs[end] / runs[start] - 1) * 100


def _line(start: str) -> Estimate:
    """From the first to the last year along the straight line, percent of the first year's value."""
    return lambda runs: runs["slope"] * (runs["n_years"] - 1) / runs[start] * 100


def _with_patents(estimate: Estimate) -> Estimate:
    """Of the spans that begin when patents do; the chapter starts an earlier one with them too."""
    return lambda runs: estimate(runs).where(runs["year_start"] >= 2015)


def _told(estimate: Estimate) -> Estimate:
    """Of the spans that end in the year for which the text has a total of its own."""
    return lambda runs: estimate(runs).where((runs["year_end"] == 2019) & (runs["vintage"] == "printed"))


def _printed(column: str) -> Estimate:
    """Of the printed vintage, where the other is no different."""
    return lambda runs: runs[column].where(runs["vintage"] == "printed")


def _both_kinds(runs: pd.DataFrame) -> pd.Series:
    start, end = (runs[f"quota_{when}"] + runs[f"patents_{when}"] for when in ("start", "end"))
    return (end / start - 1) * 100


def _share_of_told(runs: pd.DataFrame) -> pd.Series:
    cell = runs["first_share_end"] * runs["departures_end"]
    return cell / runs["implied_growth"] - runs["first_share_start"]


CONCLUSIONS = {
    "departures": Conclusion(
        "emigration", "percent", 1,
        {
            "the text’s total of 2019": _told(_change("departures_start", "implied_growth")),
            "by country": lambda runs: runs["departures_change"],
            "by ethnic group": _printed("groups_change"),
            "per 1,000 inhabitants": lambda runs: runs["rate_change"],
            "straight line": _line("departures_start"),
        },
    ),
    "russia": Conclusion(
        "emigration", "percentage_points", 1,
        {
            "of the text’s total": _told(_share_of_told),
            "of the table’s sum": lambda runs: runs["first_share_end"] - runs["first_share_start"],
        },
    ),
    "kazakhs": Conclusion(
        "ethnic_return", "percent", -1,
        {
            "all origins": lambda runs: runs["change"],
            "straight line": _line("total_start"),
            "without the first origin": _change("rest_start", "rest_end"),
        },
    ),
    "workers": Conclusion(
        "immigration_work", "percent", -1,
        {
            "under quotas": _change("quota_start", "quota_end"),
            "under patents": _with_patents(_change("patents_start", "patents_end")),
            "both": _with_patents(_both_kinds),
        },
    ),
    "cities": Conclusion(
        "internal_migration", "percent", 1,
        {
            "as printed": lambda runs: runs["city_change"],
            "less the jump of 2017": lambda runs: runs["city_change_less_jump"],
        },
    ),
    "loss": Conclusion(
        "demographic_impact", "persons", 1,
        {
            "at the least": lambda runs: runs["loss_step_low"],
            "at the most": lambda runs: runs["loss_step_high"],
            "today’s series": lambda runs: runs["loss_step_today"],
        },
    ),
    "money": Conclusion("remittances", "percent", -1, {"sum of the table": lambda runs: runs["out_change"]}),
    "order": Conclusion(
        "regional_population", "ratio", 1, {"rank correlation": lambda runs: runs["rank_correlation"]}
    ),
}  # fmt: skip


def specifications(swept: pd.DataFrame, conclusions: dict[str, Conclusion] = CONCLUSIONS) -> pd.DataFrame:
    """Return every estimate of every conclusion, the lowest of each conclusion first.

    Parameters
    ----------
    swept : pandas.DataFrame
        Table of a sweep: ``chapter``, ``year_start``, ``year_end``, ``vintage``, ``number``, ``value``; one number of
        one run a row.
    conclusions : dict
        Key -> conclusion.

    Returns
    -------
    pandas.DataFrame
        Columns ``conclusion``, the four of :data:`CHOICES`, ``estimate`` in the conclusion's unit, and ``agrees``,
        whether it has the sign that the report gives it. Zero agrees with neither.
    """
    keys = ["chapter", "year_start", "year_end", "vintage"]
    runs = swept.pivot(index=keys, columns="number", values="value").reset_index()
    found = []
    for key, one in conclusions.items():
        own = runs[runs["chapter"] == one.chapter]
        for definition, estimate in one.definitions.items():
            rows = own[keys[1:]].assign(conclusion=key, definition=definition, estimate=estimate(own).astype(float))
            found.append(rows.assign(agrees=rows["estimate"] * one.sign > 0).dropna(subset="estimate"))
    table = pd.concat(found, ignore_index=True)
    order = table["conclusion"].map(list(conclusions).index)
    table = table.assign(order=order).sort_values(["order", "estimate"], kind="stable", ignore_index=True)
    return table[["conclusion", *CHOICES, "estimate", "agrees"]]


def agreement(specs: pd.DataFrame, choice: str) -> pd.DataFrame:
    """Return how many specifications agree with the report, by the value of one choice.

    Parameters
    ----------
    specs : pandas.DataFrame
        Rows of :func:`specifications`, of one conclusion.
    choice : str
        One of :data:`CHOICES`.

    Returns
    -------
    pandas.DataFrame
        Index: values of the choice. Columns: ``agree`` and ``n``, counts.
    """
    return specs.groupby(choice, sort=choice != "definition")["agrees"].agg(agree="sum", n="size")


def turning(specs: pd.DataFrame) -> tuple[str, pd.DataFrame] | None:
    """Return the choice that matters most for the sign: whose values differ most in the share that agrees.

    Parameters
    ----------
    specs : pandas.DataFrame
        Rows of :func:`specifications`, of one conclusion.

    Returns
    -------
    tuple or None
        The choice and its :func:`agreement`; nothing if all specifications have one sign. Of equals, the one that
        stands first in :data:`CHOICES`.
    """
    if specs["agrees"].nunique() < 2:
        return None
    tables = {choice: agreement(specs, choice) for choice in CHOICES}
    shares = {choice: table["agree"] / table["n"] for choice, table in tables.items()}
    choice = max(CHOICES, key=lambda one: shares[one].max() - shares[one].min())
    return choice, tables[choice]


def told(specs: pd.DataFrame, heads: dict[str, str]) -> str:
    """Say which choice turns a conclusion, and how many specifications agree under each of its values.

    Parameters
    ----------
    specs : pandas.DataFrame
        Rows of :func:`specifications`, of one conclusion.
    heads : dict
        Choice -> what it is called.
    """
    turn = turning(specs)
    if turn is None:
        return "none: all have the same sign"
    choice, table = turn
    values = ", ".join(f"{value} ({row.agree} of {row.n})" for value, row in table.iterrows())
    return f"{heads[choice]}: {values}"
