"""A real browser for tests: Debian's Chromium, without a screen and without a network.

Tests that ask for `chromium` are skipped where there is none. Pictures of what they saw
land in build/screenshots.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

SCREENSHOTS = Path(__file__).parents[1] / "build" / "screenshots"

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_QUIET = (  # without these it looks up hosts of its maker at every start
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
_LOCAL = ("about:", "blob:", "data:", "file:")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give a running browser, or skip the test and say why."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        pytest.skip("no Chromium on this machine; Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        # Chromium has no sandbox for root, who runs CI.
        sandbox = [] if os.name == "nt" or os.geteuid() else ["--no-sandbox"]
        browser = playwright.chromium.launch(
            executable_path=program, args=[*_QUIET, *sandbox]
        )
        yield browser
        browser.close()


@contextmanager
def quiet_page(
    browser: Browser, *, width: int = 1200, height: int = 900, host: str | None = None
) -> Iterator[Page]:
    """Give a page on which nothing may go wrong: no request outside, no error.

    Parameters
    ----------
    host : str, optional
        The beginning of the addresses of a server of the test's own, on loopback; left
        out, the browser is offline.
    """
    amiss: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((*_LOCAL, *([host] if host else []))):
            amiss.append(f"asked for {request.url[:200]}")

    def said(message: ConsoleMessage) -> None:
        if message.type == "error":
            amiss.append(f"console: {message.text}")

    context = browser.new_context(
        viewport={"width": width, "height": height}, offline=host is None
    )
    page = context.new_page()
    page.on("request", asked)
    page.on("console", said)
    page.on("pageerror", lambda error: amiss.append(f"error: {error}"))
    try:
        yield page
    finally:
        context.close()
    assert amiss == []


def keep(page: Page, name: str, *, full: bool = True) -> Path:
    """Keep a picture of the page in build/screenshots and return where."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=full)
    return path
