"""Every setting in one file, from the environment only; the defaults run a laptop on SQLite.

What an office may change (days of the reporting calendar, thresholds) is not here
but in `yidan.kernel.parameters`, with its source.
"""

import json
import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("YIDAN_HOME", "var")).resolve()
DEBUG = os.environ.get("YIDAN_DEBUG") == "1"


def _secret_key() -> str:
    """Read the key of this home; a home without one (tests, builds) gets one for the process only."""
    if key := os.environ.get("YIDAN_SECRET_KEY"):
        return key
    path = HOME / "secret.key"
    return path.read_text().strip() if path.exists() else secrets.token_urlsafe(50)


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("YIDAN_HOSTS", "*").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("YIDAN_ORIGINS", "").split(",") if origin]
BEHIND_TLS = os.environ.get("YIDAN_TLS") == "1"

INSTALLED_APPS = [
    "yidan.apps.YidanConfig",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "template_partials",
    "django_htmx",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yidan.web.middleware.Squeeze",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "csp.middleware.CSPMiddleware",
    "yidan.web.idle.stay",
    "yidan.web.middleware.sign_in_required",
    "yidan.web.middleware.refusals",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "yidan.web.urls"
WSGI_APPLICATION = "yidan.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yidan.web.frame.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "yidan.web.templatetags.sentences",
                "django.templatetags.static",
                "yidan.web.templatetags.places",
                "yidan.web.templatetags.look",
                "yidan.web.templatetags.rows",
                "yidan.web.templatetags.sheets",
            ],
        },
    }
]


def _told(query: str) -> dict:
    """What DATABASE_URL says after its `?`: libpq's own words, and prepare_threshold (a number, or nothing: never)."""
    told: dict = dict(parse_qsl(query, keep_blank_values=True))
    if "prepare_threshold" in told:
        told["prepare_threshold"] = int(told["prepare_threshold"]) if told["prepare_threshold"].isdigit() else None
    return told


def _database() -> dict:
    """SQLite in the home by default; PostgreSQL where DATABASE_URL says so."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "yidan.sqlite3",
            "OPTIONS": {
                # With DEFERRED, 470 of 1,200 concurrent read-modify-writes failed; with IMMEDIATE none (stack.md).
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-8000;"
                "PRAGMA mmap_size=0;PRAGMA temp_store=MEMORY;",
            },
            "TEST": {"NAME": os.environ.get("YIDAN_TEST_SQLITE")},
        }
    parts = urlsplit(url)
    try:
        port = str(parts.port or "")
    except ValueError:  # not a number
        port = None
    if parts.scheme not in {"postgres", "postgresql"} or port is None:
        raise ImproperlyConfigured("DATABASE_URL: postgres://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "yidan",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": port,
        "OPTIONS": {
            # Compiling the figures' statements cost PostgreSQL 2.0 of their 2.4 s, and each backend 90 MB (measured).
            "options": "-c jit=off",
            # What a page asks is planned once for a connection: planning was most of a page's work there (measured).
            "server_side_binding": True,
            "prepare_threshold": 3,
            **_told(parts.query),
        },
        # CONN_MAX_AGE stays 0: pages borrow kept connections (web.cli.lending), threads taking files in close theirs.
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "yidan.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "yidan.web.signed_in.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "yidan.people.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "yidan.people.passwords.ClassesValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "yidan.web.accounts.Adapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": False}  # axes counts failures; two counters would contradict each other
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
# domain.md §12: five failures lock for 15 to 30 minutes; idle sessions end.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_VERBOSE = False
SESSION_ENGINE = "yidan.web.signed_in"
SESSION_COOKIE_AGE = int(os.environ.get("YIDAN_SESSION_MINUTES", "30")) * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "yidan.web.views.errors.form_expired"
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
# Files are served straight from the package. Their addresses bear a hash of their bytes (web/stamped.py), so browsers
# may keep them for good; not while somebody builds them anew under a running server.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"^$" if DEBUG else r"^/static/build/"


def _files() -> dict:
    """Kept files in the home by default; in an S3-compatible bucket where one is named (keys as the SDK finds them)."""
    if not (bucket := os.environ.get("YIDAN_S3_BUCKET")):
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}}
    from botocore.config import Config

    # whoever waits for a page is told within seconds that the store is away
    patience = Config(connect_timeout=3, read_timeout=30, retries={"max_attempts": 2}, s3={"addressing_style": "path"})
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "client_config": patience,
            "bucket_name": bucket,
            "endpoint_url": os.environ.get("YIDAN_S3_ENDPOINT") or None,
            "region_name": os.environ.get("YIDAN_S3_REGION") or "us-east-1",
            "addressing_style": "path",
            "location": "files",
        },
    }


STORAGES = {
    "default": _files(),
    "staticfiles": {"BACKEND": "yidan.web.stamped.StampedStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000


def _megabytes(name: str, default: int) -> int:
    return int(os.environ.get(name, default)) * 1024 * 1024


# The largest file of each kind (yidan.evidence.states.Kind).
UPLOAD_LIMIT_BYTES = {
    "photo": _megabytes("YIDAN_PHOTO_MB", 50),
    "video": _megabytes("YIDAN_VIDEO_MB", 500),
    "document": _megabytes("YIDAN_UPLOAD_MB", 50),
}
# Uploads that one process receives at a time; each holds a thread of it (yidan.web.cli.serve.FOR_FILES).
UPLOADS_AT_ONCE = 48
# Uploads leave the database so much of the disk.
DISK_RESERVE_BYTES = _megabytes("YIDAN_RESERVE_MB", 512)

# Where messages go out (yidan.web.channels). Addresses come from here and from nowhere else.
BASE_URL = os.environ.get("YIDAN_BASE_URL", "").rstrip("/")
SMTP_URL = os.environ.get("YIDAN_SMTP", "")
MAIL_DOMAIN = os.environ.get("YIDAN_MAIL_DOMAIN", "")
MAIL_FROM = os.environ.get("YIDAN_MAIL_FROM", "")
ROBOTS = json.loads(os.environ.get("YIDAN_ROBOTS") or "[]")
WEBHOOK_URL = os.environ.get("YIDAN_WEBHOOK", "")
WEBHOOK_SECRET = os.environ.get("YIDAN_WEBHOOK_SECRET", "")

CITY_NAME = os.environ.get("YIDAN_CITY", "株洲市")
OFFICE_NAME = os.environ.get("YIDAN_OFFICE", "株洲市重点项目建设领导小组办公室")
HOST_UNIT = os.environ.get("YIDAN_HOST_UNIT", "株洲市发展和改革委员会")
FILING_NUMBER = os.environ.get("YIDAN_FILING_NUMBER", "")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
