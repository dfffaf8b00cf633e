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


def chapters() -> list[str]:
    """Return the chapters in the order of ``_toc.yml``."""
    try:
        contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf8"))
    except yaml.YAMLError as error:
        raise BookError(f"_toc.yml cannot be read: {error}") from None
    files = re.findall(r"'file': '([^']*)'", str(contents))
    return [file.removeprefix("notebooks/") for file in files if file.startswith("notebooks/")]
