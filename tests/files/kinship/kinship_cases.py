"""Small families and remains whose genotypes a test can say by their places on the ladder."""

from wayhome.engines.kinship import Member, Pedigree, Profile, Sex
from wayhome.engines.kinship.frequencies import shipped_frequencies
from wayhome.files.kinship import Facts, Family, ReadProfiles, Specimen
from wayhome.files.kinship.weighing import DEFAULT, find, model_terms, weigh_case, with_facts

M, F = Sex.MALE, Sex.FEMALE
NO_FACTS = Facts()
FREQUENCIES = shipped_frequencies()
MARKERS = tuple(FREQUENCIES.markers)


def genotype(marker, first, second):
    """Alleles by their place on the ladder, so that a test can say who has which."""
    ladder = FREQUENCIES[marker].alleles
    return ladder[first % len(ladder)], ladder[second % len(ladder)]


def profile(id_, first, second, markers=MARKERS):
    return Profile(id=id_, typings={m: genotype(m, first, second) for m in markers})


FATHER, MOTHER = profile("1", 2, 3), profile("2", 4, 5)
SON = profile("R-1", 2, 4)
TRIO = (Member("1", sex=M), Member("2", sex=F), Member("3", "1", "2", M))


def weighed(
    families,
    specimens,
    *,
    haplotypes=(),
    facts=NO_FACTS,
    frequencies=FREQUENCIES,
    models=None,
    **terms,
):
    remains = ReadProfiles(
        specimens=tuple(
            Specimen(profile=one, file="x", row=1, stated_sex=sex) for one, sex in specimens
        )
    )
    about_facts = {one: terms.pop(one) for one in ("hard", "sex_error", "traits") if one in terms}
    terms = {"missing_in_all": 1000, **terms}
    stated = with_facts(model_terms(DEFAULT, **terms), **about_facts)
    return find(
        weigh_case(
            remains, families, frequencies, stated,
            models=models, haplotypes=haplotypes, facts=facts,
        )
    )  # fmt: skip


def family(number, members, missing, *profiles):
    renamed = {one.id: one for one in profiles}
    return Family(number=number, pedigree=Pedigree(members), missing=missing, profiles=renamed)
