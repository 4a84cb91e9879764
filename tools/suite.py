"""`make test`: the whole suite on SQLite, then on PostgreSQL, where one answers, all that can differ there.

Which those are is one rule, in tests/passes.py; the second pass says how many it left out.
PostgreSQL is looked for at YIDAN_TEST_POSTGRES, else at localhost:5432. YIDAN_REQUIRE=browser,postgres (CI)
turns "not there, so not tested" into a failure. Further arguments go to pytest.
"""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg

NOTHING_LEFT = 5  # pytest's word for it: of the tests asked for, none stands on the database
USUAL = "postgres://postgres@127.0.0.1:5432/yidan"


def answering(url: str) -> str | None:
    """Why no PostgreSQL answers at this address; None when one does."""
    server = urlsplit(url)._replace(path="/postgres").geturl()
    try:
        psycopg.connect(server, connect_timeout=5).close()
    except psycopg.OperationalError as refusal:
        return str(refusal).strip().splitlines()[-1]
    return None


def suite(title: str, environment: dict[str, str], arguments: list[str]) -> int:
    """One pass of pytest; its closing line is the last thing printed."""
    print(f"== {title}", flush=True)
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", "-q", *arguments]
    # Kept bytecode: the second pass and each process that a test starts need not compile all anew.
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""} | environment
    return subprocess.run(command, env=environment, check=False).returncode


def main(arguments: list[str]) -> int:
    """Run both passes; the first failure decides the exit status, but the second pass is run all the same."""
    required = "postgres" in os.environ.get("YIDAN_REQUIRE", "")
    url = os.environ.get("YIDAN_TEST_POSTGRES") or USUAL
    refusal = answering(url)
    if refusal and required:
        print(f"yidan: YIDAN_REQUIRE names postgres, but none answers: {refusal}", file=sys.stderr)
        return 1
    print(f"PostgreSQL does not answer, so the second pass is left out: {refusal}" if refusal else "", flush=True)
    # Races that only PostgreSQL shows wait for the second pass.
    codes = [suite("SQLite", {"DATABASE_URL": ""}, ["-m", "not postgres", *arguments])]
    if not refusal:
        # A database of this run's own: another run on the same server must not drop it under us.
        own = urlsplit(url)._replace(path=f"{urlsplit(url).path}_{os.getpid()}").geturl()
        code = suite("PostgreSQL", {"DATABASE_URL": own}, ["--second-pass", *arguments])
        codes.append(0 if code == NOTHING_LEFT else code)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
