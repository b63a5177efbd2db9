"""Pages that tell of no exchange have no facts, whatever they count."""

from pathlib import Path

import pytest

from wayhome.engines.reading import read_report
from wayhome.engines.reading.model import NoModel, load_model

PAGES = sorted((Path(__file__).parents[1] / "pages").glob("*.txt"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.parametrize("with_model", [False, True])
def test_a_page_about_something_else_holds_no_fact(page: Path, with_model: bool) -> None:
    model = load_model() if with_model else NoModel()
    draft = read_report(page.read_text(encoding="utf-8"), published=None, model=model)
    assert draft.facts == ()


def test_there_are_ten_pages() -> None:
    assert len(PAGES) == 10
