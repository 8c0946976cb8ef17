"""The wheel is all that a user needs: no repository, no network."""

import os
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from email.parser import HeaderParser

import pandas as pd
import pytest

# Python imports this as it starts; the hook hears every attempt, whoever makes it.
GUARD = """
import os, sys

REPOSITORY = {repository!r} + os.sep

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        raise RuntimeError(f"reached for the network: {{event}} {{arguments}}")
    path = arguments[0] if event == "open" else None
    if not isinstance(path, str) or path.startswith(sys.prefix):
        return
    if path.startswith(REPOSITORY):
        raise RuntimeError(f"reached into the repository: {{path}}")

sys.addaudithook(refuse)
"""


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    built = subprocess.run(build, cwd=root, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    [path] = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        yield archive


@pytest.fixture(scope="module")
def installed(root, wheel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("installed")
    wheel.extractall(folder)
    guard = GUARD.format(repository=str(root))
    (folder / "sitecustomize.py").write_text(guard, encoding="utf-8")
    return folder


@pytest.fixture
def regional_iot(installed, tmp_path):
    """Call the command that the wheel declares, guarded, in an empty folder."""
    scripts = ConfigParser()
    scripts.read(next(installed.glob("*.dist-info/entry_points.txt")), encoding="utf-8")
    module, function = scripts["console_scripts"]["regional-iot"].split(":")
    code = f"import sys; from {module} import {function}; sys.exit({function}())"
    environment = os.environ | {"PYTHONPATH": str(installed), "PYTHONUTF8": "1"}

    def call(*arguments):
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    return call


def test_every_packaged_table_and_its_licences_are_in_the_wheel(root, wheel):
    data = root / "src" / "analysis" / "data"
    wanted = {f"analysis/data/{path.name}" for path in data.iterdir()}
    assert "analysis/data/LICENSES.md" in wanted
    assert wanted == {n for n in wheel.namelist() if n.startswith("analysis/data/")}


def test_the_wheel_holds_the_package_and_nothing_else(wheel):
    names = wheel.namelist()
    tops = {name.split("/")[0] for name in names}
    [metadata] = tops - {"analysis"}
    assert metadata.startswith("regional_iot_analysis-")
    assert metadata.endswith(".dist-info")
    strange = [
        n for n in names if "__pycache__" in n or "test" in n or n.endswith(".ipynb")
    ]
    assert strange == []


def test_the_wheel_states_its_licence_and_what_it_needs(wheel):
    [name] = [n for n in wheel.namelist() if n.endswith(".dist-info/METADATA")]
    metadata = HeaderParser().parsestr(wheel.read(name).decode())
    assert metadata["License-Expression"] == (
        "MIT AND CC-BY-4.0 AND CC-BY-SA-4.0 AND LicenseRef-PDL-1.0"
    )
    assert metadata.get_all("License-File") == [
        "LICENSE",
        "src/analysis/data/LICENSES.md",
    ]
    assert metadata["Requires-Python"] == ">=3.11"
    needed = [n for n in metadata.get_all("Requires-Dist") if "extra ==" not in n]
    assert not [n for n in needed if "jupyter" in n or "pytest" in n]


def test_run_from_the_wheel_writes_what_git_holds(root, regional_iot, tmp_path):
    done = regional_iot("run", "--out", "out")
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "out" / "entities.csv").read_bytes()
    assert written == (root / "data" / "processed" / "entities.csv").read_bytes()


def test_resolve_from_the_wheel_needs_no_network(regional_iot, tmp_path):
    (tmp_path / "names.txt").write_text(
        "Hirasei Town, Yamaguchi Prefecture\n飛騨市\n", "utf-8"
    )
    day = ("--as-of", "2020-08-21")
    done = regional_iot("resolve", "names.txt", "--output", "out.csv", *day)
    assert done.returncode == 0, done.stderr
    resolved = pd.read_csv(tmp_path / "out.csv", dtype=str)
    assert resolved["lg_code"].tolist() == ["353442", "212172"]


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        ("import socket; socket.getaddrinfo('localhost', 80)", "for the network"),
        ("open({license!r})", "into the repository"),
    ],
)
def test_the_guard_refuses(root, installed, attempt, message):
    code = attempt.format(license=str(root / "LICENSE"))
    environment = os.environ | {"PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True
    )
    assert message in done.stderr
