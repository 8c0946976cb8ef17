import os
from pathlib import Path

import pytest
from browser import SCREENSHOTS, chromium  # noqa: F401  a fixture

import analysis

ROOT = Path(__file__).parents[1]


def pytest_terminal_summary(terminalreporter):
    """Say where the pictures of the pages are."""
    pictures = sorted(SCREENSHOTS.glob("*.png"))
    if pictures:
        terminalreporter.section("screenshots")
    for path in pictures:
        size = f"{path.stat().st_size:,} bytes"
        terminalreporter.write_line(f"{path.relative_to(ROOT)}  {size}")


@pytest.fixture(scope="session", autouse=True)
def empty_cache(tmp_path_factory):
    """Keep the boundaries of whoever runs the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REGIONAL_IOT_CACHE", os.fspath(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def press_release():
    return ROOT / "tests" / "data" / "press_release.txt"


@pytest.fixture(scope="session")
def announcement():
    return analysis.packaged_announcement()


@pytest.fixture(scope="session")
def entities(announcement):
    return analysis.normalize(announcement)


@pytest.fixture(scope="session")
def located(entities):
    return analysis.locate(entities)
