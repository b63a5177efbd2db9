"""A case weighed: remains into persons, persons against families, all of them together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship import FrequencyTable, Profile, TooLarge
from wayhome.engines.kinship.check import FamilyCheck, Kind, PedigreeFinding, check_family
from wayhome.engines.kinship.joint import (
    NOBODY,
    FamilyOptions,
    Household,
    JointAnswer,
    OpenPrior,
    assign,
    family_options,
)
from wayhome.engines.kinship.likelihood import Panel
from wayhome.engines.kinship.search import Place, SearchTables, direct_matches
from wayhome.files.kinship.calls import Finding
from wayhome.files.kinship.database import FamModels
from wayhome.files.kinship.facts import Facts
from wayhome.files.kinship.families import Family
from wayhome.files.kinship.specimens import ReadProfiles, Specimen
from wayhome.files.kinship.weighing.lines import LineFinding, Lines, contradictions
from wayhome.files.kinship.weighing.persons import Doubtful, Person, join_persons
from wayhome.files.kinship.weighing.scores import Scores
from wayhome.files.kinship.weighing.terms import Terms, build_panel

MOST_CONTRADICTIONS = 1  # among relatives; one may be a mutation
FLOORS = {False: 0.0, True: -2.0}  # log10 weight from which a pair is weighed with the others
MOST_CANDIDATES = (30, 12, 6, 3)  # of each missing person, where a family misses several
NEAR, HEAVY = 0.01, 3.0  # posterior or log10 weight from which a pair is told of
NO_FACTS = Facts()

Floats = NDArray[np.float64]
Progress = Callable[[str, float], None]
STAGES = ("persons", "families", "together", "next")


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A person among the remains and a missing person: weight, exclusions and posterior."""

    person: int
    place: int
    log10_lr: float
    common: int  # markers weighed
    excluding: int  # markers that rule it out unless something mutated or was mistyped
    posterior: float  # of this pairing, all pairings weighed together
    of_family: float  # that the person is one of this family's missing
    named: float  # that the person is any of the missing here
    lines: tuple[LineFinding, ...] = ()  # Y and mitochondrial DNA; their weight is in log10_lr
    facts: tuple[tuple[str, float], ...] = ()  # age, stature: log10 weights, in log10_lr too


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftSample:
    """Remains that agree with a sample a missing person left: one method, and no more."""

    person: Person
    family: str
    missing: str
    log10_weight: float
    markers: int
    different: int


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything that was weighed, and what was not."""

    terms: Terms
    prior: OpenPrior
    assumed_number: bool  # nobody said how many are missing
    frequencies: FrequencyTable
    panel: Panel
    remains: ReadProfiles
    searched: tuple[Specimen, ...]
    too_few: tuple[Specimen, ...]  # markers
    persons: tuple[Person, ...]
    doubtful: tuple[Doubtful, ...]
    left_samples: tuple[LeftSample, ...]
    families: tuple[Family, ...]
    needing: tuple[str, ...]  # numbers of families that need another sample before a search
    checks: tuple[FamilyCheck, ...]  # for the laboratory only
    places: tuple[Place, ...]
    tables: SearchTables
    exact: tuple[Floats, ...]  # of each place, the weights of all states if nothing mutated
    pairs: tuple[Pair, ...]
    excluded: int  # pairs that markers exclude
    unlike: int  # pairs excluded by sex
    by_lines: int  # pairs that only Y or mitochondrial DNA excludes
    answer: JointAnswer | None
    findings: tuple[Finding, ...] = field(default=())

    def family_of(self, place: int) -> Family:
        """The family of a place."""
        return next(f for f in self.families if f.number == self.places[place].family)


def weigh_case(
    remains: ReadProfiles,
    families: Sequence[Family],
    frequencies: FrequencyTable,
    terms: Terms,
    *,
    models: FamModels | None = None,
    findings: Sequence[Finding] = (),
    haplotypes: Sequence[Profile] = (),
    facts: Facts = NO_FACTS,
    progress: Progress = lambda _stage, _share: None,
) -> Case:
    """Weigh remains against families on the terms of the laboratory.

    `models` are those of a Familias file, used instead of the terms' own; `findings` what was
    found wrong in the files of the families; `haplotypes` profiles of unrelated persons of the
    population, in which Y and mitochondrial haplotypes are counted; `facts` age and stature.

    Raises:
        CannotWeigh: no marker that is typed has frequencies.
        InvalidEvidence: the prior does not fit the numbers of remains and missing.
    """
    progress("persons", 0.0)
    profiles = [s.profile for s in remains.specimens]
    relatives = [p for f in families for p in (*f.profiles.values(), *f.own.values())]
    panel, table, unfit = build_panel(frequencies, [*profiles, *relatives], terms, models)
    told = [*findings, *unfit, *facts.findings]
    enough = [s for s in remains.specimens if _markers(s, panel) >= terms.fewest_markers]
    few = [s for s in remains.specimens if _markers(s, panel) < terms.fewest_markers]
    persons, doubtful = join_persons(enough, panel)
    checks = [check_family(f.number, f.pedigree, f.profiles, panel) for f in families if f.profiles]
    checks += contradictions(families)
    doubted = {check.family for check in checks if any(map(_forbids, check.findings))}
    able = [f for f in families if f.missing and f.profiles and f.number not in doubted]
    needing = [f.number for f in families if f.missing and f not in able]
    places = [
        Place(family=f.number, missing=m, pedigree=f.pedigree, profiles=f.profiles)
        for f in able
        for m in f.missing
    ]
    tables = SearchTables.of(
        places, panel, dropout=terms.dropout,
        tick=lambda done: progress("families", done / max(1, len(places))),
    )  # fmt: skip
    registered = len(places) + sum(len(f.missing) for f in families if f.number in needing)
    least = max(registered, len(persons), 1)
    prior = OpenPrior(number_missing=terms.missing_in_all or least)
    progress("together", 0.0)
    scores = Scores.of(persons, places, tables).with_facts(facts)
    scores = scores.with_lines(Lines(able, haplotypes))
    answer = _together(able, scores, prior, terms, told) if persons and places else None
    return Case(
        terms=terms,
        prior=prior,
        assumed_number=terms.missing_in_all is None,
        frequencies=table,
        panel=panel,
        remains=remains,
        searched=tuple(enough),
        too_few=tuple(few),
        persons=tuple(persons),
        doubtful=tuple(doubtful),
        left_samples=tuple(_left_samples(persons, families, panel)),
        families=tuple(families),
        needing=tuple(needing),
        checks=tuple(check for check in checks if check.findings),
        places=tuple(places),
        tables=tables,
        exact=scores.exact,
        pairs=tuple(_pairs(answer, scores)) if answer else (),
        excluded=int(scores.excluded.sum()),
        unlike=int(scores.unlike.sum()),
        by_lines=int((scores.open_by_markers & np.isneginf(scores.beside)).sum()),
        answer=answer,
        findings=tuple(told),
    )


def _markers(specimen: Specimen, panel: Panel) -> int:
    return sum(1 <= len(t) <= 2 and m in panel.models for m, t in specimen.profile.typings.items())


def _left_samples(
    persons: Sequence[Person], families: Sequence[Family], panel: Panel
) -> Iterator[LeftSample]:
    """Persons among the remains whose profile agrees with one a missing person left."""
    left = [(f, missing, profile) for f in families for missing, profile in f.own.items()]
    profiles = [*(person.profile for person in persons), *(profile for *_, profile in left)]
    for match in direct_matches(profiles, panel) if left else ():
        if match.first < len(persons) <= match.second:
            family, missing, _ = left[match.second - len(persons)]
            yield LeftSample(
                person=persons[match.first],
                family=family.number,
                missing=missing,
                log10_weight=match.weight.total,
                markers=match.common,
                different=match.different,
            )


def _forbids(finding: PedigreeFinding) -> bool:
    """Whether a family is not searched for it; one marker may be a mutation."""
    return finding.kind is not Kind.CONTRADICTION or len(finding.markers) > MOST_CONTRADICTIONS


def _together(
    able: Sequence[Family],
    scores: Scores,
    prior: OpenPrior,
    terms: Terms,
    findings: list[Finding],
) -> JointAnswer:
    """All persons and all places at once."""
    options = []
    first = 0
    for family in able:
        several = len(family.missing) > 1
        candidates = {
            missing: _candidates(scores, first + at, several=several)
            for at, missing in enumerate(family.missing)
        }
        if several:
            found = _options_of_several(family, candidates, scores, terms, findings)
            options.append(_with_beside(found, scores.beside[:, first:]))
        else:
            options.append(_options_of_one(family, candidates[family.missing[0]], scores, first))
        first += len(family.missing)
    return assign(options, remains=[person.number for person in scores.persons], prior=prior)


def _candidates(scores: Scores, place: int, *, several: bool) -> list[int]:
    """The persons who may be this missing person, heaviest first."""
    weights = scores.totals[:, place]
    found = np.flatnonzero(scores.open[:, place] & (weights >= FLOORS[several]))
    heaviest = found[np.argsort(-weights[found], kind="stable")]
    return [int(one) for one in heaviest]


def _options_of_one(
    family: Family, candidates: Sequence[int], scores: Scores, place: int
) -> FamilyOptions:
    """The ways of a family with one missing are look-ups."""
    chosen = np.array([[NOBODY], *([one] for one in candidates)], dtype=np.int32)
    log_weight = np.concatenate([[0.0], scores.totals[list(candidates), place] * log(10)])
    return FamilyOptions(family.number, family.missing, chosen, log_weight)


def _options_of_several(
    family: Family,
    candidates: Mapping[str, Sequence[int]],
    scores: Scores,
    terms: Terms,
    findings: list[Finding],
) -> FamilyOptions:
    """Every way to give persons to several missing; where there are too many, the heaviest."""
    profiles = [person.profile for person in scores.persons]
    for most in MOST_CANDIDATES:
        household = Household(
            name=family.number,
            pedigree=family.pedigree,
            profiles=family.profiles,
            candidates={missing: found[:most] for missing, found in candidates.items()},
        )
        try:
            options = family_options(
                household, profiles, scores.tables.panel, dropout=terms.dropout
            )
        except TooLarge:
            continue
        if any(len(found) > most for found in candidates.values()):
            findings.append(
                Finding(file="", row=0, code="fewer_candidates", specimen=family.number,
                        value=str(most))
            )  # fmt: skip
        return options
    findings.append(Finding(file="", row=0, code="too_entangled", specimen=family.number))
    nobody = np.full((1, len(family.missing)), NOBODY, dtype=np.int32)
    return FamilyOptions(family.number, family.missing, nobody, np.zeros(1))


def _with_beside(options: FamilyOptions, beside: Floats) -> FamilyOptions:
    """The ways weighed with what is known beside markers: (persons, places from the first on)."""
    more = np.zeros(len(options.chosen))
    for at in range(len(options.missing)):
        given = options.chosen[:, at]
        more += np.where(given == NOBODY, 0.0, beside[given, at])
    return replace(options, log_weight=options.log_weight + more * log(10))


def _pairs(answer: JointAnswer, scores: Scores) -> list[Pair]:
    """The pairs worth telling of: near in probability, or heavy."""
    places = scores.tables.places
    column = {key: at for at, key in enumerate(answer.missing)}
    posterior = answer.posterior[:, [column[place.family, place.missing] for place in places]]
    of_family = np.zeros_like(posterior)
    for number in {place.family for place in places}:
        here = [at for at, place in enumerate(places) if place.family == number]
        of_family[:, here] = posterior[:, here].sum(1, keepdims=True)
    told = scores.open & ((posterior >= NEAR) | (scores.totals >= HEAVY))
    return [
        Pair(
            person=int(person),
            place=int(place),
            log10_lr=float(scores.totals[person, place]),
            common=int(scores.common[person, place]),
            excluding=int(scores.excluding[person, place]),
            posterior=float(posterior[person, place]),
            of_family=float(of_family[person, place]),
            named=float(1 - answer.unnamed[person]),
            lines=scores.lines.get((int(person), int(place)), ()),
            facts=tuple(
                (one.name, float(one.log10_lr[person, place]))
                for one in scores.facts
                if one.log10_lr[person, place]
            ),
        )
        for person, place in zip(*np.nonzero(told), strict=True)
    ]
