"""A form whose every text tries to be more than text."""

from __future__ import annotations

import io

import openpyxl

from scorer.codes import load

ATTACKS = (
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    '"><svg onload=window.hit=1>',
    "</textarea></template></details><script>window.hit = 1</script>",
    "{{ 7 * 7 }}{% raw %}",
    "<a href='javascript:window.hit=1'>Read more</a>",
    "<form action='https://elsewhere.example'><input name=key>",
    "<style>* { display: none }</style>",
    "<iframe srcdoc='<script>top.hit = 1</script>'></iframe>",
    "<base href='https://elsewhere.example/'>",
    "<!-- ]]> --> &lt;script&gt; \u202egnp.exe \U0001f9ea",
)
REFS = ("1.2", "1.3", "1.4", "1.5", "1.6", "2.1", "2.2", "2.3", "2.4", "2.5", "3.1", "3.2", "3.3")
NAME = "<img src=x onerror=window.hit=1>.xlsx"


def form() -> bytes:
    """A form of 2024 as a workbook, with an attack in the evidence, the commentary and the requirement of each row."""
    edition = load("2024").by_ref
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Self-assessment against the Complaint Handling Code 2024", "Landlord: <b>Thrupp</b> Homes"])
    sheet.append(["Code provision", "Code requirement", "Comply: Yes / No", "Evidence", "Commentary / explanations"])
    for number, ref in enumerate(REFS):
        attack = ATTACKS[number % len(ATTACKS)]
        duty = f"{edition[ref].requirement} {attack}"
        texts = [duty, "Yes", f"{attack} We aim to do so by May. {attack}", f"See {attack}"]
        sheet.append([ref, *texts])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
