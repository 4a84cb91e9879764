"""The real server, as `yidan serve` starts it, on a port of its own: to be killed and started again."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from bench.phone import Phone

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "Yidan2020"
CAST = f"""
from yidan.web.cli import home
home.prepare()
from tests.cast import assemble
from yidan.people.models import Person
assemble()
for person in Person.objects.all():
    person.set_password({PASSWORD!r})
    person.save()
home.settle()
"""
COMMAND = [sys.executable, "-c", "from yidan.web.cli import main; main()"]


class Server:
    """An instance with the cast of tests, behind granian."""

    def __init__(self, home: Path, database: str = "") -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.home = home
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("YIDAN_", "DATABASE"))}
        self.environment = inherited | {"YIDAN_HOME": str(home), "LC_ALL": "C.UTF-8"}
        if database:
            self.environment["DATABASE_URL"] = database
        self.process: subprocess.Popen | None = None
        self.cookies: dict[str, str] = {}

    def fill(self) -> None:
        """The cast of tests, who can log in here."""
        command = [sys.executable, "-c", CAST]
        done = subprocess.run(command, env=self.environment, check=False, capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        """Start, and wait until it answers."""
        log = (self.home / "server.log").open("ab")
        command = [*COMMAND, "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, env=self.environment, stdout=log, stderr=log, start_new_session=True, cwd=self.home
        )
        for _attempt in range(600):
            try:
                self._ask("GET", "/account/login/")
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError((self.home / "server.log").read_text()[-2000:])

    def kill(self) -> None:
        """End it as a power cut would: every process of it at once, with -9."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def phone(self, username: str) -> Phone:
        """Logged in through the page; the session outlives a restart."""
        if username not in self.cookies:
            page = self._ask("GET", "/account/login/")
            token = SimpleCookie(page.headers["Set-Cookie"])["csrftoken"].value
            form = urlencode({"login": username, "password": PASSWORD, "csrfmiddlewaretoken": token})
            headers = {"Cookie": f"csrftoken={token}", "Content-Type": "application/x-www-form-urlencoded"}
            answer = self._ask("POST", "/account/login/", form, headers)
            found = SimpleCookie()
            for header in answer.headers.get_all("Set-Cookie") or ():
                found.load(header)
            self.cookies[username] = f"sessionid={found['sessionid'].value}"
        return Phone(self.port, self.cookies[username])

    def _ask(self, method: str, path: str, body: str | None = None, headers: dict | None = None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            answer.read()
            return answer
        finally:
            connection.close()
