"""Every refusal of the product: a stable code, plain words for the user, and a detail for the log.

Codes: E1xx the file, E2xx the form in it, E3xx ready cells, E4xx the model and the rules, E5xx the call,
E6xx the work while it runs, E7xx the service.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


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
            "There are more {what} than the limit ({count} of at most {limit}).",
            "Send the self-assessment on its own; of ready cells, shorten the one that is named.",
        ),
        ErrorSpec(
            "E110",
            "This is an old Office file ({kind}) that cannot be read.",
            "Save it as .docx or .xlsx and send that file.",
        ),
        ErrorSpec(
            "E111",
            "This is an archive within an archive, which is not opened.",
            "Unpack the outer archive, and give the folder that it is unpacked into.",
        ),
        ErrorSpec(
            "E201",
            "No self-assessment against the Complaint Handling Code was found in the file.",
            "Check that the file holds the form's table: provision, requirement, Yes or No, and evidence. Give the "
            "whole form: one or two rows are too few to tell it by. Only forms in English are read. Text copied out "
            "of a PDF may have lost the order of its columns: give the PDF or Word file itself.",
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
            "E303",
            "Cell {number} of the list: {reason}.",
            'Each cell is an object with at least a text "evidence"; docs/json.md describes the other fields.',
        ),
        ErrorSpec(
            "E304",
            "Line {line} of the labelled cells: {reason}.",
            "docs/scores.md says what a line of labelled cells holds.",
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
            "The data file {file}, line {line}: {reason}.",
            "Mend the file, or install the product again. docs/rules.md says what a rule file holds.",
        ),
        ErrorSpec("E501", "There is no rule {rule}.", "List the rules with: evidence-scorer rules."),
        ErrorSpec(
            "E502",
            "The result could not be written to {path}: {reason}.",
            "Choose a place in a folder that exists and that you may write to, on a disk with room.",
        ),
        ErrorSpec("E503", "The setting {name} is not a number: {value}.", "Correct or remove it from the environment."),
        ErrorSpec("E504", "A {format} file cannot be shown on the screen.", "Say where to write it: --output FILE."),
        ErrorSpec(
            "E505",
            "The output {path} is one of the forms to be read.",
            "Nothing was read or written. Name another file; outside the folder, where a folder is searched for forms.",
        ),
        ErrorSpec(
            "E521",
            "The forms cannot be paired: {last} of last year, {this} of this year, and no landlord once on each side.",
            "Give one form of each year, or files in which each form names its landlord.",
        ),
        ErrorSpec(
            "E531",
            "The folder {path} holds the tables of an earlier batch.",
            "Give --resume to go on with it (what has not changed is kept), or name another folder.",
        ),
        ErrorSpec(
            "E532",
            "The folder {path} holds no finished batch.",
            "Finish it with: evidence-scorer batch PATHS --output DIR --resume.",
        ),
        ErrorSpec(
            "E533",
            "Dask is not installed, so no cluster can be used.",
            'Install the extra: pip install "evidence-scorer[cluster]". Without --cluster the batch runs here.',
        ),
        ErrorSpec(
            "E534",
            "No Dask scheduler answers at {address}.",
            "Check the address, such as tcp://host:8786, and that this machine may reach it.",
        ),
        ErrorSpec(
            "E535",
            "What does the work is another version of this product, its model, its rules or its libraries.",
            "Install the same on every machine, change nothing while a batch runs, and give --resume.",
        ),
        ErrorSpec(
            "E536",
            "The cluster has no workers, or lost those that did the work.",
            "Start workers and give --resume: what is done is kept.",
        ),
        ErrorSpec(
            "E537",
            "The list of landlords {path} cannot be used: {reason}.",
            'Give a CSV file in UTF-8 with the columns "landlord" and "kind", and each landlord with one kind.',
        ),
        ErrorSpec(
            "E538",
            "The batch in {path} was scored by another version of the product, its model or its rules.",
            "Score it again with this one: evidence-scorer batch PATHS --output DIR --resume.",
        ),
        ErrorSpec(
            "E539",
            "The forms and the tables cannot be in one folder ({path}).",
            "Name another folder for the tables; it may stand in the folder of the forms.",
        ),
        ErrorSpec(
            "E540",
            "A part of the batch was damaged or removed while the batch ran ({path}).",
            "Give --resume: that part is made again, and what else is done is kept.",
        ),
        ErrorSpec(
            "E601",
            "Reading and scoring took longer than {seconds} seconds.",
            "Send the self-assessment on its own, or in another format (Word and Excel are read fastest); "
            "send a list of cells in several.",
        ),
        ErrorSpec(
            "E602",
            "Reading and scoring needed more memory than {limit}.",
            "Send the self-assessment on its own, or in another format: Word and Excel need the least.",
        ),
        ErrorSpec(
            "E603",
            "The process that did the work ended before it was done.",
            "Try again. If it happens with the same file each time, save a new copy of it and send that.",
        ),
        ErrorSpec(
            "E604",
            "A fault in this program stopped the work ({kind}).",
            "Try the form in another format, and report the fault: the version, the kind of file and this message.",
        ),
        ErrorSpec("E605", "The work was cancelled.", "Start it again when you need it."),
        ErrorSpec("E606", "Every worker is busy.", "Try again in a little while."),
        ErrorSpec("E511", "The setting {name} cannot be that: it is {allowed}.", "Correct it, or remove it."),
        ErrorSpec(
            "E512",
            "The settings file {path} cannot be used: {reason}.",
            "docs/settings.md names the tables and keys that it may hold.",
        ),
        ErrorSpec("E701", "The request is not as described: {reason}.", "See /v1/openapi.json for what to send."),
        ErrorSpec("E702", "There is nothing at this address.", "See /v1/openapi.json for the addresses."),
        ErrorSpec("E703", "This address does not take that method.", "The header Allow names those it takes."),
        ErrorSpec(
            "E704",
            "A valid key is needed.",
            "Send it in the header Authorization, after the word Bearer. Whoever runs the service gives out keys.",
        ),
        ErrorSpec(
            "E705",
            "Too many requests came with this key or from this address.",
            "Wait as many seconds as the header Retry-After says.",
        ),
        ErrorSpec(
            "E706",
            "The service is busy.",
            "Send it again after as many seconds as the header Retry-After says. Nothing of it was kept.",
        ),
        ErrorSpec(
            "E707",
            "The service is not ready: its model is not loaded yet.",
            "Send it again after as many seconds as the header Retry-After says.",
        ),
        ErrorSpec(
            "E708",
            "The request is larger than the limit of {limit}.",
            "Send one self-assessment on its own, or the cells in several lists.",
        ),
        ErrorSpec(
            "E709",
            "The request did not arrive within {seconds} seconds.",
            "Send it again over a faster connection.",
        ),
        ErrorSpec(
            "E710",
            "The result cannot be given in any form that the request accepts.",
            "Ask for one of {formats}, with the header Accept or with ?format=.",
        ),
        ErrorSpec("E711", "A body of this type is not taken here.", "Send {types}."),
        ErrorSpec(
            "E712",
            "The list has more cells than the limit ({count} of at most {limit}).",
            "Send them in several lists, all cells of one form in one.",
        ),
        ErrorSpec(
            "E713",
            "The request comes from a page of another site, or names a host that is not this one.",
            "Whoever runs the service can allow it: see ORIGINS and HOSTS in docs/settings.md.",
        ),
        ErrorSpec(
            "E714",
            "Something went wrong in the service.",
            "Nothing of the request was kept. Report the number of the request to whoever runs the service.",
        ),
        ErrorSpec(
            "E721",
            "The service does not listen on {host} without keys.",
            "Make a key with: evidence-scorer keys add NAME. Or say that no key is needed: --access anyone.",
        ),
        ErrorSpec("E722", "The file of keys {path} cannot be used: {reason}.", "Mend it, or make the keys again."),
        ErrorSpec("E723", "There is already a key of that name.", "Choose another, or revoke the old one first."),
        ErrorSpec("E724", "There is no key of that name.", "List the keys with: evidence-scorer keys list."),
        ErrorSpec(
            "E725",
            "A name of a key is 1 to 64 letters, digits, dots, dashes and underscores.",
            "Choose a name such as audit-north.",
        ),
        ErrorSpec(
            "E726",
            "The service cannot listen on {host}, port {port}: {reason}.",
            "Choose another port or address: --port, --host.",
        ),
    )
}


class ScorerError(Exception):
    """A coded refusal. Raise it with a code of ``CATALOGUE`` and the values that its message and its advice name.

    Attributes: ``code``, ``message`` (what is wrong), ``advice`` (what to do), ``detail`` (for a log; may name
    libraries and positions, never the text of a form).
    """

    def __init__(self, code: str, *, detail: str = "", **values: object) -> None:
        spec = CATALOGUE[code]
        self.code = code
        self.message = spec.message.format(**values)
        self.advice = spec.advice.format(**values)
        self.detail = detail
        super().__init__(f"{code}: {self.message} {self.advice}")

    def __reduce__(self) -> tuple[Any, ...]:
        # The values are in the message by now; another process gets the texts as they are.
        return restored, (self.code, self.message, self.advice, self.detail)


def restored(code: str, message: str, advice: str, detail: str) -> ScorerError:
    """A refusal from its texts, as another process told them."""
    error = ScorerError.__new__(ScorerError, f"{code}: {message} {advice}")
    error.code, error.message, error.advice, error.detail = code, message, advice, detail
    return error
