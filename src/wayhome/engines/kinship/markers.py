"""The markers by their standard names, whatever a laboratory, kit or program calls them."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files


class MarkerKind(StrEnum):
    """On which chromosome a marker lies, and so how it is inherited."""

    AUTOSOMAL = "autosomal"
    X = "x"
    Y = "y"


def marker_name(written: str) -> str:
    """The standard name of a marker (`THO1` is TH01, `PENTA_E` is Penta E); '' for none known."""
    return _names().get(_plain(written), "")


def kind_of(marker: str) -> MarkerKind:
    """Where a marker lies; one that is not known is taken for autosomal."""
    return _kinds().get(marker, MarkerKind.AUTOSOMAL)


def _plain(written: str) -> str:
    """A name without capitals, blanks and signs, in which programs differ."""
    return re.sub(r"[\W_]+", "", written).casefold()


@cache
def _names() -> Mapping[str, str]:
    return {
        _plain(written): name
        for name, _, others in _rows()
        for written in (name, *others.split(", "))
        if written
    }


@cache
def _kinds() -> Mapping[str, MarkerKind]:
    return {name: MarkerKind(kind) for name, kind, _ in _rows()}


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    text = files("wayhome").joinpath("resources", "kinship", "markers.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
    return tuple((name, kind, others) for name, kind, others in rows)
