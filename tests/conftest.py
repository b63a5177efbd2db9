"""What holds for every test: a run without a browser says so at the end, loudly."""

from chromium import chromium_path


def pytest_terminal_summary(terminalreporter):
    if chromium_path() is None:
        terminalreporter.write_sep("!", "THE BROWSER TESTS WERE SKIPPED", red=True, bold=True)
        terminalreporter.write_line(
            "There is no Chromium here. Install one, or set CHROMIUM=/path, and run them again.",
            red=True,
        )
