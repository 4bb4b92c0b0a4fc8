"""The rules: one file a rule, and the engine that runs them."""

from scorer.rules.engine import RuleSet
from scorer.rules.kinds import Candidate
from scorer.rules.spec import Rule

__all__ = ["Candidate", "Rule", "RuleSet"]
