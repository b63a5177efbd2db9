"""A table of many columns folds on a phone instead of running out of its sheet."""

import re
from pathlib import Path

import wayhome

TEMPLATES = Path(wayhome.__file__).parent
THREE = 3  # columns fit beside each other at 360 px
TABLE = re.compile(r"<table(?P<kind>[^>]*)>(?:(?!<table).)*?</thead>", re.DOTALL)


def test_every_table_of_many_columns_folds():
    wide = [
        (page.name, table["kind"])
        for page in TEMPLATES.rglob("templates/**/*.html")
        for table in TABLE.finditer(page.read_text(encoding="utf-8"))
        if table[0].count('scope="col"') > THREE
    ]
    assert len(wide) > 20
    assert [one for one in wide if "stack" not in one[1] and "pair" not in one[1]] == []
