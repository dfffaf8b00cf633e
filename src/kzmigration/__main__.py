"""Run the command line as ``python -m kzmigration``."""

from kzmigration.cli import app
from kzmigration.processes import die_with_parent

die_with_parent()
app(prog_name="python -m kzmigration")
