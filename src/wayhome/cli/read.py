"""`wayhome read`: what a report says was promised, offered, done and said, as a draft."""

import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wayhome.cli.stopping import default_language, told_in
from wayhome.cli.terminal import shown
from wayhome.files import reason_of, refuse
from wayhome.files.messages import message
from wayhome.values import InvalidEvidence, PartialDate, WayhomeError

if TYPE_CHECKING:
    from wayhome.engines.reading.draft import Deadline, Draft, Fact, Found, Quantity, Round

MOST_CHARACTERS = 200_000
"""A longer text is no report."""

Row = Sequence[str]


class CannotReadReport(WayhomeError):
    """A report that cannot be read, or a call that cannot be carried out."""


class Format(StrEnum):
    """How the draft is printed."""

    TABLE = "table"
    JSON = "json"


def read(
    report: Annotated[Path, typer.Argument(help="The report: a text file in UTF-8.")],
    published: Annotated[
        str | None,
        typer.Option(help="The day it was published, from which “next week” is counted."),
    ] = None,
    format: Annotated[Format, typer.Option(help="How the draft is printed.")] = Format.TABLE,
) -> None:
    """Draft what a report of talks says was promised, offered, done and said, and by whom.

    A question mark stands behind what is unsure. Nothing is stored.
    """
    language = default_language()
    with told_in(language, stopped="cli.interrupted"):
        text, day = _text(report), _day(published)
        # Imported here: its tables and model take seconds, and a wrong call should not wait.
        from wayhome.engines.reading import read_report  # noqa: PLC0415
        from wayhome.files.drafts import draft_as_json  # noqa: PLC0415

        draft = read_report(text, published=day)
        if format is Format.JSON:
            typer.echo(json.dumps(draft_as_json(draft), indent=2))
        else:
            _print(draft, text, language)


def _text(report: Path) -> str:
    try:
        # As a browser sends it: spans count characters, a line break is one.
        text = report.read_text("utf-8-sig")
    except OSError as error:
        raise refuse(
            CannotReadReport, "cannot_open", name=report.name, reason=reason_of(error)
        ) from error
    except UnicodeDecodeError as error:
        raise refuse(CannotReadReport, "report_no_text", name=report.name) from error
    if "\0" in text:
        raise refuse(CannotReadReport, "report_no_text", name=report.name)
    if not text.strip():
        raise refuse(CannotReadReport, "report_empty", name=report.name)
    if len(text) > MOST_CHARACTERS:
        raise refuse(CannotReadReport, "report_too_long", name=report.name, most=MOST_CHARACTERS)
    return text


def _day(published: str | None) -> PartialDate | None:
    try:
        return PartialDate.parse(published) if published is not None else None
    except InvalidEvidence as wrong:
        raise refuse(CannotReadReport, "report_published", day=published) from wrong


def _print(draft: "Draft", text: str, language: str) -> None:
    from rich.console import Console  # noqa: PLC0415 -- not needed for JSON
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console()
    for name, heads, rows in _tables(draft, text, message("read.yes", language)):
        if not rows:
            continue
        told = (message(f"read.{head}", language) for head in heads)
        table = Table(*told, title=message(f"read.{name}", language), title_justify="left")
        for row in rows:
            # Never markup, and nothing that steers: a report may hold [b].
            table.add_row(*(Text(shown(cell)) for cell in row))
        console.print(table)
    reader = draft.reader
    values = {"name": reader.name, "version": reader.version, "model": reader.model}
    console.print(Text(message("read.reader", language, **values)))


def _tables(draft: "Draft", text: str, yes: str) -> Iterator[tuple[str, Row, list[Row]]]:
    """Name, heads (as keys of the catalogue) and rows of each part of a draft."""
    names = {person.id: person.name for person in draft.people}
    yield (
        "rounds",
        ("number", "place", "began", "ended", "lasted"),
        [_round(one) for one in draft.rounds],
    )
    yield (
        "people",
        ("name", "side", "role", "delegate"),
        [
            (one.name, _said(one.side), _said(one.role), yes if one.delegate else "")
            for one in draft.people
        ],
    )
    yield (
        "facts",
        ("act", "what", "how_many", "giver", "receiver", "due", "who_says_so"),
        [_fact(one, names) for one in draft.facts],
    )
    yield (
        "proposals",
        ("by", "to", "what", "due", "answer"),
        [
            (_said(one.by), _said(one.to), one.what, _due(one.deadline), _said(one.response))
            for one in draft.proposals
        ],
    )
    yield (
        "statements",
        ("speaker", "side", "how", "words"),
        [
            (
                names.get(one.speaker.value, "") if one.speaker else _said(one.source),
                _said(one.side),
                one.mode,
                one.span.of(text),
            )
            for one in draft.statements
        ],
    )
    yield "outcomes", ("topic", "result"), [(one.topic, one.result) for one in draft.outcomes]
    yield (
        "deadlines",
        ("as_said", "due", "counted_from"),
        [(one.raw, _due(one), f"{one.anchor} {one.anchor_date}") for one in draft.deadlines],
    )


def _round(one: "Round") -> Row:
    lasted = one.duration.value.iso if one.duration else ""
    return _said(one.number), _said(one.place), _said(one.start), _said(one.end), lasted


def _fact(one: "Fact", names: dict[str, str]) -> Row:
    by = one.asserted_by
    says = ", ".join(part for part in (names.get(by.person or "", ""), by.party or by.via) if part)
    return (
        _said(one.act_detail),
        _said(one.what),
        f"{_quantity(one.quantity.value)} {one.unit_detail or _said(one.unit)}"
        + _doubt(one.quantity),
        _said(one.giver),
        _said(one.receiver),
        _due(one.deadline),
        says if by.sure else f"{says} ?",
    )


def _quantity(one: "Quantity") -> str:
    per = "" if one.per == "total" else f" {one.per}"
    number = "" if one.value is None else f"{one.value:,}"
    number += f"–{one.value_max:,}" if one.value_max is not None else ""
    comparator = "" if number and one.comparator in ("exactly", "range") else one.comparator
    more = " more" if one.increment else ""
    return f"{comparator} {number}{more}{per}".strip().replace("_", " ")


def _due(one: "Deadline | None") -> str:
    if one is None:
        return ""
    days = "/".join(dict.fromkeys(day for day in (one.earliest, one.latest) if day))
    return (days or one.raw) + ("" if one.sure else " ?")


def _said(found: "Found[object] | None") -> str:
    return str(found.value).replace("_", " ") + _doubt(found) if found else ""


def _doubt(found: "Found[object]") -> str:
    return "" if found.sure else " ?"
