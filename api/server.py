"""The server: a listening socket and uvicorn, until it is told to stop."""

from __future__ import annotations

import contextlib
import ctypes
import socket

import uvicorn
from uvicorn.config import Config

from api import logs
from api.access import check_exposure
from api.app import create_app
from api.protocol import MOST_HEAD, protocol
from scorer.errors import ScorerError
from scorer.settings import ServiceSettings, Settings

_KEEP_ALIVE_SECONDS = 10
_BACKLOG = 1024
_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8  # of malloc.h
_LARGE = 1_000_000


def serve(settings: Settings, service: ServiceSettings) -> None:
    """Listen until told to stop (SIGINT or SIGTERM); requests under way are answered first.

    Raises ScorerError E721 or E722 where keys are needed and there are none, E726 where it cannot listen, E4xx where
    the model cannot be used.
    """
    check_exposure(service)
    _give_memory_back()
    listening = _bound(service.host, service.port)
    logs.configure()
    app = create_app(settings, service)
    config = Config(
        app,
        http=protocol(service, app.state.service.metrics),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        # The address of a client counts against its rate: it is that of the connection, not what a header says.
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=service.stop_seconds,
        h11_max_incomplete_event_size=MOST_HEAD,
        backlog=_BACKLOG,
    )
    server = uvicorn.Server(config)
    desk = app.state.service.desk
    desk.when_failed = lambda: setattr(server, "should_exit", True)
    host, port = listening.getsockname()[:2]
    logs.event("listening", host=host, port=port)
    server.run(sockets=[listening])
    if desk.failure is not None:
        raise desk.failure


def _give_memory_back() -> None:
    """Have every large block of memory returned to the system once it is free.

    The C library of Linux keeps blocks of up to 32 MB once it has seen such, in an arena for each of several threads.
    The process would grow with each large body that comes at a bad moment, though nothing is held.
    """
    with contextlib.suppress(AttributeError, OSError):  # not that library
        library = ctypes.CDLL(None)
        library.mallopt(_M_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_M_ARENA_MAX, 1)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise ScorerError("E726", host=host, port=port, reason=error.strerror or type(error).__name__) from error
