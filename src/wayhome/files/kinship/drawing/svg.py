"""A pedigree as SVG: squares men, circles women; filled typed, dashed with a question mark sought.

All is drawn in the colour of the text around it, so that it needs no style and shows on light and
dark ground and on paper. Beside the drawing there is a text that says the same.
"""

from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass
from html import escape

from wayhome.engines.kinship import Member, Pedigree, Sex
from wayhome.files.kinship.drawing.layout import Layout, lay_out
from wayhome.files.messages import message

_STEP, _DROP = 96, 104  # between neighbours and generations
_HALF = 17  # of a symbol
_MARGIN, _TOP = 52, 22
_LONGEST = 15  # signs of a number below its symbol
_BARS = 7  # between the bars of families that share a row


@dataclass(frozen=True, slots=True)
class Drawing:
    """The drawing, and the same in sentences."""

    svg: str
    title: str
    sentences: tuple[str, ...]


def draw_pedigree(
    pedigree: Pedigree,
    *,
    number: str,
    missing: Collection[str] = (),
    typed: Collection[str] = (),
    marked: str = "",
    lang: str = "en",
) -> Drawing:
    """Draw a family.

    Args:
        pedigree: its members, known by laboratory numbers.
        number: of the family.
        missing: the ids of those who are sought.
        typed: the ids of those with a profile.
        marked: the id of the one this drawing is about, drawn with a heavier line.
        lang: of the words.
    """
    layout = lay_out(pedigree)
    title = message("kinship.drawing.title", lang, number=number)
    sentences = tuple(_sentence(m, missing, typed, lang) for m in pedigree.members)
    width = round(layout.width * _STEP + 2 * _MARGIN)
    height = (layout.rows - 1) * _DROP + _TOP + 2 * _HALF + 28
    parts = [
        f'<svg class="pedigree" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" direction="ltr" fill="none" stroke="currentColor" stroke-width="1.5" '
        f'font-size="12" text-anchor="middle">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(' '.join(sentences))}</desc>",
        *_lines(pedigree, layout),
        *(_symbol(m, layout, missing, typed, marked) for m in pedigree.members),
        "</svg>",
    ]
    return Drawing(svg="".join(parts), title=title, sentences=sentences)


def _sentence(member: Member, missing: Collection[str], typed: Collection[str], lang: str) -> str:
    sex = message(f"kinship.sex.{member.sex.value}", lang)
    if member.id in missing:
        state = message("kinship.drawing.missing", lang)
    else:
        state = message(
            "kinship.drawing.typed" if member.id in typed else "kinship.drawing.untyped", lang
        )
    parents = [parent for parent in (member.father, member.mother) if parent is not None]
    if len(parents) == 2:
        key = "kinship.drawing.child_of_two"
        return message(
            key, lang, id=member.id, sex=sex, state=state, father=parents[0], mother=parents[1]
        )
    if parents:
        key = "kinship.drawing.child_of_one"
        return message(key, lang, id=member.id, sex=sex, state=state, parent=parents[0])
    return message("kinship.drawing.founder", lang, id=member.id, sex=sex, state=state)


def _at(layout: Layout, one: str) -> tuple[float, float]:
    """The middle of a member's symbol."""
    return round(_MARGIN + layout.x[one] * _STEP, 1), _TOP + layout.row[one] * _DROP + 4


def _lines(pedigree: Pedigree, layout: Layout) -> Iterator[str]:
    """Lines between partners and down to their children; between parent and child where one is."""
    for at, (father, mother) in enumerate(layout.couples):
        children = [one for one in pedigree.children(father) if pedigree[one].mother == mother]
        x, y = yield from _partners(layout, father, mother)
        yield from _down(layout, x, y, children, (at % 3) * _BARS)
    for member in pedigree.members:
        parents = [parent for parent in (member.father, member.mother) if parent is not None]
        if len(parents) == 1:
            x, y = _at(layout, parents[0])
            yield from _down(layout, x, y + _HALF, [member.id], 0)


def _partners(
    layout: Layout, father: str, mother: str
) -> Generator[str, None, tuple[float, float]]:
    """The line of two partners; gives the point from which their children descend."""
    (x1, y1), (x2, y2) = sorted((_at(layout, father), _at(layout, mother)))
    middle = round((x1 + x2) / 2, 1)
    beside = y1 == y2 and not any(
        layout.row[one] == layout.row[father] and x1 < _at(layout, one)[0] < x2
        for one in layout.x
        if one not in (father, mother)
    )
    if beside:
        yield f'<path d="M{x1 + _HALF} {y1}H{x2 - _HALF}"/>'
        return middle, y1
    below = max(y1, y2) + _HALF + 24  # around those who stand between
    yield f'<path d="M{x1} {y1 + _HALF}V{below}H{x2}V{y2 + _HALF}"/>'
    return middle, below


def _down(layout: Layout, x: float, y: float, children: list[str], lower: int) -> Iterator[str]:
    """From a point to the children, by a bar above the highest of them."""
    places = [_at(layout, child) for child in children]
    bar = min(top for _, top in places) - _HALF - 14 - lower
    left, right = min(x, *(p for p, _ in places)), max(x, *(p for p, _ in places))
    yield f'<path d="M{x} {y}V{bar}"/>'
    if left < right:
        yield f'<path d="M{left} {bar}H{right}"/>'
    for place, top in places:
        yield f'<path d="M{place} {bar}V{top - _HALF}"/>'


def _symbol(
    member: Member,
    layout: Layout,
    missing: Collection[str],
    typed: Collection[str],
    marked: str,
) -> str:
    x, y = _at(layout, member.id)
    style = ' fill="currentColor" fill-opacity="0.22"' if member.id in typed else ""
    if member.id in missing:
        style += ' stroke-dasharray="4 3"'
    if member.id == marked:
        style += ' stroke-width="3"'
    name = member.id
    short = name if len(name) <= _LONGEST else f"{name[:7]}…{name[-7:]}"
    texts = (
        f'<text x="{x}" y="{y + _HALF + 16}" fill="currentColor" stroke="none">'
        f"{escape(short)}</text>"
    )
    if member.id in missing:
        texts += (
            f'<text x="{x}" y="{y + 6}" fill="currentColor" stroke="none" font-size="17">?</text>'
        )
    return f"<g><title>{escape(name)}</title>{_shape(member.sex, x, y, style)}{texts}</g>"


def _shape(sex: Sex, x: float, y: float, style: str) -> str:
    if sex is Sex.FEMALE:
        return f'<circle cx="{x}" cy="{y}" r="{_HALF}"{style}/>'
    if sex is Sex.MALE:
        side = 2 * _HALF
        return f'<rect x="{x - _HALF}" y="{y - _HALF}" width="{side}" height="{side}"{style}/>'
    reach = _HALF + 3
    return f'<path d="M{x} {y - reach}L{x + reach} {y}L{x} {y + reach}L{x - reach} {y}Z"{style}/>'
