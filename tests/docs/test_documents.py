"""The documents stay true: links lead somewhere, commands exist, outputs are what is printed."""

import importlib.util
import re
import shlex
import tomllib
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest
import typer

import wayhome.cli
from wayhome.engines import linkage
from wayhome.files import read_list
from wayhome.files.report import message

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def anchors_of(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    bare = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in bare}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page):
    prose = re.sub(r"```.*?```", "", text_of(page), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if re.match(r"https?:", target):
            continue
        path, _, anchor = target.partition("#")
        goal = (page.parent / path).resolve() if path else page
        assert goal.exists(), target
        assert not anchor or anchor in anchors_of(goal), target


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_parse(page):
    commands = typer.main.get_command(wayhome.cli.app).commands
    lines = "".join(CONSOLE.findall(text_of(page))).splitlines()
    for line in lines:
        called = line.removeprefix("$ ")
        if called.startswith("wayhome "):
            program, *arguments = shlex.split(called)[1:]
            command = commands[program]
            if hasattr(command, "commands"):  # a group, as `wayhome ledger`; `plan FILE` makes one
                named = arguments[0] in command.commands
                command = command.commands[arguments.pop(0) if named else "make"]
            command.make_context(program, arguments)  # raises what the user would be told


def test_the_list_of_commands_tells_each_whole():
    commands = typer.main.get_command(wayhome.cli.app).commands
    for name, command in commands.items():
        assert command.get_short_help_str(limit=60)[-3:] != "...", name  # of a line of 80


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_make_targets_exist(page):
    made = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    asked = re.findall(r"^(?:\$ )?make (\w+)", "".join(CONSOLE.findall(text_of(page))), re.M)
    assert set(asked) <= made


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_pages_speak_of_no_machine(page):
    assert not re.search(r"/(root|work|tmp|opt)/|localhost", text_of(page))


def test_first_screen_names_the_two_commands():
    first_screen = text_of(ROOT / "README.md").partition("## What it does")[0]
    for wanted in ("make demo", "make test", "pip install wayhome", "wayhome match ", "report.png"):
        assert wanted in first_screen


def test_reference_is_what_the_code_says():
    for name, text in script("generate_reference").pages().items():
        committed = text_of(ROOT / "docs/reference" / name)
        assert committed == text, f"{name} is old: run docs/generate_reference.py."


@pytest.mark.parametrize("name", script("fill_outputs").PAGES)
def test_outputs_are_what_is_printed(name):
    committed = text_of(ROOT / name)
    assert committed == script("fill_outputs").filled(name), "Run docs/fill_outputs.py."
    assert "Traceback" not in committed


@pytest.mark.parametrize("page", DECISIONS, ids=name_of)
def test_decisions_have_three_parts_on_one_page(page):
    parts = re.findall(r"^## (.+)$", text_of(page), re.MULTILINE)
    assert parts == ["Context", "Decision", "Consequences"]
    assert text_of(page).startswith(f"# {page.name[:4]} ")
    assert len(text_of(page).split()) < 500
    assert f"({page.name})" in text_of(ROOT / "docs/decisions/index.md")


def test_pages_quote_the_report_in_its_own_words():
    """Names of sections in bold, in the tutorial and the how-to, are those of the report."""
    said = text_of(ROOT / "src/wayhome/resources/messages/en.tsv").partition("\n")[2]
    values = [line.split("\t")[1] for line in said.splitlines() if "\t" in line]
    for name in ("tutorial/first-reconciliation.md", "how-to/own-columns-and-encodings.md"):
        for quoted in re.findall(r"\*\*(.+?)\*\*", text_of(ROOT / "docs" / name)):
            assert any(value.startswith(quoted) for value in values), quoted


def test_fields_and_files_of_the_reference_have_messages():
    page = text_of(ROOT / "docs/reference/match.md")
    assert message("file.run.json", "en") in page
    assert all(f"`{field}`" in page for field in linkage.PART_FIELDS)


@pytest.fixture(scope="module")
def examples():
    """The pairs of the example lists by the rows of their files, with what is true of them."""
    sought = read_list(ROOT / "examples/sought.csv").entries
    held = read_list(ROOT / "examples/held.csv").entries
    pairs = linkage.link(sought, held).pairs
    rows = {"line_a": pl.UInt32, "line_b": pl.UInt32}
    truth = pl.read_csv(ROOT / "examples/truth.csv", schema_overrides=rows)
    lines = pairs.with_columns(
        line_a=sought["line"].gather(pairs["row_a"]), line_b=held["line"].gather(pairs["row_b"])
    )
    return lines.join(truth, on=["line_a", "line_b"], how="left")


def test_tutorial_tells_the_truth_about_its_pairs(examples):
    named = {
        (row["line_a"], row["line_b"]): (row["zone"], row["reason"])
        for row in examples.iter_rows(named=True)
    }
    assert named[41, 65] == ("match", "clear")
    assert named[65, 2] == ("review", "name_and_year")
    assert set(examples.filter(zone="match")["truth"]) == {"same"}


def test_explanation_tells_the_truth_about_its_numbers():
    page = text_of(ROOT / "docs/explanation/how-sure-is-a-match.md")
    parts = re.findall(r"^\w+ +([+-]\d+\.\d\d)  \w+$", page, re.MULTILINE)
    total = re.search(r"^together +([+-]\d+\.\d\d)$", page, re.MULTILINE)
    assert total
    assert sum(map(float, parts)) == pytest.approx(float(total[1]), abs=0.06)
    strangers, reported = map(
        float, re.findall(r"^(?:against strangers|as reported) +(\d\.\d\d)", page, re.MULTILINE)
    )
    assert strangers > 0.9 > reported + 0.4  # a twin is not a stranger
    assert len(re.findall(r"^line 90\d: .*  review, ", page, re.MULTILINE)) == 2


def test_hooks_fetch_nothing():
    hooks = text_of(ROOT / ".pre-commit-config.yaml")
    assert re.findall(r"repo: (\S+)", hooks) == ["local"]


def test_version_stands_in_the_changelog():
    version = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]["version"]
    assert version in text_of(ROOT / "CHANGELOG.md")
