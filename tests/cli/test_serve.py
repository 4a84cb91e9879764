"""`yidan serve`: it answers, works beside, and ends; the port must be free."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

import pytest

from tests.cli.conftest import YIDAN
from tests.conftest import move_in


@pytest.fixture
def port():
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str) -> int:
    """The status of the first answer."""
    for _attempt in range(600):
        try:
            return urllib.request.urlopen(url, timeout=10).status
        except urllib.error.HTTPError as answer:
            return answer.code
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"no answer from {url}")


def test_serve_answers_says_where_and_ends_when_told(tmp_path, port):
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("YIDAN_", "DATABASE"))}
    home = move_in(tmp_path / "home")
    environment = inherited | {"YIDAN_HOME": str(home), "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
    server = subprocess.Popen(
        [str(YIDAN), "serve", "--port", str(port)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        assert wait_for(f"http://127.0.0.1:{port}/account/login/") == 200
        assert server.stdout.readline().decode().startswith(f"一单  http://127.0.0.1:{port}/")
        second = subprocess.run(
            [str(YIDAN), "serve", "--port", str(port)], env=environment, capture_output=True, text=True, check=False
        )
        assert (second.returncode, second.stderr.count("\n")) == (1, 1)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
