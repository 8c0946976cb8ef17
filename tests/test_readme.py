import re


def test_the_python_in_the_readme_runs(root, capsys):
    readme = (root / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    exec(compile(block, "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "平生町" in printed
    assert "ambiguous" in printed


def test_the_readme_begins_with_the_two_commands(root):
    readme = (root / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^    (\S.*)$", readme, re.MULTILINE)
    assert commands[:2] == ["make run", "make test"]


def test_every_picture_and_page_in_the_readme_is_there(root):
    readme = (root / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", readme):
        assert (root / target).is_file(), target
