"""Take the pictures of the README: the report and its tables, in Chromium.

make pictures, after make run. The window, the fonts of the machine and the version of
the browser show in them: they are for reading, and no test compares them.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "data" / "processed" / "report.html"
FOLDER = ROOT / "docs"


def main() -> int:
    """Write the pictures; return 1 where there is no browser or no report."""
    program = shutil.which("chromium")
    if program is None or not REPORT.is_file():
        print(
            "want Chromium (Debian: apt-get install chromium) and make run first",
            file=sys.stderr,
        )
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1200, "height": 1000})
        page.goto(REPORT.as_uri())
        page.locator("#explorer[data-ready]").wait_for()
        FOLDER.mkdir(exist_ok=True)
        button = page.locator(".explorer-bars").get_by_role(
            "button", name="town", exact=True
        )
        button.click()
        page.locator("#view").screenshot(path=FOLDER / "report.png")
        page.set_viewport_size({"width": 760, "height": 1000})
        table = page.locator(".block", has=page.locator("#table-region"))
        table.screenshot(path=FOLDER / "table.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
