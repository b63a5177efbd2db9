"""Compiled sums of table rows: one addition per pair and marker, many families at once."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def add_rows(tables, codes, out, begin):
    """Add up, for each profile, the rows of `tables` that its codes name, into `out` from `begin`.

    `tables` has shape (states, families), `codes` (profiles, markers), `out` (profiles, at least
    begin + families). Rows are added in the order of the markers, as on the plain path.
    """
    families = tables.shape[1]
    markers = codes.shape[1]
    total = np.empty(families, tables.dtype)
    for profile in range(codes.shape[0]):
        for family in range(families):
            total[family] = 0.0
        marker = 0
        while marker + 3 < markers:
            a = tables[codes[profile, marker]]
            b = tables[codes[profile, marker + 1]]
            c = tables[codes[profile, marker + 2]]
            d = tables[codes[profile, marker + 3]]
            for family in range(families):
                total[family] = (((total[family] + a[family]) + b[family]) + c[family]) + d[family]
            marker += 4
        while marker < markers:
            a = tables[codes[profile, marker]]
            for family in range(families):
                total[family] += a[family]
            marker += 1
        row = out[profile, begin : begin + families]
        for family in range(families):
            row[family] = total[family]


@njit(cache=True, nogil=True)
def compare_with(first, alleles, most_different, counts):
    """Compare profile `first` with all later ones, marker by marker.

    `alleles` has shape (profiles, markers, 2): places of the alleles, the lower first, -1 where
    none was seen (a single allele stands second). Fills `counts`, shape (profiles, 3): markers
    typed in both, those explained by an allele that dropped out, those different. Comparison
    stops, and the count of markers stays nought, beyond `most_different`.
    """
    markers = alleles.shape[1]
    for second in range(first + 1, alleles.shape[0]):
        common, dropped, different = 0, 0, 0
        for marker in range(markers):
            a, b = alleles[first, marker, 0], alleles[first, marker, 1]
            c, d = alleles[second, marker, 0], alleles[second, marker, 1]
            if b < 0 or d < 0:
                continue
            common += 1
            if a == c and b == d:
                continue
            alone = (a < 0 or a == b) and (b in (c, d))
            other = (c < 0 or c == d) and (d in (a, b))
            if alone or other:
                dropped += 1
            else:
                different += 1
                if different > most_different:
                    common = 0
                    break
        counts[second, 0] = common
        counts[second, 1] = dropped
        counts[second, 2] = different
