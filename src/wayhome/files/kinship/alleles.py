"""Alleles as laboratories write them, into the names the frequency tables use."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_REPEATS = re.compile(r"(\d{1,3})(?:[.,](\d))?")
_OFF_LADDER = re.compile(r"(?:ol|omr)\W*[\d.,]*\??|[<>]\s*\d{1,3}(?:[.,]\d)?", re.IGNORECASE)
_SEX = {"x": "X", "y": "Y"}


class ReadAllele(NamedTuple):
    """An allele by its standard name, or the code of what was written instead."""

    name: str  # '' where it is none
    code: str = ""  # '', 'comma_allele', 'off_ladder', 'unknown_allele'


@lru_cache(maxsize=4096)
def read_allele(written: str) -> ReadAllele:
    """Read one allele: repeats with an optional micro-variant, or X or Y.

    A decimal comma is taken for a point and told of. Off-ladder calls (`OL`, `<11`, `>27`) and
    anything else have no name; they are never dropped, but kept with the specimen as written.
    """
    text = written.strip()
    repeats = _REPEATS.fullmatch(text)
    if repeats:
        whole, part = str(int(repeats[1])), repeats[2]
        name = f"{whole}.{part}" if part and part != "0" else whole
        return ReadAllele(name, "comma_allele" if "," in text else "")
    if text.casefold() in _SEX:
        return ReadAllele(_SEX[text.casefold()])
    return ReadAllele("", "off_ladder" if _OFF_LADDER.fullmatch(text) else "unknown_allele")


_SPLIT = re.compile(r"\s*[/;|]\s*|\s+")
_HYPHEN = re.compile(r"(\d{1,2}(?:[.,]\d)?)\s*[-\u2013]\s*(\d{1,2}(?:[.,]\d)?)")
_SEXES_TOGETHER = re.compile(r"[XY]{2}", re.IGNORECASE)


def split_genotype(cell: str) -> tuple[str, ...]:
    """The alleles in a cell that holds the whole genotype: `12/14`, `12,14`, `12 14`, `9,3/10`.

    A comma parts two alleles unless another sign does: then it is a decimal sign. So do a hyphen
    between two repeats and nothing between two letters of amelogenin (`XY`).
    """
    parts = _parted(cell)
    if len(parts) == 1 and "," in parts[0]:
        parts = [part for part in parts[0].split(",") if part]
    else:
        parts = [part.strip(",") for part in parts]
    return tuple(parts)


def split_columns(cells: Sequence[str]) -> tuple[str, ...]:
    """The alleles of a marker that has several columns, of which one may hold the whole genotype.

    A comma is a decimal sign where that makes an allele.
    """
    alleles: list[str] = []
    for cell in cells:
        for part in _parted(cell):
            whole = "," not in part or read_allele(part).name
            alleles += [part] if whole else [one for one in part.split(",") if one.strip()]
    return tuple(alleles)


def _parted(cell: str) -> list[str]:
    """The parts of a cell by the signs that can only part alleles."""
    text = cell.strip()
    if hyphened := _HYPHEN.fullmatch(text):
        return list(hyphened.groups())
    if _SEXES_TOGETHER.fullmatch(text):
        return list(text)
    return [part for part in _SPLIT.split(text) if part]
