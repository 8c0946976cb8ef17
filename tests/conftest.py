import os
from pathlib import Path

import pytest
from browser import chromium  # noqa: F401  a fixture

import analysis

ROOT = Path(__file__).parents[1]


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
