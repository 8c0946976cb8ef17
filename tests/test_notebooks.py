import nbformat
import pytest

from analysis.errors import SourceError
from analysis.notebooks import execute

NUMBERED = ("01_normalize", "02_regional_distribution", "03_entity_types")


@pytest.fixture(params=NUMBERED)
def notebook(request, root):
    return nbformat.read(root / "notebooks" / f"{request.param}.ipynb", as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


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


def test_a_cell_that_fails_is_an_error_and_leaves_the_notebook(tmp_path):
    path = tmp_path / "01_broken.ipynb"
    cells = [nbformat.v4.new_code_cell("1 / 0", id="one")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    before = path.read_bytes()
    with pytest.raises(SourceError, match=r"01_broken\.ipynb: a cell failed"):
        execute(tmp_path)
    assert path.read_bytes() == before
