"""Which rows share a key."""

from collections.abc import Sequence


def pairs_sharing_a_key(
    a: Sequence[Sequence[int]],
    b: Sequence[Sequence[int]],
    *,
    cap: int,
    finer: tuple[Sequence[int], Sequence[int]] | None = None,
) -> set[tuple[int, int]]:
    """Rows of two lists that share a key other than 0, leaving out keys that make too many pairs.

    Args:
        a: keys of each row.
        b: of the other list.
        cap: pairs that one key may make.
        finer: one further key for each row (0: none), with which a key that makes more is joined.
    """
    found = set()
    for key in {key for keys in a for key in keys} - {0}:
        left = [i for i, keys in enumerate(a) for other in keys if other == key]
        right = [j for j, keys in enumerate(b) for other in keys if other == key]
        pairs = [(i, j) for i in left for j in right]
        if len(pairs) <= cap:
            found.update(pairs)
        elif finer:
            found.update(_refined(pairs, finer, cap))
    return found


def _refined(
    pairs: Sequence[tuple[int, int]], finer: tuple[Sequence[int], Sequence[int]], cap: int
) -> set[tuple[int, int]]:
    both = [(i, j) for i, j in pairs if finer[0][i] == finer[1][j] != 0]
    counted = [finer[0][i] for i, _ in both]
    return {(i, j) for i, j in both if counted.count(finer[0][i]) <= cap}
