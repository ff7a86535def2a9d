"""The settings, read as a new process reads them."""

import json
import stat
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

PRODUCTION = {
    "DATABASE_URL": "postgres://someone:hidden-word@db.example.org/whereabouts",
    "SECRET_KEY": "k3y-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2,
    "ALLOWED_HOSTS": "backs.example.org",
    "SITE_URL": "https://backs.example.org",
}


@pytest.fixture
def read(site_environment):
    """The settings asked for, or what was said on refusing to start."""

    def read(*names: str, **variables: str) -> list[Any]:
        code = (
            "import json; from django.conf import settings; "
            f"print(json.dumps([getattr(settings, name) for name in {names!r}], default=str))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=site_environment | variables,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ValueError(done.stderr.strip().splitlines()[-1])
        found: list[Any] = json.loads(done.stdout)
        return found

    return read


def test_with_no_variable_set_it_is_a_working_site_on_this_machine(read, tmp_path):
    debug, hosts, url, databases = read("DEBUG", "ALLOWED_HOSTS", "SITE_URL", "DATABASES")

    assert debug is False
    assert hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert url == "http://127.0.0.1:8000"
    assert databases["default"]["NAME"] == str(tmp_path / "data" / "whereabouts.sqlite3")


def test_the_secret_key_is_made_once_and_kept_for_its_owner_alone(read, tmp_path):
    first, second = read("SECRET_KEY"), read("SECRET_KEY")

    file = tmp_path / "data" / "secret-key"
    assert first == second == [file.read_text().strip()]
    assert len(first[0]) >= 50
    assert "$" not in first[0]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_secret_key_lies_beside_the_database(read, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    read("SECRET_KEY", DATABASE_URL=f"sqlite:///{elsewhere}/site.sqlite3")

    assert (elsewhere / "secret-key").exists()


def test_processes_that_start_at_once_agree_on_the_secret_key(site_environment, tmp_path):
    code = (
        "import sys; from pathlib import Path; from config.environment import kept_secret; "
        "print(kept_secret(Path(sys.argv[1])))"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "new" / "key")],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    assert len({process.communicate(timeout=60)[0] for process in started}) == 1
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["key"]


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL"])
def test_in_production_shape_it_refuses_to_start_without(name, read):
    with pytest.raises(ValueError, match=f"must be set too: {name}"):
        read("DEBUG", **{key: value for key, value in PRODUCTION.items() if key != name})


def test_in_production_shape_everything_missing_is_named_at_once(read):
    with pytest.raises(ValueError, match="SECRET_KEY, ALLOWED_HOSTS, SITE_URL"):
        read("DEBUG", DATABASE_URL=PRODUCTION["DATABASE_URL"])


def test_in_production_shape_the_deployment_check_is_silent(manage):
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "no issues" in done.stdout


def test_postgresql_is_reached_through_a_pool_and_not_by_kept_connections(read):
    database = read("DATABASES", **PRODUCTION)[0]["default"]

    assert (database["OPTIONS"]["pool"], database["CONN_MAX_AGE"]) == (True, 0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "maybe"),
        ("ALLOWED_HOSTS", ","),
        ("SITE_URL", "example.org"),
        ("SITE_URL", "https://example.org/path"),
        ("SITE_URL", "https://example.org:port"),
        ("DATABASE_URL", "mysql://root:secret-word@localhost/whereabouts"),
        ("DATABASE_URL", "postgres://"),
        ("CACHE_URL", "memcache://127.0.0.1"),
        ("SECURE_HSTS_SECONDS", "-1"),
        ("SECURE_HSTS_SECONDS", "a year"),
        ("PORT", "0"),
        ("LOG_FORMAT", "xml"),
        ("TIME_ZONE", "Middle/Earth"),
        ("TRUSTED_PROXIES", "*"),
        ("TRUSTED_PROXIES", "10.0.0.0/8 and others"),
        ("REQUIRE_SECOND_FACTOR", "for some"),
    ],
)
def test_a_value_that_cannot_be_meant_stops_it_and_names_the_variable(name, value, read):
    with pytest.raises(ValueError, match=name) as error:
        read("DEBUG", **{name: value})
    assert "secret-word" not in str(error.value)


def test_a_variable_set_to_nothing_counts_as_not_set(read):
    assert read("DEBUG", "EMERGENCY_NUMBER", DEBUG="", EMERGENCY_NUMBER=" ", DATABASE_URL="") == [
        False,
        "your local emergency number",
    ]


def test_an_address_with_https_switches_on_what_belongs_to_tls(read):
    assert read(
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        SITE_URL="https://backs.example.org/",
    ) == [True, 31_536_000, True, True]


def test_over_tls_no_other_site_of_the_domain_can_plant_a_cookie(read):
    names = ("SESSION_COOKIE_NAME", "SESSION_COOKIE_PATH", "CSRF_COOKIE_NAME", "CSRF_COOKIE_PATH")

    assert read(*names, SITE_URL="https://backs.example.org") == [
        "__Host-sessionid",
        "/",
        "__Host-csrftoken",
        "/",
    ]
    assert read(*names) == ["sessionid", "/admin/", "csrftoken", "/admin/"]


def test_no_proxy_is_believed_and_no_second_factor_demanded_until_somebody_says_so(read):
    names = ("TRUSTED_PROXIES", "REQUIRE_SECOND_FACTOR")

    assert read(*names) == [[], False]
    assert read(*names, TRUSTED_PROXIES="127.0.0.1, 10.1.2.3/8", REQUIRE_SECOND_FACTOR="on") == [
        ["127.0.0.1/32", "10.0.0.0/8"],
        True,
    ]


def test_the_numbers_to_call_are_words_until_an_operator_gives_them(read):
    names = ("EMERGENCY_NUMBER", "URGENT_ADVICE_NUMBER", "CRISIS_NUMBER")

    assert read(*names) == [
        "your local emergency number",
        "your local health advice line",
        "a local crisis line",
    ]
    assert read(*names, EMERGENCY_NUMBER="999", URGENT_ADVICE_NUMBER="111", CRISIS_NUMBER="116 123") == [
        "999",
        "111",
        "116 123",
    ]


def test_the_version_is_that_of_the_project(read):
    assert read("VERSION") == [tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]]


def test_a_folder_that_cannot_be_written_is_told_with_its_remedy(read, tmp_path):
    in_the_way = tmp_path / "a-file"
    in_the_way.write_text("")

    with pytest.raises(ValueError, match="set DATA_DIR to another"):
        read("DEBUG", DATA_DIR=str(in_the_way / "data"))


def test_sqlite_keeps_what_it_acknowledged_and_waits_its_turn(manage, tmp_path: Path):
    code = (
        "from django.db import connection; cursor = connection.cursor()\n"
        "for name in ('journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout', 'mmap_size'):\n"
        "    print(name, *(cursor.execute('PRAGMA ' + name).fetchone() or ['-']))\n"
        "print(connection.transaction_mode, connection.settings_dict['CONN_MAX_AGE'])"
    )
    said = manage("shell", "--no-imports", "-c", code).stdout.splitlines()

    assert said == [
        "journal_mode wal",
        "synchronous 2",
        "foreign_keys 1",
        "busy_timeout 5000",
        "mmap_size 0",
        "IMMEDIATE None",
    ]


def test_mail_goes_nowhere_until_an_operator_says_by_which_server(read):
    assert read("EMAIL_BACKEND", "EMAIL_URL", "DIGEST_FROM") == [
        "django.core.mail.backends.dummy.EmailBackend",
        False,
        "",
    ]
    names = ("EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_HOST_PASSWORD")
    assert read(*names, EMAIL_URL="smtp+tls://desk:a%40b@mail.example.org:587") == [
        "django.core.mail.backends.smtp.EmailBackend",
        "mail.example.org",
        587,
        True,
        "a@b",
    ]
    with pytest.raises(ValueError, match="EMAIL_URL must be smtp"):
        read("EMAIL_HOST", EMAIL_URL="mail.example.org")
