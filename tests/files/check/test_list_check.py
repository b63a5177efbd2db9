"""What a list check must say of each line, and what it must leave unsaid."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.engines.linkage import linking
from wayhome.files import read_list
from wayhome.files.check import (
    Counter,
    Fact,
    Finds,
    Roll,
    check_as_json,
    check_list,
    list_of_fate,
    reasons_of,
    roll_of,
)
from wayhome.files.check.standing import standing_of
from wayhome.values import InvalidEvidence

AS_OF = "2026-03-01"
HEADER = "Surname,Given names,Patronymic,Sex,Date of birth,Number,Status\n"
OURS = (
    HEADER
    + """\
Aldren,Tomas,Petrov,m,1990-04-12,A-100,soldier
Aldren,Tomas,Petrov,m,1990-04-12,A-100,soldier
Brenna,Ilya,Markov,m,1985-11-02,B-200,civilian
Corlin,Darya,Olegova,f,2011-06-30,C-300,soldier
Dorvan,Mikael,Ivanov,m,1979-01-15,D-400,exchanged 2025-05-24
Estrel,Jonas,Pavlov,m,,,soldier
Falken,Viktor,Semenov,m,1993-09-09,F-600,soldier
Gorsten,Anton,Lukin,m,1988-02-28,G-700,not home
Halvar,Stefan,Romanov,m,1991-12-24,H-800,soldier
Istrin,Leonid,Fedorov,m,1983-03-17,I-900,soldier
"""
)
THEIRS = (
    HEADER
    + """\
Halvar,Stefan,Romanov,m,1991-12-24,H-800,held
Istrin,Leonid,Fedorov,m,1983-03-17,I-901,held
Jorven,Maksim,Titov,m,1980-07-07,J-1000,held
"""
)
DEAD = """\
Surname,Given names,Patronymic,Date of birth,Number
Falken,Viktor,Semenov,1993-09-09,F-600
"""
SEX = {
    "criteria": [{"code": "men", "says": "Men.", "field": "sex", "test": "one_of", "values": ["m"]}]
}


@pytest.fixture(autouse=True, scope="module")
def quick():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linking, "CHANCE_PAIRS", 20_000)
        yield


@pytest.fixture(scope="module")
def lists(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lists")
    for name, text in (("ours", OURS), ("theirs", THEIRS), ("dead", DEAD)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return {name: read_list(folder / f"{name}.csv") for name in ("ours", "theirs", "dead")}


@pytest.fixture(scope="module")
def checked(lists):
    dead = list_of_fate(
        lists["dead"], Finds.REPORTED_DEAD, said_by="Southland Bureau", as_of="2025-12"
    )
    return check_list(
        roll_of(lists["ours"]), as_of=AS_OF, criteria=SEX,
        against=Counter(roll=roll_of(lists["theirs"])), beside=[Counter(roll=dead)],
    )  # fmt: skip


def standing(checked):
    return {one.name.partition(" ")[0]: one.standing for one in checked.lines}


def test_each_line_has_the_gravest_standing_found(checked):
    assert standing(checked) == {
        "Aldren": Finds.DUPLICATE,
        "Brenna": Finds.CIVILIAN,
        "Corlin": Finds.CHILD,
        "Dorvan": Finds.ALREADY_HOME,
        "Estrel": Finds.IDENTITY_DOUBTFUL,
        "Falken": Finds.REPORTED_DEAD,
        "Gorsten": Finds.IN_ORDER,
        "Halvar": Finds.IN_ORDER,
        "Istrin": Finds.IN_ORDER,
    }
    assert sum(n for name, n in checked.counts().items() if name != "lines") == 10


def test_every_claim_has_its_speaker_its_source_and_its_date(checked):
    facts = {one.name: one.found[0].fact for one in checked.lines if one.found}
    dead = facts["Falken Viktor Semenov"]
    assert (dead.said_by, dead.source, dead.line, dead.as_of) == (
        "Southland Bureau", "dead.csv", 2, "2025-12",
    )  # fmt: skip
    home = facts["Dorvan Mikael Ivanov"]
    assert (home.said_by, home.source, home.line, home.as_of) == ("", "ours.csv", 6, "2025-05-24")
    says = {one.name: reasons_of(one, {}, "en")[0] for one in checked.lines if one.found}
    assert says["Dorvan Mikael Ivanov"] == "The line itself says: already home, 2025-05-24."
    assert says["Brenna Ilya Markov"] == "The line itself says: civilian."


@pytest.mark.parametrize(
    ("finds", "header", "cell", "since"),
    [
        (Finds.REPORTED_DEAD, "Дата смерті", "12.03.2024", "2024-03-12"),
        (Finds.ALREADY_HOME, "Date of exchange", "2025-05-24", "2025-05-24"),
        (Finds.REPORTED_DEAD, "Date of death", "", "2025-12"),  # of the list, where none is given
        (Finds.REPORTED_DEAD, "Date of exchange", "2025-05-24", "2025-12"),  # of another fate
    ],
)
def test_a_list_of_the_dead_or_the_returned_gives_the_day_of_each(
    tmp_path, finds, header, cell, since
):
    (tmp_path / "fate.csv").write_text(
        f"Surname,Given name,{header}\nCorlin,Ilya,{cell}\n", "utf-8"
    )
    [fact] = list_of_fate(
        read_list(tmp_path / "fate.csv"), finds, said_by="Southland", as_of="2025-12"
    ).facts[0]
    assert (fact.finds, fact.as_of) == (finds, since)


def test_what_was_found_by_likeness_says_so_and_carries_its_weight_by_field(checked):
    falken = next(one for one in checked.lines if one.name.startswith("Falken"))
    likeness = falken.found[0].likeness
    assert likeness.where == "dead.csv"
    assert likeness.log10_lr == pytest.approx(sum(likeness.by_part.values()))
    assert {"surname", "birth_date"} <= likeness.by_part.keys()
    assert "people have not judged it" in reasons_of(falken, {}, "en")[0]


def test_duplicates_name_each_other(checked):
    twice = [one for one in checked.lines if one.standing is Finds.DUPLICATE]
    assert [(one.line, one.found[0].lines) for one in twice] == [(2, (3,)), (3, (2,))]


def test_a_line_off_a_criterion_names_it_and_one_that_says_nothing_is_not_off(lists):
    criteria = {
        "criteria": [
            *SEX["criteria"],
            {"code": "number", "field": "number", "test": "none_of", "values": ["b-200"]},
        ]
    }
    checked = check_list(roll_of(lists["ours"]), as_of=AS_OF, criteria=criteria)
    off = {
        (one.name.partition(" ")[0], found.detail)
        for one in checked.lines
        for found in one.found
        if found.finds is Finds.OFF_CRITERIA
    }
    assert off == {("Corlin", "men"), ("Brenna", "number")}
    assert {one.name.partition(" ")[0]: one.untold for one in checked.lines if one.untold} == {
        "Estrel": ("number",)
    }


def test_the_difference_is_told_from_both_sides(checked):
    differs = checked.difference
    assert [one.name.partition(" ")[0] for one in differs.only_theirs] == ["Jorven"]
    assert {one.name.partition(" ")[0] for one in differs.only_ours} == {
        "Aldren", "Brenna", "Corlin", "Dorvan", "Estrel", "Falken", "Gorsten",
    }  # fmt: skip
    (istrin,) = differs.differing
    assert [(v.field, v.ours, v.theirs) for v in istrin.values] == [("number", "I-900", "I-901")]
    assert differs.alike == 1


def test_every_line_of_either_list_is_counted_once(checked):
    counts = checked.difference.counts()
    assert counts["only_ours"] + counts["differing"] + counts["alike"] + counts["unsure"] == 10
    assert counts["only_theirs"] + counts["differing"] + counts["alike"] == 3


def test_json_names_nobody(checked):
    told = str(check_as_json(checked, "en"))
    assert "Falken" not in told
    assert "Aldren" not in told


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("exchanged 24.05.2025", (Finds.ALREADY_HOME, "2025-05-24")),
        ("обміняний 2025-05-24", (Finds.ALREADY_HOME, "2025-05-24")),
        ("Погиб", (Finds.REPORTED_DEAD, "")),
        ("مدني", (Finds.CIVILIAN, "")),
        ("not home", None),
        ("не погиб", None),
        ("soldier", None),
        ("home address is given on the other sheet", None),
        ("", None),
    ],
)
def test_a_cell_says_only_what_it_says(cell, says):
    assert standing_of(cell) == says


def roll(*names, facts=None):
    cells = [(n, *name) for n, name in enumerate(names, start=1)]
    schema = {"line": pl.UInt32, "surname": pl.String, "birth_date": pl.String}
    frame = pl.DataFrame(cells, schema=schema, orient="row")
    return Roll(name="roll", entries=frame, raw=[{}] * len(names), facts=facts or {})


@given(
    st.integers(1900, 2030), st.sampled_from(["", "-03", "-03-01", "-12-31"]),
    st.integers(2010, 2026),
)  # fmt: skip
def test_nobody_is_called_a_child_whose_birth_date_says_otherwise(year, rest, on):
    checked = check_list(roll(("A", f"{year}{rest}")), as_of=f"{on}-06-15")
    details = [f.detail for f in checked.lines[0].found if f.finds is Finds.CHILD]
    eldest, youngest = on - year, on - year - 1  # by the end of the year, and at its beginning
    if youngest >= 18:
        assert details == []
    if eldest < 18:
        assert details == ["age"]


def test_people_s_word_goes_before_the_machine_s():
    ours = roll(("Aldren", "1990-04-12"))
    home = Fact(finds=Finds.ALREADY_HOME, said_by="Northland", source="letter", as_of="2025")
    theirs = roll(("Zzz", "1950-01-01"), facts={0: (home,)})

    def standing_if(same):
        judged = pl.DataFrame(
            {"row_a": [0], "row_b": [0], "same": [same]},
            schema={"row_a": pl.UInt32, "row_b": pl.UInt32, "same": pl.Boolean},
        )
        beside = [Counter(roll=theirs, judged=judged)]
        return check_list(ours, as_of=AS_OF, beside=beside).lines[0].found

    assert [f.finds for f in standing_if(True)] == [Finds.ALREADY_HOME]
    assert standing_if(True)[0].likeness.judged
    assert standing_if(False) == ()


def test_an_empty_list_beside_says_nothing():
    ours = roll(("Aldren", "1990-04-12"))
    checked = check_list(ours, as_of=AS_OF, against=Counter(roll=roll()))
    assert checked.lines[0].standing is Finds.IN_ORDER
    assert checked.difference.counts()["only_ours"] == 1


def test_criteria_no_machine_can_check_are_refused_before_any_work():
    with pytest.raises(InvalidEvidence):
        check_list(roll(("A", "1990")), as_of=AS_OF, criteria={"criteria": [{"code": "x"}]})
