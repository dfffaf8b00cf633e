"""Where things lie, seen from the project's root."""

import re
from pathlib import Path

import yaml

from kzmigration.errors import BookError

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"  # the Data Package: what the documents print, codes, ledger
NOTEBOOKS = ROOT / "notebooks"  # one parameterised chapter each, no stored outputs
BUILD = ROOT / "_build"  # everything generated
RUNS = BUILD / "runs"  # one folder a chapter: executed notebook, numbers, figures
SITE = BUILD / "site"  # the published book, a link to the newest finished rendering


def contents() -> list[str]:
    """Return the pages in the order of ``_toc.yml``, the cover first."""
    try:
        told = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf8"))
    except yaml.YAMLError as error:
        raise BookError(f"_toc.yml cannot be read: {error}") from None
    return re.findall(r"'(?:root|file)': '([^']*)'", str(told))


def chapters() -> list[str]:
    """Return the chapters in the order of ``_toc.yml``."""
    return [page.removeprefix("notebooks/") for page in contents() if page.startswith("notebooks/")]
