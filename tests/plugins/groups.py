"""Groups of tests that need something pip cannot give, or patience.

A test joins a group by its marker. Where the group's need is not met its tests are skipped, and the
closing report says so in one line for each group: `not run: browser: chromium not found (3 tests)`.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

DATA = Path(
    os.environ.get("SKETCH2IMAGE_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data"
)
_PREFIX = "not run: "

Missing = Callable[[pytest.Config], str | None]
"""Why a group cannot run here, or None when it can."""


def _program(*names: str) -> Missing:
    found = any(shutil.which(name) for name in names)
    return lambda _: None if found else f"{names[0]} not found"


def _data(_: pytest.Config) -> str | None:
    return None if DATA.is_dir() else "development data not found (../shared/data)"


def _slow(config: pytest.Config) -> str | None:
    return None if config.getoption("--slow") else "the long form: `make test-slow`"


BROWSERS = ("chromium", "chromium-browser", "google-chrome")

GROUPS: dict[str, Missing] = {
    "browser": _program(*BROWSERS),
    "data": _data,
    "milvus": _program("milvus-server"),
    "slow": _slow,
    "xvfb": _program("Xvfb"),
}


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The development data beside the checkout; a test that asks for it joins the group `data`."""
    return DATA


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the long form too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    reasons = {name: why for name, missing in GROUPS.items() if (why := missing(config))}
    for item in items:
        if "data_dir" in getattr(item, "fixturenames", ()):
            item.add_marker("data")
        for name, why in reasons.items():
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=f"{_PREFIX}{name}: {why}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = Counter(map(_reason, terminalreporter.stats.get("skipped", [])))
    lines = [
        f"{why} ({count} test{'s' * (count > 1)})"
        for why, count in skipped.items()
        if why.startswith(_PREFIX)
    ]
    if lines:
        terminalreporter.section("not run")
    for line in sorted(lines):
        terminalreporter.line(line)


def _reason(report: pytest.TestReport) -> str:
    place = report.longrepr
    return place[2].removeprefix("Skipped: ") if isinstance(place, tuple) else str(place)
