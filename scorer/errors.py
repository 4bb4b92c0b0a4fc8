"""Every refusal of the product: a stable code, plain words for the user, and a detail for the log.

Codes: E1xx the file, E2xx the form in it, E3xx ready cells, E4xx the model and the rules, E5xx the call.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ErrorSpec:
    """One entry of the catalogue: ``message`` says what is wrong, ``advice`` what to do about it."""

    code: str
    message: str
    advice: str


CATALOGUE: dict[str, ErrorSpec] = {
    spec.code: spec
    for spec in (
        ErrorSpec(
            "E101",
            "The file could not be opened: {reason}.",
            "Check the path and that you may read the file.",
        ),
        ErrorSpec("E102", "The file is empty.", "Export or save the form again and send that file."),
        ErrorSpec(
            "E103",
            "This kind of file is not one that can be read ({kind}).",
            "Send the form as Word (.docx), PDF, Excel (.xlsx), CSV, HTML or plain text.",
        ),
        ErrorSpec("E104", "The file is protected by a password.", "Save a copy without the password and send that."),
        ErrorSpec(
            "E105",
            "The PDF holds pictures of pages and no text.",
            "Send the Word file it was made from, or run text recognition (OCR) over it first.",
        ),
        ErrorSpec(
            "E106",
            "The file is damaged or cut short and cannot be read as {format}.",
            "Open it in the program that made it, save it again and send that copy.",
        ),
        ErrorSpec(
            "E107",
            "The file is larger than the limit ({size} of at most {limit}).",
            "Send the self-assessment on its own, without appendices or pictures.",
        ),
        ErrorSpec(
            "E108",
            "The file unpacks to far more than a form holds, or contains constructs that no form needs ({reason}).",
            "Save the form again from Word or Excel and send that copy.",
        ),
        ErrorSpec(
            "E109",
            "The file has more {what} than the limit ({count} of at most {limit}).",
            "Send the self-assessment on its own.",
        ),
        ErrorSpec(
            "E110",
            "This is an old Office file ({kind}) that cannot be read.",
            "Save it as .docx or .xlsx and send that file.",
        ),
        ErrorSpec(
            "E201",
            "No self-assessment against the Complaint Handling Code was found in the file.",
            "Check that the file holds the form's table: provision, requirement, Yes or No, and evidence.",
        ),
        ErrorSpec(
            "E202",
            "No forms were found in {path}.",
            "Give the path of a folder that holds Word, PDF, Excel, CSV, HTML or text files.",
        ),
        ErrorSpec("E301", "Line {line} of the cells is not valid JSON.", "Write one JSON object on each line."),
        ErrorSpec(
            "E302",
            "Line {line} of the cells: {reason}.",
            'Each line needs at least a text "evidence"; the other fields are described in the documentation.',
        ),
        ErrorSpec(
            "E401",
            "The model {folder} is missing or incomplete.",
            "Install the product again, or train a model with: evidence-scorer train.",
        ),
        ErrorSpec(
            "E402",
            "The model {folder} is not the file that its manifest describes.",
            "Do not use it: install the product again from a source you trust.",
        ),
        ErrorSpec(
            "E403",
            "The model {folder} was made for another version of this product ({what}).",
            "Install the pinned libraries of this version, or train the model again: evidence-scorer train.",
        ),
        ErrorSpec(
            "E411",
            "The rule file {file}, line {line}: {reason}.",
            "Mend the file; docs/rules.md says what a rule file holds.",
        ),
        ErrorSpec("E501", "There is no rule {rule}.", "List the rules with: evidence-scorer rules."),
        ErrorSpec(
            "E502", "The result could not be written to {path}: {reason}.", "Choose a folder that you may write to."
        ),
        ErrorSpec("E503", "The setting {name} is not a number: {value}.", "Correct or remove it from the environment."),
        ErrorSpec("E504", "A {format} file cannot be shown on the screen.", "Say where to write it: --output FILE."),
    )
}


class ScorerError(Exception):
    """A coded refusal. Raise it with a code of ``CATALOGUE`` and the values that its message names.

    Attributes: ``code``, ``message`` (what is wrong), ``advice`` (what to do), ``detail`` (for a log; may name
    libraries and positions, never the text of a form).
    """

    def __init__(self, code: str, *, detail: str = "", **values: object) -> None:
        spec = CATALOGUE[code]
        self.code = code
        self.message = spec.message.format(**values)
        self.advice = spec.advice
        self.detail = detail
        super().__init__(f"{code}: {self.message} {self.advice}")
