"""From a file to a person and back, as the people who do it, in a real browser.

Upload, map, look, make the list; compare; judge; confirm; the person; disclose; undo: by two
officers of the agency, in English and from right to left; by keyboard alone; without JavaScript.
"""

import re
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error

from chromium import follow

REGISTRAR, REVIEWER = "registrar@lantern.example", "reviewer@lantern.example"
APPROVER = "approver@lantern.example"
CASE_NUMBER = re.compile(r"/persons/([0-9A-Z]{7})/")

# Invented, and on none of the example's lists.
SOUGHT = {
    "en": "Прізвище;Ім'я;По батькові;Дата народження;Особистий номер\n"
    "Вербокрайний;Северин;Лукич;1987-04-09;ЩЯ-447109\n",
    "ar": "Прізвище;Ім'я;По батькові;Дата народження;Особистий номер\n"
    "Горобиноокий;Дорофій;Назарович;1979-11-23;ЩЯ-518220\n",
}
HELD = {
    "en": "Фамилия;Имя;Отчество;Дата рождения;Личный номер\n"
    "Вербокрайный;Северин;Лукич;1987-04-09;ЩЯ-447109\n",
    "ar": "Фамилия;Имя;Отчество;Дата рождения;Личный номер\n"
    "Горобиноокий;Дорофей;Назарович;1979-11-23;ЩЯ-518220\n",
}


def bring(page, path, *, office, party, kind, title):
    """Upload, accept the columns, look at what would become of it, make the list."""
    page.goto("/lists/new/")
    page.set_input_files("#id_file", path)
    page.select_option("#id_organisation", label=office)
    page.select_option("#id_addressed_to", label=party)
    page.select_option("#id_kind", kind)
    page.fill("#id_title", title)
    page.fill("#id_as_of_date", "2026-10-01")
    follow(page.locator("main form.stacked button.primary"))
    for step in ("form[action$='/columns/'] button.primary", "form[action$='/commit/'] button"):
        wait_for(page, step)
        follow(page.locator(step))
    wait_for(page, "a.button.primary[href^='/lists/']")
    follow(page.locator("a.button.primary[href^='/lists/']"))
    return page.url


def wait_for(page, selector, seconds=300):
    """Look again until it is there: long work is the worker's."""
    for _ in range(seconds):
        if page.query_selector(selector):
            return
        page.wait_for_timeout(1000)
        with suppress(Error):  # the page may be on its way already, by itself
            page.reload()
    raise AssertionError(f"{selector} never came on {page.url}:\n{page.inner_text('main')[:800]}")


def compare(page, first, second):
    page.goto("/comparisons/")
    for field, title in (("#id_list_a", first), ("#id_other", second)):
        option = page.locator(f"{field} option", has_text=title).first
        page.select_option(field, option.get_attribute("value"))
    follow(page.locator("main form.stacked button.primary"))
    wait_for(page, "a[href^='/review/']:not(nav a)")


def the_pair(page, title):
    """Open the one pair of that list."""
    page.goto("/review/")
    option = page.locator("form.filters option", has_text=title).first
    name = option.locator("xpath=..").get_attribute("name")
    page.goto(f"/review/next/?{name}={option.get_attribute('value')}")


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.both_databases), "ar"])
def test_from_a_file_to_a_person_and_back(working, tmp_path, language):
    registrar, reviewer = working(REGISTRAR, language), working(REVIEWER, language)
    approver = working(APPROVER, language)
    sought, held = f"Way {language} sought", f"Way {language} held"
    for title, text, kind, offices in (
        (sought, SOUGHT, "sought", ("Northland Tracing Bureau", "Southland")),
        (held, HELD, "held", ("Southland Tracing Bureau", "Northland")),
    ):
        path = tmp_path / f"{kind}.csv"
        path.write_text(text[language], encoding="utf-8")
        bring(registrar, path, office=offices[0], party=offices[1], kind=kind, title=title)
    surname = SOUGHT[language].splitlines()[1].split(";")[0]

    compare(reviewer, sought, held)
    the_pair(reviewer, sought)
    assert surname in reviewer.inner_text("main")
    reviewer.check("main input[type=radio][value=same]")
    reviewer.fill("main .verdict input[type=text]", "Number, name and birth date agree")
    follow(reviewer.locator("main .actions button.primary"))
    judged = _judgement_of(approver, surname)

    approver.goto("/confirm/" + judged + "/")
    follow(approver.locator("[data-review] form button[data-key=c]"))
    approver.fill("#search-box", surname.lower())
    with approver.expect_navigation():
        approver.press("#search-box", "Enter")
    follow(approver.locator("main a[href^='/persons/']:not([href='/persons/']) >> nth=0"))
    number = CASE_NUMBER.search(approver.url)[1]
    names = approver.locator("main .as-written").count()

    zipfile.ZipFile(_evidence(approver)).extractall(tmp_path / "pack")
    verified = subprocess.run(
        [sys.executable, "-I", "verify.py"], cwd=tmp_path / "pack", capture_output=True, check=False
    )
    assert verified.returncode == 0, verified.stdout + verified.stderr

    approver.goto(f"/judgements/{judged}/")
    approver.fill("#id_reason", "The families say they are cousins")
    follow(approver.locator("form[action$='/withdraw/'] button"))
    approver.goto(f"/persons/{number}/")
    assert approver.locator("main .as-written").count() < names


def _judgement_of(page, surname):
    page.goto("/judgements/")
    row = page.locator("tr", has_text=surname).first
    return re.search(r"/judgements/([0-9a-f-]{36})/", row.inner_html())[1]


def _evidence(page):
    follow(page.locator("main a[href*='/history/']"))
    with page.expect_download() as fetched:
        page.click("main a[href*='evidence.zip']")
    return Path(fetched.value.path())


def test_review_and_confirm_by_keyboard_alone(working):
    reviewer = working(REVIEWER)
    reviewer.goto("/review/next/")
    reviewer.keyboard.press("3")
    assert reviewer.is_checked("main input[type=radio][value=unsure]")
    reviewer.keyboard.type("Two brothers are possible")
    before = reviewer.url
    with reviewer.expect_navigation():
        reviewer.keyboard.press("Enter")
    assert reviewer.url != before

    approver = working(APPROVER)
    approver.goto("/confirm/")
    before = approver.inner_text("table.pair")
    with approver.expect_navigation():
        approver.keyboard.press("c")
    assert approver.inner_text("table.pair") != before


def test_review_without_javascript(working):
    reviewer = working(REVIEWER, java_script_enabled=False)
    reviewer.goto("/review/next/")
    before = reviewer.url
    reviewer.locator("main input[type=radio][value=not_same]").first.check()
    reviewer.locator("main .verdict input[type=text]").first.fill("Different fathers")
    follow(reviewer.locator("main .actions button.primary"))
    assert reviewer.url != before
    assert not reviewer.query_selector("[role=alert]")
