"""Pedigrees drawn as SVG, with a text alternative."""

from wayhome.files.kinship.drawing.svg import Drawing, draw_pedigree

__all__ = ["Drawing", "draw_pedigree"]
