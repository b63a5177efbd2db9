"""The engine agrees with the sum over every genotype of every member, whatever the family."""

from itertools import product

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from kinship_twin import NONE, Twin, linked_likelihood
from random_families import marker_models, pedigrees, typed_members

from wayhome.engines import kinship
from wayhome.engines.kinship import (
    Kind,
    LinkedPair,
    MarkerFrequencies,
    MarkerModel,
    MarkerTable,
    Member,
    Mutation,
    MutationModel,
    Panel,
    Pedigree,
    Profile,
    Sex,
    Typing,
)

few = settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # families are small as they are
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

WAYS = {
    "mutation": marker_models(),
    "silent alleles": marker_models(silents=(0.05, 0.2)),
    "theta": marker_models(thetas=(0.03, 0.2)),
    "theta and silent alleles": marker_models(thetas=(0.1,), silents=(0.1,)),
    "X": marker_models(x_linked=True),
    "X and theta": marker_models(x_linked=True, thetas=(0.1,)),
    "X and silent alleles": marker_models(x_linked=True, silents=(0.1,)),
}
HALF_SIBLINGS = Pedigree(
    (
        Member("F", sex=Sex.MALE),
        Member("C", "F", sex=Sex.FEMALE),
        Member("D", "F", sex=Sex.FEMALE),
    )
)


def profiles_of(model: MarkerModel, typings: dict[str, Typing]) -> dict[str, Profile]:
    return {m: Profile(id=m, typings={model.name: seen}) for m, seen in typings.items()}


def table_of(
    pedigree: Pedigree, typings: dict[str, Typing], missing: str, model: MarkerModel
) -> MarkerTable:
    panel = Panel({model.name: model})
    profiles = profiles_of(model, typings)
    return kinship.family_tables(pedigree, profiles, missing, panel)[model.name]


@pytest.mark.parametrize("way", WAYS)
@few
@given(st.data())
def test_all_typings(way: str, data: st.DataObject) -> None:
    model = data.draw(WAYS[way])
    pedigree = Twin(model).cut(data.draw(pedigrees(5)))
    typings = data.draw(typed_members(pedigree, model))
    panel = Panel({model.name: model})
    found = kinship.likelihoods(pedigree, profiles_of(model, typings), panel)
    expected = Twin(model).likelihood(pedigree, typings)
    assert found.get(model.name, 1.0) == pytest.approx(expected, rel=1e-10, abs=1e-300)


@pytest.mark.parametrize("way", WAYS)
@few
@given(st.data())
def test_table_of_the_missing(way: str, data: st.DataObject) -> None:
    model = data.draw(WAYS[way])
    pedigree = Twin(model).cut(data.draw(pedigrees(5)))
    missing = data.draw(st.sampled_from(pedigree.ids))
    typings = data.draw(typed_members(pedigree, model, most=3))
    typings.pop(missing, None)
    if not typings:
        return
    table, twin = table_of(pedigree, typings, missing, model), Twin(model)
    stranger = Member("stranger", sex=pedigree[missing].sex)
    related = twin.table(pedigree, typings, missing)
    unrelated = twin.table(pedigree.with_members([stranger]), typings, "stranger")
    alone = model.x_linked and pedigree[missing].sex is Sex.MALE
    for a, b in product(range(len(model.alleles)), repeat=2):
        phases = {(NONE, a)} if alone else {(a, b), (b, a)}
        for found, expected in ((table.related, related), (table.unrelated, unrelated)):
            if alone and a != b:
                assert found[a, b] == 0
            else:
                total = sum(expected[phase] for phase in phases)
                assert found[a, b] == pytest.approx(total, rel=1e-10, abs=1e-300)


@few
@given(st.data())
def test_incomplete_profiles(data: st.DataObject) -> None:
    """Drop-out and single alleles are sums over the table, as over the genotypes one by one."""
    model = data.draw(marker_models(silents=(0.0, 0.1), x_linked=data.draw(st.booleans())))
    pedigree = Twin(model).cut(data.draw(pedigrees(4)))
    missing = data.draw(st.sampled_from(pedigree.ids))
    typings = data.draw(typed_members(pedigree, model, most=2))
    typings.pop(missing, None)
    if not typings:
        return
    most = 1 if model.x_linked and pedigree[missing].sex is Sex.MALE else 2
    alleles = st.sampled_from(model.frequencies.alleles)
    seen = tuple(sorted(data.draw(st.sets(alleles, max_size=most))))
    dropout = data.draw(st.sampled_from([0.0, 0.1, 0.5] + ([None] if seen else [])))
    twin = Twin(model)
    by_genotype = twin.table(pedigree, typings, missing)
    expected = sum(twin.seen(seen, g, dropout) * weight for g, weight in by_genotype.items())
    table = table_of(pedigree, typings, missing, model)
    related, _ = table.likelihoods(seen, dropout=dropout)
    assert related == pytest.approx(expected, rel=1e-10, abs=1e-300)


@pytest.mark.parametrize("x_linked", [False, True])
@settings(few, max_examples=12)
@given(st.data())
def test_linked_pairs(x_linked: bool, data: st.DataObject) -> None:
    models = [data.draw(marker_models(x_linked=x_linked, name=name)) for name in ("D1", "D2")]
    models = [kinship.MarkerModel(m.frequencies, m.mutation, x_linked=x_linked) for m in models]
    pedigree = Twin(models[0]).cut(Twin(models[1]).cut(data.draw(pedigrees(3))))
    typings = [data.draw(typed_members(pedigree, m, most=3)) for m in models]
    r = data.draw(st.sampled_from([0.0, 0.1, 0.5]))
    profiles = {
        member: Profile(
            id=member,
            typings={m.name: t.get(member, ()) for m, t in zip(models, typings, strict=True)},
        )
        for member in pedigree.ids
    }
    found = kinship.linked_likelihood(pedigree, profiles, LinkedPair(*models, recombination=r))
    expected = linked_likelihood(pedigree, typings, [Twin(m) for m in models], r)
    assert found == pytest.approx(expected, rel=1e-10, abs=1e-300)


@pytest.mark.parametrize("r", [0.0, 0.1, 0.5])
def test_half_siblings_show_which_alleles_their_untyped_father_has_on_one_chromosome(r):
    mutation = MutationModel.same(Mutation(Kind.EQUAL, rate=0.05))
    models = [
        MarkerModel(MarkerFrequencies(name, ("8", "9"), (0.3, 0.7)), mutation)
        for name in ("D1", "D2")
    ]
    typings = {"C": ("8", "8"), "D": ("8", "9")}
    profiles = {m: Profile(id=m, typings={"D1": t, "D2": t}) for m, t in typings.items()}
    pair = LinkedPair(*models, recombination=r)
    found = kinship.linked_likelihood(HALF_SIBLINGS, profiles, pair)
    twins = [Twin(model) for model in models]
    expected = linked_likelihood(HALF_SIBLINGS, [typings, typings], twins, r)
    assert found == pytest.approx(expected, rel=1e-12)
