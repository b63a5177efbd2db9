"""The models of the markers that were typed: autosomal, on the X chromosome, in linked pairs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from wayhome.engines.kinship import FrequencyTable, Profile, UntypedFounders
from wayhome.engines.kinship.likelihood import LinkedPair, MarkerModel, Panel
from wayhome.engines.kinship.markers import MarkerKind, kind_of
from wayhome.engines.kinship.mutation import MutationModel
from wayhome.files.kinship.calls import Finding
from wayhome.files.kinship.database import FamModels
from wayhome.files.kinship.weighing.terms import KNOWN_LINKED, CannotWeigh, Terms
from wayhome.files.refusals import refuse


@dataclass(frozen=True, kw_only=True)
class Panels:
    """What is assumed of each marker, and what was found on the way.

    `x` are the markers on the X chromosome, `linked` the pairs of autosomal ones weighed as
    linked, `unlinked` the known pairs that are weighed as if they were not.
    """

    autosomal: Panel
    x: Panel
    linked: tuple[LinkedPair, ...]
    unlinked: tuple[tuple[str, str], ...]
    frequencies: FrequencyTable
    untyped_founders: UntypedFounders
    findings: tuple[Finding, ...] = field(default=())

    @property
    def theta(self) -> float:
        """The coancestry of the autosomal markers."""
        return max(model.theta for model in self.autosomal.models.values())


def build_panels(
    frequencies: FrequencyTable,
    profiles: Iterable[Profile],
    terms: Terms,
    models: FamModels | None = None,
) -> Panels:
    """The models of all markers that are typed and have frequencies, and what has none.

    `models` are those of a Familias file, used instead of the terms'; with them its rule for
    untyped founders, where the terms state none.

    Raises:
        CannotWeigh: no autosomal marker that was typed has frequencies.
    """
    seen: dict[str, set[str]] = {}
    for profile in profiles:
        for marker, typing in profile.typings.items():
            seen.setdefault(marker, set()).update(typing)
    table = frequencies.with_seen(seen)
    founders = terms.untyped_founders
    if founders is None:
        founders = UntypedFounders.KEPT if models is None else UntypedFounders.DROPPED
    chosen = {
        kind: Panel(
            {
                marker: _model(table, marker, terms, models, founders)
                for marker in table.markers
                if marker in seen and kind_of(marker) is kind
            }
        )
        for kind in (MarkerKind.AUTOSOMAL, MarkerKind.X)
    }
    autosomal = chosen[MarkerKind.AUTOSOMAL]
    if not autosomal.models:
        raise refuse(CannotWeigh, "kinship_no_common_marker")
    linked = tuple(_linked(autosomal, terms))
    paired = {marker for pair in linked for marker in (pair.first.name, pair.second.name)}
    return Panels(
        autosomal=autosomal,
        x=chosen[MarkerKind.X],
        linked=linked,
        unlinked=tuple(
            pair.markers
            for pair in KNOWN_LINKED
            if set(pair.markers) <= autosomal.models.keys() - paired
        ),
        frequencies=table,
        untyped_founders=founders,
        findings=tuple(_told(frequencies, seen, terms, autosomal)),
    )


def _told(
    frequencies: FrequencyTable, seen: Mapping[str, set[str]], terms: Terms, autosomal: Panel
) -> Iterator[Finding]:
    """Markers and alleles without frequencies, and pairs that cannot be weighed as linked."""
    for marker in sorted(seen):
        if marker not in frequencies and kind_of(marker) is not MarkerKind.Y:
            yield Finding(file="", row=0, code="no_frequencies", marker=marker)
    for marker in sorted(seen):
        if marker in frequencies:
            for allele in sorted(seen[marker] - set(frequencies[marker].alleles)):
                yield Finding(
                    file="", row=0, code="unlisted_allele", marker=marker, value=allele
                )  # fmt: skip
    if terms.linked and any(model.theta for model in autosomal.models.values()):
        yield Finding(file="", row=0, code="linked_theta")


def _linked(panel: Panel, terms: Terms) -> Iterator[LinkedPair]:
    """The pairs stated whose markers were both typed; theta leaves none of them."""
    for pair in terms.linked:
        models = [panel.models[marker] for marker in pair.markers if marker in panel.models]
        if len(models) > 1 and not any(model.theta for model in models):
            yield LinkedPair(models[0], models[1], pair.recombination)


def _model(
    table: FrequencyTable,
    marker: str,
    terms: Terms,
    models: FamModels | None,
    founders: UntypedFounders,
) -> MarkerModel:
    mutation: MutationModel = terms.mutation
    silent, theta = terms.silent, terms.theta
    if models is not None and marker in models.mutation:
        mutation, theta = models.mutation[marker], models.theta
        silent = models.silent.get(marker, 0.0)
    return MarkerModel(
        table[marker],
        mutation=mutation,
        theta=theta,
        silent=silent,
        x_linked=kind_of(marker) is MarkerKind.X,
        untyped_founders=founders,
    )
