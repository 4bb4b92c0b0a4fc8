"""Everything known of a cell to one judgement, with a ledger of reasons that adds up. Pure arithmetic.

The classifier decides what a cell is; the rules name the words and the reason. A rule that fires is overruled where
the classifier sees the signal in none of its words; the tagger's words stand in where no rule has any.
"""

from scorer.scoring.beliefs import Belief, Policy, beliefs, heard_by_rules
from scorer.scoring.chances import joint
from scorer.scoring.judging import join_signals, score_of
from scorer.scoring.ledger import GRADES, Pointed, kinds_of_time, kinds_that_show

__all__ = [
    "GRADES",
    "Belief",
    "Pointed",
    "Policy",
    "beliefs",
    "heard_by_rules",
    "join_signals",
    "joint",
    "kinds_of_time",
    "kinds_that_show",
    "score_of",
]
