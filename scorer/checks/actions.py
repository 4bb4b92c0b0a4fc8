"""No and Partial: whether an action, its date and its owner are told, or else that all is met. What is doubtful counts
as told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from scorer.checks.kinds import Hit, all_of, hit_of, told, whole
from scorer.checks.spec import WORDS
from scorer.checks.text import NUMBER, is_copied, lowered
from scorer.records import EvidenceCell

_DONE = re.compile(
    r"\b(?:because|instead|alternative|reason|chosen|prefer|judge\w*|decided|since then|now (?:been|in|done)"
    r"|has (?:since )?been|have (?:since )?been|was (?:put|cleared|closed)|completed|introduced|too small"
    r"|not proportionate|(?<!\bbe )(?<!\bbeing )(?:switched|changed|corrected|fixed|hired|filled|added|updated"
    r"|rewritten|replaced|started|began))\b"
)
"""For lowered text, like all that follow but ``PLAN`` and ``_INITIALS``: it is searched in a third of the time."""
_ACTION = re.compile(
    r"\b(?:will|shall|plan(?:s|ned|ning)?|intend\w*|action|going to|under ?way|being|draft\w*|review\w*|due"
    r"|propos\w*|recruit\w*|procur\w*|schedul\w*|target|expect\w*|aim\w*|from <month>|by <month>|by the end"
    r"|in progress|in hand|next|then|soon|until|set to|on order|commission\w*|(?:is|are) (?:with|(?:\w+ )?\w+ing)"
    r"|(?:starts?|begins?|opens?|joins?)|we['’]re \w+ing|await\w*|consider\w*|look\w*|development|preparation"
    r"|discussion|consultation"
    r"|amend\w*|in practice|upgrade\w*|pending|to (?:\w+ly )?(?:be|[a-z]{3,}))\b|['’]ll\b".replace(
        "<month>", WORDS["<month>"]
    )
)
"""Anything that may be an action: a No beside none of these says nothing of what will be done."""
_DOING = (
    r"(?:add|amend|appoint|begin|bring|built?|change|correct|creat|design|develop|draft|includ|introduc|issu|launch"
    r"|order|prepar|procur|produc|publish|put|recruit|redraft|reprint|review|revis|re-?writ|set up|start|switch"
    r"|train|updat|writ)\w*"
)
PLAN = re.compile(
    rf"\b(?:will|shall|is to|are to|going to|minded to|due to|meant to|looking to|set to|offered to) (?:then |now "
    rf"|also )?(?:be )?{_DOING}|\bto be {_DOING}|^[A-Z][\w ]{{1,30}} to {_DOING}|\b(?:is|are) (?:now "
    rf"|still )?{_DOING}ing\b|\b(?:is|are) being {_DOING}|\b(?:is|are) (?:planned|intended|proposed|under way"
    rf"|in draft|due|on order|with the \w+)\b|\bwe (?:plan|intend) to\b|(?i:\baction:)"
    rf"|^\W*To be (?:considered|discussed|decided|agreed|approved|presented|{_DOING})\b"
    r"(?![^.;]*\b(?:must|needs?|has to|have to|should|is|are)\b)"
)
"""What is an action without doubt."""
_ELSEWHERE = re.compile(r"^\W*(?:as|see|ditto|please see|refer to)\b[\w .]{0,20}$")
"""A cell that only points to another: its action may stand there."""
_WHEN = re.compile(
    rf"\b{WORDS['<month>']}\b|\b20[12]\d\b|\bq[1-4]\b|\bquarter|\bspring|\bsummer|\bautumn|\bwinter|\bchristmas"
    rf"|\beaster"
    r"|\bnext (?:year|month|week|meeting|board|agm)|\bend of (?:the |this )?(?:year|month|financial)|\b\d{1,2}/\d{1,2}"
    rf"|\b(?:within|in) {NUMBER} (?:days|weeks|months)|\bthis (?:year|month|week)|\bnew year|\bby the (?:agm|next)"
)
_WHO = re.compile(
    rf"\b{WORDS['<post>']}|\b{WORDS['<member>']}|\bteam\b|\bboard\b|\bcommittee\b|\blead\b|\bpanel\b|\btrustees?\b"
    r"|\bsupplier|\bcontractor|\bsolicitor|\bprinter|\bsecretary|\bclerk|\bwarden|\bowner\b|\bowned by"
    r"|\bby (?:the|our) (?!(?:end|start|close|next|new|turn|time|beginning|middle|first|second|third|fourth|last|latest"
    rf"|agm|date|deadline|due|target|spring|summer|autumn|winter|christmas|easter|week|month|quarter|year|financial"
    rf"|coming|following|review|annual|website|\d+|{WORDS['<month>']})\b)"
)
_MET = re.compile(
    r"^\W*(?P<said>(?:yes\W+)?"
    r"(?:(?:we|this|it|the (?:landlord|association|trust|council|society|requirement|provision)) )?"
    r"(?:(?:already|fully|now|do|does|is|are|has been|have been|requirement|provision) )*"
    r"(?:(?:meets?|comply with|complies with|satisf(?:y|ies)) (?:this|it|the)(?: (?:requirement|provision))?"
    r"|comply|complies|compliant|met|complied with|in place|yes)"
    r"(?: (?:already|fully|in full|completely))?)\W*$"
)
"""A sentence, lowered, that says that the requirement is met and nothing else."""
_SHORT_OF_IT = re.compile(
    r"\b(?:no|not|never|none|nor|neither|without|cannot|but|however|(?:al)?though|except\w*|apart from|other than"
    r"|save for|part(?:s|ly|ially)?|in part|most(?:ly)?|some(?:times)?|usually|generally|largely|only|where|yet|still"
    r"|should|would|could|may|might|lack\w*|missing|gap|short of|fail\w*|miss(?:es|ed)|late|overdue)\b"
    r"|n['’]t\b|\d ?%"
)
"""Words beside which an assent is not the whole story."""
_INITIALS = re.compile(r"\b[A-Z]{2,4}\b")
"""A post or a body by its letters: "the CEO"."""


@lru_cache(maxsize=64)
def _plan(text: str) -> re.Match[str] | None:
    """The action in a sentence; kept, because two checks ask for it."""
    return PLAN.search(text)


def is_dated(cell: EvidenceCell) -> bool:
    """Whether a cell tells when something is, was or will be."""
    return _WHEN.search(lowered(whole(cell))) is not None


def is_owned(cell: EvidenceCell) -> bool:
    """Whether a cell names a post, a body or anybody else who may be the one to do something."""
    text = whole(cell)
    return _INITIALS.search(text) is not None or _WHO.search(lowered(text)) is not None


def no_action(cell: EvidenceCell) -> Iterator[Hit]:
    """A No or Partial that says neither what will be done nor why not."""
    text = lowered(whole(cell))
    if not any(pattern.search(text) for pattern in (_ACTION, _DONE, _ELSEWHERE)) and not any(assent(cell)):
        yield all_of(cell)


def assent(cell: EvidenceCell) -> Iterator[Hit]:
    """A No or Partial beside a sentence that says that it is met, in a cell that takes nothing of it back."""
    for field, sentence in told(cell):
        match = _MET.search(sentence.lower)
        if match:
            text = lowered(whole(cell))
            if not any(pattern.search(text) for pattern in (_SHORT_OF_IT, _ACTION, _DONE)):
                yield Hit(field, sentence.start + match.start("said"), sentence.start + match.end("said"))
            return


def no_date(cell: EvidenceCell) -> Iterator[Hit]:
    """A No or Partial whose action has no date."""
    for field, sentence in told(cell):
        match = _plan(sentence.text)
        if match and not is_copied(sentence.text, cell):
            if not is_dated(cell) and not _DONE.search(lowered(whole(cell))):
                yield hit_of(field, sentence, match)
            return


def no_owner(cell: EvidenceCell) -> Iterator[Hit]:
    """A No or Partial whose dated action nobody owns."""
    for field, sentence in told(cell):
        match = _plan(sentence.text)
        if match and _WHEN.search(lowered(sentence.text)):
            if not is_owned(cell) and not _DONE.search(lowered(whole(cell))):
                yield hit_of(field, sentence, match)
            return
