"""Which families can be searched: checked against themselves, with relatives who can speak."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing import get_context

from wayhome.engines.kinship import Pedigree, Sex, likelihoods
from wayhome.engines.kinship.check import (
    FamilyCheck,
    Kind,
    PedigreeFinding,
    check_families,
    check_family,
)
from wayhome.engines.kinship.likelihood.states import weighable
from wayhome.engines.kinship.search import Place, StateSpace, place_weights
from wayhome.files.kinship.calls import Finding
from wayhome.files.kinship.facts import Facts
from wayhome.files.kinship.families import Family
from wayhome.files.kinship.weighing.lines import contradictions
from wayhome.files.kinship.weighing.panels import Panels
from wayhome.files.kinship.weighing.relatives import blood_relatives
from wayhome.files.kinship.weighing.x_markers import x_relatives
from wayhome.values import WayhomeError

CHUNK = 50  # families examined at a time, by each process
MOST_CONTRADICTIONS = 1  # among relatives; one may be a mutation


@dataclass(frozen=True, kw_only=True)
class Households:
    """Families by what can be done with them.

    `able` are weighed by markers, `sound` may be compared by their lines, `needing` are numbers of
    families who need another sample before a search by markers. `checks` are for the laboratory.
    """

    able: tuple[Family, ...]
    sound: tuple[Family, ...]
    needing: tuple[str, ...]
    checks: tuple[FamilyCheck, ...]
    findings: tuple[Finding, ...] = field(default=())

    def places(self) -> list[Place]:
        """Every missing person of the families that are weighed."""
        return [_place(family, missing) for family in self.able for missing in family.missing]


def sort_families(
    families: Sequence[Family],
    panels: Panels,
    space: StateSpace,
    *,
    workers: int = 1,
    tick: Callable[[float], None] = lambda _share: None,
) -> Households:
    """Check every family against its own samples, and sort out who can be searched.

    A family that cannot be weighed stops nobody else's search: it is told of. `tick` is told the
    share that is done.
    """
    checks: list[FamilyCheck] = []
    unfit = set()
    examined = _examined(families, panels, space, workers)
    for at, (family, found) in enumerate(zip(families, examined, strict=True), start=1):
        tick(at / len(families))
        if found is None:
            unfit.add(family.number)
        checks += found or []
    checks += contradictions(families)
    doubted = {check.family for check in checks if any(map(_forbids, check.findings))}
    doubted |= _impossible(checks, families, panels)
    sound = [f for f in families if f.missing and f.profiles and f.number not in doubted]
    able = [f for f in sound if f.number not in unfit and _speaks(f, panels)]
    numbers = {family.number for family in able}
    return Households(
        able=tuple(able),
        sound=tuple(sound),
        needing=tuple(f.number for f in families if f.missing and f.number not in numbers),
        checks=tuple(check for check in checks if check.findings),
        findings=tuple(
            Finding(file="", row=0, code="family_not_weighed", specimen=number)
            for number in sorted(unfit)
        ),
    )


Examined = list[FamilyCheck] | None
"""What a family's samples say of each other; None where it cannot be weighed."""


def _examined(
    families: Sequence[Family], panels: Panels, space: StateSpace, workers: int
) -> Iterator[Examined]:
    """Each family examined, in their order, by several processes where that is asked for."""
    chunks = [families[begin : begin + CHUNK] for begin in range(0, len(families), CHUNK)]
    if workers == 1:
        for chunk in chunks:
            yield from _examine_all(chunk, panels, space)
        return
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(panels, space)
    ) as pool:
        for found in pool.map(_examine_given, chunks):
            yield from found


_given: dict[str, tuple[Panels, StateSpace]] = {}


def _begin(panels: Panels, space: StateSpace) -> None:
    """What every chunk needs is handed to a process once."""
    _given["examine"] = (panels, space)


def _examine_given(families: Sequence[Family]) -> list[Examined]:
    return _examine_all(families, *_given["examine"])


def _examine_all(families: Sequence[Family], panels: Panels, space: StateSpace) -> list[Examined]:
    """Families examined together; one by one where one of them cannot be weighed."""
    typed = [family for family in families if family.profiles]
    try:
        found = iter(
            check_families([(f.number, f.pedigree, f.profiles) for f in typed], panels.autosomal)
        )
    except WayhomeError:
        if len(families) == 1:
            return [None]
        return [one for family in families for one in _examine_all([family], panels, space)]
    return [
        _examine(family, [next(found)] if family.profiles else [], panels, space)
        for family in families
    ]


def _examine(
    family: Family, checks: list[FamilyCheck], panels: Panels, space: StateSpace
) -> Examined:
    """What was found by autosomal markers, with what those on X say."""
    try:
        _try(family, panels, space)
    except WayhomeError:
        return None
    return [*checks, *_checked_on_x(family, panels)]


def with_stated_sexes(families: Iterable[Family], facts: Facts) -> list[Family]:
    """The families with the sexes that a table of facts states of their missing."""
    return [_with_sexes(family, facts) for family in families]


def _with_sexes(family: Family, facts: Facts) -> Family:
    stated = {m: facts.sex_of((f"{family.number}/{m}", m)) for m in family.missing}
    if all(sex is Sex.UNKNOWN for sex in stated.values()):
        return family
    members = tuple(
        replace(one, sex=stated[one.id])
        if one.sex is Sex.UNKNOWN and one.id in stated
        else one
        for one in family.pedigree.members
    )  # fmt: skip
    return replace(family, pedigree=Pedigree(members))


def _place(family: Family, missing: str) -> Place:
    return Place(
        family=family.number, missing=missing, pedigree=family.pedigree, profiles=family.profiles
    )


def _checked_on_x(family: Family, panels: Panels) -> list[FamilyCheck]:
    """What a family's samples contradict of each other by markers on X."""
    on_x = x_relatives(family, panels.x) if family.profiles else {}
    if len(on_x) > 1:
        with suppress(WayhomeError):  # a sex that X needs and nobody stated keeps nobody out
            found = check_family(family.number, family.pedigree, on_x, panels.x)
            kept = tuple(one for one in found.findings if one.kind is Kind.CONTRADICTION)
            return [replace(found, findings=kept)]
    return []


def _try(family: Family, panels: Panels, space: StateSpace) -> None:
    """Weigh a family once where that can fail: with theta, where too many are untyped."""
    if panels.theta > 0 and family.profiles:
        for missing in family.missing:
            place_weights(_place(family, missing), panels.autosomal, space)


def _speaks(family: Family, panels: Panels) -> bool:
    """Whether a blood relative of somebody missing has a marker that can be weighed."""
    relatives = {one for missing in family.missing for one in blood_relatives(family, missing)}
    return any(
        weighable(family.profiles[one].typings.get(marker))
        for one in relatives
        for marker in panels.autosomal.models
    )


def _forbids(finding: PedigreeFinding) -> bool:
    """Whether a family is not searched for it; one marker may be a mutation."""
    return finding.kind is not Kind.CONTRADICTION or len(finding.markers) > MOST_CONTRADICTIONS


def _impossible(
    checks: Sequence[FamilyCheck], families: Sequence[Family], panels: Panels
) -> set[str]:
    """Families whose one contradiction is too many: under a model in which nothing mutates."""
    told = {check.family for check in checks if check.findings}
    return {
        one.number
        for one in families
        if one.number in told
        and 0 in likelihoods(one.pedigree, one.profiles, panels.autosomal).values()
    }
