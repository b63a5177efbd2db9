"""Remains and families weighed on a laboratory's terms, and every hypothesis in its place."""

from wayhome.files.kinship.weighing.case import Case, Pair, weigh_case
from wayhome.files.kinship.weighing.lines import LineFinding
from wayhome.files.kinship.weighing.next_samples import NextSample
from wayhome.files.kinship.weighing.persons import Doubtful, Person
from wayhome.files.kinship.weighing.standing import Findings, Hypothesis, Standing, find
from wayhome.files.kinship.weighing.terms import (
    DEFAULT,
    CannotWeigh,
    Terms,
    model_terms,
    with_facts,
)

__all__ = [
    "DEFAULT",
    "CannotWeigh",
    "Case",
    "Doubtful",
    "Findings",
    "Hypothesis",
    "LineFinding",
    "NextSample",
    "Pair",
    "Person",
    "Standing",
    "Terms",
    "find",
    "model_terms",
    "weigh_case",
    "with_facts",
]
