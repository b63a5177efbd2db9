"""What a reader sees of a hypothesis: its words, its pedigree and what each marker says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor

from wayhome.engines.kinship.explain import MarkerReason, explain
from wayhome.files.kinship.drawing import Drawing, draw_pedigree
from wayhome.files.kinship.weighing.standing import Findings, Hypothesis
from wayhome.files.messages import message
from wayhome.files.report.words import times_in_words

MOST_SHEETS = 300
BLANK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkerRow:
    """One marker of a hypothesis. Genotypes are there only where they were asked for."""

    marker: str
    log10_lr: float
    shared: tuple[int | None, ...]  # alleles shared with each typed relative; None: not typed
    note: str  # '', 'mutation', 'one_allele', 'not_typed', 'not_weighed'
    steps: float | None = None  # repeats of the likeliest mutation, where one explains the marker
    genotypes: tuple[str, ...] = ()  # of the remains, then of each typed relative


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The page of one hypothesis."""

    at: int
    hypothesis: Hypothesis
    drawing: Drawing
    typed: tuple[str, ...]
    rows: tuple[MarkerRow, ...]


def sheets(found: Findings, *, with_genotypes: bool, lang: str) -> list[Sheet]:
    """A page for each hypothesis, in their order, as far as `MOST_SHEETS`."""
    return [
        Sheet(
            at=at,
            hypothesis=one,
            drawing=draw_pedigree(
                one.family.pedigree,
                number=one.family.number,
                missing=one.family.missing,
                typed=one.family.typed,
                marked=one.missing,
                lang=lang,
            ),
            typed=one.family.typed,
            rows=tuple(_rows(found, one, with_genotypes=with_genotypes)),
        )
        for at, one in enumerate(found.hypotheses[:MOST_SHEETS], start=1)
    ]


def _rows(found: Findings, one: Hypothesis, *, with_genotypes: bool) -> Iterator[MarkerRow]:
    """The markers at which a relative is typed, each with what it says."""
    case = found.case
    place, profile = case.places[one.pair.place], one.person.profile
    told = explain(place, profile, case.panel, dropout=case.terms.dropout)
    reasons = {reason.marker: reason for reason in told}
    for marker in case.panel.models:
        seen = profile.typings.get(marker, ())
        relatives = [one.family.profiles[m].typings.get(marker, ()) for m in one.family.typed]
        if not any(relatives):
            continue
        reason = reasons.get(marker)
        yield MarkerRow(
            marker=marker,
            log10_lr=reason.log10_lr if reason else 0.0,
            shared=tuple(_shared(seen, typing) for typing in relatives),
            note=_note(reason, seen),
            steps=reason.mutation.steps if reason and reason.mutation else None,
            genotypes=tuple("/".join(t) for t in (seen, *relatives)) if with_genotypes else (),
        )


def _note(reason: MarkerReason | None, seen: Sequence[str]) -> str:
    if not seen:
        return "not_typed"
    if reason is None:
        return "not_weighed"
    if reason.excludes:
        return "mutation"
    return "one_allele" if len(seen) == 1 else ""


def _shared(one: Sequence[str], two: Sequence[str]) -> int | None:
    """How many alleles two typings have in common, each counted as often as both have it."""
    if not one or not two:
        return None
    return sum(min(one.count(allele), two.count(allele)) for allele in set(one))


def percent(probability: float) -> str:
    """A probability that is never rounded up to certainty: `99.98 %`, `> 99.99 %`, `< 0.01 %`."""
    if probability > 0.9999:
        return f"> 99.99{BLANK}%"
    if probability < 0.0001:
        return f"< 0.01{BLANK}%"
    return f"{floor(probability * 10_000) / 100:.2f}{BLANK}%"


def weight_in_words(log10_lr: float, lang: str) -> str:
    """How much likelier the typings are if the remains are the missing person."""
    key = "kinship.weight.for" if log10_lr >= 0 else "kinship.weight.against"
    if abs(log10_lr) < 0.176:
        return message("kinship.weight.even", lang)
    return message(key, lang, times=times_in_words(abs(log10_lr), lang))
