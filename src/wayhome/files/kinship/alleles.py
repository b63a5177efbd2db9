"""Alleles as laboratories write them, into the names the frequency tables use."""

import re
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


def split_genotype(cell: str) -> tuple[str, ...]:
    """The alleles in a cell that holds the whole genotype: `12/14`, `12,14`, `12 14`, `9,3/10`.

    A comma parts two alleles unless another sign does: then it is a decimal sign.
    """
    parts = [part for part in _SPLIT.split(cell.strip()) if part]
    if len(parts) == 1 and "," in parts[0]:
        parts = [part for part in parts[0].split(",") if part]
    else:
        parts = [part.strip(",") for part in parts]
    return tuple(parts)
