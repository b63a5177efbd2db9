"""Small invented lists and what an engine might have said of them."""

import polars as pl

from wayhome.engines.linkage.result import PART_FIELDS, Finding, Linkage, Reason, Zone
from wayhome.files.read_list import ColumnUse, Problem, ReadList, Severity, SourceFile

SOUGHT = [
    ("Лисиченко", "Микола", "Олексійович", "07.03.1991", "1991-03-07"),
    ("Гайовий", "Степан", "Ілліч", "11.11.1979", "1979-11-11"),
    ("Гайовий", "Андрій", "Ілліч", "11.11.1979", "1979-11-11"),
    ("=Мороз", "Павло", "", "1985", "1985"),
    ("<b>Ткач</b>", "Ігор", "Петрович", "", ""),
    ("Лисиченко", "Микола", "Олексиевич", "07.03.1991", "1991-03-07"),
]
HELD = [
    ("Lysychenko Nikolai A.", "03/07/1991", "1991-07-03"),
    ("Гаёвый Степан Ильич", "11/11/1979", "1979-11-11"),
    ("Гаёвый Андрей Ильич", "11/11/1979", "1979-11-11"),
    ("@Мороз П.", "01/01/1900", None),
]


def sought() -> ReadList:
    written = pl.DataFrame(
        [row[:4] for row in SOUGHT],
        schema=["Прізвище", "Ім'я", "По батькові", "Дата народження"],
        orient="row",
    )
    entries = pl.DataFrame(
        {
            "line": pl.Series([2, 3, 4, 5, 6, 9], dtype=pl.UInt32),
            "surname": [row[0] for row in SOUGHT],
            "given_names": [row[1] for row in SOUGHT],
            "patronymic": [row[2] or None for row in SOUGHT],
            "birth_date": [row[4] or None for row in SOUGHT],
        }
    )
    return ReadList(
        entries=entries,
        as_written=written,
        columns=(
            ColumnUse(header="Прізвище", field="surname", found_by="header"),
            ColumnUse(header="Ім'я", field="given_names", found_by="header"),
            ColumnUse(header="По батькові", field="patronymic", found_by="header"),
            ColumnUse(
                header="Дата народження", field="birth_date", found_by="content", date_order="dmy"
            ),
        ),
        problems=(
            Problem(
                row=5,
                column="Дата народження",
                code="impossible_date",
                severity=Severity.DOUBTFUL,
                value="1985",
            ),
            Problem(
                row=7,
                column="Прізвище",
                code="total_row",
                severity=Severity.REFUSED,
                value="Усього: Замкова",
            ),
        ),
        source=SourceFile(
            name="sought.csv", sha256="ab" * 32, bytes=800, format="csv", encoding="utf-8"
        ),
    )


def held() -> ReadList:
    return ReadList(
        entries=pl.DataFrame(
            {
                "line": pl.Series([2, 3, 4, 5], dtype=pl.UInt32),
                "full_name": [row[0] for row in HELD],
                "birth_date": [row[2] for row in HELD],
            }
        ),
        as_written=pl.DataFrame([row[:2] for row in HELD], schema=["ФИО", "Д.р."], orient="row"),
        columns=(
            ColumnUse(header="ФИО", field="full_name", found_by="header"),
            ColumnUse(header="Д.р.", field="birth_date", found_by="header", date_order="mdy"),
        ),
        problems=(),
        source=SourceFile(
            name="held.xlsx", sha256="cd" * 32, bytes=9000, format="xlsx", sheet="Лист1"
        ),
    )


def pair(row_a, row_b, weight, posterior, zone, *, reason, rivals=0, order="as_given", **fields):
    """One row of `Linkage.pairs`; fields as name=(weight, finding)."""
    row = {
        "row_a": row_a,
        "row_b": row_b,
        "weight": weight,
        "posterior": posterior,
        "zone": str(zone),
        "reason": str(reason),
        "order": order,
        "rivals": rivals,
    }
    for field in PART_FIELDS:
        part, finding = fields.get(field, (0.0, Finding.MISSING))
        row[f"weight_{field}"] = part
        row[f"finding_{field}"] = str(finding)
    return row


def linkage(rows=None, **changes) -> Linkage:
    """Three matches or pairs to review of the lists above, or whatever rows are given."""
    if rows is None:
        rows = [
            pair(
                0, 0, 4.6, 0.93, Zone.MATCH, reason=Reason.CLEAR,
                surname=(3.9, Finding.RENDERING), given_names=(1.2, Finding.SAME_NAME),
                patronymic=(0.5, Finding.INITIAL), birth_date=(-1.0, Finding.SWAPPED),
            ),
            pair(
                1, 1, 4.1, 0.61, Zone.REVIEW, reason=Reason.RIVAL, rivals=1,
                surname=(3.0, Finding.CLOSE), given_names=(1.1, Finding.RENDERING),
            ),
            pair(
                3, 3, 2.0, 0.3, Zone.REVIEW, reason=Reason.NAME_AND_YEAR,
                surname=(2.0, Finding.SAME),
            ),
            pair(
                2, 1, 1.5, 0.2, Zone.REVIEW, reason=Reason.RIVAL, rivals=1,
                surname=(3.0, Finding.CLOSE), given_names=(-1.5, Finding.DIFFERS),
            ),
            pair(
                4, 2, -2.0, 0.0001, Zone.NO, reason=Reason.UNLIKELY,
                surname=(-2.0, Finding.DIFFERS),
            ),
        ]  # fmt: skip
    schema = {"row_a": pl.UInt32, "row_b": pl.UInt32, "rivals": pl.UInt32}
    pairs = pl.DataFrame(rows).with_columns(pl.col(c).cast(t) for c, t in schema.items())
    groups = {"row": pl.UInt32, "group": pl.UInt32}
    values = {
        "pairs": pairs,
        "groups_a": pl.DataFrame({"row": [0, 5], "group": [1, 1]}, schema=groups),
        "groups_b": pl.DataFrame(schema=groups),
        "left_a": pl.Series([4, 5], dtype=pl.UInt32),
        "left_b": pl.Series([2], dtype=pl.UInt32),
        "expected_overlap": 3.2,
        "notes": ("overlap_not_estimated",),
        "parameters": {"threshold": 0.5},
        "pairs_compared": 24,
        "estimated_recall": 0.97,
    }
    return Linkage(**(values | changes))
