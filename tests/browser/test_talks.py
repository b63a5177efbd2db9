"""From the page of the talks to the rows behind a number, in a real browser."""

from chromium import follow


def test_from_a_promise_to_the_lines_that_prove_it(working):
    page = working("registrar@lantern.example")
    page.goto("/talks/")
    follow(page.locator("text=Talks between Northland and Southland"))
    assert "Answer to the list of 339 children" in page.inner_text(".notice.refusal")
    assert page.locator("svg.timeline circle").count() == 3
    row = page.locator("#promised tr", has_text="40 / 1,200+").first
    assert "1,200+" in row.inner_text()
    follow(row.locator("td.num a"))
    count = page.locator("section:target")
    assert "Given by Southland, counted by Northland" in count.inner_text()
    follow(count.locator("td a", has_text="24").last)
    assert page.inner_text("h1") == "Rows that prove a delivery"
    follow(page.locator("table a.as-written"))
    assert "/lines/" in page.url
