"""Write all results in one environment after the other, and compare them to the byte.

Users have other settings, fonts, locales, clocks, file systems, processors and Pythons
than we. Two rounds of environments are in `tests/test_reproducible.py`; here are all.

    python benchmarks/soak_environments.py [PYTHON ...]

PYTHON are further interpreters that have this package and the same versions of those
it needs. Prints one line per environment and exits with 1 if any result differs.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import matplotlib
from fontTools.ttLib import TTFont

SOURCE = Path(__file__).parents[1] / "src"
NAMES = """name
"Kitakami City, Iwate Prefecture"
"Hirasei Town, Yamaguchi Prefecture"
"Esashi Town, Hokkaido"
Nowhere
飛騨市
"İga City, Mie"
"""
"""Resolved, read, ambiguous, unmatched, and two that not every encoding has."""

COMMANDS = """
import sys
import analysis
from analysis.cli import main

names, out = sys.argv[1:]
runs = [
    ["run", "--svg", "--boundaries", "packaged", "--out", f"{out}/run"],
    ["compare", "--lang", "ja", "--out", f"{out}/compare"],
    ["errata", "--out", f"{out}/errata"],
    *(
        ["resolve", names, "--as-of", "2020-08-21", "--output", f"{out}/names.{kind}"]
        for kind in ("csv", "xlsx", "parquet")
    ),
    ["resolve", names, "--output", f"{out}/of_today.csv"],
]
for arguments in runs:
    if code := main(arguments):
        sys.exit(code)
located = analysis.locate(
    analysis.normalize(analysis.packaged_announcement()), boundaries="packaged"
)
analysis.explore(located).save(f"{out}/explorer.html")
"""

# What Python reads when it starts: another clock, and folders in another order.
_OTHER_MACHINE = """
import os, time

_listdir, _scandir, _time = os.listdir, os.scandir, time.time
_LATER = 1_000 * 86_400

class scandir:
    def __init__(self, *where):
        with _scandir(*where) as entries:
            self._entries = reversed(list(entries))
    def __iter__(self):
        return self._entries
    def __next__(self):
        return next(self._entries)
    def __enter__(self):
        return self
    def __exit__(self, *why):
        pass
    def close(self):
        pass

def _later(function):
    return lambda at=None: function(time.time() if at is None else at)

os.listdir = lambda *where: _listdir(*where)[::-1]
os.scandir = scandir
time.time = lambda: _time() + _LATER
time.localtime, time.gmtime = _later(time.localtime), _later(time.gmtime)
"""

_SETTINGS = """
agg.path.chunksize: 100
axes.facecolor: black
axes.formatter.use_locale: True
axes.grid: True
axes.prop_cycle: cycler('color', ['r', 'g'])
axes.spines.top: False
axes.titlelocation: left
axes.unicode_minus: False
figure.constrained_layout.use: True
font.size: 20
hatch.linewidth: 4
legend.fontsize: 20
lines.linewidth: 5
patch.linewidth: 4
path.simplify: False
savefig.bbox: tight
savefig.dpi: 50
savefig.facecolor: red
svg.fonttype: none
svg.hashsalt: mine
text.antialiased: False
text.hinting: none
xtick.labelsize: 20
"""
"""What a matplotlibrc may say: each line alone would show in a picture."""

# SOURCE_DATE_EPOCH is one of the inputs: 2020-08-21 in UTC, other days elsewhere.
_SAME = {"SOURCE_DATE_EPOCH": "1598010000", "PYTHONDONTWRITEBYTECODE": "1"}
PLAIN = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
OTHER_USER = {
    "PYTHONHASHSEED": "4294967295",
    "TZ": "America/St_Johns",
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "MPLBACKEND": "svg",
    "OMP_NUM_THREADS": "1",
}
"""ASCII alone, half an hour off, another user's folder: see `results`."""

ENVIRONMENTS = {
    "another user": OTHER_USER,
    "Tokyo": PLAIN | {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "2"},
    "a quarter of an hour off": PLAIN | {"TZ": "Pacific/Chatham"},
    "random hashes": PLAIN | {"PYTHONHASHSEED": "random"},
    "optimized": PLAIN | {"PYTHONOPTIMIZE": "1"},  # Altair wants its docstrings
    "development mode": PLAIN | {"PYTHONDEVMODE": "1", "PYTHONWARNINGS": "ignore"},
    "one thread": PLAIN | {"OMP_NUM_THREADS": "1", "ARROW_NUM_THREADS": "1"},
    "many threads": PLAIN | {"OMP_NUM_THREADS": "8", "GDAL_NUM_THREADS": "8"},
    "an old processor": PLAIN
    | {"NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3", "OPENBLAS_CORETYPE": "Nehalem"}
    | {"ARROW_USER_SIMD_LEVEL": "NONE", "PYTHONWARNINGS": "ignore"},
    "the network for projections": PLAIN | {"PROJ_NETWORK": "ON"},
}
LOCALES = ("de_DE.UTF-8", "fr_FR.UTF-8", "ja_JP.EUC-JP", "tr_TR.UTF-8", "ar_SA.UTF-8")
"""Decimal commas, another encoding, another small i, other digits."""


def results(
    environment: dict[str, str],
    folder: Path,
    *,
    python: str = sys.executable,
    another_user: bool = False,
) -> dict[str, str]:
    """Return the SHA-256 of every file that the commands write, by its name.

    Parameters
    ----------
    environment : dict of str to str
        Variables that differ from those of this process.
    folder : Path
        Where to work; made.
    python : str
        The interpreter.
    another_user : bool
        Whether the process has a home folder with settings and fonts of matplotlib, a
        umask, a clock and an order of folders of its own.
    """
    # Arrow and GDAL want paths in UTF-8, which that of the other user is not.
    out = folder / ("results" if another_user else "結果 of it")
    home, site = folder / "home", folder / "site"
    for each in (out, home, site):
        each.mkdir(parents=True)
    names = folder / "names.csv"
    names.write_text(NAMES, encoding="utf-8")
    paths = [os.fspath(SOURCE)]
    if another_user:
        _furnish(home)
        (site / "sitecustomize.py").write_text(_OTHER_MACHINE, encoding="utf-8")
        paths.insert(0, os.fspath(site))
        environment = environment | {
            "HOME": os.fspath(home),
            "XDG_CONFIG_HOME": os.fspath(home / ".config"),
            "XDG_CACHE_HOME": os.fspath(home / ".cache"),
            "XDG_DATA_HOME": os.fspath(home / ".local" / "share"),
        }
    cache = {"REGIONAL_IOT_CACHE": os.fspath(folder / "cache")}
    done = subprocess.run(
        [python, "-c", COMMANDS, os.fspath(names), os.fspath(out)],
        cwd=home,
        env=os.environ
        | _SAME
        | cache
        | environment
        | {"PYTHONPATH": os.pathsep.join(paths)},
        umask=0o077 if another_user else 0o022,
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode:
        raise RuntimeError(f"the commands failed:\n{done.stderr[-4000:]}")
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def differing(found: dict[str, str], wanted: dict[str, str]) -> list[str]:
    """Return the names of the files that are not the same in both."""
    return sorted(name for name, _ in found.items() ^ wanted.items())


def main(pythons: list[str]) -> int:
    """Compare all environments with a plain one; return the exit code."""
    code = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain = results(PLAIN, folder / "plain")
        print(f"{len(plain)} files in a plain environment", flush=True)
        rounds = [(each, sys.executable, env) for each, env in ENVIRONMENTS.items()]
        rounds += [
            (each, sys.executable, PLAIN | {"LC_ALL": each, "LOCPATH": f"{name}/lang"})
            for each in LOCALES
            if _make_locale(each, folder / "lang")
        ]
        rounds += [(python, python, PLAIN) for python in pythons]
        for number, (each, python, environment) in enumerate(rounds):
            place = folder / f"{number}"
            other = environment is OTHER_USER
            found = results(environment, place, python=python, another_user=other)
            names = differing(found, plain)
            print(f"{each}: {', '.join(dict.fromkeys(names)) or 'the same'}")
            sys.stdout.flush()
            code = code or bool(names)
            shutil.rmtree(place)
    return int(code)


def _furnish(home: Path) -> None:
    """Give a home folder settings of matplotlib, and fonts that bear others' names."""
    settings = home / ".config" / "matplotlib" / "matplotlibrc"
    fonts = home / ".local" / "share" / "fonts"
    for each in (settings.parent, fonts):
        each.mkdir(parents=True)
    settings.write_text(_SETTINGS, encoding="utf-8")
    serif = Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSerif.ttf")
    for family in ("IPAexGothic", "DejaVu Sans"):
        font = TTFont(serif)
        for record in font["name"].names:
            if record.nameID in (1, 4, 16):
                record.string = family
        font.save(fonts / f"{family}.ttf")


def _make_locale(name: str, folder: Path) -> bool:
    """Compile a locale where the machine has the means; tell whether it did."""
    folder.mkdir(exist_ok=True)
    language, encoding = name.split(".")
    command = ["localedef", "-i", language, "-f", encoding, os.fspath(folder / name)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        print(f"{name}: not tried, for localedef cannot make it here")
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
