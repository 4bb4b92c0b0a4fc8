"""The JSON contract as data: the keys of every object and the types of their values."""

from __future__ import annotations

from typing import Any

from scorer.codes import EDITION_CODES
from scorer.records import COMPLY_VALUES, CONTRADICTION_NAMES, FIELDS, SIGNALS, SPECIFICITY_NAMES

Shape = Any
"""A type, a tuple of types or allowed values, a dict of shapes by key ("?" marks one that may be left out), or a list
that holds the shape of its items."""

_NONE = type(None)
READ: dict[str, Shape] = {
    "id?": str,
    "ref": str,
    "section": int,
    "requirement": str,
    "title": str,
    "comply": COMPLY_VALUES,
    "comply_text": str,
    "evidence": str,
    "commentary": str,
    "notes": [str],
}
JUDGED: dict[str, Shape] = {
    **READ,
    "specificity": {"level": int, "name": SPECIFICITY_NAMES, "probabilities": [float]},
    "signals": [
        {
            "name": SIGNALS,
            "field": FIELDS,
            "start": int,
            "end": int,
            "text": str,
            "rule": (str, _NONE),
            "confidence": float,
        }
    ],
    "contradiction": {"level": int, "name": CONTRADICTION_NAMES, "probabilities": [float]},
    "quality": {"score": int, "grade": ("strong", "fair", "weak", "poor")},
    "review": bool,
    "follows": (str, _NONE),
    "reasons": [{"source": str, "points": int, "message": str, "field": (*FIELDS, _NONE), "start": int, "end": int}],
    "checks": [{"code": str, "message": str, "field": (*FIELDS, _NONE), "start": int, "end": int}],
    "question": str,
    "hint": str,
}
HEADER: dict[str, Shape] = {
    "source": str,
    "sha256": str,
    "code": (*EDITION_CODES, ""),
    "form_date": (str, _NONE),
    "landlord": (str, _NONE),
    "title": (str, _NONE),
    "missing": [str],
    "notes": [str],
}
SUMMARY: dict[str, Shape] = {
    "cells": int,
    "mean_quality": (float, _NONE),
    "specificity": dict,
    "contradiction": dict,
    "grades": dict,
    "comply": dict,
    "review": int,
}
ERRORS: Shape = [{"source": str, "code": str, "message": str, "advice": str}]
SCORED: Shape = {
    "schema": (1,),
    "scorer": {
        "version": str,
        "model": {"id": str, "sha256": str},
        "rules": {"count": int, "sha256": str},
    },
    "forms": [
        {
            **HEADER,
            "summary": SUMMARY,
            "form_findings": [{"check": str, "message": str, "refs": [str]}],
            "cells": [JUDGED],
        }
    ],
    "errors?": ERRORS,
}
EXTRACTED: Shape = {"schema": (1,), "forms": [{**HEADER, "cells": [READ]}], "errors?": ERRORS}


def faults(value: Any, shape: Shape, path: str = "$") -> list[str]:
    """Where a value breaks its shape, as paths; empty where it keeps it."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return [f"{path} is no object"]
        known = {key.removesuffix("?"): inner for key, inner in shape.items()}
        found = [f"{path}.{key} is not in the contract" for key in value.keys() - known.keys()]
        found += [f"{path}.{key} is missing" for key in shape if not key.endswith("?") and key not in value]
        return found + [
            fault for key in known.keys() & value.keys() for fault in faults(value[key], known[key], f"{path}.{key}")
        ]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{path} is no list"]
        return [fault for index, item in enumerate(value) for fault in faults(item, shape[0], f"{path}[{index}]")]
    if isinstance(shape, tuple):
        right = any(type(value) is one if isinstance(one, type) else value == one for one in shape)
        return [] if right else [f"{path} is {value!r}"]
    return [] if type(value) is shape else [f"{path} is a {type(value).__name__}"]
