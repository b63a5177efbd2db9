"""No process of the web server outlives the one that started it, not even when that is killed."""

import subprocess
import sys

import pytest

MAIN = """
import multiprocessing, time
from wayhome.web.serving.parent import end_with_parent

def work():
    end_with_parent()
    print("at work", flush=True)
    time.sleep(5)
    print("left behind", flush=True)

if __name__ == "__main__":
    end_with_parent()  # nothing of ours started this one
    multiprocessing.Process(target=work).start()
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a killed process closes its pipes otherwise")
def test_a_worker_ends_when_the_server_that_started_it_is_killed(tmp_path):
    script = tmp_path / "main.py"
    script.write_text(MAIN, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE) as server:
        assert server.stdout.readline() == b"at work\n"
        server.kill()
        # The worker holds the other end: its output ends when it does.
        assert server.stdout.read() == b""
