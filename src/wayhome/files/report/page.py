"""report.html: one page that needs nothing beside it."""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from itertools import groupby, islice
from pathlib import Path

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from wayhome.engines.linkage.result import Zone
from wayhome.files.judgements import judgement_problem
from wayhome.files.messages import RIGHT_TO_LEFT, catalogue, fill, pattern_of
from wayhome.files.read_list import Problem, ReadList
from wayhome.files.report.comparison import Comparison
from wayhome.files.report.histogram import HEIGHT, WIDTH, draw_histogram
from wayhome.files.report.letters import script_of
from wayhome.files.report.pairs import PairView, Person, Side, pair_views, person
from wayhome.files.report.summary import Summary
from wayhome.files.report.tables import field_label, problem_sentence, rivals_together
from wayhome.files.report.words import chance_in_words, evidence_in_words, factor_sign

MOST_SHOWN = 500  # matches, pairs to review, lines left over: the rest stand in the tables
MOST_GROUPS = 200
MOST_PROBLEMS = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class ProblemView:
    """One kind of problem in one list."""

    row: int  # the first such row; 0 where `place`, the whole column or file, is meant
    place: str
    sentence: str
    more: int  # further rows of the same kind


@dataclass(frozen=True, kw_only=True, slots=True)
class SideView:
    """What the page tells of one list."""

    key: str  # a or b
    listed: ReadList
    parts: Mapping[str, str]  # columns of days and months, and the field they are part of
    left: Sequence[Person]
    left_total: int
    groups: Sequence[Sequence[Person]]
    groups_total: int
    problems: Sequence[ProblemView]
    problems_total: int


def write_page(
    path: Path, comparison: Comparison, *, summary: Summary, run: Mapping[str, object]
) -> None:
    """Write the page; long lists are cut at `MOST_SHOWN`, and the page says where the rest is."""
    linkage, lang = comparison.linkage, comparison.lang
    pairs = linkage.pairs
    matches = pairs.filter(pl.col("zone") == Zone.MATCH).head(MOST_SHOWN)
    review = rivals_together(pairs.filter(pl.col("zone") == Zone.REVIEW)).head(MOST_SHOWN)
    parameters = {f"linkage.{name}": value for name, value in linkage.parameters.items()}
    style = _style()
    page = _environment().get_template("report.html.j2")
    text = page.render(
        **_words(lang, within=comparison.within),
        style=Markup(style),  # noqa: S704  our own file
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        summary=summary,
        linkage=linkage,
        no_names=comparison.no_names,
        matches=pair_views(matches, comparison),
        review=list(_rival_groups(pair_views(review, comparison))),
        review_shown=review.height,
        standards=_standards(comparison),
        sides=_sides(comparison),
        drawing=draw_histogram(linkage),
        judgements=_judgements(comparison),
        drawing_size=(WIDTH, HEIGHT),
        run=list(_flat({**run, **parameters})),
    )
    path.write_text(text, encoding="utf-8", newline="\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgementsView:
    """What the page tells of the judgements that were given."""

    name: str
    sha256: str
    counts: Mapping[str, int]
    total: int
    problems: Sequence[str]


def _judgements(comparison: Comparison) -> JudgementsView | None:
    given = comparison.judgements
    if given is None:
        return None
    told = (judgement_problem(given, problem, comparison.lang) for problem in given.problems)
    return JudgementsView(
        name=given.source.name,
        sha256=given.source.sha256,
        counts=given.counts(),
        total=given.pairs.height,
        problems=list(islice(told, MOST_PROBLEMS)),
    )


def _words(lang: str, *, within: bool) -> dict[str, object]:
    """What templates need to speak a language."""
    return {
        "lang": lang,
        "direction": "rtl" if lang in RIGHT_TO_LEFT else "ltr",
        "t": partial(_told, lang=lang, within=within),
        "within": within,
        "evidence": partial(evidence_in_words, lang=lang),
        "chance": partial(chance_in_words, lang=lang),
        "factor": partial(factor_sign, lang=lang),
        "field_label": partial(field_label, lang=lang),
        "script_of": script_of,
    }


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("wayhome.files.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _style() -> str:
    package = files("wayhome.files.report")
    return package.joinpath("templates", "report.css").read_text("utf-8")


def _told(key: str, *, lang: str, within: bool, **values: object) -> Markup:
    """A sentence as HTML: values escaped, and texts kept from upsetting the line's direction.

    `within`: about one list, in the words for that where they differ (`KEY.within`).
    """
    if within and f"{key}.within" in catalogue(lang):
        key = f"{key}.within"

    def show(value: object) -> str:
        if isinstance(value, Markup):
            return str(value)
        return str(Markup("<bdi>{}</bdi>").format(str(value)))

    return Markup(fill(str(escape(pattern_of(key, lang))), lang, values, show))  # noqa: S704


def _rival_groups(views: Sequence[PairView]) -> Iterator[list[PairView]]:
    """Pairs to be judged together; a pair without rivals is a group of its own."""

    def cluster(numbered: tuple[int, PairView]) -> tuple[int, int]:
        place, view = numbered
        return (view.rivals, 0) if view.rivals else (0, place)

    for _, group in groupby(enumerate(views), key=cluster):
        yield [view for _, view in group]


def _standards(comparison: Comparison) -> str:
    """The standards by which names are romanised, each once; '' where none is."""
    used = (standard for one in comparison.romanisers for standard in one.standards)
    return ", ".join(dict.fromkeys(used))


def _sides(comparison: Comparison) -> list[SideView]:
    linkage = comparison.linkage
    sides = [_side("a", comparison.list_a, linkage.left_a, linkage.groups_a, comparison)]
    if not comparison.within:
        sides.append(_side("b", comparison.list_b, linkage.left_b, linkage.groups_b, comparison))
    return sides


def _side(
    key: str, listed: ReadList, left: pl.Series, groups: pl.DataFrame, comparison: Comparison
) -> SideView:
    left_rows = left.sort().head(MOST_SHOWN).to_list()
    members: list[list[int]] = (
        groups.sort("group", "row")
        .group_by("group", maintain_order=True)
        .agg("row")["row"]
        .head(MOST_GROUPS)
        .to_list()
    )
    side = Side(listed, [*left_rows, *(row for group in members for row in group)])
    romaniser = comparison.romanisers[0 if key == "a" else 1]
    who = partial(person, romaniser=romaniser, no_names=comparison.no_names)
    return SideView(
        key=key,
        listed=listed,
        parts={h: use.field or "" for use in listed.columns for h in use.joined},
        left=[who(side.at(row)) for row in left_rows],
        left_total=len(left),
        groups=[[who(side.at(row)) for row in group] for group in members],
        groups_total=groups["group"].n_unique(),
        problems=list(_problems(listed, comparison.lang))[:MOST_PROBLEMS],
        problems_total=len(listed.problems),
    )


def _problems(listed: ReadList, lang: str) -> Iterator[ProblemView]:
    """One entry per kind of problem and column: its first row and how many more there are."""
    counted: Counter[str] = Counter()
    first: dict[str, Problem] = {}
    for problem in listed.problems:
        sentence = problem_sentence(problem, lang)
        counted[sentence] += 1
        first.setdefault(sentence, problem)
    for sentence, problem in sorted(first.items(), key=lambda item: item[1].row):
        place = "column" if problem.column else "whole"
        yield ProblemView(
            row=problem.row, place=place, sentence=sentence, more=counted[sentence] - 1
        )


def _flat(record: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Nested parameters as `outer.inner`, value; tables of numbers stay in run.json."""
    for key, value in record.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        elif isinstance(value, str):
            yield f"{prefix}{key}", value
        elif not isinstance(value, (list, tuple)):
            yield f"{prefix}{key}", json.dumps(value, default=str)
