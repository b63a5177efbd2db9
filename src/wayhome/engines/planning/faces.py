"""From a plan's certificates: the program of all plans as good, level after level, unsolved.

Prices that prove a level also say what every plan that reaches it has in common.
"""

import numpy as np

from wayhome.engines.planning.certificate import Certificate
from wayhome.engines.planning.levels import kept_by_prices, worth_at_most
from wayhome.engines.planning.model import Model
from wayhome.engines.planning.plan import Plan
from wayhome.engines.planning.program import Program, Whole
from wayhome.engines.planning.reading import LARGEST


def faces_of(model: Model, plan: Plan) -> list[Program]:
    """The program of a problem, then that of the plans that reach each level of a proven plan."""
    faces = [model.program]
    for level, (value, certificate) in enumerate(zip(plan.values, plan.certificates, strict=True)):
        face, gap = faces[-1], 1
        if certificate is not None:
            face, gap = _restricted(model, face, plan, certificate)
        if gap:
            face = face.with_row(("level", level), model.levels[level], value)
        faces.append(face)
    return faces


def _restricted(
    model: Model, face: Program, plan: Plan, certificate: Certificate
) -> tuple[Program, int]:
    """The plans of a face that the prices allow, and by how much these miss a sharp bound."""
    program = model.program
    weights = (*certificate.weights, certificate.unit)
    largest = max(map(abs, (*weights, *certificate.prices.values())), default=0)
    if largest * LARGEST * (len(program.lower) + len(program.rules)) > 2**62:
        return face, 1  # not to be added up in 64 bits
    prices = np.array([certificate.prices.get(rule, 0) for rule in program.rules], dtype=np.int64)
    worth = np.zeros(len(program.lower), dtype=np.int64)
    for weight, level in zip(weights, model.levels, strict=False):
        worth += weight * level
    _price_persons(model, prices, worth)
    left = worth - program.prices_on_columns(prices)
    reached = sum(weight * value for weight, value in zip(weights, plan.values, strict=False))
    gap = worth_at_most(program, prices, left) - reached
    added = np.zeros(len(face.rules) - len(program.rules), dtype=np.int64)
    return kept_by_prices(face, np.append(prices, added), left, gap), gap


def _price_persons(model: Model, prices: Whole, worth: Whole) -> None:
    """A place in a standing costs what its best batch gains, so that no batch gains more."""
    gains = worth - model.program.prices_on_columns(prices)
    best: dict[int, int] = {}
    for (number, _), column in model.count.items():
        gain = int(gains[column])
        best[number] = max(best.get(number, gain), gain)
    for row, rule in enumerate(model.program.rules):
        if rule[0] == "persons":
            prices[row] = best.get(int(rule[1]), 0)
