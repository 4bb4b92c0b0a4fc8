"""The reviewer's question and the officer's hint, joined from three kinds of data that a housing professional can edit.

``provisions`` say what each provision asks for, what to ask about it and what an officer might name; ``weakness.yml``
says what is weak about a cell; the checks bring their own question and hint. No fact is invented: what is said of a
cell are its own words.
"""

from scorer.advice.advising import Advice, advise
from scorer.advice.data import load_texts

__all__ = ["Advice", "advise", "load_texts"]
