"""Run the command line as ``python -m kzmigration``."""

from kzmigration.cli import app
from kzmigration.processes import die_with_parent, use_utf8

use_utf8()
die_with_parent()
app(prog_name="python -m kzmigration")
