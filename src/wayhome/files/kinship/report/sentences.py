"""What the report says of files, of what was set aside and of what blocks."""

from collections.abc import Iterator
from itertools import groupby

from wayhome.files.kinship.calls import Finding
from wayhome.files.kinship.specimens import SetAside
from wayhome.files.kinship.weighing.case import Case
from wayhome.files.kinship.weighing.standing import Findings, Standing
from wayhome.files.messages import message

MOST_PROBLEMS = 200
REASONS = ("sex", "markers", "x", "y", "mitochondrial", "age", "stature", "excluded")
"""What may exclude a pair, as scores name it."""

_WEIGHTY = 3.0


def finding_sentence(one: Finding, lang: str) -> str:
    """What was not taken as it stands, in a sentence."""
    return message(f"kinship.finding.{one.code}", lang, marker=one.marker, value=one.value)


def set_aside_sentence(one: SetAside, lang: str) -> str:
    """Why a specimen is not searched, in a sentence."""
    key = f"kinship.aside.{one.code}"
    return message(key, lang, markers=", ".join(one.markers), like=one.like)


def problem_sentences(case: Case, lang: str) -> list[tuple[Finding, str, int]]:
    """The first finding of each kind and file, its sentence and how many more there are."""
    everything = [*case.remains.findings, *case.findings]

    def kind(one: Finding) -> tuple[str, str, str, str]:
        return one.file, one.code, one.marker, one.value

    grouped = (list(members) for _, members in groupby(sorted(everything, key=kind), key=kind))
    told = [
        (members[0], finding_sentence(members[0], lang), len(members) - 1) for members in grouped
    ]
    return sorted(told, key=lambda row: (row[0].file, row[0].row))[:MOST_PROBLEMS]


def funnel(found: Findings, lang: str) -> list[tuple[str, int]]:
    """How many remains are left after each step, in words and numbers."""
    return [(message(f"kinship.funnel.{key}", lang), count) for key, count in _steps(found)]


def _steps(found: Findings) -> Iterator[tuple[str, int]]:
    case = found.case
    kept = len(case.searched) + len(case.too_few)
    yield "received", kept + len(case.remains.set_aside)
    yield "usable", kept
    yield "enough", len(case.searched)
    yield "persons", len(case.persons)
    yield "weighty", len({h.person.number for h in found.hypotheses if h.pair.log10_lr >= _WEIGHTY})
    near = {h.person.number for h in found.hypotheses if h.standing is not Standing.TOO_LIGHT}
    yield "near", len(near)
    yield "passing", len({h.person.number for h in found.passing})


def exclusions(case: Case, lang: str) -> list[tuple[str, int]]:
    """How many pairs of remains and missing are excluded, and by what."""
    counts = case.scores.counts
    return [
        (message(f"kinship.excluded.{reason}", lang), counts[reason])
        for reason in REASONS
        if counts.get(reason)
    ]
