"""The viewer is part of every query: views ask selectors, and selectors are told who looks."""

import ast
from pathlib import Path

import pytest

import wayhome.apps
import wayhome.web

APPS, WEB = Path(wayhome.apps.__file__).parent, Path(wayhome.web.__file__).parent
GUARDED = {
    "ListEntry", "Appearance", "PersonList", "Person", "Membership", "NameKey", "Judgement",
    "CandidateMatch", "Assertion", "Answer", "Flag", "Disclosure", "DisclosureItem", "Job",
    "Process", "Side", "Issue", "Round", "Delegation", "Delegate", "Statement", "Position",
    "Proposal", "Response", "Commitment", "CommitmentWording", "Reaffirmation", "Lapse",
    "Assessment", "NumberClaim", "Delivery", "ListOfCommitment", "Report", "Translation",
    "Exchange", "ExchangeSide", "Site", "ExchangeList", "Listed", "Acceptance", "Line", "LineEvent",
    "AgreedLine", "Wish", "Absence", "StopDecision", "Draw", "Share", "Plan", "PlanLine", "PlanJob",
    "Batch", "Vehicle", "Aboard", "HandoverStep", "Receipt", "Counted",
}  # fmt: skip
WHOSE = {"viewer", "partition", "self"}
"""What tells a query whose rows it may return; `self` in a class that was made for a viewer."""
FOR_ALL = {
    "harmed_lines": "a harm flag holds a line back whoever asks; services of disclosure call it",
    "rolled_back_among": "a list was rolled back or not whoever asks; services call it",
    "places_of": "fetched along with lines that were selected for a viewer",
}


def modules(*rooms):
    """The files of these rooms of every app, whether module or folder."""
    for app in sorted(p for p in APPS.iterdir() if p.is_dir()):
        for room in rooms:
            yield from sorted([*app.glob(f"{room}.py"), *app.glob(f"{room}/**/*.py")])


def managers(tree):
    """Every `Model.objects` and its like, with the name of the model."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {
            "objects", "with_invented", "_default_manager", "_base_manager",
        }:  # fmt: skip
            yield node, node.value.id if isinstance(node.value, ast.Name) else "?"


def name_of(path):
    return str(path.relative_to(APPS.parent))


FRONT = [*modules("views", "urls"), WEB / "views.py", WEB / "context.py"]


@pytest.mark.parametrize("path", FRONT, ids=name_of)
def test_no_view_queries_by_itself(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [f"line {node.lineno}: {model}" for node, model in managers(tree)]
    assert not found, (
        f"{name_of(path)} queries by itself ({'; '.join(found)}). "
        "Ask a selector that takes the viewer."
    )


def told_who_looks(function):
    """By a viewer or a partition, or by rows that were selected for a viewer before."""
    given = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
    for argument in given:
        said = ast.unparse(argument.annotation) if argument.annotation else ""
        if argument.arg in WHOSE or any(model in said for model in GUARDED):
            return True
    return function.name in FOR_ALL


def unscoped(tree):
    """Functions that anybody may call, query a guarded table and are not told who looks."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        models = {model for _, model in managers(node)} & GUARDED
        if models and not told_who_looks(node):
            yield f"{node.name} ({', '.join(sorted(models))})"


@pytest.mark.parametrize("path", list(modules("selectors")), ids=name_of)
def test_every_selector_of_lines_and_persons_is_told_who_looks(path):
    found = list(unscoped(ast.parse(path.read_text(encoding="utf-8"))))
    assert not found, (
        f"{name_of(path)}: {'; '.join(found)}. Give it `viewer` or `partition`, or a leading "
        "underscore if only functions that have one call it."
    )


def test_the_guard_sees_what_it_must():
    tree = ast.parse("def a(x): return Person.objects.all()\ndef b(viewer): Person.objects.all()")
    assert list(unscoped(tree)) == ["a (Person)"]
    assert [model for _, model in managers(ast.parse("User._default_manager.get()"))] == ["User"]
