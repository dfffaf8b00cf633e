"""Maximum likelihood for the state-space models of statsmodels, to the same digits on every processor."""

import functools
import warnings

import numpy as np
from scipy.optimize import root
from statsmodels.tsa.statespace.mlemodel import MLEModel, MLEResults

SAME = 1e-9  # two logarithms of likelihoods that differ by less are equal but for rounding


def forecast(model: MLEModel, steps: int, starts: tuple[tuple | None, ...] = (None,)) -> tuple[np.ndarray, np.ndarray]:
    """Forecast with the likeliest parameters, without a word on the screen.

    Parameters
    ----------
    model : statsmodels MLEModel
        With an exact start; an approximate one, a variance of a million, costs the slope six digits.
    steps : int
        How many values to forecast.
    starts : tuple
        Parameters from which to search, None for the model's own; the best end counts.

    Returns
    -------
    tuple of numpy.ndarray
        Means and standard errors, one a step.

    Raises
    ------
    ValueError
        If no search from one of the starts converges.

    Notes
    -----
    A search stops where the likelihood hardly rises any more, some hundred-thousandth before its top, and how far
    before depends on the processor: its kernels for linear algebra add up in another order. Newton's steps with the
    exact slope go on to the top itself.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what they warn of is asked in the search
        best = max((_search(model, start) for start in starts), key=lambda found: found.llf)
        told = _at_the_top(model, best).get_forecast(steps)
    return np.asarray(told.predicted_mean), np.asarray(told.se_mean)


def _search(model: MLEModel, start: tuple | None) -> MLEResults:
    """Search for the parameters; a search that does not converge is made again in another way, or refused."""
    for way in ("lbfgs", "powell", "nm"):
        found = model.fit(start_params=start, method=way, maxiter=2000, disp=0)
        if found.mle_retvals["converged"]:
            return found
    raise ValueError(f"the search for the parameters of {type(model).__name__} did not converge")


def _at_the_top(model: MLEModel, found: MLEResults) -> MLEResults:
    """Go on to where the likelihood has no slope, unless that is lower."""
    slope = functools.partial(model.score, transformed=False, approx_complex_step=True)
    top = root(slope, model.untransform_params(found.params), tol=1e-13)
    there = model.filter(model.transform_params(top.x))
    return there if there.llf > found.llf - SAME else found
