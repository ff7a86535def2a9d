"""Says in one line why a port of this machine cannot be used, if so. `port_free.py 8000`"""

import errno
import socket
import sys


def why_not(port: str) -> str | None:
    if not port.isdecimal() or not 0 < int(port) < 65536:
        return f"PORT must be a number from 1 to 65535, not {port!r}."
    with socket.socket() as probe:
        # As gunicorn does: a connection that has just ended does not keep the port busy.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                other = int(port) + 1 if int(port) < 65535 else 8000
                return f"Port {port} is busy. Stop what uses it, or take another: make run PORT={other}"
            return f"Port {port} cannot be used: {error.strerror}. Take another: make run PORT=8000"
    return None


if __name__ == "__main__":
    sys.exit(why_not(sys.argv[1]))
