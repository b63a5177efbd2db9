"""What holds for every test: one set of tables; a run without a browser says so, loudly."""

import pytest

from chromium import chromium_path
from tables import Tables


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
