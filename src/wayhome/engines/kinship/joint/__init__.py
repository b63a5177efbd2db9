"""Many remains and many missing at once: the joint assignment, exact or with its bounds."""

from wayhome.engines.kinship.joint.assignment import (
    Assignment,
    Component,
    JointAnswer,
    Solution,
    assign,
)
from wayhome.engines.kinship.joint.cases import FamilyCase, joint_answer
from wayhome.engines.kinship.joint.family import Household, family_options
from wayhome.engines.kinship.joint.options import NOBODY, FamilyOptions, number_of_ways, ways
from wayhome.engines.kinship.joint.prior import FlatPrior, OpenPrior, Prior

__all__ = [
    "NOBODY",
    "Assignment",
    "Component",
    "FamilyCase",
    "FamilyOptions",
    "FlatPrior",
    "Household",
    "JointAnswer",
    "OpenPrior",
    "Prior",
    "Solution",
    "assign",
    "family_options",
    "joint_answer",
    "number_of_ways",
    "ways",
]
