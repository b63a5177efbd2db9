"""A newcomer pastes a report, confirms its draft and sees what is on record; without scripts."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from chromium import follow

REPORT = Path(__file__).parents[1] / "apps" / "talks" / "third_round.txt"
NEGOTIATOR = "negotiator@lantern.example"


def open_talks(page, title):
    page.goto("/talks/new/")
    page.fill("input[name=title]", title)
    page.fill("input[name=first_side]", "Northland")
    page.fill("input[name=second_side]", "Southland")
    follow(page.locator("main form button.primary >> nth=-1"))
    return page.url


def bring(page, process):
    """Paste the report; the page of its draft."""
    page.goto(f"{process}report/")
    page.fill("textarea[name=text]", REPORT.read_text("utf-8"))
    page.fill("input[name=publisher]", "Courier")
    page.fill("input[name=published_date]", "2026-02-19")
    follow(page.locator("main form button.primary >> nth=-1"))
    page.wait_for_selector(".draft-row")
    return page.url


def decided(page):
    return tuple(int(n) for n in re.findall(r"\d+", page.inner_text(".decided strong")))


def test_from_a_pasted_report_to_the_process_page_without_scripts(working):
    page = working(NEGOTIATOR, java_script_enabled=False)
    process = open_talks(page, "Talks of the third round")
    draft = bring(page, process)
    done, total = decided(page)
    assert done == 0
    for kind in ("commitment", "number", "proposal", "statement"):
        assert page.locator(f".report-text mark.of-{kind}").count(), kind
    # The round is confirmed alone; then the sure rows of each kind together; then one by one.
    follow(page.locator(".draft .of-round .draft-row button >> text=Confirm"))
    for _kind in range(8):
        together = page.locator(".draft header button")
        if not together.count():
            break
        follow(together)
    for _row in range(total):
        alone = page.locator(".draft-row:not(.is-decided) .choices button")
        if not alone.count():
            break
        follow(alone)
    assert decided(page) == (total, total)
    page.goto(draft)  # going on later finds it so
    assert decided(page) == (total, total)
    page.goto(process)
    told = page.inner_text("main")
    for words in ("Geneva", "at least 800", "another 2,000 bodies", "prisoners: agreed"):
        assert words in told, words


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("en", 360, "light"), ("ar", 360, "dark"), ("ar", 1440, "dark")],
)
def test_its_pages_are_open_to_all_and_fit(working, language, width, scheme):
    page = working(NEGOTIATOR, language, width=width, color_scheme=scheme)
    process = open_talks(page, f"Talks read in {language} at {width}")
    draft = bring(page, process)
    row = page.locator(".choices a").first.get_attribute("href")
    for path in ("/talks/reports/", f"{process}report/", draft, row):
        page.goto(path)
        found = Axe().run(page).response["violations"]
        assert not [(one["id"], one["nodes"][0]["html"][:160]) for one in found], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), path
