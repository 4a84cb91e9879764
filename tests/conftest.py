"""What every test stands on: the database of this pass, a home of its own, the shared data, a real browser.

`YIDAN_REQUIRE=browser,postgres` (CI) turns "not there" into a failure instead of a skip.
"""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings

# Scenes that rooms make for their own tests and for those of the faces: each fixture has a name of its own.
pytest_plugins = [
    "tests.passes",
    "tests.cast",
    "tests.approvals.site",
    "tests.assessment.scene",
    "tests.enterprises.scene",
    "tests.evidence.bucket",
    "tests.evidence.scene",
    "tests.figures.scene",
    "tests.funds.scene",
    "tests.matters.scene",
    "tests.patrol.scene",
    "tests.watch.scene",
]

# No timed assertions: the machine may be busy. In CI the examples are the same each time; elsewhere they search on.
hypothesis.settings.register_profile(
    "house",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("house")

REQUIRED = {word.strip() for word in os.environ.get("YIDAN_REQUIRE", "").split(",") if word.strip()}
SHARED = Path(os.environ.get("YIDAN_SHARED") or Path(__file__).resolve().parents[2] / "shared")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A page is waited for as long as a busy machine may need: what is there is found at once, and only a failure waits.
PATIENCE_MS = 45_000
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def absent(what: str, reason: str) -> None:
    """Skip with a word, or fail where YIDAN_REQUIRE says that it must be there."""
    if what in REQUIRED:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory):
    """The YIDAN_HOME of this test process: kept files never land in the tree."""
    place = tmp_path_factory.mktemp("home")
    (place / "static").mkdir()
    settings.HOME = place
    settings.STORAGES["default"]["OPTIONS"]["location"] = place / "files"
    settings.STATIC_ROOT = place / "static"
    # Hashing a password properly takes a tenth of a second, and every log-in of every test would pay it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return place


def migrated() -> Path:
    """Where the empty, migrated SQLite database of this state of the migrations is kept between runs.

    Migrating takes eight seconds and every call of pytest would pay them. The name is the digest of all that decides.
    """
    root = Path(__file__).resolve().parents[1]
    decisive = [*sorted((root / "yidan/migrations").glob("*.py")), root / "requirements.lock", Path(sqlite3.__file__)]
    digest = hashlib.sha256(sqlite3.sqlite_version.encode())
    for path in decisive:
        digest.update(path.name.encode() + path.read_bytes())
    return Path(tempfile.gettempdir()) / f"yidan-tests-{os.getuid()}" / f"{digest.hexdigest()[:24]}.sqlite3"


def move_in(home: Path) -> Path:
    """A home for `yidan` as a process of its own, its empty SQLite database migrated where we have one kept.

    Migrating takes each process fifteen seconds of CPU; test_frame.py sees that the first command does it.
    """
    home.mkdir(mode=0o700)
    if (kept := migrated()).exists():
        shutil.copyfile(kept, home / "yidan.sqlite3")
    return home


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, home):
    """SQLite is tested in a file, as it is used: threads then meet the locks that users meet."""
    from django.db import connections

    test = connections.settings["default"]
    if test["ENGINE"].endswith("sqlite3"):
        own = home / "test.sqlite3"
        test["TEST"]["NAME"] = str(own)
        if (kept := migrated()).exists():
            shutil.copyfile(kept, own)
    else:  # nobody needs this database after a power cut
        test["OPTIONS"]["options"] += " -c synchronous_commit=off"


@pytest.fixture(scope="session")
def django_db_keepdb(request, home) -> bool:
    """A SQLite database lies in this process's own home: what was laid there is meant, and goes with the home."""
    return "sqlite" in settings.DATABASES["default"]["ENGINE"] or request.config.option.reuse_db


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Keep a copy of a newly migrated SQLite database for the next run.

    Where no chosen test says `django_db`, pytest-django makes no database, and this would be the developer's own.
    """
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    if name != str(connection.settings_dict["TEST"]["NAME"]) and not name.startswith("test_"):
        pytest.exit("these tests alone make no database of their own; choose one marked django_db with them", 3)
    kept = migrated()
    if connection.vendor == "sqlite" and not kept.exists():
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        mine = kept.with_suffix(f".{os.getpid()}")
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(mine)])
        mine.replace(kept)
    yield
    if connection.vendor == "sqlite":
        connection.close()


@pytest.fixture(autouse=True)
def _postgres_marker(request):
    """Tests marked `postgres` need it."""
    if request.node.get_closest_marker("postgres") and "postgres" not in settings.DATABASES["default"]["ENGINE"]:
        absent("postgres", "needs PostgreSQL: DATABASE_URL=postgres://…, or make test")


@pytest.fixture(autouse=True)
def _chinese():
    """Each test starts in the office's language, whatever the one before switched to."""
    from django.utils import translation

    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _nothing_kept():
    """No answer outlives its test: after a rollback the journal's numbers, which answers are kept by, come again.

    Nor does another test's simulated city lend this one its clock.
    """
    from django.core.cache import cache

    from yidan.web import instance

    cache.clear()
    instance.forget()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data (MANIFEST.md in it): YIDAN_SHARED, else ../shared beside the repository."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"no shared data at {SHARED} (YIDAN_SHARED)")
    return SHARED


@pytest.fixture(scope="session")
def browser():
    """A real Chromium, Debian's, driven through playwright; one for all tests of the process."""
    executable = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if executable is None:
        absent("browser", "no Chromium on the PATH: apt-get install chromium")
    import playwright
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    require_node(Path(playwright.__file__).parent / "driver" / "node")
    # Playwright's loop runs in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=executable, args=BROWSER_ARGUMENTS, timeout=60_000)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def require_node(bundled: Path) -> None:
    """The Node in playwright's wheel needs libatomic1, which a bare Debian lacks: then the one of make setup serves."""
    if "PLAYWRIGHT_NODEJS_PATH" in os.environ or not bundled.exists():
        return
    if subprocess.run([bundled, "--version"], capture_output=True, check=False).returncode:
        own = Path(sys.executable).parent
        if node := shutil.which("node", path=f"{own}{os.pathsep}{os.environ.get('PATH', '')}"):
            os.environ["PLAYWRIGHT_NODEJS_PATH"] = node


@pytest.fixture
def page(browser):
    """A fresh window of a desktop, Chinese and in Beijing's time.

    After the test it fails if any page asked anything of another host or threw an error in a script.
    """
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai", accept_downloads=True
    )
    context.set_default_timeout(PATIENCE_MS)
    window = context.new_page()
    outside: list[str] = []
    errors: list[str] = []
    context.on("request", lambda request: None if is_ours(request.url) else outside.append(request.url))
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield window
    context.close()
    assert outside == [], "a page made requests to another host"
    assert errors == [], "a script failed in the browser"


def is_ours(url: str) -> bool:
    """Whether a request stays with the server under test (or needs no server)."""
    return url.startswith(("http://localhost:", "http://127.0.0.1:", "data:", "blob:", "about:"))
