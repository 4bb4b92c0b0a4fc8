"""Whether two forms are of one landlord."""

from __future__ import annotations

from scorer.records import Form

_IDLE = frozenset(("the", "limited", "ltd", "plc", "and"))
"""Words that one form gives and another leaves out."""


def landlord_key(form: Form) -> str:
    """The landlord's name without case, punctuation and words that come and go; "" where the form names none."""
    name = "".join(letter if letter.isalnum() else " " for letter in (form.landlord or "").casefold())
    return " ".join(word for word in name.split() if word not in _IDLE)


def same_landlord(one: Form, other: Form) -> bool:
    """True where both name the same landlord."""
    return landlord_key(one) != "" and landlord_key(one) == landlord_key(other)
