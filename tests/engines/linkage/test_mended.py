"""What once went wrong for a person on a list, and must not again."""

import polars as pl
import pytest
from frames import frames, rows_in, scene

from wayhome.engines.linkage import Finding, Reason, Zone, link

FIELDS = "surname|given_names|patronymic|birth_date|sex|birthplace|unit|rank|capture_date"
CROWD = 120, 150


def among_others(sought, held):
    """Link the lines of a scene among others; rows of the scene come first."""
    a, b, _ = frames(*CROWD, seed=23)
    scenes = [scene(*lines, fields=FIELDS) for lines in (sought, held)]
    return link(pl.concat([scenes[0], a]), pl.concat([scenes[1], b]))


def pair_of(result, row_a=0, row_b=0):
    at = (pl.col("row_a") == row_a) & (pl.col("row_b") == row_b)
    return result.pairs.filter(at).row(0, named=True)


# Initials.


def with_given(first, second):
    """The pair of two lines that differ in the given name only."""
    sought = f"Бережанський|{first}|Захарович|1991-04-17|m|Озерне|-|-|-"
    held = f"Бережанский|{second}|Захарович|1991-04-17|m|Озерне|-|-|-"
    return pair_of(among_others([sought], [held]))


@pytest.mark.parametrize(
    ("name", "initial"),
    [
        ("Олексій", "А."),
        ("Алексей", "А."),
        ("Олексій", "О."),
        ("Алексей", "О."),
        ("Йосип", "Й."),
        ("Йосип", "О."),
        ("Микола", "М."),
        ("Микола", "N."),
        ("Микола", "Н."),
        ("Николай", "M."),
        ("Ганна", "А."),
        ("Анна", "Г."),
        ("Юрій", "Yu."),
        ("Захарій", "З."),
    ],
)
def test_an_initial_agrees_with_any_form_of_the_name(name, initial):
    for first, second in ((name, initial), (initial, name)):
        pair = with_given(first, second)
        assert pair["finding_given_names"] == Finding.INITIAL
        assert pair["weight_given_names"] > 0
        assert pair["zone"] == Zone.MATCH


@pytest.mark.parametrize(
    ("name", "initial"), [("Олексій", "Т."), ("Олексій", "N."), ("Микола", "О."), ("Тарас", "М.")]
)
def test_an_initial_of_another_name_speaks_against(name, initial):
    for first, second in ((name, initial), (initial, name)):
        pair = with_given(first, second)
        assert pair["finding_given_names"] == Finding.DIFFERS
        assert pair["weight_given_names"] < 0
        assert pair["zone"] != Zone.MATCH


def test_two_twins_with_one_initial_stay_two():
    """Taras or Tymofii, who can say: not one person, and neither is a match."""
    twin = "Бережанский|Т.|Захарович|1991-04-17|m|Озерное|-|-|-"
    result = among_others(["Бережанський|Тарас|Захарович|1991-04-17|m|Озерне|-|-|-"], [twin, twin])
    assert result.groups_b.filter(pl.col("row") <= 1).is_empty()
    for row in (0, 1):
        pair = pair_of(result, row_b=row)
        assert (pair["zone"], pair["reason"]) == (Zone.REVIEW, Reason.RIVAL)
    assert pair_of(result, row_b=0)["rivals"] == pair_of(result, row_b=1)["rivals"] > 0


# Birth dates.


@pytest.mark.parametrize("lines", [2, 6])
def test_a_placeholder_is_no_birthday(lines):
    a, b, _ = frames(*CROWD, seed=23)
    placed = [
        frame.with_columns(
            birth_date=pl.when(pl.int_range(pl.len()) < lines)
            .then(pl.lit("1900-01-01"))
            .otherwise("birth_date")
        )
        for frame in (a, b)
    ]
    result = link(*placed)
    assert "placeholder_dates" in result.notes
    bearing = (pl.col("row_a") < lines) | (pl.col("row_b") < lines)
    told = result.pairs.filter(bearing)
    assert not told.is_empty()
    assert set(told["finding_birth_date"]) == {Finding.MISSING}
    assert told["weight_birth_date"].abs().max() == 0
    others = result.pairs.filter(~bearing)
    assert (others["finding_birth_date"] == Finding.SAME).any()
    assert "placeholder_dates" not in link(a, b).notes


def test_a_first_of_january_is_a_birthday_where_the_year_has_others():
    day = "1975-01-01"
    born = ["1975-03-02", "1975-05-17", "1975-08-21", "1975-11-30"]
    others = [f"Горобець|Гнат|Лукич|{date}|m|-|-|-|-" for date in born]
    line = f"Бережанський|Тимофій|Захарович|{day}|m|-|-|-|-"
    result = among_others([line, *others], [line, line.replace("Тимофій", "Гнат"), *others])
    assert "placeholder_dates" not in result.notes
    assert pair_of(result)["finding_birth_date"] == Finding.SAME


@pytest.mark.parametrize("birthday", ["1968-11-30", "1991-08-29", "1986-09-02"])
def test_namesakes_with_other_birthdays_are_two_and_the_right_one_is_found(birthday):
    right = "Бережанский|Тимофей|Захарович|1991-04-17|m|Озерное|-|-|-"
    held = [right.replace("1991-04-17", birthday), right]
    result = among_others(["Бережанський|Тимофій|Захарович|1991-04-17|m|Озерне|-|-|-"], held)
    assert result.groups_b.filter(pl.col("row") <= 1).is_empty()
    wrong, found = (pair_of(result, row_b=row) for row in (0, 1))
    assert wrong["zone"] != Zone.MATCH
    assert found["zone"] in (Zone.MATCH, Zone.REVIEW)
    assert found["posterior"] > 0.7
    assert wrong["posterior"] < 0.3
    if birthday[:4] != "1991":
        assert found["zone"] == Zone.MATCH


# Comrades.


@pytest.mark.parametrize("father", ["Захарович", "-"])
@pytest.mark.parametrize("surname", ["Гончарук", "Honcharuk"])
def test_comrades_are_not_one_person(surname, father):
    """One unit, rank, day of capture and given name; another surname and year of birth."""
    sought = f"Бережанський|Тимофій|{father}|1991-04-17|m|Озерне|27|солдат|2022-05-20"
    held = f"{surname}|Тимофей|{father}|1984-11-02|m|Озерне|27|рядовой|2022-05-20"
    result = among_others([sought], [held])
    pair = pair_of(result)
    assert pair["weight_unit"] + pair["weight_capture_date"] > 2  # they do have that in common
    assert pair["weight_surname"] < 0
    assert pair["zone"] != Zone.MATCH


@pytest.mark.parametrize("born", ["1984-11-02", "1984"])
def test_a_namesake_in_the_unit_of_another_birth_is_no_match(born):
    line = "Бережанський|Тимофій|Захарович|1991-04-17|m|Озерне|27|солдат|2022-05-20"
    pair = pair_of(among_others([line], [line.replace("1991-04-17", born)]))
    assert (pair["zone"], pair["reason"]) == (Zone.REVIEW, Reason.CONTRADICTION)


# Order of the name's parts.


@pytest.mark.parametrize(
    ("held", "order", "finding"),
    [
        ("Бережанский|Тимофей|Захарович", "as_given", Finding.SAME),
        ("Тимофей|Бережанский|Захарович", "surname_given", Finding.REORDERED),
        ("Berezhanskyi|Tymofii|Zakharovych", "as_given", Finding.SAME),
        ("Tymofii|Berezhanskyi|Zakharovych", "surname_given", Finding.REORDERED),
    ],
)
def test_the_order_of_the_parts_is_a_finding(held, order, finding):
    sought = "Бережанський|Тимофій|Захарович|1991-04-17|m|Озерне|-|-|-"
    pair = pair_of(among_others([sought], [f"{held}|1991-04-17|m|Озерне|-|-|-"]))
    assert (pair["order"], pair["finding_name_order"]) == (order, finding)
    assert pair["zone"] == Zone.MATCH
    assert (pair["weight_name_order"] < -0.5) == (finding == Finding.REORDERED)


# Scripts without vowels: as written in Arabic or Hebrew, Latin and Cyrillic letters.

ARABIC = (
    "محمد Mohamed Мохаммед|أحمد Ahmad Ахмед|علي Ali Али|حسن Hassan Хасан|خالد Khaled Халед|"
    "يوسف Youssef Юсеф|إبراهيم Ibrahim Ибрагим|عمر Omar Омар|محمود Mahmoud Махмуд|سعيد Said Саид",
    "الخطيب Al-Khatib Аль-Хатиб|النجار Al-Najjar Ан-Наджар|حداد Haddad Хаддад|"
    "المصري El-Masri Аль-Масри|الشامي Al-Shami Аш-Шами|قاسم Qasim Касем|منصور Mansour Мансур|"
    "سليمان Suleiman Сулейман|درويش Darwish Дарвиш|الحلبي Al-Halabi Аль-Халаби",
)
HEBREW = (
    "משה Moshe Моше|דוד David Давид|יוסף Yosef Йосеф|אברהם Avraham Авраам|שמואל Shmuel Шмуэль|"
    "יעקב Yaakov Яаков|חיים Haim Хаим|יצחק Yitzhak Ицхак|דניאל Daniel Даниэль|"
    "מיכאל Michael Михаэль",
    "כהן Cohen Коэн|לוי Levi Леви|מזרחי Mizrahi Мизрахи|פרידמן Friedman Фридман|"
    "שפירא Shapira Шапира|גולדברג Goldberg Гольдберг|רוזן Rosen Розен|ביטון Biton Битон|"
    "אזולאי Azoulay Азулай|קפלן Kaplan Каплан",
)


def in_two_scripts(names, script, *, whole):
    """Two lists of invented people, five of whom share each birthday, and who is who."""
    given, surnames = ([cell.split() for cell in table.split("|")] for table in names)
    everyone = [(at % 10, (at + at // 10) % 10) for at in range(100)]
    lists = everyone[:60], everyone[20:]

    def line(person, written):
        first, last = (
            table[at][written] for table, at in zip((given, surnames), person, strict=True)
        )
        number = (person[0] + 3 * person[1]) % 20
        born = f"{1970 + number}-{1 + number % 12:02}-{1 + number:02}"
        return ([f"{first} {last}"] if whole else [last, first]) + [born]

    columns = [*(["full_name"] if whole else ["surname", "given_names"]), "birth_date"]
    made = [
        pl.DataFrame([line(p, written) for p in people], schema=columns, orient="row")
        for people, written in zip(lists, (0, script), strict=True)
    ]
    same = {(lists[0].index(p), lists[1].index(p)) for p in lists[0] if p in lists[1]}
    return (*made, same)


@pytest.mark.parametrize("whole", [False, True], ids=["parts", "in one cell"])
@pytest.mark.parametrize("script", [1, 2], ids=["Latin", "Cyrillic"])
@pytest.mark.parametrize("names", [ARABIC, HEBREW], ids=["Arabic", "Hebrew"])
def test_common_names_are_found_in_scripts_without_vowels(names, script, whole):
    a, b, same = in_two_scripts(names, script, whole=whole)
    result = link(a, b)
    found = rows_in(result, Zone.MATCH, Zone.REVIEW)
    likely = result.pairs.filter(pl.col("posterior") > 0.5)
    assert set(likely.select("row_a", "row_b").iter_rows()) <= same
    assert len(found & same) >= 0.95 * len(same)
    assert likely.height >= 0.85 * len(same)
