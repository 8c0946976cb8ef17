from pathlib import Path

import pytest

import analysis

ROOT = Path(__file__).parents[1]


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
