"""`python -m songreel_server serve`: the server's commands where the package was not installed with its entry points."""

import sys

from songreel_engine.cli.report import run_reporting_refusals
from songreel_server.cli import commands

if __name__ == "__main__":
    sys.exit(run_reporting_refusals(commands()))
