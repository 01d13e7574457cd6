"""Starts `songreel mcp` from a bundle: hosts pass several folders as one list of arguments after --root."""

import sys

from songreel_engine.cli.report import run_reporting_refusals
from songreel_server.cli import commands


def arguments(given: list[str]) -> list[str]:
    """--root before each folder, as `songreel mcp` takes them."""
    folders = [word for word in given if word != "--root"]
    return ["mcp", *(word for folder in folders for word in ("--root", folder))]


if __name__ == "__main__":
    sys.argv = [sys.argv[0], *arguments(sys.argv[1:])]
    sys.exit(run_reporting_refusals(commands()))
