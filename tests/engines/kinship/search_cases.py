"""An invented small laboratory: three markers, a few families, remains of every kind."""

from wayhome.engines.kinship import (
    Kind,
    MarkerFrequencies,
    MarkerModel,
    Member,
    Mutation,
    MutationModel,
    Panel,
    Pedigree,
    Profile,
    Sex,
)
from wayhome.engines.kinship.search import Place

FREQUENCIES = (
    MarkerFrequencies("A", ("8", "9", "9.3", "10"), (0.1, 0.3, 0.2, 0.4)),
    MarkerFrequencies("B", ("14", "15", "16"), (0.2, 0.3, 0.5)),
    MarkerFrequencies("C", ("5", "6", "7", "8"), (0.25, 0.25, 0.25, 0.25)),
)
STEPWISE = MutationModel(
    Mutation(Kind.STEPWISE, 0.0005, rate2=1e-6, range=0.1),
    Mutation(Kind.STEPWISE, 0.0025, rate2=1e-6, range=0.1),
)
TRIO = Pedigree(
    (
        Member("FA", sex=Sex.MALE),
        Member("MO", sex=Sex.FEMALE),
        Member("CH", "FA", "MO", Sex.MALE),
        Member("SI", "FA", "MO", Sex.FEMALE),
    )
)


def panel(mutation=STEPWISE, **more):
    return Panel({f.marker: MarkerModel(f, mutation, **more) for f in FREQUENCIES})


def profile(id_, **typings):
    return Profile(id=id_, typings={m: tuple(t.split()) for m, t in typings.items()})


PLACES = (
    Place(
        family="F1",
        missing="CH",
        pedigree=TRIO,
        profiles={"FA": profile("FA", A="8 9", B="14 15"), "MO": profile("MO", A="10 10", C="5 6")},
    ),
    Place(
        family="F2",
        missing="CH",
        pedigree=TRIO,
        profiles={"SI": profile("SI", A="9 9.3", B="16 16", C="7 7")},
    ),
    Place(
        family="F3",
        missing="FA",
        pedigree=TRIO,
        profiles={"CH": profile("CH", A="9", B="15 16"), "MO": profile("MO", A="9 10", B="15 15")},
    ),
)
REMAINS = (
    profile("R1", A="8 10", B="14 16", C="5 8"),
    profile("R2", A="9 9", B="16"),
    profile("R3", A="9.3 9.3", B="15 16", C="6 7"),
    profile("R4"),
)
