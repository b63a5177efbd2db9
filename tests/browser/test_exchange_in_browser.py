"""An exchange from the promise to the people who came home, in a real browser.

The exchange, its counts and the people behind them; both lists; the plan, verified from the two
files as the other side would; what was handed over, as each side counts it.
"""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.xdist_group("browser")
WAYHOME = (sys.executable, "-c", "from wayhome.cli import main; main()")
KEEPER, NORTH, SOUTH = (f"negotiator@{of}.example" for of in ("lantern", "northland", "southland"))


def opened(page):
    page.goto("/exchanges/")
    page.click("text=1,200 for 1,200 in six batches")
    return page.url


def counts(page, step):
    """The two counts of a step on the page of the exchange."""
    row = page.locator("tr", has=page.locator("th", has_text=step)).first
    return [int(cell.replace(",", "")) for cell in row.locator("td.num").all_inner_texts()]


def test_every_count_of_an_exchange_opens_to_its_people(working):
    page = working(KEEPER)
    opened(page)
    assert counts(page, "promised") == [1200, 1200]
    for name in ("listed", "accepted", "cleared", "planned", "handed over", "home"):
        assert all(counts(page, name)), name
    there = counts(page, "handed over")[0]
    page.locator("tr", has_text="handed over").locator("td.num a").first.click()
    assert page.inner_text("h1") == "Held by Northland: handed over"
    people = page.locator("main ul a[href*='/exchanges/lines/']")
    seen = people.count()
    while page.locator("main a", has_text="Further").count():
        page.click("main a:has-text('Further')")
        seen += people.count()
    assert seen == there
    people.first.click()
    assert "/exchanges/lines/" in page.url


def test_both_lists_stand_side_by_side_for_a_side_too(working):
    page = working(NORTH)
    opened(page)
    page.click("text=Both lists, side by side")
    assert page.locator("main h2").all_inner_texts() == ["Held by us", "Held by Southland"]
    page.goto(f"{page.url}?state=not_available")
    shown = page.inner_text("main")
    assert page.locator("main table tbody tr").count() >= 8  # four of each side, and flags
    for cause in ("not fit", "wish", "procedure", "doctor"):
        assert cause not in shown.lower()


def test_a_side_verifies_the_plan_with_the_two_files_alone(working, tmp_path):
    page = working(SOUTH, accept_downloads=True)
    opened(page)
    page.click("text=The plan that stands")
    told = page.locator("main code").last.inner_text()
    for name in ("problem.json", "plan.json"):
        with page.expect_download() as coming:
            page.click(f"text={name} >> nth=0")
        coming.value.save_as(tmp_path / name)
    env = {key: value for key, value in os.environ.items() if not key.startswith("WAYHOME")}
    said = subprocess.run(
        [*WAYHOME, "plan", "verify", str(tmp_path / "plan.json")],
        capture_output=True, text=True, encoding="utf-8", check=False, env=env, cwd=tmp_path,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr + said.stdout
    assert told in (tmp_path / "plan.json").read_text(encoding="utf-8")


def test_what_crossed_counts_for_the_promise_as_each_side_counts(working):
    page = working(KEEPER)
    page.goto("/talks/")
    page.click("text=Talks between Northland and Southland")
    rows = page.locator("#promised tr", has_text="/ 1,200+").all_inner_texts()
    assert len(rows) == 6  # given by each, counted by both and by the institution
    # Southland counts one whom Northland and the agency saw turn back.
    assert sorted(text.split("/")[0].split()[-1] for text in rows) == ["40", "40", *["41"] * 4]
