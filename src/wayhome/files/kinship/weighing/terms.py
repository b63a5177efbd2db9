"""On what terms a laboratory weighs: the model of the markers, the prior, the threshold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wayhome.engines.kinship import FrequencyTable, Profile
from wayhome.engines.kinship.likelihood import MarkerModel, Panel
from wayhome.engines.kinship.markers import MarkerKind, kind_of
from wayhome.engines.kinship.mutation import Kind, Mutation, MutationModel, Transform
from wayhome.files.kinship.calls import Finding
from wayhome.files.kinship.database import FamModels
from wayhome.files.refusals import refuse
from wayhome.values import InvalidEvidence, WayhomeError

DEFAULT = "stepwise,rate=0.002/0.001,range=0.1,rate2=0.000001"
THRESHOLD = 0.9995  # of the posterior: 99.95 %


class CannotWeigh(WayhomeError):
    """A call whose terms cannot be kept."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What a laboratory states before anything is weighed.

    `missing_in_all` is how many are missing, registered or not; None where nobody said.
    """

    model: str = DEFAULT
    mutation: MutationModel = field(default_factory=MutationModel)
    theta: float = 0.0
    silent: float = 0.0
    dropout: float | None = None
    missing_in_all: int | None = None
    threshold: float = THRESHOLD
    fewest_markers: int = 8

    def __post_init__(self) -> None:
        if not 0.5 < self.threshold < 1:
            raise refuse(CannotWeigh, "kinship_threshold")
        if self.missing_in_all is not None and self.missing_in_all < 1:
            raise refuse(CannotWeigh, "kinship_missing_in_all")


def model_terms(
    text: str, *, missing_in_all: int | None = None, threshold: float = THRESHOLD
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


def build_panel(
    frequencies: FrequencyTable,
    profiles: Iterable[Profile],
    terms: Terms,
    models: FamModels | None = None,
) -> tuple[Panel, FrequencyTable, list[Finding]]:
    """The models of all markers that are typed and have frequencies, and what has none.

    Autosomal markers only. `models` are those of a Familias file, used instead of the terms'.
    """
    seen: dict[str, set[str]] = {}
    for profile in profiles:
        for marker, typing in profile.typings.items():
            seen.setdefault(marker, set()).update(typing)
    findings = [
        Finding(file="", row=0, code="no_frequencies", marker=marker)
        for marker in sorted(seen)
        if marker not in frequencies and kind_of(marker) is MarkerKind.AUTOSOMAL
    ]
    findings += [
        Finding(file="", row=0, code="not_autosomal", marker=marker)
        for marker in sorted(seen)
        if kind_of(marker) is MarkerKind.X
    ]
    findings += [
        Finding(file="", row=0, code="unlisted_allele", marker=marker, value=allele)
        for marker in sorted(seen)
        if marker in frequencies
        for allele in sorted(seen[marker] - set(frequencies[marker].alleles))
    ]
    table = frequencies.with_seen(seen)
    weighed = [
        marker
        for marker in table.markers
        if marker in seen and kind_of(marker) is MarkerKind.AUTOSOMAL
    ]
    if not weighed:
        raise refuse(CannotWeigh, "kinship_no_common_marker")
    panel = Panel({marker: _model(table, marker, terms, models) for marker in weighed})
    return panel, table, findings


def _model(
    table: FrequencyTable, marker: str, terms: Terms, models: FamModels | None
) -> MarkerModel:
    mutation, silent, theta = terms.mutation, terms.silent, terms.theta
    if models is not None and marker in models.mutation:
        mutation, theta = models.mutation[marker], models.theta
        silent = models.silent.get(marker, 0.0)
    return MarkerModel(table[marker], mutation=mutation, theta=theta, silent=silent)
