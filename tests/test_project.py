"""The promises that the project's files make to each other."""

import re
import subprocess
import sys
import tomllib
from pathlib import PurePosixPath

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import analysis

TOP_LEVEL = {
    ".ci", ".gitignore", "CHANGELOG.md", "CITATION.cff", "LICENSE", "Makefile",
    "README.md", "SECURITY.md", "benchmarks", "data", "docs", "notebooks",
    "pyproject.toml", "requirements.lock", "src", "tests",
}  # fmt: skip
# Hosts of registries and folders of somebody's machine, spelt so that this file,
# which is searched too, does not hold them itself.
FOREIGN = re.compile(
    r"python[h]osted|files\.[p]ython|registry\.[n]pm|//[p]ypi\."
    r"|(?<![\w./])/(?:ro[o]t|ho[m]e|Us[e]rs|t[m]p|wo[r]k)/|C:\\Us[e]rs",
    re.IGNORECASE,
)
TEXT = {
    "", ".cff", ".csv", ".geojson", ".html", ".ipynb", ".json", ".lock", ".md", ".py",
    ".toml", ".tsv", ".txt",
}  # fmt: skip


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def lock(root):
    return (root / "requirements.lock").read_text("utf-8")


@pytest.fixture(scope="module")
def locked(lock):
    """Return every requirement of the lock with the hashes under it."""
    text = lock.replace("\\\n", " ")
    lines = [line.split("--hash=") for line in text.splitlines() if line[:1].isalnum()]
    return [(Requirement(line[0].strip()), line[1:]) for line in lines]


@pytest.fixture(scope="module")
def files(root):
    """Return the paths that git knows or would add; in an archive without git, skip."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=root, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout, so there is no list of files")
    names = listed.stdout.decode().strip("\0").split("\0")
    return [PurePosixPath(name) for name in names if (root / name).is_file()]


def test_the_top_level_holds_what_a_reader_expects(files):
    assert {path.parts[0] for path in files} == TOP_LEVEL


def test_no_file_names_a_registry_or_a_folder_of_some_machine(root, files):
    texts = [path for path in files if path.suffix in TEXT]
    assert len(texts) > 20
    found = {
        str(path): mark[0]
        for path in texts
        if (mark := FOREIGN.search((root / path).read_text("utf-8")))
    }
    assert found == {}


def test_every_make_target_in_the_readme_exists(root):
    targets = set(re.findall(r"^(\w+):", (root / "Makefile").read_text("utf-8"), re.M))
    readme = (root / "README.md").read_text("utf-8")
    wanted = set(re.findall(r"(?:^ {4}|`)make ([a-z]+)", readme, re.M))
    assert {"run", "test"} <= wanted
    assert wanted <= targets


def test_every_make_target_is_declared_and_has_a_line_of_help(root):
    makefile = (root / "Makefile").read_text("utf-8")
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.M)[1].split())
    assert phony == set(re.findall(r"^(\w+):", makefile, re.M))
    helped = set(re.findall(r"^(\w+):[^#\n]*## \S", makefile, re.M))
    assert phony - helped == {"environment"}


def test_the_version_is_the_same_everywhere(root, project):
    citation = (root / "CITATION.cff").read_text("utf-8")
    cited = re.search(r"^version: (\S+)$", citation, re.M)[1]
    assert project["version"] == cited == analysis.__version__


def test_the_lock_holds_requirements_and_hashes_alone(lock):
    line = r"#.*|[a-z0-9-]+==\S+( ; [^:]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?"
    assert [x for x in lock.splitlines() if not re.fullmatch(line, x)] == []


def test_every_locked_package_has_one_exact_version_and_sha256_hashes(locked):
    for requirement, hashes in locked:
        assert [s.operator for s in requirement.specifier] == ["=="], str(requirement)
        assert requirement.url is None
        assert hashes, str(requirement)
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64} *", h) for h in hashes)
    names = [requirement.name for requirement, _ in locked]
    assert names == sorted(set(names))


def test_the_lock_meets_every_requirement_of_the_project(root, project, locked):
    build = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["build-system"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *build["requires"]]
    wanted += [need for extra in ("lab", "test", "lint") for need in extras[extra]]
    versions = {
        requirement.name: next(iter(requirement.specifier)).version
        for requirement, _ in locked
    }
    for need in map(Requirement, wanted):
        assert need.specifier.contains(versions[canonicalize_name(need.name)]), str(
            need
        )


def test_importing_the_package_loads_nothing_that_can_wait():
    """Reading, resolving and counting need no drawing, no terminal, no spreadsheet."""
    code = """
import sys
import analysis
late = {"matplotlib", "rich", "openpyxl", "nbformat", "nbclient", "IPython"}
print(sorted(late & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
