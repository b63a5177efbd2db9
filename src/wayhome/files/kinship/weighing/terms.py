"""On what terms a laboratory weighs: the model of the markers, the prior, the threshold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from wayhome.engines.kinship import UntypedFounders
from wayhome.engines.kinship.mutation import Kind, Mutation, MutationModel, Transform
from wayhome.files.kinship.facts import KINDS
from wayhome.files.kinship.specimens import standard_marker
from wayhome.files.refusals import refuse
from wayhome.values import InvalidEvidence, WayhomeError

DEFAULT = "stepwise,rate=0.002/0.001,range=0.1,rate2=0.000001"
THRESHOLD = 0.9995  # of the posterior: 99.95 %


@dataclass(frozen=True, slots=True)
class Linked:
    """Two markers that lie close together, and their recombination rate."""

    first: str
    second: str
    recombination: float

    @property
    def markers(self) -> tuple[str, str]:
        """Both markers."""
        return self.first, self.second

    def __str__(self) -> str:
        return f"{self.first}-{self.second}:{self.recombination:g}"


KNOWN_LINKED = (
    Linked("vWA", "D12S391", 0.1172),
    Linked("D5S818", "CSF1PO", 0.2522),
    Linked("D8S1132", "D8S1179", 0.1591),
    Linked("SE33", "D6S474", 0.2168),
)
"""Pairs within 30 cM: HapMap distances of Phillips and others (FSI Genetics 6, 2012, 354-365) as
recombination rates by Kosambi's function."""


class CannotWeigh(WayhomeError):
    """A call whose terms cannot be kept."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What a laboratory states before anything is weighed.

    `missing_in_all` is how many are missing, registered or not; None where nobody said.
    `untyped_founders` is None where the model's own file decides. `hard` are the facts that
    exclude where they do not meet; `sex_error` is how often a stated sex is wrong; `traits` are
    the sensitivity and specificity of each trait.
    """

    model: str = DEFAULT
    mutation: MutationModel = field(default_factory=MutationModel)
    theta: float = 0.0
    silent: float = 0.0
    dropout: float | None = None
    missing_in_all: int | None = None
    threshold: float = THRESHOLD
    fewest_markers: int = 8
    untyped_founders: UntypedFounders | None = None
    linked: tuple[Linked, ...] = ()
    hard: frozenset[str] = frozenset()
    sex_error: float = 0.0
    traits: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0.5 < self.threshold < 1:
            raise refuse(CannotWeigh, "kinship_threshold")
        if self.missing_in_all is not None and self.missing_in_all < 1:
            raise refuse(CannotWeigh, "kinship_missing_in_all")


def model_terms(
    text: str,
    *,
    missing_in_all: int | None = None,
    threshold: float = THRESHOLD,
    untyped_founders: UntypedFounders | None = None,
    linked: Iterable[str] = (),
) -> Terms:
    """The terms, with a model as a call writes it: `stepwise,rate=0.002/0.001,theta=0.01`.

    After the name of the mutation model: `rate` and `rate2` (male/female, or one for both),
    `range`, `transform` (MH, BA, PR, PM), `theta`, `silent`, `dropout`.

    Raises:
        CannotWeigh: a word or number that is none of these.
    """
    name, *settings = [part.strip() for part in text.split(",")]
    given = dict(DEFAULT_RATES)
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or key not in {*given, "transform", "theta", "silent", "dropout"}:
            raise refuse(CannotWeigh, "kinship_model", text=text)
        given[key] = value
    try:
        kind, transform = Kind(name), Transform(given.get("transform", Transform.NONE))
        if kind is Kind.CUSTOM:
            raise ValueError
        male, female = (_mutation(kind, transform, given, at) for at in (0, 1))
        theta, silent = float(given.get("theta", 0)), float(given.get("silent", 0))
        dropout = float(given["dropout"]) if "dropout" in given else None
        if not all(0 <= share < 1 for share in (theta, silent, dropout or 0.0)):
            raise ValueError
    except (ValueError, InvalidEvidence) as error:
        raise refuse(CannotWeigh, "kinship_model", text=text) from error
    return Terms(
        model=text,
        mutation=MutationModel(female, male),
        theta=theta,
        silent=silent,
        dropout=dropout,
        missing_in_all=missing_in_all,
        threshold=threshold,
        untyped_founders=untyped_founders,
        linked=linked_pairs(linked),
    )


DEFAULT_RATES = {"rate": "0.002/0.001", "range": "0.1", "rate2": "0.000001"}


def _mutation(kind: Kind, transform: Transform, given: Mapping[str, str], at: int) -> Mutation:
    if kind is Kind.NONE:
        return Mutation()

    def of_sex(key: str) -> float:
        parts = given[key].split("/")
        return float(parts[min(at, len(parts) - 1)])

    return Mutation(
        kind,
        rate=of_sex("rate"),
        rate2=of_sex("rate2") if kind is Kind.STEPWISE else 0.0,
        range=of_sex("range"),
        transform=transform,
    )


def linked_pairs(texts: Iterable[str]) -> tuple[Linked, ...]:
    """Pairs as a call writes them: `vWA-D12S391:0.11`, or `known` for those in `KNOWN_LINKED`.

    Raises:
        CannotWeigh: no two known markers with a rate from 0 to 1/2, or a marker in two pairs.
    """
    pairs: list[Linked] = []
    for text in texts:
        pairs += KNOWN_LINKED if text == "known" else [_linked(text)]
    markers = [marker for pair in pairs for marker in pair.markers]
    if len(set(markers)) < len(markers):
        raise refuse(CannotWeigh, "kinship_linked_twice")
    return tuple(pairs)


def _linked(text: str) -> Linked:
    names, colon, rate = text.rpartition(":")
    markers = [standard_marker(one) for one in names.split("-")]
    try:
        pair = Linked(*markers, float(rate))  # type: ignore[call-arg, arg-type]
        if not (colon and all(markers) and 0 <= pair.recombination <= 0.5):
            raise ValueError
    except (TypeError, ValueError) as error:
        raise refuse(CannotWeigh, "kinship_linked", text=text) from error
    return pair


def trait_rates(texts: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Sensitivity and specificity of traits, as a call writes them: `crown=0.9/0.99`.

    Raises:
        CannotWeigh: no such words, or a rate that is not between 0 and 1.
    """
    rates = {}
    for text in texts:
        name, _, numbers = text.rpartition("=")
        try:
            sensitivity, specificity = (float(one) for one in numbers.split("/"))
        except ValueError as error:
            raise refuse(CannotWeigh, "kinship_trait", text=text) from error
        if not (name.strip() and 0 < sensitivity < 1 and 0 < specificity < 1):
            raise refuse(CannotWeigh, "kinship_trait", text=text)
        rates[name.strip()] = sensitivity, specificity
    return rates


def with_facts(
    terms: Terms, *, hard: Sequence[str] = (), sex_error: float = 0.0, traits: Iterable[str] = ()
) -> Terms:
    """The terms with what a call says of facts.

    Raises:
        CannotWeigh: hard facts that are not age or stature, an error that is no probability.
    """
    if not set(hard) <= KINDS.keys():
        raise refuse(CannotWeigh, "kinship_hard")
    if not 0 <= sex_error < 0.5:
        raise refuse(CannotWeigh, "kinship_sex_error")
    return replace(terms, hard=frozenset(hard), sex_error=sex_error, traits=trait_rates(traits))
