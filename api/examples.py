"""The example of the OpenAPI document; a test sends it."""

from __future__ import annotations

from typing import Any

CELLS: dict[str, Any] = {
    "cells": [
        {
            "id": "row-17",
            "code": "2024",
            "ref": "6.3",
            "comply": "yes",
            "evidence": "Stage 1 answers went out within 10 working days in 59 of 61 cases (report, May 2024).",
            "form_date": "2024-06",
        },
        {
            "id": "row-18",
            "code": "2024",
            "ref": "7.1",
            "comply": "yes",
            "evidence": "We aim to do so. A list of remedies will be added to the policy by the spring.",
            "form_date": "2024-06",
        },
    ]
}
