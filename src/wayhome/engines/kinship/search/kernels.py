"""Compiled sums of table rows: one addition per pair and marker, many families at once."""

from numba import njit


@njit(cache=True, nogil=True)
def add_rows(tables, codes, out, begin):
    """Add up, for each profile, the rows of `tables` that its codes name, into `out` from `begin`.

    `tables` has shape (states, families), `codes` (profiles, markers), `out` (profiles, at least
    begin + families). Rows are added in the order of the markers, as on the plain path.
    """
    families = tables.shape[1]
    markers = codes.shape[1]
    for profile in range(codes.shape[0]):
        total = out[profile, begin : begin + families]
        for family in range(families):
            total[family] = 0.0
        marker = 0
        while marker + 1 < markers:
            first = tables[codes[profile, marker]]
            second = tables[codes[profile, marker + 1]]
            for family in range(families):
                total[family] = (total[family] + first[family]) + second[family]
            marker += 2
        if marker < markers:
            first = tables[codes[profile, marker]]
            for family in range(families):
                total[family] += first[family]


@njit(cache=True, nogil=True)
def agreeing(codes, untyped, first, most_different, rows, common, different):
    """Find the later profiles that differ from profile `first` at no more than so many markers.

    Fills `rows`, `common` (markers typed in both) and `different`; returns how many were found.
    """
    found = 0
    markers = codes.shape[1]
    for second in range(first + 1, codes.shape[0]):
        shared, unlike = 0, 0
        for marker in range(markers):
            a, b = codes[first, marker], codes[second, marker]
            if a != untyped[marker] and b != untyped[marker]:
                shared += 1
                if a != b:
                    unlike += 1
                    if unlike > most_different:
                        break
        if unlike <= most_different and shared > 0:
            rows[found], common[found], different[found] = second, shared, unlike
            found += 1
    return found
