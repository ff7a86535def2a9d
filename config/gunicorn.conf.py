"""How the site is served: `gunicorn --config config/gunicorn.conf.py`. `make run` does so with PORT and one machine."""

from pathlib import Path
from typing import Any

from config import environment
from config.access_log import AccessLogger

wsgi_app = "config.wsgi:application"
bind = environment.text("BIND", f"127.0.0.1:{environment.number('PORT', 8000, least=1)}")

# Threads wait for the database and for slow clients; two processes use two cores. Each thread keeps one connection.
worker_class = "gthread"
workers = environment.number("WEB_CONCURRENCY", 2, least=1)
threads = environment.number("WEB_THREADS", 4, least=1)

# Each worker imports the application itself: a pool of database connections does not survive a fork.
preload_app = False

# Seconds. A worker that does not answer for so long is replaced; one that is told to stop finishes what it is doing.
timeout = 30
graceful_timeout = 20
keepalive = 5
# A leak, wherever it may be, ends with its worker; not all of them on the same request.
max_requests = 10_000
max_requests_jitter = 1_000

# Longer than any search address or header we make; what is longer gets a 414 or 431.
limit_request_line = 8190
# No header of a request may say where this application lies: SCRIPT_NAME would let one page stand under another's address.
forwarder_headers = ""
# What is written (database, media, its folders) is for this user alone.
umask = 0o077
limit_request_fields = 60
limit_request_field_size = 8190

# Only these may say (X-Forwarded-Proto) that a request came by TLS; addresses or networks, with commas.
forwarded_allow_ips = ",".join(environment.words("TRUSTED_PROXIES", ["127.0.0.1", "::1"]))

accesslog = "-"
errorlog = "-"
logger_class = AccessLogger
# Otherwise it opens a socket for commands in the home directory.
control_socket_disable = True
# Where a worker's heartbeat file lies: on a disk, a busy disk can look like a hanging worker.
if Path("/dev/shm").is_dir():
    worker_tmp_dir = "/dev/shm"


# The first reader of a new worker would otherwise wait for what takes a second to make.
def post_worker_init(worker: Any) -> None:
    from django.db import DatabaseError, connections

    from search.answering import prepare

    try:
        prepare()
    except DatabaseError as error:
        worker.log.warning("search was not prepared, the first reader will wait for it: %s", error)
    finally:
        connections.close_all()
