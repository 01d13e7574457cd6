"""Skipped tests, where nothing may be left out: SONGREEL_TESTS_SKIP=none makes each a failure that says what is missing.

A machine without a service may skip what needs it; the run that decides whether a change is good may not.
"""

import os
from collections.abc import Generator
from typing import TypeVar

import pytest

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
VARIABLE, NONE = "SONGREEL_TESTS_SKIP", "none"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _judged((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _judged((yield))


def _judged(report: Report) -> Report:
    # A test that is expected to fail counts as skipped, too.
    if os.environ.get(VARIABLE) == NONE and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{VARIABLE}={NONE}, and this was to be left out: {reason}"
    return report
