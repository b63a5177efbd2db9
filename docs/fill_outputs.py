"""Run the commands and the Python shown in the documents, and fill in what they print.

    uv run python docs/fill_outputs.py

In a `console` block, lines that begin with `$ ` are run and the lines below them are replaced. In a
`python` block that is followed by a `text` block, the `text` is replaced by what the Python prints.
A page's blocks are run in order, in one folder that holds `examples/` and the page's own lists.
A test fails when a committed page differs from what this script makes.
"""

import contextlib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import wayhome.cli

ROOT = Path(__file__).parent.parent
PAGES = (
    "README.md",
    "docs/tutorial/first-reconciliation.md",
    "docs/tutorial/whose-relative.md",
    "docs/how-to/own-columns-and-encodings.md",
    "docs/how-to/judge-and-match-again.md",
    "docs/how-to/check-a-list.md",
    "docs/how-to/verify-a-plan.md",
    "docs/explanation/how-sure-is-a-match.md",
    "docs/explanation/what-the-history-proves.md",
)
HOME = "/home/you/wayhome"  # how the folder is called on the pages
TERMINAL = {"LC_ALL": "C.UTF-8", "COLUMNS": "80"}  # on which the pages' commands are run
BLOCK = re.compile(
    r"```console\n(?P<console>.*?)```|```python\n(?P<python>.*?)```(?:\n\n```text\n(?P<text>.*?)```)?",
    re.DOTALL,
)
NOT_RUN = ("make", "pip", "git", "cd", "uv")  # they set up the machine


def main() -> None:
    """Fill in every page."""
    for name in PAGES:
        (ROOT / name).write_text(filled(name), encoding="utf-8", newline="\n")


def filled(name: str) -> str:
    """The text of a page with every output as it is now."""
    text = (ROOT / name).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room).resolve()
        shutil.copytree(ROOT / "examples", folder / "examples")
        for lists in (ROOT / name).parent.glob("lists"):
            shutil.copytree(lists, folder / "lists")
        known: dict[str, object] = {"__name__": "__page__"}
        return BLOCK.sub(lambda block: _fill(block, folder, known), text)


def _fill(block: re.Match[str], folder: Path, known: dict[str, object]) -> str:
    if block["console"] is not None:
        return f"```console\n{_console(block['console'], folder)}```"
    printed = run_python(block["python"], folder, known)
    if block["text"] is None:
        return block[0]
    return f"```python\n{block['python']}```\n\n```text\n{printed}```"


def run_python(code: str, folder: Path, known: dict[str, object]) -> str:
    """What the code prints, run in the folder with the names known so far."""
    printed = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        exec(compile(code, "page", "exec"), known)  # noqa: S102 - our own pages
    return printed.getvalue()


def _console(shown: str, folder: Path) -> str:
    """A console block with its outputs; a block without `$ ` is commands to copy, left alone."""
    commands = [line for line in shown.splitlines() if line.startswith("$ ")]
    if not commands or all(command.split()[1] in NOT_RUN for command in commands):
        return shown
    return "".join(f"{command}\n{run_command(command[2:], folder)}" for command in commands)


def run_command(command: str, folder: Path) -> str:
    """What a command prints on both streams: `wayhome`, `cat`, `head -n`, `ls`."""
    program, *arguments = shlex.split(command)
    said = _PROGRAMS[program](arguments, folder)
    for real in (folder.as_uri(), str(folder)):
        said = said.replace(real, f"file://{HOME}" if real.startswith("file:") else HOME)
    return said if said.endswith("\n") or not said else said + "\n"


def _wayhome(arguments: list[str], folder: Path) -> str:
    """Run in this process, where compiled code and tables are loaded once for all pages."""
    printed = io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["wayhome", *arguments]),
        mock.patch.dict(os.environ, TERMINAL),
        contextlib.chdir(folder),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        contextlib.suppress(SystemExit),
    ):
        wayhome.cli.main()
    # The bar leaves a blank line where there is no terminal to wipe it from.
    return printed.getvalue().strip("\n") + "\n"


def _cat(arguments: list[str], folder: Path) -> str:
    return "".join((folder / name).read_text(encoding="utf-8-sig") for name in arguments)


def _ls(arguments: list[str], folder: Path) -> str:
    return "".join(f"{p.name}\n" for name in arguments for p in sorted((folder / name).iterdir()))


def _head(arguments: list[str], folder: Path) -> str:
    _, count, name = arguments  # head -n COUNT FILE
    return "".join(_cat([name], folder).splitlines(keepends=True)[: int(count)])


_PROGRAMS: dict[str, Callable[[list[str], Path], str]] = {
    "wayhome": _wayhome,
    "cat": _cat,
    "head": _head,
    "ls": _ls,
}


if __name__ == "__main__":
    main()
