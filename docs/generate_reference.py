"""Write the reference pages from the code.

    uv run python docs/generate_reference.py

`docs/reference/match.md` from the command's options, `docs/reference/fields.md` from the fields of
the linkage engine. A test fails when a committed page differs from what this script writes.
"""

import csv
import re
import types
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args, get_origin

import typer

import wayhome.cli
from wayhome.engines.linkage import FIELDS, PART_FIELDS, SHOWN_ONLY, Finding, Kind, Reason, Zone
from wayhome.engines.linkage.comparisons import COMPARISONS
from wayhome.engines.linkage.linking import NEVER_PAIRED
from wayhome.files import Judgement, Limits, Severity
from wayhome.files.report import message
from wayhome.files.report.tables import FIRST_COLUMNS, PAIR_COLUMNS, ROW_COLUMN, SENTENCE_COLUMN

HERE = Path(__file__).parent / "reference"
MADE = "<!-- Written by docs/generate_reference.py. Change the code, then run it. -->"
LANGUAGES = {"en": "English", "uk": "Ukrainian", "ru": "Russian", "ar": "Arabic"}
OF_HEADINGS = LANGUAGES | {"he": "Hebrew"}


def main() -> None:
    """Write every page."""
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")


def pages() -> dict[str, str]:
    """File name and text of each generated page."""
    return {
        "match.md": match_page(),
        "fields.md": fields_page(),
        "commands.md": commands_page(),
    }


def commands_page() -> str:
    """Every other command with its arguments and options."""
    commands = typer.main.get_command(wayhome.cli.app).commands
    described = [
        part
        for name, command in sorted(_commands(commands))
        if name != "match"
        for part in _described(name, command)
    ]
    return _page(
        "# Commands",
        "Every command but [`wayhome match`](match.md), which has a page of its own. All end with"
        " 0 if they did what they say, with 2 and a sentence if they could not.",
        *described,
    )


def _commands(commands: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, command in commands.items():
        if command.hidden:
            continue
        if inside := getattr(command, "commands", None):
            yield from _commands(inside, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


def _described(name: str, command: Any) -> Iterator[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    usage = " ".join(
        ["wayhome", name, *(["[OPTIONS]"] if options else []), *map(_usage, arguments)]
    )
    yield f"## `wayhome {name}`"
    yield command.help
    yield f"```text\n{usage}\n```"
    if arguments:
        yield _table(
            ("Argument", "Meaning"), ((f"`{a.name.upper()}`", _sentence(a)) for a in arguments)
        )
    if options:
        yield _table(
            ("Option", "Value", "Default", "Meaning"),
            ((_names(o), _value(o), _default(o), _sentence(o)) for o in options),
        )


def match_page() -> str:
    """The command: arguments, options, exit codes, files."""
    command = typer.main.get_command(wayhome.cli.app).commands["match"]
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    usage = " ".join(_usage(argument) for argument in arguments)
    return _page(
        "# `wayhome match`",
        command.help,
        f"```text\nwayhome match [OPTIONS] {usage}\n```",
        "## Arguments",
        _table(("Argument", "Meaning"), ((f"`{a.name.upper()}`", a.help) for a in arguments)),
        "## Options",
        _table(
            ("Option", "Value", "Default", "Meaning"),
            ((_names(o), _value(o), _default(o), _sentence(o)) for o in options),
        ),
        "Which names `--map` takes for FIELD: see [fields](fields.md). Without `--lang` the"
        " language is that of the environment (`LC_ALL`, `LC_MESSAGES`, `LANG`), if reports are"
        " written in it, else English.",
        "## Exit codes",
        _table(("Code", "Meaning"), _exit_codes()),
        "## Files written",
        "All go into the folder of `--out`. Files of these names are replaced together or not at"
        " all; others are left alone. CSV files are UTF-8 with a byte order mark, delimited by"
        " commas.",
        _table(("File", "Holds"), [("`report.html`", "the report, to read and print"), *_files()]),
        "With `--save-mappings` also `mapping_sought.json` and `mapping_held.json`.",
        "### Columns of `matches.csv`, `matches.xlsx` and `review.csv`",
        _table(("Column", "Meaning"), _pair_columns()),
        "Fields *F* that may have a weight: "
        + ", ".join(f"`{field}`" for field in (*PART_FIELDS, "name_order"))
        + ", and those of your own (`text:…`, `code:…`, `date:…`). The workbook has a second sheet,"
        " `key`, that explains every column and code.",
        "### The file of `--judgements`",
        "CSV or a workbook with the columns `line_a`, `line_b` and `judgement`, such as a"
        " `review.csv` that was filled in. Rows without a judgement are passed over. Case does not"
        " matter.",
        _table(("Judgement", *LANGUAGES.values()), _judgement_words()),
        "### Columns of `unmatched_a.csv` and `unmatched_b.csv`",
        "`line`, the row in the source file, then every column of the source (not with"
        " `--no-names`).",
        "### Columns of `errors_a.csv` and `errors_b.csv`",
        "Every column of the source (not with `--no-names`), then"
        f" `{ROW_COLUMN}`, the row in the source file (0: the whole file or column), and"
        f" `{SENTENCE_COLUMN}`, what is wrong and what became of it.",
        _table(
            ("What became of it", ""),
            ((f"`{s}`", message(f"severity.{s}", "en")) for s in Severity),
        ),
        "## Zones and reasons",
        _table(("Zone", "In the report"), ((f"`{z}`", message(f"zone.{z}", "en")) for z in Zone)),
        _table(
            ("Reason", "In the report"),
            ((f"`{r}`", message(f"reason.{r}", "en")) for r in Reason),
        ),
        "## Limits",
        _table(("Limit", "Value"), _limits()),
        "A file beyond a limit is refused with a sentence and exit code 2.",
    )


def fields_page() -> str:
    """The fields, how each is compared, and which headings lead to it."""
    return _page(
        "# Fields",
        "What a column of a list can hold, in the words of the register. A column is mapped to a"
        " field by its heading, by its content, or by `--map FIELD=HEADER`.",
        _table(("Field", "In the report", "Kind", "Compared"), map(_field_row, FIELDS)),
        "Fields of your own: `text:NAME`, `code:NAME`, `date:NAME`, where NAME is any word; both"
        " lists must use the same one. They are compared as their kind says.",
        "## How each kind is compared",
        _table(("Kind", "Comparison"), _kinds()),
        "A field that is not given on one side or both says nothing: its weight is 0.",
        "## What a comparison may find",
        _table(
            ("Finding", "In the report"),
            ((f"`{f}`", message(f"finding.{f}", "en")) for f in Finding),
        ),
        "## Headings that are known",
        "Case, blanks and punctuation do not matter, and near spellings are found too. Some of"
        " these words can mean two things; then the cells and the neighbours of the column decide."
        " All of them stand in [`headers.tsv`](../../src/wayhome/resources/columns/headers.tsv).",
        *_headings(),
    )


def _field_row(field: str) -> tuple[str, ...]:
    if field in SHOWN_ONLY:
        compared = "no, only shown"
    elif field == "full_name":
        compared = "after it is read into its parts"
    elif field in NEVER_PAIRED:
        compared = "yes"
    else:
        compared = "if both lists have it"
    return f"`{field}`", message(f"field.{field}", "en"), f"`{FIELDS[field]}`", compared


def _kinds() -> Iterator[tuple[str, str]]:
    for kind in Kind:
        if kind is Kind.NAME:
            words = "Sound across scripts, the same name in other languages, slips, initials, in"
            yield f"`{kind}`", f"{words} any order of the parts."
        elif kind is Kind.DATE:
            words = "Birth dates: swapped day and month, one digit, one day, partial dates."
            yield f"`{kind}`", f"{words} Others: {_first_line(COMPARISONS[kind])}"
        else:
            yield f"`{kind}`", _first_line(COMPARISONS[kind])


def _headings() -> Iterator[str]:
    text = (files("wayhome") / "resources/columns/headers.tsv").read_text(encoding="utf-8")
    rows = csv.reader((r for r in text.splitlines() if r[:1] != "#"), delimiter="\t")
    found: dict[tuple[str, str], list[str]] = {}
    for meant, language, word in rows:
        for field in meant.split(","):
            found.setdefault((field, language), []).append(word)
    for field in FIELDS:
        said = [
            f"- {name}: {'; '.join(sorted(found[field, language]))}"
            for language, name in OF_HEADINGS.items()
            if (field, language) in found
        ]
        yield f"### `{field}`\n\n" + "\n".join(said)


def _exit_codes() -> Iterator[tuple[str, str]]:
    said = " ".join((wayhome.cli.__doc__ or "").split()).partition("Exit codes: ")[2]
    for clause in said.partition(". ")[0].split("; "):
        code, _, meaning = clause.partition(" ")
        yield f"`{code}`", meaning
    yield "other", "a fault of ours: please report it"


def _judgement_words() -> Iterator[tuple[str, ...]]:
    text = (files("wayhome") / "resources/columns/judgements.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line[:1] != "#"]
    for judgement in Judgement:
        said = (
            "; ".join(word for meant, spoken, word in rows if (meant, spoken) == (judgement, lang))
            for lang in LANGUAGES
        )
        yield f"`{judgement}`", *said


def _files() -> Iterator[tuple[str, str]]:
    text = (files("wayhome") / "resources/messages/en.tsv").read_text(encoding="utf-8")
    for name in re.findall(r"^file\.(\S+)\t", text, re.MULTILINE):
        yield f"`{name}`", message(f"file.{name}", "en")


def _pair_columns() -> Iterator[tuple[str, str]]:
    for column in (*FIRST_COLUMNS, *PAIR_COLUMNS):
        yield f"`{column}`", message(f"column.{column}", "en")
    yield "`weight_F`", "what field F adds to the weight"
    yield "`finding_F`", "what its comparison found, see [fields](fields.md)"
    yield "`a: HEADER`", "the line sought, every column as written (not with `--no-names`)"
    yield "`b: HEADER`", "the line held, likewise"


def _limits() -> Iterator[tuple[str, str]]:
    limits = Limits()
    yield "rows of a list", f"{limits.rows:,}"
    yield "columns of a list", f"{limits.columns:,}"
    yield "bytes of a file", f"{limits.file_bytes:,}"
    yield "bytes a workbook unpacks to", f"{limits.unpacked_bytes:,}"
    yield (
        "times its packed size a workbook unpacks to",
        f"{limits.unpacked_ratio:,}, above {limits.unpacked_free_bytes:,} bytes",
    )
    yield "seconds to parse a workbook or PFIF file", f"{limits.parser_seconds:,}"
    yield "bytes of memory to parse it (Linux, macOS)", f"{limits.parser_bytes:,}"


def _usage(argument: Any) -> str:
    name = argument.name.upper()
    return name if argument.required else f"[{name}]"


def _names(option: Any) -> str:
    # A flag that is off unless given needs no second name on the page.
    names = option.opts if option.default is not True else option.opts + option.secondary_opts
    return ", ".join(f"`{name}`" for name in names)


def _value(option: Any) -> str:
    if option.is_flag:
        return ""
    if option.metavar:
        return f"`{option.metavar}`"
    annotation = option.type_descriptor.annotation
    if get_origin(annotation) in (types.UnionType, list):
        annotation = next(a for a in get_args(annotation) if a is not type(None))
    if issubclass(annotation, Enum):
        return ", ".join(f"`{choice.value}`" for choice in annotation)
    return {Path: "path", float: "number", int: "whole number", str: "text"}[annotation]


def _default(option: Any) -> str:
    if option.is_flag or option.default is None:
        return ""
    value = option.default.value if isinstance(option.default, Enum) else option.default
    return f"`{value}`"


def _sentence(option: Any) -> str:
    return f"{option.help} May be given several times." if option.multiple else option.help


def _first_line(thing: object) -> str:
    return (thing.__doc__ or "").partition("\n")[0]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(c.replace('|', '&#124;') for c in row)} |" for row in lines)


def _page(*blocks: str) -> str:
    return "\n\n".join((MADE, *blocks)) + "\n"


if __name__ == "__main__":
    main()
