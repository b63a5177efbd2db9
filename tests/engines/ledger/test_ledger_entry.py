"""Entries are the same bytes everywhere, or refused."""

import json
from enum import Enum
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.engines.ledger import canonical, commitment
from wayhome.values import InvalidEvidence


class Colour(str, Enum):  # noqa: UP042 - as a database's choices are
    RED = "red"


def test_rfc_8785_sorts_names_by_utf_16_and_escapes_as_little_as_it_can():
    """The strings of RFC 8785, section 3.2.3, and its escapes of section 3.2.2.2."""
    entry = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
        "\uff0f": "after the emoji by code unit",
    }
    assert list(json.loads(canonical(entry)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "after the emoji by code unit",
    ]
    assert canonical({"s": '€$\x0f\nA\'B"\\\\"/\x7f'}) == (
        '{"s":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f"}'.encode()
    )


def test_what_an_entry_may_hold():
    entry = {"b": True, "a": None, "n": -7, "t": ("x", ["\u0439"]), "m": {"z": 0, "y": Colour.RED}}
    assert canonical(entry) == (
        '{"a":null,"b":true,"m":{"y":"red","z":0},"n":-7,"t":["x",["\u0439"]]}'.encode()
    )


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        2**53,
        -(2**53),
        "\u0438\u0306",  # a letter in two code points
        {"\u0438\u0306": 1},
        {1: "x"},
        b"bytes",
        {"set"},
        object(),
        "\ud800",
        [[1.5]],
        {"m": {"n": 0.5}},
    ],
)
def test_what_it_may_not(value):
    with pytest.raises(InvalidEvidence):
        canonical({"value": value})


def test_only_a_mapping_is_an_entry():
    with pytest.raises(InvalidEvidence):
        canonical(["act"])


def test_an_entry_nested_too_deep_is_refused():
    nest = []
    for _ in range(100_000):
        nest = [nest]
    with pytest.raises(InvalidEvidence):
        canonical({"nest": nest})


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.sampled_from('ab"\\\n\x01йش😀')),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.sampled_from("ab😀\uff0f"), max_size=3), inner, max_size=3)
    ),
    max_leaves=10,
)
entries = st.dictionaries(st.sampled_from(["act", "at", "by"]), json_values)


@given(entries)
def test_reading_and_writing_again_changes_nothing(entry):
    written = canonical(entry)
    assert json.loads(written) == entry
    assert canonical(json.loads(written)) == written
    assert canonical(dict(reversed(entry.items()))) == written


def test_a_commitment_is_a_salted_hash():
    salt = bytes(range(16))
    details = {"line": 7, "name": "Ґанна"}
    assert commitment(details, salt=salt) == sha256(salt + canonical(details)).digest()
    assert commitment(details, salt=bytes(16)) != commitment(details, salt=salt)
    for short in (b"", bytes(15), bytes(17)):
        with pytest.raises(InvalidEvidence, match="16 bytes"):
            commitment(details, salt=short)
