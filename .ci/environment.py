"""Make .venv hold what requirements.lock and pyproject.toml say: see the Makefile.

Nothing is done when nothing has changed, so that every target can ask for it. pip's
own account of the installation is kept in .venv/install.log.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOG = ENVIRONMENT / "install.log"
DONE = ENVIRONMENT / "installed.txt"

# What pip says when a thing fails, and what to do about it: the first that fits.
ADVICE = [
    (
        ("DO NOT MATCH THE HASHES",),
        "A package differs from the one that requirements.lock names. If your package "
        "index is a mirror, it serves altered files: use another one.",
    ),
    (
        ("No space left on device",),
        "The disk is full: the environment takes about 1 GB.",
    ),
    (
        ("CERTIFICATE_VERIFY_FAILED", "SSLError"),
        "The package index was reached, but its certificate is not trusted. Behind a "
        "company proxy, give pip the proxy's certificate: PIP_CERT=/path/to/ca.pem",
    ),
    (
        ("Retrying (", "Max retries exceeded", "Read timed out", "ProxyError",
         "Connection broken", "ConnectionResetError", "IncompleteRead"),
        "The package index cannot be reached. Check the network (behind a proxy, set "
        "HTTPS_PROXY), then run make again: what has been downloaded is kept, and the "
        "installation goes on from there.",
    ),
]  # fmt: skip


def main() -> int:
    """Install unless what is there is what is wanted; return the exit code."""
    wanted = _fingerprint()
    if DONE.is_file() and DONE.read_text() == wanted and PYTHON.exists():
        return 0
    try:
        _create()
        print("Installing what requirements.lock names", flush=True)
        lines = LOCK.read_text().splitlines()
        requirements = sum(line[:1].isalnum() for line in lines)
        _pip("--no-deps", "--no-compile", "--require-hashes", "-r", LOCK.name,
             expected=requirements)  # fmt: skip
        _pip("--no-deps", "--no-build-isolation", "--editable", ".")
        # On all cores, which pip does not do. A file that cannot be compiled, such as
        # a template, is none that is imported.
        print("Compiling", flush=True)
        compiling = [
            PYTHON,
            "-m",
            "compileall",
            "-q",
            "-j",
            "0",
            ENVIRONMENT,
            ROOT / "src",
        ]
        subprocess.run(compiling, capture_output=True)
    except subprocess.CalledProcessError as error:
        return _explain(error)
    except KeyboardInterrupt:
        print("\nStopped. Run make again: it goes on from there.", file=sys.stderr)
        return 130
    DONE.write_text(wanted)
    return 0


def _fingerprint() -> str:
    """Say what the environment is made of; it does not survive being moved."""
    digest = hashlib.sha256()
    for path in (LOCK, ROOT / "pyproject.toml", Path(__file__)):
        digest.update(path.read_bytes())
    return f"{digest.hexdigest()} {ENVIRONMENT}\n"


def _create() -> None:
    """Create .venv, or create it anew if it was moved or its Python is gone."""
    if ENVIRONMENT.exists() and not _works():
        print("Removing .venv: it was moved, or its Python is gone", flush=True)
        shutil.rmtree(ENVIRONMENT)
    if not ENVIRONMENT.exists():
        version = ".".join(map(str, sys.version_info[:3]))
        print(f"Creating .venv with Python {version} ({sys.executable})", flush=True)
        venv.create(ENVIRONMENT, with_pip=True, symlinks=os.name != "nt")


def _works() -> bool:
    """Tell whether .venv was made in this place and has a new enough Python and pip."""
    settings = ENVIRONMENT / "pyvenv.cfg"
    if not settings.is_file() or f"{ENVIRONMENT}\n" not in settings.read_text():
        return False
    code = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([PYTHON, "-c", code], capture_output=True).returncode == 0
    except OSError:
        return False


def _pip(*arguments: str, expected: int = 0) -> None:
    """Run ``pip install``, showing how far it is when many packages are `expected`."""
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
    with LOG.open("w") as log:
        pip = subprocess.Popen([*command, *arguments], cwd=ROOT, stdout=log, stderr=log)
        try:
            if expected:
                _watch(pip, expected)
        finally:  # after Ctrl-C, which pip hears too
            pip.wait()
    if pip.returncode:
        raise subprocess.CalledProcessError(pip.returncode, command)


def _watch(pip: subprocess.Popen, expected: int) -> None:
    """Show a bar while pip runs; where there is no terminal, a line now and then."""
    terminal = sys.stdout.isatty()
    said = 0
    while pip.poll() is None:
        share, doing = _progress(expected)
        if terminal:
            bar = ("#" * round(30 * share)).ljust(30, ".")
            print(f"\r\033[K  [{bar}] {doing}", end="", flush=True)
        elif share >= said + 0.25:
            said = share
            print(f"  {share:4.0%} {doing}", flush=True)
        time.sleep(0.2)
    if terminal:
        print("\r\033[K", end="", flush=True)


def _progress(expected: int) -> tuple[float, str]:
    """Return how much is done and what goes on: pip fetches all, then unpacks all."""
    lines = LOG.read_text(errors="replace").splitlines()
    total = expected - sum(line.startswith("Ignoring ") for line in lines)
    starts = ("Collecting ", "Requirement already satisfied: ")
    names = [
        line.split(": " if ": " in line else " ")[1].split()[0]
        for line in lines
        if line.startswith(starts)
    ]
    unpacked = len(list(ENVIRONMENT.glob("[Ll]ib/**/site-packages/*.dist-info")))
    if lines and "Retrying (" in lines[-1]:
        doing = "the package index does not answer; trying again"
    elif lines and lines[-1].startswith("Installing collected packages"):
        doing = f"unpacking {unpacked} of {total}"
    else:
        doing = f"fetching {len(names)} of {total} {names[-1] if names else ''}"
    return min(1.0, (len(names) + unpacked) / (2 * total)), doing


def _explain(error: subprocess.CalledProcessError) -> int:
    """Print what pip said at the end and what to do about it; return 1."""
    if not LOG.is_file():  # not pip failed, but the making of .venv
        print(error, file=sys.stderr)
        return 1
    said = LOG.read_text(errors="replace")
    lines = said.strip().splitlines()
    errors = [line for line in lines if line.lstrip().startswith("ERROR")]
    print("\n".join(errors[-3:] or lines[-5:]), file=sys.stderr)
    for marks, advice in ADVICE:
        if any(mark in said for mark in marks):
            print(f"\n{advice}", file=sys.stderr)
            break
    print(f"All that pip said: {LOG.relative_to(ROOT)}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
