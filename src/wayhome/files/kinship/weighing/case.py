"""A case weighed: remains into persons, persons against families, all of them together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship import FrequencyTable, Profile, Sex, TooLarge, UntypedFounders
from wayhome.engines.kinship.check import FamilyCheck
from wayhome.engines.kinship.joint import (
    NOBODY,
    FamilyOptions,
    Household,
    OpenPrior,
    family_options,
    number_of_ways,
)
from wayhome.engines.kinship.likelihood import Panel
from wayhome.engines.kinship.likelihood.states import weighable
from wayhome.engines.kinship.search import Place, StateSpace, direct_matches, state_space
from wayhome.files.kinship.calls import Finding
from wayhome.files.kinship.database import FamModels
from wayhome.files.kinship.facts import Facts
from wayhome.files.kinship.families import Family
from wayhome.files.kinship.specimens import ReadProfiles, Specimen
from wayhome.files.kinship.weighing.facts_beside import FactsBeside
from wayhome.files.kinship.weighing.households import sort_families, with_stated_sexes
from wayhome.files.kinship.weighing.lines import Lines
from wayhome.files.kinship.weighing.linkage import linked_by_way
from wayhome.files.kinship.weighing.only_lines import LineSearch, search_lines
from wayhome.files.kinship.weighing.panels import Panels, build_panels
from wayhome.files.kinship.weighing.persons import Doubtful, Person, join_persons
from wayhome.files.kinship.weighing.scores import Beside, Score, Scores, score, workers_for
from wayhome.files.kinship.weighing.terms import Terms
from wayhome.files.kinship.weighing.together import Together, weigh_together
from wayhome.files.kinship.weighing.x_markers import XMarkers

MOST_CANDIDATES = (30, 12, 6, 3)  # of each missing person, where a family misses several
MOST_WAYS_ONE_BY_ONE = 400  # where each must be weighed by itself: theta, linkage, no founders
NEAR, HEAVY = 0.01, 3.0  # posterior or log10 weight from which a pair is told of
NO_FACTS = Facts()

Floats = NDArray[np.float64]
Progress = Callable[[str, float], None]
STAGES = ("persons", "families", "together", "next")


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A person among the remains and a missing person: weight, exclusions and posterior."""

    score: Score
    posterior: float  # of this pairing, all pairings weighed together
    of_family: float  # that the person is one of this family's missing
    named: float  # that the person is any of the missing here

    @property
    def person(self) -> int:
        """The place of the person in the case."""
        return self.score.person

    @property
    def place(self) -> int:
        """The place of the missing person in the case."""
        return self.score.place

    @property
    def log10_lr(self) -> float:
        """The weight of all that was weighed."""
        return self.score.total

    @property
    def excluding(self) -> int:
        """Markers that rule the pair out unless something mutated or was mistyped."""
        return self.score.excluding

    @property
    def common(self) -> int:
        """Autosomal markers weighed."""
        return self.score.common


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
    models_of_file: bool  # the model is that of a Familias file
    panels: Panels
    remains: ReadProfiles
    searched: tuple[Specimen, ...]
    too_few: tuple[Specimen, ...]  # markers
    persons: tuple[Person, ...]
    doubtful: tuple[Doubtful, ...]
    left_samples: tuple[LeftSample, ...]
    by_lines: tuple[LineSearch, ...]  # remains or families with Y or mitochondrial DNA alone
    families: tuple[Family, ...]
    needing: tuple[str, ...]  # numbers of families that need another sample before a search
    checks: tuple[FamilyCheck, ...]  # for the laboratory only
    places: tuple[Place, ...]
    space: StateSpace
    scores: Scores
    pairs: tuple[Pair, ...]
    together: Together | None
    findings: tuple[Finding, ...] = field(default=())

    @property
    def panel(self) -> Panel:
        """The models of the autosomal markers."""
        return self.panels.autosomal

    @property
    def frequencies(self) -> FrequencyTable:
        """The table with all alleles that were seen."""
        return self.panels.frequencies

    @property
    def registered(self) -> int:
        """How many missing are registered here."""
        return sum(len(family.missing) for family in self.families)

    @cached_property
    def _by_number(self) -> Mapping[str, Family]:
        return {family.number: family for family in self.families}

    def family_of(self, place: int) -> Family:
        """The family of a place."""
        return self._by_number[self.places[place].family]


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
    population, in which Y and mitochondrial haplotypes are counted; `facts` what is known beside
    DNA.

    Raises:
        CannotWeigh: no marker that is typed has frequencies.
        InvalidEvidence: the prior does not fit the numbers of remains and missing.
        CannotWeigh: so few missing that remains must be of families here, and none can be.
    """
    progress("persons", 0.0)
    families = with_stated_sexes(families, facts)
    profiles = [s.profile for s in remains.specimens]
    relatives = [p for f in families for p in (*f.profiles.values(), *f.own.values())]
    panels = build_panels(frequencies, [*profiles, *relatives], terms, models)
    told = [*findings, *panels.findings, *facts.findings, *_of_nobody(facts, remains, families)]
    enough = [s for s in remains.specimens if _markers(s, panels) >= terms.fewest_markers]
    few = [s for s in remains.specimens if _markers(s, panels) < terms.fewest_markers]
    joined, doubtful = join_persons(enough, panels.autosomal)
    persons = [_with_sex(person, facts) for person in joined]
    space = state_space(panels.autosomal)
    households = sort_families(
        families, panels, space,
        workers=workers_for(len(families)), tick=lambda share: progress("persons", share),
    )  # fmt: skip
    told += households.findings
    places = households.places()
    by_number = {family.number: family for family in households.able}
    beside = Beside(
        x=XMarkers(households.able, panels.x),
        lines=Lines(households.sound, haplotypes),
        facts=FactsBeside(facts, places, terms),
    )
    scores = score(
        persons, places, by_number, panels, beside, dropout=terms.dropout,
        tick=lambda share: progress("families", share),
    )  # fmt: skip
    registered = sum(len(family.missing) for family in families)
    prior = OpenPrior(number_missing=terms.missing_in_all or max(1, registered + len(persons)))
    progress("together", 0.0)
    together = None
    if persons and places:
        options = _options(households.able, scores, beside, panels, terms, told)
        sizes = {"persons": len(persons), "places": len(places)}
        together = weigh_together(options, prior=prior, **sizes)
    return Case(
        terms=terms,
        prior=prior,
        assumed_number=terms.missing_in_all is None,
        models_of_file=models is not None,
        panels=panels,
        remains=remains,
        searched=tuple(enough),
        too_few=tuple(few),
        persons=tuple(persons),
        doubtful=tuple(doubtful),
        left_samples=tuple(_left_samples(persons, families, panels.autosomal)),
        by_lines=search_lines(
            [_alone(one, facts) for one in few], persons, households.sound, beside.lines,
            frozenset(by_number),
        ),
        families=tuple(families),
        needing=households.needing,
        checks=households.checks,
        places=tuple(places),
        space=space,
        scores=scores,
        pairs=tuple(_pairs(together, scores)) if together else (),
        together=together,
        findings=(*told, *beside.x.findings),
    )  # fmt: skip


def _of_nobody(facts: Facts, remains: ReadProfiles, families: Sequence[Family]) -> list[Finding]:
    """Rows of facts whose numbers are of no remains and of no missing person."""
    read = (*remains.specimens, *remains.staff, *(one.specimen for one in remains.set_aside))
    numbers = {one.number for one in read}
    for family in families:
        for missing in family.missing:
            numbers |= {missing, f"{family.number}/{missing}"}
    return facts.of_nobody(numbers)


def _markers(specimen: Specimen, panels: Panels) -> int:
    models = panels.autosomal.models
    return sum(weighable(t) and m in models for m, t in specimen.profile.typings.items())


def _with_sex(person: Person, facts: Facts) -> Person:
    """The person with the sex that a table of facts states, where no typing shows one."""
    if person.sex is not Sex.UNKNOWN:
        return person
    return replace(person, sex=facts.sex_of(person.numbers))


def _alone(specimen: Specimen, facts: Facts) -> Person:
    one = Person(numbers=(specimen.number,), profile=specimen.profile, sex=specimen.sex)
    return _with_sex(one, facts)


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


def _options(
    able: Sequence[Family],
    scores: Scores,
    beside: Beside,
    panels: Panels,
    terms: Terms,
    findings: list[Finding],
) -> list[FamilyOptions]:
    """What each family's missing may be, by the pairs that are open."""
    options = []
    first = 0
    for family in able:
        open_ = [scores.by_place.get(first + at, ()) for at in range(len(family.missing))]
        if len(family.missing) > 1:
            found = _of_several(family, open_, scores, beside, panels, terms, findings)
        else:
            found = _of_one(family, open_[0])
        options.append(found)
        first += len(family.missing)
    return options


def _of_one(family: Family, open_: Sequence[Score]) -> FamilyOptions:
    """The ways of a family with one missing are the pairs."""
    chosen = np.array([[NOBODY], *([one.person] for one in open_)], dtype=np.int32)
    log_weight = np.array([0.0, *(one.total * log(10) for one in open_)])
    return FamilyOptions(family.number, family.missing, chosen, log_weight)


def _of_several(
    family: Family,
    open_: Sequence[Sequence[Score]],
    scores: Scores,
    beside: Beside,
    panels: Panels,
    terms: Terms,
    findings: list[Finding],
) -> FamilyOptions:
    """Every way to give persons to several missing; where there are too many, the heaviest."""
    panel, relatives = beside.x.joined(family, panels.autosomal)
    heaviest = [sorted(found, key=lambda one: -one.total) for found in open_]
    members = sorted({one.person for found in open_ for one in found})
    profiles = beside.x.remains_for([scores.persons[one] for one in members])
    local = {person: at for at, person in enumerate(members)}
    slow = panels.theta > 0 or panels.untyped_founders is UntypedFounders.DROPPED
    for most in MOST_CANDIDATES:
        candidates = [[local[one.person] for one in found[:most]] for found in heaviest]
        if slow and number_of_ways(candidates, at_most=MOST_WAYS_ONE_BY_ONE) > MOST_WAYS_ONE_BY_ONE:
            continue
        household = Household(
            name=family.number,
            pedigree=family.pedigree,
            profiles=relatives,
            candidates=dict(zip(family.missing, candidates, strict=True)),
        )
        try:
            options = family_options(household, profiles, panel, dropout=terms.dropout)
        except TooLarge:
            continue
        if any(len(found) > most for found in heaviest):
            findings.append(
                Finding(file="", row=0, code="fewer_candidates", specimen=family.number,
                        value=str(most))
            )  # fmt: skip
        if len(options.chosen) > MOST_WAYS_ONE_BY_ONE and panels.linked:
            findings.append(Finding(file="", row=0, code="linked_ways", specimen=family.number))
        elif panels.linked:
            alone = [scores.persons[one].profile for one in members]
            gained = linked_by_way(family, options.chosen, alone, panels.linked, terms.dropout)
            options = replace(options, log_weight=options.log_weight + gained)
        return _placed(options, members, open_)
    findings.append(Finding(file="", row=0, code="too_entangled", specimen=family.number))
    nobody = np.full((1, len(family.missing)), NOBODY, dtype=np.int32)
    return FamilyOptions(family.number, family.missing, nobody, np.zeros(1))


def _placed(
    options: FamilyOptions, members: Sequence[int], open_: Sequence[Sequence[Score]]
) -> FamilyOptions:
    """The ways with persons by their places in the case, and with what is known beside markers."""
    whose = np.array([*members, NOBODY], dtype=np.int32)  # the last: nobody
    more = np.zeros(len(options.chosen))
    for at, found in enumerate(open_):
        beside = np.zeros(len(whose))
        place = {person: number for number, person in enumerate(members)}
        for one in found:
            beside[place[one.person]] = one.beside
        more += beside[options.chosen[:, at]]
    log_weight = options.log_weight + more * log(10)
    return FamilyOptions(options.family, options.missing, whose[options.chosen], log_weight)


def _pairs(together: Together, scores: Scores) -> Iterator[Pair]:
    """The pairs worth telling of: near in probability, or heavy."""
    of_family: dict[tuple[int, str], float] = {}
    for (person, family, _), share in together.posterior.items():
        of_family[person, family] = of_family.get((person, family), 0.0) + share
    for one in scores.open:
        place = scores.places[one.place]
        posterior = together.posterior.get((one.person, place.family, place.missing), 0.0)
        if posterior >= NEAR or one.total >= HEAVY:
            yield Pair(
                score=one,
                posterior=posterior,
                of_family=of_family.get((one.person, place.family), 0.0),
                named=float(together.named[one.person]),
            )
