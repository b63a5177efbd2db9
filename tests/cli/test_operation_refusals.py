"""What the commands of the register refuse, they refuse in the user's language."""

import ast
from pathlib import Path

import pytest
from typer.testing import CliRunner

import wayhome
from wayhome.cli import app
from wayhome.files.messages import LANGUAGES, message

SOURCES = Path(wayhome.__file__).parent
MODULES = sorted(p for room in ("cli", "web") for p in (SOURCES / room).rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SOURCES)))
def test_no_refusal_is_a_sentence_in_one_language(module):
    raised = [
        n.exc for n in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(n, ast.Raise)
    ]
    bare = [
        ast.unparse(one)
        for one in raised
        if isinstance(one, ast.Call)
        and isinstance(one.func, ast.Name)
        and one.func.id.startswith("Cannot")
    ]
    assert not bare, "use `refuse` with a code of resources/messages"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_register_that_is_not_there_is_told_in_the_language_of_the_environment(
    lang, tmp_path, monkeypatch
):
    monkeypatch.setenv("LC_ALL", f"{lang}_XX.UTF-8")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    nowhere = tmp_path / "nowhere"
    asked = ["export", str(tmp_path / "out"), "--all", "--data", str(nowhere)]
    told = CliRunner().invoke(app, asked)
    assert told.exit_code == 2
    said = " ".join(told.output.split())
    assert message("refusal.register_none_in", lang, folder=str(nowhere)) in said
