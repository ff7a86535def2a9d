"""Settings, all of them, for every kind of installation. README.md has the table for operators.

With no variable set this is a working site on this machine. A DATABASE_URL that is not SQLite says that others depend
on it: then it starts only with its secrets and names given.
"""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import environment, security, sqlite

sqlite.use_newest()

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

DEBUG = environment.flag("DEBUG", default=False)

# --- Data ---------------------------------------------------------------------------------------------------------

# Everything that is not in the repository: database, media, secret key, collected static files.
DATA_DIR = environment.path("DATA_DIR", BASE_DIR / "var")

DATABASES = {
    "default": environment.database(
        "DATABASE_URL",
        default={"ENGINE": "django.db.backends.sqlite3", "NAME": str(DATA_DIR / "whereabouts.sqlite3")},
    )
}
_database = DATABASES["default"]
ON_SQLITE = _database["ENGINE"] == "django.db.backends.sqlite3"
if ON_SQLITE:
    if _database["NAME"] != ":memory:":
        _database["NAME"] = str(BASE_DIR / _database["NAME"])
        environment.made_folder(Path(_database["NAME"]).parent)
    _database["OPTIONS"] = sqlite.OPTIONS | _database.get("OPTIONS", {})
    # Kept for ever: with one connection a request, a full disk stops even reading.
    _database["CONN_MAX_AGE"] = None
else:
    # The pool keeps connections; it refuses persistent ones. It does not survive a fork: gunicorn does not preload.
    _database["OPTIONS"] = {"pool": True} | _database.get("OPTIONS", {})
    _database["CONN_MAX_AGE"] = 0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": environment.cache("CACHE_URL", default="locmemcache://whereabouts")}

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"

# --- Names and secrets --------------------------------------------------------------------------------------------

if not ON_SQLITE:
    _missing = [name for name in ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL") if not environment.is_set(name)]
    if _missing:
        raise ImproperlyConfigured(
            f"DATABASE_URL is not SQLite, so this must be set too: {', '.join(_missing)}. "
            "(SECRET_KEY: 50 or more random characters, not starting with '$'.)"
        )

if environment.is_set("SECRET_KEY"):
    SECRET_KEY = environment.text("SECRET_KEY", "")
else:
    _folder = DATA_DIR if _database["NAME"] == ":memory:" else Path(_database["NAME"]).parent
    SECRET_KEY = environment.kept_secret(_folder / "secret-key")

ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
SITE_URL = environment.origin("SITE_URL", f"http://127.0.0.1:{environment.number('PORT', 8000, least=1)}")
SITE_NAME = environment.text("SITE_NAME", "Whereabouts")

# Whom a reader should call. The words are right in every country; an operator puts the country's own numbers.
EMERGENCY_NUMBER = environment.text("EMERGENCY_NUMBER", "your local emergency number")
URGENT_ADVICE_NUMBER = environment.text("URGENT_ADVICE_NUMBER", "your local health advice line")
CRISIS_NUMBER = environment.text("CRISIS_NUMBER", "a local crisis line")

# Whether searches that found nothing are counted for editors, see search/missed.py. No address, no cookie.
COUNT_MISSED_SEARCHES = environment.flag("COUNT_MISSED_SEARCHES", default=True)

# Whether check_links may ask addresses of this machine and its network, see desk/link_checks/asking.py.
CHECK_LINKS_PRIVATE = environment.flag("CHECK_LINKS_PRIVATE", default=False)

# --- Parts --------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "desk",
    "articles",
    "conditions",
    "search",
    "publishing",
    "markdownx",
    "desk.admin_app.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "corsheaders",
]

# Outermost first. What sets headers stands before WhiteNoise, so that static files carry them too, and before whatever
# may fail, so that errors do. Sessions, log-in and messages are lazy: a public page pays nothing for them.
MIDDLEWARE = [
    "config.middleware.request_id",
    "config.middleware.cross_origin_resource_policy",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Static files are compressed beforehand; pages here, with Django's guard against guessing by length (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    # Reading the API is for scripts of any site; before CommonMiddleware, so that redirects say so too.
    "corsheaders.middleware.CorsMiddleware",
    "config.api.manners",
    # An ETag for whatever may be kept, of what it says before it is compressed.
    "django.middleware.http.ConditionalGetMiddleware",
    "config.middleware.never_cache_the_admin",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.judge_null_origin",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "desk.sessions.SessionLimits",
    "desk.second_factor.SecondFactorMiddleware",
    "publishing.public.PublishedMiddleware",
    # Last, as it asks to be: it answers in place of a log-in that was refused.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    }
]

# --- Static files -------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.static.SiteStaticFilesStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- The browser --------------------------------------------------------------------------------------------------

BEHIND_TLS = SITE_URL.startswith("https://")

CONTENT_SECURITY_POLICY = security.as_django_csp(security.CONTENT_SECURITY_POLICY)
PERMISSIONS_POLICY = security.PERMISSIONS_POLICY
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", default=BEHIND_TLS)
# A load balancer asks without TLS whether this machine lives.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = environment.number("SECURE_HSTS_SECONDS", 365 * 24 * 3600 if BEHIND_TLS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.flag("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = environment.flag("SECURE_HSTS_PRELOAD", default=False)
# Both of these bind every other site of the domain, for a year and more: its owner decides that, not we.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

CORS_URLS_REGEX = r"^/api/v1/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ("GET", "HEAD", "OPTIONS")
CORS_ALLOW_HEADERS = ("accept", "if-none-match")
CORS_EXPOSE_HEADERS = ("ETag",)

# Cookies exist for editors only. Over TLS their names begin with __Host-: no other site of the domain can plant one. A
# browser takes such a name for the whole site alone, so an editor's is sent with public pages too; none of them reads it.
SESSION_COOKIE_NAME = "__Host-sessionid" if BEHIND_TLS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if BEHIND_TLS else "csrftoken"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/" if BEHIND_TLS else "/admin/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# See desk/sessions.py. The cookie lives longer, so that who saves the morning after finds what they wrote.
SESSION_IDLE_LIMIT = timedelta(hours=2)
SESSION_ABSOLUTE_LIMIT = timedelta(hours=12)
SESSION_COOKIE_AGE = 4 * 24 * 3600
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# The other storages put messages in a cookie for the whole site.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# A condition's form has some sixty inline rows of eight fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "config.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Editors ------------------------------------------------------------------------------------------------------

LOGIN_URL = "admin:login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "desk.passwords.ContextWordValidator"},
]

# Whether every editor must have a code beside the password, see desk/second_factor.py.
REQUIRE_SECOND_FACTOR = environment.flag("REQUIRE_SECOND_FACTOR", default=False)
OTP_TOTP_ISSUER = SITE_NAME

# Who may say for whom they ask, see desk/lockout.py. gunicorn.conf.py reads the same for TLS, with a default.
TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES")
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "desk.lockout.address_of"
AXES_LOCKOUT_CALLABLE = "desk.lockout.answer"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
# Trying while one waits makes the wait no longer: the answer says how long it is.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# No list of who logged in from where, and nothing that was typed.
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "user_agent", "code", "next", "csrfmiddlewaretoken"]
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

# The digest of the desk, see desk/digest.py. Nothing else sends mail, and none is sent without both of these.
EMAIL_URL = environment.is_set("EMAIL_URL")
globals().update(environment.email("EMAIL_URL"))
EMAIL_TIMEOUT = 20
DIGEST_FROM = environment.text("DIGEST_FROM", "")

# markdownx' own renderer lets raw HTML through and its views are open to anyone: ours take the place of both. The
# paths are fixed in its JavaScript.
MARKDOWNX_MARKDOWNIFY_FUNCTION = "articles.preview.drawn"
MARKDOWNX_URLS_PATH = "/admin/markdownx/preview/"
MARKDOWNX_UPLOAD_URLS_PATH = "/admin/markdownx/upload/"

# --- Language and time --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "British English")]
TIME_ZONE = environment.time_zone("TIME_ZONE", "Europe/London")
USE_TZ = True

# --- Logs: what a reader typed is health data, see config/logs.py ---------------------------------------------------

LOG_FORMAT = environment.choice("LOG_FORMAT", "text", ("text", "json"))
LOG_LEVEL = environment.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
DEFAULT_EXCEPTION_REPORTER = "config.reports.DiscreetExceptionReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "config.reports.DiscreetReporterFilter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "site": {
            "()": f"config.logs.{'JsonFormatter' if LOG_FORMAT == 'json' else 'TextFormatter'}",
            "debug": DEBUG,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "site"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # No own handlers: Django's would send mail, and print a second time.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        # Of each log-in it would say what it looked up.
        "axes": {"level": "WARNING"},
    },
}
