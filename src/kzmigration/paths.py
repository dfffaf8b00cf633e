"""Where things lie, seen from the project's root."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"  # the Data Package: what the documents print, codes, ledger
NOTEBOOKS = ROOT / "notebooks"  # one parameterised chapter each, no stored outputs
BUILD = ROOT / "_build"  # everything generated
RUNS = BUILD / "runs"  # one folder a chapter: executed notebook, numbers, figures
SITE = BUILD / "site"  # the published book, a link to the newest finished rendering
