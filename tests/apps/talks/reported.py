"""An invented report of invented talks, and the draft that a reader makes of it."""

from functools import cache
from pathlib import Path
from types import SimpleNamespace

from talks.talking import PUBLIC

from conftest import NOON
from wayhome.apps.talks.selectors.drafts.known import roster_of
from wayhome.apps.talks.services.drafts import keep_draft
from wayhome.apps.talks.services.reports import keep_report
from wayhome.engines.reading import RosterPerson, read_report
from wayhome.files.drafts import draft_as_json
from wayhome.values import PartialDate

PUBLISHED = "2026-02-19"
TEXT = (Path(__file__).parent / "third_round.txt").read_text("utf-8")


@cache
def _draft(roster, text):
    known = [RosterPerson(name=name, side=side) for name, side in roster]
    return draft_as_json(read_report(text, published=PartialDate.parse(PUBLISHED), roster=known))


def draft_of_text(process, by, text=TEXT):
    """What the reader finds, knowing the sides of the process."""
    people = roster_of(SimpleNamespace(process=process), by)
    return _draft(tuple((one.name, one.side) for one in people), text)


def brought(process, by, filing=PUBLIC, text=TEXT):
    """The report, kept and read."""
    report = keep_report(
        process=process, text=text, publisher="Courier", title="Third round", language="en",
        published_date=PUBLISHED, by=by, at=NOON, filing=filing,
    )  # fmt: skip
    draft = draft_of_text(process, by, text)
    return report, keep_draft(report=report, draft=draft, by=by, at=NOON)
