"""The names package as others import it."""

import subprocess
import sys

import pytest

from wayhome.engines import names


def test_importing_is_light():
    loaded = "import sys, wayhome.engines.names; print(' '.join(sys.modules))"
    modules = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"numba", "polars", "numpy"} & set(modules)


def test_every_public_name_is_there():
    for name in names.__all__:
        assert getattr(names, name) is not None
    with pytest.raises(AttributeError):
        _ = names.no_such_name
