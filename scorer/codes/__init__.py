"""The editions of the Complaint Handling Code as data, and their loader.

An edition is one JSON file beside this module: its provisions in our own words, what each asks for, its
timescales, and the tells by which a form of that edition is known. Adding a fact touches no Python.
"""

from scorer.codes.editions import (
    EDITION_CODES,
    Edition,
    Provision,
    Tell,
    Timescale,
    editions,
    load,
)
from scorer.codes.successors import links, subject

__all__ = ["EDITION_CODES", "Edition", "Provision", "Tell", "Timescale", "editions", "links", "load", "subject"]
