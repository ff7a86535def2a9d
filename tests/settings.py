"""The settings of the tests: the site's own, with nothing from the shell of whoever runs them but DATABASE_URL.

Whatever a test writes by default lands in a folder that is gone afterwards.
"""

import os
import tempfile

_folder = tempfile.TemporaryDirectory(prefix="whereabouts-tests-")

for _name in (
    "ALLOWED_HOSTS",
    "BIND",
    "CACHE_URL",
    "CRISIS_NUMBER",
    "DEBUG",
    "DIGEST_FROM",
    "EMAIL_URL",
    "EMERGENCY_NUMBER",
    "LOG_FORMAT",
    "LOG_LEVEL",
    "PORT",
    "REQUIRE_SECOND_FACTOR",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_HSTS_PRELOAD",
    "SECURE_HSTS_SECONDS",
    "SECURE_SSL_REDIRECT",
    "SITE_NAME",
    "TIME_ZONE",
    "TRUSTED_PROXIES",
    "URGENT_ADVICE_NUMBER",
    "WEB_CONCURRENCY",
    "WEB_THREADS",
):
    os.environ.pop(_name, None)
os.environ["DATA_DIR"] = _folder.name
os.environ["SECRET_KEY"] = "only-for-tests-" + 50 * "x"
os.environ["SITE_URL"] = "http://testserver"
os.environ["ALLOWED_HOSTS"] = "localhost,127.0.0.1,[::1]"

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, ON_SQLITE  # noqa: E402

if ON_SQLITE:
    # A file: threads of the live server would share one connection to a database in memory, and get in each other's way.
    DATABASES["default"]["TEST"] = {"NAME": f"{_folder.name}/test.sqlite3"}
    # It need not survive a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"

# Argon2 is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Nothing is collected: a page names its files as they lie in the tree, and WhiteNoise finds them there.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
