import re

import pandas as pd
import pytest

from analysis import breakdown, read_aliases, resolve

AS_OF = "2020-08-21"


@pytest.fixture(scope="module")
def readme(root):
    return (root / "README.md").read_text(encoding="utf-8")


def blocks(text, language):
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def table(text, heading):
    """Return the rows of the table that has this heading, as lists of cells."""
    lines = text[text.index(heading) :].partition("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines[2:]]


def test_the_python_in_the_readme_runs(readme, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # it writes a file
    names = {}
    for code in blocks(readme, "python"):
        exec(compile(code, "README.md", "exec"), names)
    printed = capsys.readouterr().out
    for word in ("平生町", "ambiguous", "historical", "北上市"):
        assert word in printed


def test_the_answers_in_the_readme_are_those_of_the_resolver(readme):
    rows = table(readme, "| as published | answer |")
    assert len(rows) > 8
    found = resolve([row[0] for row in rows], as_of=AS_OF)
    found["answer"] = found["method"].fillna(found["status"])
    found["note"] = found["note"].astype("str")
    columns = ["answer", "lg_code", "current_lg_code", "note"]
    assert found[columns].fillna("").to_numpy().tolist() == [row[1:] for row in rows]


def test_the_aliases_in_the_readme_settle_their_names(readme, tmp_path):
    path = tmp_path / "names.csv"
    [rows] = blocks(readme, "csv")
    path.write_text(rows, encoding="utf-8")
    names = pd.unique(read_aliases(path)["published_name"])
    found = resolve(names, as_of=AS_OF, aliases=path)
    assert found["method"].eq("alias").all()
    assert found["name_ja"].tolist() == ["府中市", "甲府市"]


def test_the_scores_in_the_readme_are_those_of_the_scoreboard(root, readme):
    scoreboard = (root / "benchmarks/SCOREBOARD.md").read_text(encoding="utf-8")
    scores = {}
    for living_or_former in scoreboard.split("| family | n |")[1:]:
        for row in table("| family | n |" + living_or_former, "| family | n |"):
            n, right, _, ambiguous, declined, _, wrong, sole = row[1:]
            scores[row[0]] = [n, right, ambiguous, declined, wrong, sole]
    said = {
        family.split("`")[1]: [cell.replace(",", "") for cell in cells]
        for family, *cells in table(readme, "| family | strings |")
    }
    assert said == {family: scores[family] for family in scores if family != "all"}


def test_the_regions_in_the_readme_are_those_of_the_breakdown(readme, entities):
    shown = ["region", "count", "eligible", "representation"]
    shown += ["representation_low", "representation_high", "p", "p_holm"]
    line = "{}|{}|{}|{:.2f}|{:.2f}–{:.2f}|{:.3f}|{:.3f}"
    regions = breakdown(entities, by="region")[shown].itertuples(index=False)
    said = table(readme, "| region | count | eligible |")
    assert said == [line.format(*region).split("|") for region in regions]


def test_the_readme_begins_with_the_two_commands(readme):
    commands = re.findall(r"^    (\S.*)$", readme, re.MULTILINE)
    assert commands[:2] == ["make run", "make test"]


def test_every_picture_and_page_in_the_readme_is_there(root, readme):
    headings = re.findall(r"^#+ (.+)$", readme, re.MULTILINE)
    anchors = {"#" + heading.lower().replace(" ", "-") for heading in headings}
    for target in re.findall(r"\]\(([^)]+)\)", readme):
        if target.startswith("#"):
            assert target in anchors
        elif not target.startswith("https://"):
            assert (root / target).is_file(), target
