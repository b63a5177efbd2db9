"""Which lines are one person, and which only look alike. For tests and measurements alone."""

from collections.abc import Iterator, Mapping

from invention.writing import FIRST_LINE, Listed, Row

Alike = Mapping[frozenset[str], str]


def between(name_a: str, a: Listed, name_b: str, b: Listed, alike: Alike) -> Iterator[Row]:
    """Every pair of lines of two lists (or of one, each pair once) of which something is true."""
    kin: dict[str, dict[str, str]] = {}
    for pair, kind in alike.items():
        one, other = sorted(pair)
        kin.setdefault(one, {})[other] = kind
        kin.setdefault(other, {})[one] = kind
    lines_b: dict[str, list[int]] = {}
    for n, (key, _) in enumerate(b, FIRST_LINE):
        lines_b.setdefault(key, []).append(n)
    for n, (key, _) in enumerate(a, FIRST_LINE):
        for other, kind in ({key: "same"} | kin.get(key, {})).items():
            for m in lines_b.get(other, []):
                if name_a != name_b or n < m:
                    yield {"list_a": name_a, "line_a": str(n), "list_b": name_b, "line_b": str(m),
                           "truth": kind}  # fmt: skip
