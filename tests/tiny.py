"""A small labelled data set of invented landlords, from which a model is fitted in seconds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

LANDLORDS = {
    "pellow-moor": ("Pellow Moor", "Lantern", "2021"),
    "cassock-lane": ("Cassock Lane", "Beacon", "2022"),
    "thrupp-and-daughters": ("Thrupp and Daughters", "Harbour", "2020"),
    "wren-quarter": ("Wren Quarter", "Sorrel", "2023"),
    "old-tannery": ("Old Tannery", "Marlin", "2019"),
    "saltings": ("Saltings", "Juniper", "2018"),
    "hay-wharf": ("Hay Wharf", "Cobalt", "2017"),
}
CALIBRATION = ("saltings", "hay-wharf")

_YES: tuple[tuple[str, int, int, dict[str, str], tuple[str, ...]], ...] = (
    # evidence, specificity, contradiction, {signal: trigger}, further signals
    ("", 0, 0, {}, ()),
    ("As above.", 0, 0, {}, ("cross_reference",)),
    ("Not applicable to {name}.", 0, 1, {}, ("not_applicable",)),
    ("We comply in line with our policy.", 1, 0, {}, ()),
    ("Covered in the complaints policy of {name}.", 1, 0, {}, ()),
    ("The {system} register and the Board of {name}.", 2, 0, {}, ()),
    ("A caretaker rings the tenant and notes the call in {system} every week.", 3, 0, {}, ()),
    ("The manager at {name} checks each reply before it leaves.", 3, 0, {}, ()),
    ("{system} shows 41 cases closed in {year}.", 4, 0, {}, ()),
    ("Clause 3.2 of the Repairs Handbook ({year}) says so.", 4, 0, {}, ()),
    ("We aim to ring the tenant where possible.", 1, 1, {"hedged": "aim to"}, ()),
    ("{name} should normally tell them.", 1, 1, {"hedged": "normally"}, ()),
    ("This will be written by the spring.", 0, 2, {"future": "will be written"}, ()),
    ("A new leaflet is in draft at {name}.", 0, 2, {"future": "is in draft"}, ()),
    ("{name} does not have such a register.", 0, 2, {"gap": "does not have"}, ()),
)
_NO = (
    ("We have no such report; a leaflet will be printed by May 2030.", {"gap": "have no", "future": "will be printed"}),
    ("Not yet in place at {name}.", {"gap": "Not yet in place"}),
)
_PLANS = {
    "pellow-moor": ("will be added to the page", "are to be revised"),
    "cassock-lane": ("is being drafted", "will be put on the website"),
    "thrupp-and-daughters": ("are to be printed", "is under development"),
    "wren-quarter": ("is out for consultation", "will be reviewed in the autumn"),
    "old-tannery": ("is to be rolled out", "are in development"),
    "saltings": ("will be sent to tenants", "is to be agreed"),
    "hay-wharf": ("is being developed", "will be revised"),
}
"""Words of their own, which the rules know and no other landlord uses, so that the rules have something to add."""
REFS = ("1.2", "1.3", "1.4", "1.5", "1.6", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1")


def records(form: str) -> list[dict[str, Any]]:
    """The labelled cells of one landlord, as lines of a file."""
    name, system, year = LANDLORDS[form]
    rows = [(evidence, "yes", *labels) for evidence, *labels in _YES]
    rows += [(evidence, "no", 0, 0, triggers, ()) for evidence, triggers in _NO]
    rows += [
        (f"{what} {plan}.", "yes", 0, 2, {"future": plan}, ()) for what, plan in zip("XY", _PLANS[form], strict=True)
    ]
    return [
        {
            "id": f"{form}/{number}",
            "form": form,
            "code": "2024",
            "ref": REFS[number % len(REFS)],
            "comply": comply,
            "evidence": evidence.format(name=name, system=system, year=year),
            "commentary": "",
            "specificity": specificity,
            "signals": [*triggers, *others],
            "contradiction": contradiction,
            "triggers": [{"signal": signal, "text": text} for signal, text in triggers.items()],
        }
        for number, (evidence, comply, specificity, contradiction, triggers, others) in enumerate(rows)
    ]


def write_data(folder: Path) -> Path:
    """The whole set as a folder like ``training_data``."""
    (folder / "cells").mkdir(parents=True)
    splits = {
        "train": [form for form in LANDLORDS if form not in CALIBRATION],
        "calibration": list(CALIBRATION),
        "test": [],
    }
    (folder / "splits.json").write_text(json.dumps(splits), encoding="utf-8")
    for form in LANDLORDS:
        lines = [json.dumps(record) for record in records(form)]
        (folder / "cells" / f"{form}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
