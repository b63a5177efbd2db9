"""What holds for every test: one set of tables; no clock; what takes long to make is made once.

A run without a browser says so, loudly.
"""

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from chromium import chromium_path
from tables import Tables

TOGETHER = ("tests/browser/", "tests/cli/test_kinship_command.py", "tests/examples/")
"""Where tests share what takes long to make: each of these is one process's."""

# How long an example takes says how busy the machine is.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


class ByTest(LoadScopeScheduling):
    """Gives each test to whichever process is free: those that stay together first."""

    def _split_scope(self, nodeid):
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


def pytest_xdist_make_scheduler(config, log):
    return ByTest(config, log)


@pytest.fixture(scope="session")
def tables(pytestconfig, tmp_path_factory, worker_id, testrun_uid):
    """The tables of a register, which every process of the run copies."""
    if cache := getattr(pytestconfig, "cache", None):
        folder = cache.mkdir("tables")
    else:
        own = tmp_path_factory.getbasetemp()
        folder = own if worker_id == "master" else own.parent
    made = Tables(folder, testrun_uid[:8])
    yield made
    made.forget()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, tables, django_db_blocker
):
    with django_db_blocker.unblock():
        tables.begin()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, tables, django_db_blocker):
    with django_db_blocker.unblock():
        tables.end()


def pytest_terminal_summary(terminalreporter):
    if chromium_path() is None:
        terminalreporter.write_sep("!", "THE BROWSER TESTS WERE SKIPPED", red=True, bold=True)
        terminalreporter.write_line(
            "There is no Chromium here. Install one, or set CHROMIUM=/path, and run them again.",
            red=True,
        )
