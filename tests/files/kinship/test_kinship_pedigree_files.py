"""PED and Familias files, read and written, and families joined with their profiles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.engines.kinship import FrequencyTable, Member, Pedigree, Profile, Sex
from wayhome.engines.kinship.frequencies import shipped_frequencies
from wayhome.engines.kinship.mutation import Kind, Mutation, MutationModel, Transform
from wayhome.files.kinship import (
    Family,
    Specimen,
    fam,
    read_families,
    read_remains,
    without_names,
    write_fam,
    write_ped,
)
from wayhome.files.kinship.fam import (
    FamFamily,
    FamFile,
    FamLocus,
    FamMutation,
    FamPedigree,
    FamPerson,
    MutationCode,
)
from wayhome.values import CannotRead, InvalidEvidence, WayhomeError

MAN, WOMAN = Sex.MALE, Sex.FEMALE
TRIO = Pedigree((Member("F1", sex=MAN), Member("F2", sex=WOMAN), Member("F3", "F1", "F2", MAN)))


def written(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_ped_is_read_as_it_was_written(tmp_path):
    half = Pedigree((Member("a", sex=WOMAN), Member("b", None, "a"), Member("c", None, "a", MAN)))
    text = write_ped([("K1", TRIO, ["F3"]), ("K2", half, ["b", "c"])])
    read = read_families(written(tmp_path, "families.ped", text))
    assert [(f.number, f.pedigree, f.missing) for f in read.families] == [
        ("K1", TRIO, ("F3",)),
        ("K2", half, ("b", "c")),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "K1 F1 0 0 1 1\nK1 F2 0 0 2 1\nK1 F3 F1 F2 1 2\n",
        "id,father,mother,sex,missing\nF1,,,m,\nF2,,,f,\nF3,F1,F2,m,yes\n",
        "famid\tid\tfid\tmid\tsex\taff\nK1\tF1\t0\t0\t1\t1\nK1\tF2\t0\t0\t2\t1\nK1\tF3\tF1\tF2\t1\t2\n",
        "fid iid pat mat sex missing\nK1 F3 F1 F2 1 1\nK1 F1 0 0 1 0\nK1 F2 0 0 2 0\n",
    ],
)
def test_ped_in_the_ways_programs_write_it(tmp_path, text):
    (family,) = read_families(written(tmp_path, "k.ped", text)).families
    assert set(family.pedigree.members) == set(TRIO.members)
    assert family.missing == ("F3",)


def test_ped_with_genotypes(tmp_path):
    text = "id fid mid sex missing THO1 FGA\nF1 0 0 1 0 6/9.3 20/20\nF2 0 0 2 0 0/0 21/0\n"
    text += "F3 F1 F2 1 1 -/- .\n"
    (family,) = read_families(written(tmp_path, "k.ped", text)).families
    typed = {member: dict(p.typings) for member, p in family.profiles.items()}
    assert typed == {"F1": {"TH01": ("6", "9.3"), "FGA": ("20", "20")}, "F2": {"FGA": ("21",)}}
    with pytest.raises(CannotRead, match="names the markers"):
        read_families(written(tmp_path, "k.ped", "K F1 0 0 1 0 6 9.3\n"))


def test_a_family_that_cannot_be_is_told_of_and_the_others_are_read(tmp_path):
    text = "K1 a b 0 1 2\nK2 F1 0 0 1 0\nK2 F2 0 0 9 0\nK2 M-1 F1 F2 1 0\n"
    read = read_families(written(tmp_path, "k.ped", text), sought=["M*"])
    assert [(f.number, f.missing) for f in read.families] == [("K2", ("M-1",))]
    found = {(f.row, f.specimen, f.code) for f in read.findings}
    assert found == {
        (1, "K1", "impossible_pedigree"), (3, "F2", "unknown_sex"), (0, "K2", "nobody_typed"),
    }  # fmt: skip


def test_a_folder_joins_pedigrees_and_profiles_by_number(tmp_path):
    written(tmp_path, "k.ped", write_ped([("K1", TRIO, ["F3"])]))
    written(tmp_path, "p.csv", "sample,FGA,TH01\nF1,20/21,6/7\nF3,20/22,6/8\nF9,20/22,6/8\n")
    read = read_families(tmp_path)
    (family,) = read.families
    assert family.typed == ("F1",)
    assert list(family.own) == ["F3"]  # a sample of the missing himself, from before
    assert {(f.code, f.specimen) for f in read.findings} == {("in_no_pedigree", "F9")}


LOCI = (
    FamLocus(name="THO1", frequencies={"6": 0.25, "9.3": 0.75}),
    FamLocus(
        name="FGA",
        frequencies={"20": 0.5, "21": 0.25, "22.2": 0.25},
        female=FamMutation(model=MutationCode.STEPWISE_EXTENDED, rate=0.001, range=0.1, rate2=1e-6),
        male=FamMutation(model=MutationCode.STEPWISE_STATIONARY, rate=0.002, range=0.1),
        silent=0.01,
        database_size=600,
        dropout=0.05,
        minimum_frequency=0.002,
    ),
)
CASE = FamFile(
    loci=LOCI,
    persons=(
        FamPerson(name="AF", sex="m", genotypes={"FGA": ("20", "22.2")}),
        FamPerson(name="CH", sex="f", genotypes={"THO1": ("6", "6"), "FGA": ("20", "21")},
                  consider_dropout=True),
    ),
    pedigrees=(
        FamPedigree(name="H1", relations=(("AF", "CH"), ("H1 added 1", "CH")),
                    added=(FamPerson(name="H1 added 1", sex="f"),)),
        FamPedigree(name="H2", relations=()),
    ),
    theta=0.01,
    database="North",
)  # fmt: skip
DVI = FamFile(
    loci=LOCI,
    unidentified=(FamPerson(name="R-1", sex="m", genotypes={"FGA": ("20", "21")}),),
    families=(
        FamFamily(
            name="K1",
            persons=(FamPerson(name="Mother", sex="f", genotypes={"FGA": ("20", "20")}),
                     FamPerson(name="Child", sex="", genotypes={"THO1": ("6", "9.3")})),
            pedigrees=(FamPedigree(name="K1", relations=(
                ("Father", "Missing person"), ("Mother", "Missing person"),
                ("Missing person", "Child"), ("Wife", "Child"))),),
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize("content", [CASE, DVI], ids=["pedigrees", "dvi"])
def test_familias_is_read_as_it_was_written(content):
    assert fam.read_content(fam.write_content(content)) == content


LETTERS = st.sampled_from("abcXYZ 019_-éß.")
NAMES = st.text(LETTERS, min_size=1, max_size=8).map(lambda text: text.strip() or "x")
FREQUENCIES = st.dictionaries(
    st.integers(1, 50).map(str), st.floats(1e-6, 1, allow_nan=False), min_size=1, max_size=6
)


@given(st.data())
def test_any_familias_file_comes_back(data):
    frequencies = data.draw(st.lists(FREQUENCIES, min_size=1, max_size=3))
    loci = tuple(FamLocus(name=f"L{at}", frequencies=f) for at, f in enumerate(frequencies))
    names = data.draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    alleles = {locus.name: st.sampled_from(list(locus.frequencies)) for locus in loci}
    persons = tuple(
        FamPerson(
            name=name,
            sex=data.draw(st.sampled_from("mf")),
            genotypes={m: (data.draw(a), data.draw(a)) for m, a in alleles.items()},
        )
        for name in names
    )
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names))
    pedigrees = (FamPedigree(name="P", relations=tuple(data.draw(st.lists(pairs, max_size=4)))),)
    content = FamFile(loci=loci, persons=persons, pedigrees=pedigrees)
    assert fam.read_content(fam.write_content(content)) == content


def test_a_familias_dvi_file_gives_remains_families_frequencies_and_models(tmp_path):
    path = written(tmp_path, "case.fam", fam.write_content(DVI))
    assert read_remains(path).specimens[0].profile.typings == {"FGA": ("20", "21")}
    read = read_families(path)
    (family,) = read.families
    assert family.missing == ("Missing person",)
    assert family.pedigree["Missing person"].father == "Father"
    assert family.pedigree["Missing person"].sex is Sex.UNKNOWN
    assert {family.pedigree["Child"].father, family.pedigree["Child"].mother} == {
        "Missing person", "Wife",
    }  # fmt: skip
    assert family.pedigree["Father"].sex is MAN
    assert set(family.typed) == {"Mother", "Child"}
    assert read.frequencies["TH01"].alleles == ("6", "9.3")
    model = read.models.mutation["FGA"]
    assert (model.female.kind, model.female.rate2) == (Kind.STEPWISE, 1e-6)
    assert (model.male.transform, model.male.rate2) == (Transform.STATIONARY, 0)
    assert read.models.silent == {"FGA": 0.01}
    assert model.female.rate == 0.001


def test_a_pedigree_of_familias_without_dvi_is_searched_where_somebody_is_sought(tmp_path):
    path = written(tmp_path, "case.fam", fam.write_content(CASE))
    first = read_families(path, sought=["AF"]).families[0]
    assert (first.number, first.missing, first.typed) == ("H1", ("AF",), ("CH",))
    assert first.pedigree["CH"].mother == "H1 added 1"


@pytest.mark.parametrize("line", [4, 9, 10, 11, 18, 30])
def test_a_damaged_familias_file_is_refused_by_its_line_without_what_stands_there(line):
    lines = fam.write_content(CASE).splitlines()
    lines[line] = "Jane Doe"
    with pytest.raises(WayhomeError) as refusal:
        fam.read_content("\n".join(lines))
    assert "Jane" not in str(refusal.value)


@pytest.mark.parametrize("rate", ["nan", "2", "-0.1", "1e400"])
def test_a_mutation_rate_that_is_none_is_refused_by_its_line(rate):
    lines = fam.write_content(CASE).splitlines()
    at = lines.index('"FGA"') + 1
    lines[at] = rate
    with pytest.raises(CannotRead, match=f"Line {at + 1} .*mutation rate"):
        fam.read_content("\n".join(lines))


def test_a_familias_file_cut_short_is_refused_wherever_it_ends():
    lines = fam.write_content(CASE).splitlines()
    for end in range(3, len(lines) - 1):
        with pytest.raises(CannotRead):
            fam.read_content("\n".join(lines[:end]))


def test_a_case_is_written_for_familias_and_read_back_the_same(tmp_path):
    names = ("TH01", "FGA")
    kept = {name: shipped_frequencies()[name] for name in names}
    table = FrequencyTable(source="Norway", markers=kept, sums={}, minimum=0.001)
    typings = {"TH01": ("6", "9.3"), "FGA": ("20", "20")}
    father = Profile(id="F1", typings=typings)
    remains = Profile(id="R-1", typings={"TH01": ("6", "7"), "FGA": ("20",)})
    brothers = TRIO.with_members([Member("F4", "F1", "F2", MAN)])
    family = Family(number="K1", pedigree=brothers, missing=("F3", "F4"), profiles={"F1": father})
    mutation = Mutation(Kind.STEPWISE, rate=0.002, rate2=1e-6, range=0.1)
    specimen = Specimen(profile=remains, file="x", row=1, stated_sex=MAN)
    text = write_fam([specimen], [family], table, MutationModel.same(mutation))
    path = written(tmp_path, "case.fam", text)
    (read,) = read_remains(path).specimens
    assert (read.sex, read.profile.typings) == (MAN, {"TH01": ("6", "7")})
    both = read_families(path)
    assert [one.number for one in both.families] == ["K1 F3", "K1 F4"]
    for one in both.families:
        assert one.missing == ("Missing person",)
        assert one.profiles["F1"].typings == typings
        assert one.pedigree["Missing person"].mother == "F2"
        assert len(one.pedigree.members) == 4
    assert both.models.mutation["FGA"].male == mutation
    assert both.frequencies["FGA"].frequencies == pytest.approx(table["FGA"].frequencies)
    with pytest.raises(InvalidEvidence, match="does not have this mutation model"):
        write_fam([], [], table, MutationModel.same(Mutation(Kind.DAWID, rate=0.001, range=0.1)))


def test_a_file_of_impossible_families_alone_is_refused_by_what_is_wrong(tmp_path):
    path = tmp_path / "loop.ped"
    path.write_text("F1 1 2 0 1 2\nF1 2 1 0 1 0\n", encoding="utf-8")
    with pytest.raises(CannotRead, match=r"row 1.*ancestor"):
        read_families(path)
    path.write_text("F1 Ann Bob 0 1 2\nF1 Bob Ann 0 1 0\n", encoding="utf-8")
    with pytest.raises(CannotRead) as refused:
        read_families(path)
    assert not {"Ann", "Bob"} & set(str(refused.value).replace(".", " ").split())


def test_ids_that_may_be_names_take_a_number_nobody_else_has():
    """Familias calls everybody sought `Missing person`, beside numbers of the laboratory."""
    members = (
        Member("F1-1", sex=MAN), Member("Mother", sex=WOMAN), Member("F1-M", "F1-1", "Mother"),
        Member("Missing person", "F1-1", "Mother", MAN), Member("F1-2", "F1-1", "Mother"),
    )  # fmt: skip
    family = Family(
        number="F1", pedigree=Pedigree(members), missing=("Missing person",), profiles={}
    )
    (numbered,), key = without_names([family])
    assert numbered.missing == ("F1-M2",)
    assert set(numbered.pedigree.ids) >= {"F1-1", "F1-2", "F1-M", "F1-M2"}
    assert sorted(key.values()) == ["Missing person", "Mother"]


def test_two_families_of_one_number_are_kept_apart(tmp_path):
    for name in ("a.ped", "b.ped"):
        written(tmp_path, name, "K1 F1 0 0 1 1\nK1 F2 0 0 2 1\nK1 F3 F1 F2 1 2\n")
    read = read_families(tmp_path)
    assert [one.number for one in read.families] == ["K1", "K1-2"]
    assert [(o.file, o.value) for o in read.findings if o.code == "family_twice"] == [
        ("b.ped", "K1-2")
    ]


def test_drop_out_that_a_familias_file_considers_is_told_of(tmp_path):
    """It is told of and not applied: `CASE` considers it for one person at one locus."""
    path = written(tmp_path, "x.fam", fam.write_content(CASE))
    told = [one.value for one in read_families(path).findings if one.code == "fam_dropout"]
    assert told == ["0.05"]
