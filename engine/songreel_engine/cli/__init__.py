"""The command line: reads what was typed, calls the engine, and says what came of it."""

import sys


def main() -> None:
    """Entry point of the `songreel` command."""
    from songreel_engine.cli.commands import app
    from songreel_engine.cli.report import run_reporting_refusals

    sys.exit(run_reporting_refusals(app))
