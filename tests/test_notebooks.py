import nbformat
import pytest
from matplotlib import pyplot

from analysis.errors import SourceError
from analysis.notebooks import execute

NUMBERED = (
    "01_normalize",
    "02_regional_distribution",
    "03_entity_types",
    "04_your_own_list",
    "05_programme_over_time",
)
OWN_LISTS = {
    "all found": 'source = """2020年10月1日\n\n1 岩手県北上市\n2 高知県\n"""',
    "none found": 'source = """October 1, 2020\n\n1 Fuchu City\n2 府中市\n"""',
    "no date": 'source = """北上市\n府中市\n高知県\n"""\nas_of = "2020-10-01"',
}


def read(root, name):
    return nbformat.read(root / "notebooks" / f"{name}.ipynb", as_version=4)


@pytest.fixture(params=NUMBERED)
def notebook(request, root):
    return read(root, request.param)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def shown(notebook):
    """What the reader sees as text below the cells."""
    outputs = [output for cell in code(notebook) for output in cell.outputs]
    return "\n".join(
        output.get("text") or output["data"].get("text/html", "") for output in outputs
    )


def test_every_notebook_is_looked_at(root):
    found = [path.stem for path in (root / "notebooks").glob("*.ipynb")]
    assert sorted(found) == list(NUMBERED)


def test_committed_notebooks_were_run_from_top_to_bottom(notebook):
    counts = [cell.execution_count for cell in code(notebook)]
    assert counts == list(range(1, len(counts) + 1))
    outputs = [output for cell in code(notebook) for output in cell.outputs]
    assert {output.output_type for output in outputs} <= {
        "stream",
        "display_data",
        "execute_result",
    }
    assert not [output for output in outputs if output.get("name") == "stderr"]


def test_every_cell_that_draws_shows_a_picture(notebook):
    drawing = [cell for cell in code(notebook) if "analysis.charts." in cell.source]
    for cell in drawing:
        kinds = [kind for output in cell.outputs for kind in output.get("data", {})]
        assert kinds.count("image/png") == cell.source.count("analysis.charts.")


def test_notebooks_hold_no_logic_and_no_paths(notebook):
    for cell in code(notebook):
        assert "def " not in cell.source
        assert not any(word in cell.source for word in (".csv", "../", "Path("))


def test_notebooks_begin_with_the_question_and_end_with_the_limits(notebook):
    assert "**Question:**" in notebook.cells[0].source
    assert "**As of:**" in notebook.cells[0].source
    assert notebook.cells[-1].source.startswith("## What this does not show")


def test_the_sample_list_shows_what_goes_wrong_in_real_ones(root):
    words = shown(read(root, "04_your_own_list"))
    assert all(status in words for status in ("resolved", "ambiguous", "unmatched"))
    methods = ("exact", "romanization", "reading", "historical")
    assert all(f"<td>{method}</td>" in words for method in methods)
    assert all(f"<td>{fault}</td>" in words for fault in ("wrong_reading", "abolished"))


@pytest.mark.parametrize("own", OWN_LISTS.values(), ids=OWN_LISTS)
def test_one_cell_is_edited_for_a_list_of_ones_own(own, root):
    edited, *others = code(read(root, "04_your_own_list"))
    space = {}
    exec(edited.source, space)
    exec(own, space)
    for cell in others:
        exec(cell.source, space)
    pyplot.close("all")
    assert len(space["entities"]) == len(space["located"]) > 1
    assert len(space["errata"]) == 0


def test_the_town_of_both_rounds_is_shown(root):
    words = shown(read(root, "05_programme_over_time"))
    assert "鹿児島県中種子町" in words
    assert "Nakatane Town, Kagoshima Prefecture" in words
    assert "<td>repeat</td>" in words


def test_a_cell_that_fails_is_an_error_and_leaves_the_notebook(tmp_path):
    path = tmp_path / "01_broken.ipynb"
    cells = [nbformat.v4.new_code_cell("1 / 0", id="one")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    before = path.read_bytes()
    with pytest.raises(SourceError, match=r"01_broken\.ipynb: a cell failed"):
        execute(tmp_path)
    assert path.read_bytes() == before
