"""Reading settings from the environment: typed, and loud about a value that cannot be meant.

django-environ finds the values and understands the URLs of databases and caches. It reads any word it does not know as
False, and a variable set to nothing as a value; these readers do neither. No value is repeated in an error message:
some of them are secrets.
"""

import os
import secrets
import zoneinfo
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

Read = TypeVar("Read")

_env = environ.Env()
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


def is_set(name: str) -> bool:
    return bool(os.environ.get(name, "").strip())


def _read(name: str, default: Read, read: Callable[[], Read], wanted: str) -> Read:
    if not is_set(name):
        return default
    try:
        return read()
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name} must be {wanted}.") from error


def text(name: str, default: str) -> str:
    return _read(name, default, lambda: str(_env.str(name)).strip(), "text")


def choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    value = text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of: {', '.join(choices)}.")
    return value


def flag(name: str, default: bool) -> bool:
    value = text(name, "yes" if default else "no").lower()
    if value not in _TRUE | _FALSE:
        raise ImproperlyConfigured(f"{name} must be yes or no (1 or 0, true or false, on or off).")
    return value in _TRUE


def number(name: str, default: int, least: int = 0) -> int:
    wanted = f"a whole number, {least} or more"
    value = _read(name, default, lambda: int(_env.str(name)), wanted)
    if value < least:
        raise ImproperlyConfigured(f"{name} must be {wanted}.")
    return value


def words(name: str, default: list[str]) -> list[str]:
    """A list written with commas."""
    found = [word for word in (part.strip() for part in text(name, ",".join(default)).split(",")) if word]
    if not found:
        raise ImproperlyConfigured(f"{name} must name at least one, or not be set.")
    return found


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Addresses or networks, with commas: 127.0.0.1,10.0.0.0/8. None when it is not set."""
    wanted = "addresses or networks, such as 127.0.0.1,10.0.0.0/8"
    return _read(name, [], lambda: [ip_network(word, strict=False) for word in words(name, [])], wanted)


def time_zone(name: str, default: str) -> str:
    value = text(name, default)
    if value not in zoneinfo.available_timezones():
        raise ImproperlyConfigured(f"{name} must be the name of a time zone, such as Europe/London.")
    return value


def path(name: str, default: Path) -> Path:
    return _read(name, default, lambda: Path(_env.str(name)).expanduser().resolve(), "the path of a folder")


def origin(name: str, default: str) -> str:
    """An address without a path: https://example.org. A closing slash is taken away."""
    value = text(name, default).rstrip("/")
    wanted = ImproperlyConfigured(f"{name} must be an address without a path, such as https://example.org.")
    try:
        parts = urlsplit(value)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError as error:
        raise wanted from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_is_valid:
        raise wanted
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise wanted
    return value


def database(name: str, default: dict[str, Any]) -> dict[str, Any]:
    wanted = "sqlite:////path/to/file.sqlite3 or postgres://user:password@host:5432/name"
    config = _read(name, default, lambda: dict(_env.db_url(name)), wanted)
    if config.get("ENGINE") not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
        raise ImproperlyConfigured(f"{name} must be {wanted}.")
    if not config.get("NAME"):
        raise ImproperlyConfigured(f"{name} must name the database: {wanted}.")
    return config


def cache(name: str, default: str) -> dict[str, Any]:
    wanted = "locmemcache:// or redis://host:6379/0"
    if text(name, default).split("://")[0] not in {"locmemcache", "redis", "rediss"}:
        raise ImproperlyConfigured(f"{name} must be {wanted}.")
    return dict(
        _env.cache_url(name, default=default) if is_set(name) else environ.Env.cache_url_config(default)
    )


def email(name: str) -> dict[str, Any]:
    """Django's settings for sending mail. Without a value nothing is ever sent."""
    wanted = "smtp+tls://user:password@host:587, smtp+ssl://… or smtp://…, with odd characters as %40"
    nowhere = {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    found = _read(name, nowhere, lambda: dict(_env.email_url(name)), wanted)
    return {key: value for key, value in found.items() if value is not None}


def made_folder(folder: Path) -> Path:
    """The folder, made when it is not there, for its owner alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The folder {folder} cannot be made: {error.strerror}. Make it, or set DATA_DIR to another."
        ) from error
    return folder


def kept_secret(file: Path) -> str:
    """The secret in `file`, made there the first time.

    Two processes that start at once agree on one: the file appears whole (by a hard link) or not at all.
    """
    try:
        if not file.exists():
            draft = made_folder(file.parent) / f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}"
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as stream:
                # No '$': django-environ takes a value that starts with one for the name of another variable.
                stream.write(secrets.token_urlsafe(48) + "\n")
            try:
                os.link(draft, file)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        secret = file.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"The secret key cannot be read or kept in {file}: {error.strerror}. "
            "Make the folder writable, or set SECRET_KEY or DATA_DIR."
        ) from error
    if len(secret) < 50:
        raise ImproperlyConfigured(f"{file} holds no whole secret key. Delete it, and a new one is made.")
    return secret
