"""Sending a family the wrong news is the worst outcome: the cases that count, as small scenes.

Each scene is laid among other lines, so that the model has something to learn from.
"""

import polars as pl
import pytest
from frames import frames, rows_in, scene

from wayhome.engines.linkage import Reason, Zone, link

FIELDS = "surname|given_names|patronymic|birth_date|sex|birthplace|unit|rank|capture_date"
CROWD = 120, 150


def among_others(sought, held):
    """Link the lines of a scene among others; rows of the scene come first."""
    a, b, _ = frames(*CROWD, seed=23)
    scenes = [scene(*lines, fields=FIELDS) for lines in (sought, held)]
    return link(pl.concat([scenes[0], a]), pl.concat([scenes[1], b]))


SOUGHT = "Бережанський|Тимофій|Захарович|1991-04-17|m|Озерне|27|солдат|2022-05-20"

# What is held instead of the person sought, who is not there.
ANOTHER_PERSON = {
    "brother": "Бережанский|Лука|Захарович|1994-09-02|m|Озерне|27|рядовой|2022-05-20",
    "brother, romanised": "Berezhanskyi|Luka|Zakharovych|1994-09-02|m|Ozerne|27|-|2022-05-20",
    "brother, birth not given": "Бережанский|Лука|Захарович|-|m|Озерне|27|рядовой|2022-05-20",
    "twin": "Бережанский|Лука|Захарович|1991-04-17|m|Озерне|27|рядовой|2022-05-20",
    "twin, romanised": "Berezhanskyi|Luka|Zakharovych|1991-04-17|m|Ozerne|27|-|2022-05-20",
    "twin sister": "Бережанская|Анна|Захаровна|1991-04-17|f|Озерне|27|рядовой|2022-05-20",
    "namesake, birth not given": "Бережанский|Тимофей|Захарович|-|m|Дубрава|51|-|2023-02-02",
    "namesake, nothing but the name": "Бережанский|Тимофей|Захарович|-|-|-|-|-|-",
    "namesake, romanised, only the name": "Berezhanskyi|Tymofii|Zakharovych|-|-|-|-|-|-",
    "namesake of that year": "Бережанский|Тимофей|Захарович|1991|m|-|-|-|-",
    "namesake of another birth": "Бережанский|Тимофей|Захарович|1968-11-30|m|Озерне|-|-|-",
    "father": "Бережанский|Захар|Ильич|1963-08-08|m|Озерне|-|-|-",
    "son": "Бережанский|Захар|Тимофеевич|2011-02-01|m|Озерне|-|-|-",
    "grandson of the same name": "Бережанский|Тимофей|Захарович|2011-02-01|m|Озерне|-|-|-",
    "a stranger born that day": "Гаврилюк|Тимофей|Львович|1991-04-17|m|Дубрава|27|-|2022-05-20",
    "a comrade of that name": "Гончарук|Тимофей|-|1991|m|-|27|рядовой|2022-05-20",
}


@pytest.mark.parametrize("other", ANOTHER_PERSON.values(), ids=ANOTHER_PERSON)
def test_another_person_is_never_a_match(other):
    result = among_others([SOUGHT], [other])
    assert (0, 0) not in rows_in(result, Zone.MATCH)


@pytest.mark.parametrize(
    "right",
    [
        "Бережанский|Тимофей|Захарович|1991-04-17|m|Озерне|27|рядовой|2022-05-20",
        "Berezhanskyi|Tymofii|Zakharovych|1991-04-17|m|Ozerne|27|-|2022-05-20",
        "Бережанський|Тимофій|Захарович|1991-04-17|m|Озерне|27|солдат|2022-05-20",
        "Тимофей|Бережанский|Захарович|1991-04-17|m|Озерне|27|рядовой|2022-05-20",
        "Бережанского|Тимофея|Захаровича|1991-04-17|m|Озерне|27|рядовой|2022-05-20",
    ],
)
@pytest.mark.parametrize(
    "other", [None, "brother", "brother, romanised", "twin", "father", "a stranger born that day"]
)
def test_the_person_sought_is_put_before_the_look_alike(right, other):
    result = among_others([SOUGHT], [right, *([ANOTHER_PERSON[other]] if other else [])])
    assert (0, 0) in rows_in(result, Zone.MATCH)
    assert (0, 1) not in rows_in(result, Zone.MATCH)


def test_two_namesakes_are_shown_together():
    """Two lines that fit equally well: neither is a match, and a person sees both."""
    same = "Бережанский|Тимофей|Захарович|1991|m|Озерне|-|-|-"
    held = [same, same.replace("Озерне", "Дубрава").replace("1991", "-")]
    result = among_others(["Бережанський|Тимофій|Захарович|-|m|-|-|-|-"], held)
    both = result.pairs.filter(pl.col("row_a") == 0, pl.col("row_b") <= 1)
    assert set(both["zone"]) == {Zone.REVIEW}
    assert both.height == 2
    assert both["rivals"].n_unique() == 1
    assert both["rivals"].item(0) > 0


def test_a_rival_turns_a_match_into_a_review():
    """Twins of whom only the initial is known: either could be the one sought."""
    sought = "Бережанський|Т.|Захарович|1991-04-17|m|Озерне|-|-|-"
    timofei = "Бережанский|Тимофей|Захарович|1991-04-17|m|Озерне|-|-|-"
    alone = among_others([sought], [timofei])
    assert (0, 0) in rows_in(alone, Zone.MATCH)
    result = among_others([sought], [timofei, timofei.replace("Тимофей", "Тарас")])
    both = result.pairs.filter(pl.col("row_a") == 0, pl.col("row_b") <= 1)
    assert both["zone"].to_list() == [Zone.REVIEW] * 2
    assert both["reason"].to_list() == [Reason.RIVAL] * 2
    assert both["rivals"].n_unique() == 1
    assert both["rivals"].item(0) > 0


def test_brothers_on_both_lists_find_each_their_own():
    sought = [
        "Бережанський|Тимофій|Захарович|1991-04-17|m|Озерне|27|солдат|2022-05-20",
        "Бережанський|Лука|Захарович|1994-09-02|m|Озерне|27|солдат|2022-05-20",
    ]
    held = [
        "Berezhanskyi|Luka|Zakharovych|1994-09-02|m|Ozerne|27|-|2022-05-20",
        "Berezhanskyi|Tymofii|Zakharovych|1991-04-17|m|Ozerne|27|-|2022-05-20",
    ]
    matches = rows_in(among_others(sought, held), Zone.MATCH)
    assert {(0, 1), (1, 0)} <= matches
    assert not {(0, 0), (1, 1)} & matches


def test_placeholder_dates_make_no_matches_and_weigh_little():
    """1900-01-01 on three lines in ten says nothing of who somebody is."""
    a, b, same = frames(150, 180, seed=29)
    lists = []
    for frame in (a, b):
        heap = pl.int_range(frame.height) % 10 < 3
        lists.append(
            frame.with_columns(
                birth_date=pl.when(heap).then(pl.lit("1900-01-01")).otherwise("birth_date")
            )
        )
    result = link(*lists)
    days = [frame["birth_date"].to_list() for frame in lists]
    pairs = [
        (row, pair)
        for pair in result.pairs.iter_rows(named=True)
        if (row := (pair["row_a"], pair["row_b"]))
        and days[0][row[0]] == days[1][row[1]] == "1900-01-01"
    ]
    assert len(pairs) > 20
    assert all(pair["weight_birth_date"] < 1.3 for _, pair in pairs)
    assert all(row in same for row, pair in pairs if pair["zone"] == Zone.MATCH)


def test_no_look_alike_is_a_match_on_lists_full_of_them():
    a, b, same = frames(250, 300, seed=31, overlap=0.3)
    assert not rows_in(link(a, b), Zone.MATCH) - same


def test_of_two_persons_who_fit_alike_each_is_at_most_even():
    """Only one of them can be the one sought."""
    sought = "Бережанський|Т.|Захарович|1991-04-17|m|Озерне|-|-|-"
    timofei = "Бережанский|Тимофей|Захарович|1991-04-17|m|Озерне|-|-|-"
    result = among_others([sought], [timofei, timofei.replace("Тимофей", "Тарас")])
    both = result.pairs.filter(pl.col("row_a") == 0, pl.col("row_b") <= 1)
    assert both["posterior"].sum() <= 1 + 1e-9
    assert both["posterior"].min() > 0.2
