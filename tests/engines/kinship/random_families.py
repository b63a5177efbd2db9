"""Small random families, markers and typings for Hypothesis."""

from hypothesis import strategies as st

from wayhome.engines.kinship import (
    Kind,
    MarkerFrequencies,
    MarkerModel,
    Member,
    Mutation,
    MutationModel,
    Pedigree,
    Sex,
    Transform,
    UntypedFounders,
)

LADDERS = [("8", "9"), ("8", "9", "10"), ("8", "9", "9.3"), ("8", "10", "11")]


@st.composite
def pedigrees(draw: st.DrawFn, most: int = 5) -> Pedigree:
    """Up to `most` members of any shape: inbreeding, half-sibs, one unknown parent, strangers."""
    members: list[Member] = []
    for number in range(draw(st.integers(2, most))):
        sex = draw(st.sampled_from([Sex.MALE, Sex.FEMALE]))
        men = [m.id for m in members if m.sex is Sex.MALE]
        women = [m.id for m in members if m.sex is Sex.FEMALE]
        father = draw(st.sampled_from([None, *men]))
        mother = draw(st.sampled_from([None, *women]))
        members.append(Member(f"P{number}", father, mother, sex))
    return Pedigree(tuple(members))


@st.composite
def mutations(draw: st.DrawFn, alleles: tuple[str, ...], *, reversible: bool = True) -> Mutation:
    """Any model at a high rate, so that a wrong term shows."""
    kinds = [Kind.NONE, Kind.EQUAL, Kind.PROPORTIONAL, Kind.STEPWISE, Kind.CUSTOM]
    if "9.3" not in alleles:
        kinds += [Kind.ONESTEP, Kind.DAWID]
    kind = draw(st.sampled_from(kinds))
    transforms = [Transform.NONE]
    if reversible and kind is Kind.STEPWISE:
        transforms += [Transform.METROPOLIS_HASTINGS, Transform.BARKER]
    rows = [
        draw(st.lists(st.floats(0.1, 1), min_size=len(alleles), max_size=len(alleles)))
        for _ in alleles
    ]
    return Mutation(
        kind=kind,
        rate=draw(st.sampled_from([0.05, 0.2])),
        rate2=0.01,
        range=draw(st.sampled_from([0.1, 0.5])),
        transform=draw(st.sampled_from(transforms)),
        matrix=tuple(tuple(v / sum(row) for v in row) for row in rows)
        if kind is Kind.CUSTOM
        else (),
    )


@st.composite
def marker_models(
    draw: st.DrawFn,
    *,
    thetas: tuple[float, ...] = (0.0,),
    silents: tuple[float, ...] = (0.0,),
    x_linked: bool = False,
    name: str = "D1",
) -> MarkerModel:
    """A marker of two or three alleles with everything about it drawn."""
    alleles = draw(st.sampled_from(LADDERS))
    weights = [draw(st.floats(0.2, 1)) for _ in alleles]
    frequencies = MarkerFrequencies(name, alleles, tuple(w / sum(weights) for w in weights))
    return MarkerModel(
        frequencies=frequencies,
        mutation=MutationModel(draw(mutations(alleles)), draw(mutations(alleles))),
        theta=draw(st.sampled_from(thetas)),
        silent=draw(st.sampled_from(silents)),
        x_linked=x_linked,
        untyped_founders=draw(st.sampled_from(list(UntypedFounders))),
    )


@st.composite
def typed_members(
    draw: st.DrawFn, pedigree: Pedigree, model: MarkerModel, most: int = 4
) -> dict[str, tuple[str, ...]]:
    """Typings of some members: two alleles, or one seen; one for a man's X."""
    alleles = st.sampled_from(model.frequencies.alleles)
    ids = draw(st.lists(st.sampled_from(pedigree.ids), unique=True, max_size=most))
    typings = {}
    for member in ids:
        single = model.x_linked and pedigree[member].sex is Sex.MALE
        size = 1 if single else draw(st.sampled_from([2, 2, 2, 1]))
        typings[member] = tuple(draw(st.lists(alleles, min_size=size, max_size=size)))
    return typings
