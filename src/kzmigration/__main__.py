"""Run the command line as ``python -m kzmigration``."""

from kzmigration.cli import app

app(prog_name="python -m kzmigration")
