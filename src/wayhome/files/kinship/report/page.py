"""The report as one HTML page that needs nothing beside it."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files
from math import log10
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from wayhome.files.kinship.report.rows import percent, sheets, weight_in_words
from wayhome.files.kinship.report.sentences import (
    exclusions,
    funnel,
    problem_sentences,
    set_aside_sentence,
)
from wayhome.files.kinship.weighing.next_samples import NEW_CHILD, NEW_SIBLING, NextSample
from wayhome.files.kinship.weighing.standing import Findings, Hypothesis, Standing
from wayhome.files.messages import RIGHT_TO_LEFT, fill, message, pattern_of

MOST_ROWS = 500  # of one table; the rest stand in the tables beside the page
MOST_NAMED = 20  # missing persons with whom one line of descent agrees
EXAMPLE = 999  # the weight of which the page tells how little it is among many missing


def write_page(
    path: Path,
    found: Findings,
    *,
    lang: str,
    with_genotypes: bool,
    run: Mapping[str, object],
) -> None:
    """Write the page."""
    case = found.case
    style = _style()
    pages = sheets(found, with_genotypes=with_genotypes, lang=lang)
    missing_in_all = case.prior.number_missing
    aside = [(one, set_aside_sentence(one, lang)) for one in case.remains.set_aside]
    text = _environment().get_template("kinship.html.j2").render(
        lang=lang,
        direction="rtl" if lang in RIGHT_TO_LEFT else "ltr",
        t=partial(_told, lang=lang),
        percent=percent,
        weight=partial(weight_in_words, lang=lang),
        style=Markup(style),  # noqa: S704 - our own files
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        case=case,
        found=found,
        number={(sheet.hypothesis.pair.person, sheet.hypothesis.pair.place): sheet.at
                for sheet in pages},
        sheets=pages,
        sheets_total=len(found.hypotheses),
        most_rows=MOST_ROWS,
        most_named=MOST_NAMED,
        passing=found.passing,
        one_relative=found.standing(Standing.ONE_RELATIVE),
        ambiguous=_ambiguous(found),
        light=found.standing(Standing.TOO_LIGHT),
        samples=_samples(found, lang),
        next_samples=found.next_samples,
        who=partial(_who, lang=lang),
        funnel=funnel(found, lang),
        exclusions=exclusions(case, lang),
        problems=problem_sentences(case, lang),
        aside=aside,
        aside_count=len(aside) + len(case.too_few),
        received=len(case.searched) + len(case.too_few) + len(aside),
        joined=[person for person in case.persons if len(person.numbers) > 1],
        missing_in_all=missing_in_all,
        example_weight=EXAMPLE,
        example_chance=percent(EXAMPLE / (EXAMPLE + missing_in_all - 1)),
        needed=round(
            log10(case.terms.threshold / (1 - case.terms.threshold) * max(1, missing_in_all - 1)), 1
        ),
        fit_nobody=len(case.persons) - len({one.person for one in case.scores.open}),
        model_of_file=case.models_of_file,
        run=list(_flat(run)),
        with_genotypes=with_genotypes,
    )  # fmt: skip
    path.write_text(text, encoding="utf-8", newline="\n")


def _ambiguous(found: Findings) -> list[tuple[str, list[Hypothesis]]]:
    """Hypotheses that compete, together under what they compete for."""
    groups: dict[tuple[str, str], list[Hypothesis]] = {}
    for one in found.standing(Standing.SYMMETRIC, Standing.RIVALS):
        groups.setdefault((one.standing.value, one.person.number), []).append(one)
    return [(standing, members) for (standing, _), members in groups.items()]


def _samples(found: Findings, lang: str) -> dict[tuple[str, str], str]:
    """Whose sample to ask for, by family and missing person."""
    return {
        (one.family.number, one.missing): _who(one, one.candidates[0][0], lang=lang)
        for one in found.next_samples
    }


def _who(sample: NextSample, candidate: str, *, lang: str) -> str:
    """A relative by what he or she is to the missing person."""
    new = {NEW_SIBLING: "sibling", NEW_CHILD: "new_child"}
    if candidate in new:
        return message(f"kinship.next.{new[candidate]}", lang)
    sought = sample.family.pedigree[sample.missing]
    member = sample.family.pedigree[candidate]
    roles = {sought.father: "father", sought.mother: "mother"}
    child = sample.missing in (member.father, member.mother)
    role = roles.get(candidate, "child" if child else "known_sibling")
    return message(f"kinship.next.{role}", lang, who=candidate)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("wayhome.files.kinship.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _style() -> str:
    shared = files("wayhome.files.report").joinpath("templates", "report.css").read_text("utf-8")
    own = files("wayhome.files.kinship.report").joinpath("templates", "kinship.css")
    return shared + own.read_text("utf-8")


def _told(key: str, *, lang: str, **values: object) -> Markup:
    """A sentence as HTML: values escaped, and kept from upsetting the line's direction."""

    def show(value: object) -> str:
        if isinstance(value, Markup):
            return str(value)
        text = str(value)
        if not any(sign.isalpha() for sign in text):  # `> 99.99 %` must not turn into `< 99.99 %`
            return str(Markup('<bdi dir="ltr">{}</bdi>').format(text))
        return str(Markup("<bdi>{}</bdi>").format(text))

    return Markup(fill(str(escape(pattern_of(f"kinship.{key}", lang))), lang, values, show))  # noqa: S704


def _flat(record: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    rows = []
    for key, value in record.items():
        if isinstance(value, Mapping):
            rows += _flat(value, f"{prefix}{key}.")
        elif not isinstance(value, (list, tuple)):
            rows.append((f"{prefix}{key}", str(value)))
    return rows
