"""Without the extra `web`, matching works, and the register says what to install."""
# ruff: noqa: F401, F811  fixtures are imported, then named as arguments

import pytest
from operating import wayhome

WITHOUT = """
import importlib.util, sys
from wayhome.cli import opening
found = importlib.util.find_spec
opening.find_spec = lambda name: None if name in opening.WEB else found(name)
for name in opening.WEB: sys.modules[name] = None
from wayhome.cli import main; main()
"""


@pytest.mark.parametrize(
    "command",
    [
        ["serve"],
        ["demo"],
        ["doctor"],
        ["ledger", "verify"],
        ["rotate-keys"],
        ["backup-key", "key"],
    ],
)
def test_the_register_says_what_to_install(wayhome, command, tmp_path):
    done = wayhome(*command, code=WITHOUT, data=tmp_path / "register")
    assert (done.returncode, done.stdout) == (2, "")
    assert "`pip install wayhome[web]`" in done.stderr
    assert not (tmp_path / "register").exists()


def test_matching_needs_none_of_it(wayhome, tmp_path):
    done = wayhome("match", "--help", code=WITHOUT, data=tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_register_that_is_not_there_is_not_made(wayhome, tmp_path):
    done = wayhome("ledger", "verify", data=tmp_path / "none", DATABASE_URL="")
    assert done.returncode == 2
    assert "There is no register" in done.stderr
    assert not (tmp_path / "none").exists()
