"""Notebook 02 in a real JupyterLab: its cells run, and the linked view reacts."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, suppress

import pytest
from browser import keep, quiet_page
from playwright.sync_api import TimeoutError as NotYet
from playwright.sync_api import expect

NOTEBOOK = "02_regional_distribution.ipynb"
_PATIENCE = 120  # seconds


@pytest.fixture(scope="module")
def lab(root, tmp_path_factory):
    """Give the address of a JupyterLab on loopback, and the folder of its notebook."""
    folder = tmp_path_factory.mktemp("lab")
    book = json.loads((root / "notebooks" / NOTEBOOK).read_text(encoding="utf-8"))
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    (folder / NOTEBOOK).write_text(json.dumps(book), encoding="utf-8")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "IdentityProvider.token": "",
        "ServerApp.allow_root": True,
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.open_browser": False,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": os.fspath(folder),
        "LabApp.news_url": "None",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    home = tmp_path_factory.mktemp("home")  # nobody's settings, nor ours into them
    places = dict.fromkeys(
        ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "HOME"), home
    )
    log = (folder / "server.log").open("wb")
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab"),
            *(f"--{name}={value}" for name, value in options.items()),
        ],
        env=os.environ | {name: os.fspath(path) for name, path in places.items()},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, server)
        yield address, folder
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(address, server):
    for _ in range(10 * _PATIENCE):
        assert server.poll() is None, "JupyterLab ended by itself"
        try:
            with urllib.request.urlopen(f"{address}/api", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("JupyterLab did not answer")


def test_notebook_02_runs_in_jupyterlab_and_its_view_reacts(chromium, lab):
    address, folder = lab
    with quiet_page(chromium, width=1500, height=1300, host=address) as page:
        page.set_default_timeout(1000 * _PATIENCE)
        page.goto(f"{address}/lab/tree/{NOTEBOOK}?reset")
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
        page.get_by_text("(ipykernel) | Idle").wait_for()
        _run_all(page)
        _wait_for_kernel(page, "idle")
        _choose(page, "File", "docmanager:save")
        assert _failures(folder / NOTEBOOK) == []

        view = _frame(page).content_frame
        view.locator("#explorer[data-ready]").wait_for()
        rows = view.locator("#explorer-rows tr:visible")
        expect(rows).to_have_count(12)
        view.get_by_role("button", name="town", exact=True).click()
        expect(rows).to_have_count(3)
        expect(view.get_by_role("status")).to_contain_text("3 of 12")
        rows.filter(has_text="Hirao").get_by_role("button").click()
        expect(view.locator("#explorer-card")).to_contain_text("平生町")
        keep(page, "jupyterlab_02", full=False)


def _choose(page, menu, command):
    page.locator(".lm-MenuBar-item", has_text=menu).click()
    page.locator(f".lm-Menu-item[data-command='{command}']").first.click()


def _run_all(page):
    """Run all cells; a page that has only just loaded may ask for a kernel first."""
    for _ in range(10):
        _choose(page, "Run", "runmenu:run-all")
        with suppress(NotYet):
            _wait_for_kernel(page, "busy", seconds=5)
            return
        keep(page, "jupyterlab_asks", full=False)
        for button in page.locator(".jp-Dialog button.jp-mod-accept").all():
            button.click()
    raise AssertionError("JupyterLab does not run the cells")


def _wait_for_kernel(page, status, *, seconds=_PATIENCE):
    indicator = page.locator(f".jp-Notebook-ExecutionIndicator[data-status='{status}']")
    indicator.wait_for(timeout=1000 * seconds)


def _failures(path):
    """Return what went wrong in the cells of a notebook, once it is saved as run."""
    for _ in range(10 * _PATIENCE):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        cells = [cell for cell in cells if cell["cell_type"] == "code"]
        if all(cell["execution_count"] for cell in cells):
            outputs = [output for cell in cells for output in cell["outputs"]]
            return [
                output
                for output in outputs
                if output["output_type"] == "error" or output.get("name") == "stderr"
            ]
        time.sleep(0.1)
    raise TimeoutError("not every cell was run and saved")


def _frame(page):
    """Return the frame of the view; cells out of sight may be off the page."""
    frame = page.locator(".jp-OutputArea-output iframe")
    notebook = page.locator(".jp-WindowedPanel-outer").first
    notebook.evaluate("panel => panel.scrollTo(0, 0)")
    for _ in range(100):
        if frame.count():
            break
        notebook.evaluate("panel => panel.scrollBy(0, 400)")
        page.wait_for_timeout(200)
    frame.scroll_into_view_if_needed()
    return frame
