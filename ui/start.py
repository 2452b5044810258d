"""What a server does once, before its first page."""

import gc
import socket
from functools import lru_cache
from threading import Lock

from threadpoolctl import threadpool_limits

from ui.bundle import bundle

_first = Lock()


def start_once() -> None:
    """Before the first page. First visits may come together: all of them wait for the one that starts."""
    with _first:
        _start()


@lru_cache(maxsize=1)
def _start() -> None:
    """Puts scripts where they are served, and takes imported modules out of the garbage collector's sight.

    One thread multiplies the matrices of a net: they are small, and two threads wait for one another longer than they
    work, all the more while somebody else trains.
    """
    bundle()
    send_at_once()
    threadpool_limits(1, "blas")
    gc.collect()
    gc.freeze()


def send_at_once() -> None:
    """Nagle's algorithm off for the server's sockets, and so for those that they will accept.

    asyncio does so by itself for a socket whose protocol is TCP; Streamlit opens its own with the protocol 0, and each
    answer of a rerun waited up to 40 ms for the acknowledgement of the one before.
    """
    for sock in gc.get_objects():
        if not isinstance(sock, socket.socket) or sock.fileno() < 0 or sock.type != socket.SOCK_STREAM:
            continue
        if sock.family in (socket.AF_INET, socket.AF_INET6):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
