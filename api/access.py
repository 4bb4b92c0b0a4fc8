"""Who may use the service: loopback or beyond, keys, names of hosts."""

from __future__ import annotations

import ipaddress

from api.keys import read_keys
from scorer.errors import ScorerError
from scorer.settings import ServiceSettings

_LOOPBACK_NAMES = frozenset(("localhost", "127.0.0.1", "::1"))


def is_loopback(host: str) -> bool:
    """True for an address that only this machine reaches."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def needs_keys(service: ServiceSettings) -> bool:
    """Whether a request must bring a key."""
    if service.access == "auto":
        return not is_loopback(service.host)
    return service.access == "keys"


def check_exposure(service: ServiceSettings) -> None:
    """Raise ScorerError E721 for a service that needs keys and has none, E722 where their file cannot be used."""
    if needs_keys(service) and not read_keys(service.keys.expanduser()):
        raise ScorerError("E721", host=service.host)


def hosts_of(service: ServiceSettings) -> frozenset[str] | None:
    """The names by which the service may be called; None for any.

    A service of this machine alone answers to its own names only: a site elsewhere can give this machine's address
    to a name of its own, and a browser would then take the service for a part of that site.
    """
    named = listed(service.hosts)
    if named:
        return frozenset(name.lower() for name in named)
    return _LOOPBACK_NAMES | {service.host} if is_loopback(service.host) else None


def listed(text: str) -> frozenset[str]:
    """The items of a setting that is a list with commas."""
    return frozenset(item.strip() for item in text.split(",") if item.strip())
