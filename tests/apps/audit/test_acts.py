"""Every service that changes something leads to an entry of the history, with a sentence for it."""

import ast
from pathlib import Path

import pytest

import wayhome.apps
from wayhome.apps.audit.selectors.history import SENTENCES

APPS = Path(wayhome.apps.__file__).parent
MODULES = {path: ast.parse(path.read_text("utf-8")) for path in sorted(APPS.rglob("*.py"))}
SERVICES = [path for path in MODULES if "services" in path.parts]
# Verbs that change nothing a person decides, or whose caller tells of it.
TELLS_ELSEWHERE = {
    "_number": "it numbers what was told",
    "_rewrap_batch": "its caller tells of all batches together",
    "recluster": "who judges tells which persons came of it",
    "take_leases": "who has a pair open is no decision",
}


def functions():
    """Every function of the apps: name, path, node."""
    for path, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield node.name, path, node


def called(node):
    """The names of what a piece of code calls."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call):
            yield getattr(each.func, "id", getattr(each.func, "attr", ""))


BODIES: dict[str, list[ast.FunctionDef]] = {}
for name, _path, node in functions():
    BODIES.setdefault(name, []).append(node)


def leads_to_record(name, seen=()):
    if name == "record":
        return True
    return any(
        leads_to_record(each, (*seen, name))
        for body in BODIES.get(name, [])
        for each in set(called(body))
        if each not in seen and each != name
    )


def is_atomic(node):
    return any(ast.unparse(each).startswith("transaction.atomic") for each in node.decorator_list)


VERBS = sorted(
    f"{path.relative_to(APPS)}:{name}"
    for name, path, node in functions()
    if path in SERVICES and is_atomic(node)
)


def test_there_are_verbs():
    assert len(VERBS) > 30


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_leads_to_an_entry(verb):
    name = verb.rpartition(":")[2]
    assert name in TELLS_ELSEWHERE or leads_to_record(name), (
        f"{verb} is a transaction and writes nothing into the history. Call record in it."
    )


def constants(value):
    """The strings that an expression may be."""
    if isinstance(value, ast.Constant):
        return {value.value}
    if isinstance(value, ast.IfExp):
        return constants(value.body) | constants(value.orelse)
    return set()


def acts():
    """Every act that is recorded: told at once, or through a function that takes it."""
    found, by_parameter = set(), set()
    for name, path, node in functions():
        for call in (each for each in ast.walk(node) if isinstance(each, ast.Call)):
            if getattr(call.func, "id", "") != "record":
                continue
            (act,) = (word.value for word in call.keywords if word.arg == "act")
            given = constants(act)
            found |= given
            if not given:
                by_parameter.add((name, path, ast.unparse(act)))
    for name, path, parameter in by_parameter:
        tree = MODULES[path]  # such a function serves its own module
        (body,) = (each for each in BODIES[name] if each in set(ast.walk(tree)))
        names = [each.arg for each in (*body.args.posonlyargs, *body.args.args)]
        passed = set()
        for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
            if getattr(call.func, "id", getattr(call.func, "attr", "")) != name:
                continue
            by_name = [word.value for word in call.keywords if word.arg == parameter]
            by_place = call.args[names.index(parameter) :][:1] if parameter in names else []
            for value in (*by_name, *by_place):
                passed |= constants(value)
        assert passed, f"What {name} records as {parameter} is not written anywhere."
        found |= passed
    return found


def test_every_act_has_a_sentence_and_every_sentence_an_act():
    told = acts()
    assert told - SENTENCES.keys() == set(), "Add a sentence to selectors/history/sentences.py."
    assert SENTENCES.keys() - told == set(), "Nobody records these acts any more."
