"""Criteria from JSON and from tables, and the schema that is published of them."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.files.criteria import check_criteria, meets
from wayhome.files.criteria_files import read_criteria
from wayhome.values import CannotRead, InvalidEvidence

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "docs/reference/criteria.schema.json").read_text(encoding="utf-8"))
TABLE = """\
code,says,field,column,test,values,years,on,from,to
men,Men.,sex,,one_of,m,,,,
no_officers,No officers.,rank,,none_of,major; colonel,,,,
adult,At least 18.,birth_date,,age_at_least,,18,2026-03-01,,
taken,Taken in spring.,capture_date,,between,,,,2024-03-01,2024-05-31
"""


def is_valid(criteria):
    return jsonschema.Draft202012Validator(SCHEMA).is_valid(criteria)


def test_a_table_says_the_same_as_json(tmp_path):
    table, data = tmp_path / "criteria.csv", tmp_path / "criteria.json"
    table.write_text(TABLE, encoding="utf-8-sig")
    found = read_criteria(table)
    data.write_text(json.dumps(found), encoding="utf-8")
    assert read_criteria(data) == found
    assert [row["code"] for row in found["criteria"]] == ["men", "no_officers", "adult", "taken"]
    assert found["criteria"][1]["values"] == ["major", "colonel"]
    assert is_valid(found)


def test_the_criteria_of_the_example_are_valid():
    example = json.loads((ROOT / "examples/register/criteria.json").read_text(encoding="utf-8"))
    assert is_valid(example)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"x": 1}', "name,value\na,b\n", "code,test\nadult,likes\n",
     '{"criteria": [{"code": "x"}]}'],
)  # fmt: skip
def test_what_holds_no_criteria_is_refused_with_the_name_of_the_file(tmp_path, text):
    path = tmp_path / "wrong.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CannotRead, match=r"wrong\.csv"):
        read_criteria(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CannotRead, match=r"none\.json"):
        read_criteria(tmp_path / "none.json")


TESTS = st.one_of(
    st.fixed_dictionaries(
        {"test": st.sampled_from(["one_of", "none_of"])},
        optional={"values": st.one_of(st.lists(st.text(max_size=3)), st.just("m"), st.just([1]))},
    ),
    st.fixed_dictionaries(
        {"test": st.sampled_from(["age_at_least", "age_under"])},
        optional={"years": st.sampled_from([18, 0, 150, "18"]), "on": st.just("2026-03")},
    ),
    st.fixed_dictionaries(
        {"test": st.just("between")}, optional={"from": st.just("2024"), "to": st.just("2025-05")}
    ),
    st.fixed_dictionaries({"test": st.just("likes")}),
)
SUBJECTS = st.fixed_dictionaries({}, optional={"field": st.just("sex"), "column": st.just("C")})
CODES = st.fixed_dictionaries({}, optional={"code": st.sampled_from(["x", "", "y" * 61])})


@given(CODES, SUBJECTS, TESTS)
def test_the_schema_allows_what_can_be_checked_and_nothing_else(code, subject, test):
    criteria = {"criteria": [code | subject | test]}
    try:
        check_criteria(criteria)
    except InvalidEvidence:
        assert not is_valid(criteria)
    else:
        assert is_valid(criteria)


@given(st.sampled_from(["m", "M ", "f", "", "x"]))
def test_none_of_is_the_opposite_of_one_of(cell):
    row = {"code": "x", "field": "sex", "values": ["m", "x"]}
    one, none = (meets(row | {"test": t}, {"sex": cell}, {}, "2026") for t in ("one_of", "none_of"))
    assert (one, none) in ({(None, None)} if not cell else {(True, False), (False, True)})
