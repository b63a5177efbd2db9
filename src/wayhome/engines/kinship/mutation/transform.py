"""Mutation matrices made stationary or reversible, as close to the given one as each method goes.

With M the matrix, p the frequencies; diagonals complete rows to one.

MH  R_ij = min(M_ij, p_j M_ji / p_i)                           (Metropolis and Hastings)
BA  R_ij = M_ij p_j M_ji / (p_i M_ij + p_j M_ji)               (Barker)
PR  R_ij = (p_i M_ij + p_j M_ji) / (2 p_i)                     (keeps the expected rate)
PM  S = I + D (M - I), D diagonal with D_ii = r v_i / (u p_i), v the stationary distribution of M,
    u = sum v_i (1 - M_ii) and r = sum p_i (1 - M_ii)          (stationary, keeps the rate)

MH, BA and PR are reversible (p_i R_ij = p_j R_ji), hence stationary (p R = p), as PM is.
Sources: Egeland, Vigeland: Reversible mutation models (2023) for MH, BA, PR; Simonsson and
Mostad: Stationary mutation models, Forensic Science International: Genetics 23 (2016) for PM.
"""

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from wayhome.engines.kinship.errors import InvalidModel

Matrix = npt.NDArray[np.float64]


class Transform(StrEnum):
    """What is done to a mutation matrix once it is built."""

    NONE = "none"
    METROPOLIS_HASTINGS = "MH"
    BARKER = "BA"
    PRESERVED_RATE = "PR"
    STATIONARY = "PM"


def transformed(m: Matrix, p: Matrix, transform: Transform, *, keeps_rate: bool) -> Matrix:
    """The matrix m (n, n) transformed for the frequencies p (n,).

    With `keeps_rate` the off-diagonal of MH and BA is scaled so that the expected rate
    sum p_i (1 - R_ii) is that of m.

    Raises:
        InvalidModel: the transform gives an entry below zero or does not exist.
    """
    if transform is Transform.NONE:
        return m
    if transform is Transform.STATIONARY:
        changed = _stationary(m, p)
    else:
        changed = _reversible(m, p, transform)
        if keeps_rate:
            changed = _at_rate(changed, p, _rate(m, p))
    if changed.min() < -1e-15:
        raise InvalidModel(
            f"The {transform} transform of this mutation model has entries below zero. "
            "Use a lower rate or another transform."
        )
    return changed


def is_stationary(m: Matrix, p: Matrix) -> bool:
    """Whether the frequencies p stay as they are over the generations under m."""
    return bool(np.allclose(p @ m, p, rtol=1e-12, atol=0))


def is_reversible(m: Matrix, p: Matrix) -> bool:
    """Whether p_i m_ij = p_j m_ji for all i and j."""
    flow = p[:, None] * m
    return bool(np.allclose(flow, flow.T, rtol=1e-12, atol=1e-300))


def _reversible(m: Matrix, p: Matrix, transform: Transform) -> Matrix:
    out = p[:, None] * m  # how often i becomes j over the population
    back = out.T
    if transform is Transform.METROPOLIS_HASTINGS:
        flow = np.minimum(out, back)
    elif transform is Transform.BARKER:
        both = out + back
        flow = np.divide(out * back, both, out=np.zeros_like(both), where=both > 0)
    else:
        flow = (out + back) / 2
    changed = flow / p[:, None]
    np.fill_diagonal(changed, 0.0)
    np.fill_diagonal(changed, 1.0 - changed.sum(axis=1))
    return changed


def _stationary(m: Matrix, p: Matrix) -> Matrix:
    n = len(p)
    system = m.T - np.eye(n)
    system[-1] = 1.0
    try:
        v = np.linalg.solve(system, np.eye(n)[-1])
    except np.linalg.LinAlgError:
        raise InvalidModel(
            "This mutation model has no single stationary distribution, so that the PM "
            "transform does not exist for it."
        ) from None
    leaving = 1 - np.diag(m)
    scale = (p @ leaving) * v / ((v @ leaving) * p)
    return np.eye(n) + scale[:, None] * (m - np.eye(n))


def _rate(m: Matrix, p: Matrix) -> float:
    return float(p @ (1 - np.diag(m)))


def _at_rate(m: Matrix, p: Matrix, rate: float) -> Matrix:
    now = _rate(m, p)
    unit = np.eye(len(p))
    return unit + (rate / now) * (m - unit) if now > 0 else m
