"""An exchange from the promise to the people who came home, in a real browser.

The exchange, its counts and the people behind them; both lists; the plan, verified from the two
files as the other side would; what was handed over, as each side counts it.
"""

import os
import subprocess
import sys

from axe_playwright_python.sync_playwright import Axe

from chromium import follow

WAYHOME = (sys.executable, "-c", "from wayhome.cli import main; main()")
KEEPER, NORTH, SOUTH = (f"negotiator@{of}.example" for of in ("lantern", "northland", "southland"))
ENTERS, CONFIRMS = "registrar@lantern.example", "approver@lantern.example"


def opened(page):
    page.goto("/exchanges/")
    follow(page.locator("text=1,200 for 1,200 in six batches"))
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
    follow(page.locator("tr", has_text="handed over").locator("td.num a"))
    assert page.inner_text("h1").startswith("Held by Northland: handed over")
    people = page.locator("main tbody th a[href*='/exchanges/lines/']")
    seen = people.count()
    while page.locator("main a", has_text="Further").count():
        follow(page.locator("main a:has-text('Further')"))
        seen += people.count()
    assert seen == there
    follow(people)
    assert "/exchanges/lines/" in page.url


def test_both_lists_stand_side_by_side_for_a_side_too(working):
    page = working(NORTH)
    opened(page)
    follow(page.locator("text=Both lists, side by side"))
    assert page.locator("main h2").all_inner_texts() == ["Held by us", "Held by Southland"]
    page.goto(f"{page.url}?state=not_available")
    shown = page.inner_text("main")
    assert page.locator("main table tbody tr").count() >= 8  # four of each side, and flags
    for cause in ("not fit", "wish", "procedure", "doctor"):
        assert cause not in shown.lower()


def test_a_side_verifies_the_plan_with_the_two_files_alone(working, tmp_path):
    page = working(SOUTH, accept_downloads=True)
    opened(page)
    follow(page.locator("text=The plan that stands"))
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
    follow(page.locator("text=Talks between Northland and Southland"))
    rows = page.locator("#promised tr", has_text="/ 1,200+").all_inner_texts()
    assert len(rows) == 6  # given by each, counted by both and by the institution
    # Southland counts one whom Northland and the agency saw turn back.
    assert sorted(text.split("/")[0].split()[-1] for text in rows) == ["40", "40", *["41"] * 4]


def reached(page):
    """The page is open to all: axe finds nothing, and it is no wider than the window."""
    found = Axe().run(page).response["violations"]
    assert not [(one["id"], one["nodes"][0]["html"][:160]) for one in found], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), page.url


def delivered(page):
    """How many were given for the promise, by each side's and the institution's count."""
    page.goto("/talks/")
    follow(page.locator("text=Talks between Northland and Southland"))
    rows = page.locator("#promised tr", has_text="/ 1,200+").all_inner_texts()
    return [int(text.split("/")[0].split()[-1]) for text in rows]


def begin_batch(page):
    """Say what was done about the last thing open, and open the next batch of the plan."""
    opened(page)
    follow(page.locator("text=To the batch"))
    page.fill("input[name=done]", "Asked alone, and taken back to the site.")
    follow(page.locator("form[action$='/settle/'] button"))
    follow(page.locator("main >> text=Handover"))
    follow(page.locator("text=Open batch 3"))
    reached(page)
    return page.url


def load(page, batch, side):
    """A vehicle for two of a side, its manifest fetched as PDF; the codes that stand on it."""
    page.goto(batch)
    if page.locator("summary", has_text="Add a vehicle").count():
        page.click("summary:has-text('Add a vehicle')")
    page.select_option("select[name=holder]", label=side)
    page.fill("input[name=name]", f"Van of {side}")
    page.fill("input[name=seats]", "2")
    follow(page.locator("form[action$='/vehicle/'] button"))
    with page.expect_download() as coming:
        page.click("text=Manifest to print (PDF)")
    assert coming.value.path().read_bytes().startswith(b"%PDF")
    return page.url, page.locator("main tbody th a").all_inner_texts()


def enter(page, vehicle, code, happened):
    if page.url != vehicle:  # after an entry the next one waits there
        page.goto(vehicle)
    follow(page.locator("tr", has_text=code).locator("a", has_text="Enter"))
    page.check(f"input[value={happened}]")
    if happened == "in":
        for box in page.locator("input[name=attributes]").all()[:2]:
            box.check()
    page.fill("input[name=note]", "As seen at the line")
    follow(page.locator("main form.stacked button.primary"))
    assert f"Recorded: {code}" in page.inner_text("main")


def sign(page, batch, gave, received):
    page.goto(batch)
    page.click("summary:has-text('Sign for this batch')")
    page.fill("input[name=gave]", str(gave))
    page.fill("input[name=received]", str(received))
    page.fill("input[name=counting_rule]", "a person who crossed")
    follow(page.locator("form[action$='/receipt/'] button"))
    assert "Signed." in page.inner_text("main")


def test_a_batch_is_carried_out_signed_counted_and_undone_on_its_pages(working):
    page = working(ENTERS, width=360, accept_downloads=True)
    before = delivered(page)
    batch = begin_batch(page)
    (north, given), (south, taken) = (load(page, batch, s) for s in ("Northland", "Southland"))
    page.goto(f"{batch}enter/?code={given[0]}")
    reached(page)
    page.goto(north)
    reached(page)
    enter(page, north, given[1], "absent")
    follow(page.locator("button:has-text('has left')"))
    enter(page, north, given[0], "in")
    for code in taken:
        enter(page, south, code, "in")
    page.goto(batch)
    assert "Ask the side that holds this person" in page.inner_text("main")
    page.fill("input[name=done]", "The site was asked.")
    follow(page.locator("form[action$='/settle/'] button"))
    reached(page)
    for side, gave, received in ((NORTH, 1, 2), (SOUTH, 2, 1)):
        sign(working(side), batch, gave, received)
    page.goto(batch)
    follow(page.locator("text=Count it towards the promise"))
    assert "Counted towards the promise." in page.inner_text("main")
    more = [now - then for now, then in zip(delivered(page), before, strict=True)]
    assert sorted(more) == [1, 1, 1, 2, 2, 2]  # by each side's count and the institution's
    follow(page.locator("#promised tr", has_text="/ 1,200+").first.locator("td.num a"))
    proof = page.locator("section:target tbody tr").last.locator("td.num a").last
    there = int(proof.inner_text())
    follow(proof)
    assert page.locator("table a.as-written").count() == there
    bring_home(working, page, north, given[0])
    undo(page, south, taken[0])
    assert delivered(page) == before


def bring_home(working, page, vehicle, code):
    """Seen at home by one, confirmed by another: then it is counted."""
    opened(page)
    home = counts(page, "home")[0]
    page.goto(vehicle)
    name = page.locator("tr", has_text=code).locator("bdi").first.inner_text()
    follow(page.locator("tr", has_text=code).locator("a", has_text="Seen at home"))
    page.fill("input[name=note]", "Visited; the family was there")
    follow(page.locator("main form.stacked button.primary"))
    other = working(CONFIRMS)
    for kind in ("was handed over", "is home"):
        other.goto("/fates/?page=99")  # the last: the newest wait there
        follow(other.locator("tr", has_text=name).filter(has_text=kind).last.locator("a"))
        follow(other.locator("button[value=confirm]"))
    opened(page)
    assert counts(page, "home")[0] == home + 1


def undo(page, vehicle, code):
    """An entry was a mistake: what follows is said first."""
    page.goto(vehicle)
    follow(page.locator("tr", has_text=code).locator("a", has_text="Seen at home"))
    follow(page.locator("a", has_text="Undo").last)
    assert "Both sides sign for this batch again." in page.inner_text("main")
    reached(page)
    page.fill("input[name=reason]", "Another person was meant")
    follow(page.locator("main form.stacked button.primary"))


def test_the_pages_that_open_an_exchange_are_open_to_all(working):
    page = working(KEEPER, width=360)
    page.goto("/exchanges/")
    under = page.locator("section li", has_text="Talks between Northland and Southland")
    follow(under.locator("a"))
    reached(page)
    page.fill("input[name=title]", "One more")
    follow(page.locator("main form.stacked button.primary"))
    reached(page)
    page.fill("textarea[name=days]", "2026-12-01")
    follow(page.locator("main form.stacked button.primary"))
    reached(page)
    follow(page.locator("text=Draw it up"))
    reached(page)
    page.goto("/exchanges/")
    follow(page.locator("text=One more"))
    follow(page.locator("text=Would a plan be possible?"))
    reached(page)
    page.goto("/exchanges/")
    follow(page.locator("text=One more"))
    page.click("summary:has-text('Close this exchange')")
    page.fill("input[name=reason]", "Opened to be looked at")
    follow(page.locator("form[action$='/close/'] button"))
    assert "Closed on" in page.inner_text("main")


def test_a_side_reads_what_would_have_to_change_for_one_of_its_own_to_go(working):
    page = working(SOUTH, width=360)
    opened(page)
    follow(page.locator("text=The plan that stands"))
    page.goto(f"{page.url}?batch=stays&side=1")
    follow(page.locator("#lines tbody tr", has_text="number").locator("a"))
    follow(page.locator("text=What would have to change"))
    reached(page)
    assert "what both sides agreed to aim for would be reached less well" in page.inner_text("main")
    assert page.locator("main li a[href*='/exchanges/lines/']").count()
