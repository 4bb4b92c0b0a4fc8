"""Checks that need the Code or the whole form. ``catalogue`` holds one file a check; docs/checks.md is its page."""

from scorer.checks.spec import Check, ask_to_see, load_checks
from scorer.checks.table import cell_checks, form_findings, run_on_cell, run_on_form

__all__ = ["Check", "ask_to_see", "cell_checks", "form_findings", "load_checks", "run_on_cell", "run_on_form"]
