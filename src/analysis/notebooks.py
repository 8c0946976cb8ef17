"""Execute the numbered notebooks in place, the same bytes for the same results."""

from collections.abc import Callable
from pathlib import Path

from analysis.atomic import whole_file
from analysis.errors import SourceError

_TIMEOUT_SECONDS = 300
# What differs between machines and runs, and says nothing about the results.
_KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}


def execute(folder: Path, *, progress: Callable[[str], None] = lambda _: None) -> int:
    """Run every notebook in `folder` from top to bottom and keep its outputs.

    Parameters
    ----------
    folder : Path
        Where the ``.ipynb`` files are.
    progress : callable, optional
        Called with the name of each notebook before it is run.

    Returns
    -------
    int
        How many notebooks were run.

    Raises
    ------
    SourceError
        If there are none, jupyter is not installed, a cell fails, or a notebook cannot
        be written.
    """
    try:
        import nbformat
        from nbclient import NotebookClient
        from nbclient.exceptions import (
            CellExecutionError,
            CellTimeoutError,
            DeadKernelError,
        )
    except ImportError as why:
        raise SourceError(
            "running notebooks needs Jupyter; "
            "install it with: pip install 'regional-iot-analysis[lab]'"
        ) from why
    paths = sorted(folder.glob("[0-9]*.ipynb"))
    if not paths:
        raise SourceError(
            f"there are no numbered notebooks in {folder}; give their folder"
        )
    for path in paths:
        progress(path.name)
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(
            notebook,
            timeout=_TIMEOUT_SECONDS,
            kernel_name="python3",
            resources={"metadata": {"path": str(folder)}},
            record_timing=False,
            # The kernel listens on the loopback alone; its reminder of that is noise.
            extra_arguments=["--IPKernelApp.log_level=ERROR"],
        )
        try:
            client.execute()
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as why:
            raise SourceError(f"{path.name}: a cell failed\n{why}") from why
        notebook.metadata = nbformat.from_dict({"kernelspec": _KERNELSPEC})
        with whole_file(path) as new:
            nbformat.write(notebook, new)
    return len(paths)
