"""Many remains and many missing at once: the joint assignment, exact or with its bounds."""

from wayhome.engines.kinship.joint.assignment import (
    Assignment,
    Component,
    JointAnswer,
    assign,
)
from wayhome.engines.kinship.joint.family import Household, family_options
from wayhome.engines.kinship.joint.options import NOBODY, FamilyOptions, number_of_ways, ways
from wayhome.engines.kinship.joint.prior import FlatPrior, OpenPrior, Prior

__all__ = [
    "NOBODY",
    "Assignment",
    "Component",
    "FamilyOptions",
    "FlatPrior",
    "Household",
    "JointAnswer",
    "OpenPrior",
    "Prior",
    "assign",
    "family_options",
    "number_of_ways",
    "ways",
]
