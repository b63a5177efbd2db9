"""The habit of a list: surname first or last."""

from wayhome.engines.names import order_of, read_name

CLEAR = [
    "Wojciech Kowalski",
    "Mykola Kravchenko",
    "Anna Bondarenko",
    "John Petersen",
    "Olena Melnyk",
]


def _turned(names):
    return [" ".join(reversed(name.split())) for name in names]


def test_clear_names_tell_the_order_of_all():
    assert order_of([*CLEAR, "Roman Ivan"]) == "surname_last"
    assert order_of([*_turned(CLEAR), "Roman Ivan"]) == "surname_first"


def test_the_order_decides_doubtful_names():
    order = order_of(_turned(CLEAR))
    assert read_name("Roman Ivan", order=order).surname == "Roman"


def test_no_order_from_few_or_quarrelling_names():
    assert order_of([]) is None
    assert order_of(CLEAR[:4]) is None
    assert order_of([*CLEAR, *_turned(CLEAR)]) is None
    assert order_of(["Roman Ivan"] * 50) is None
