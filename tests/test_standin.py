"""What is left out of an import is there when it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOADED = """
import sys
import scorer.pipeline
left_out = [name for name in sys.modules if name.startswith(("spacy.cli", "weasel", "scipy.stats."))]
assert not left_out, left_out
"""
SPACY = """
import spacy
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
import spacy.cli
assert spacy.cli.download.__module__ == "spacy.cli.download"
"""
SCIPY = """
import scipy, numpy
from sklearn._loss import link
from sklearn.covariance import _robust_covariance
assert link.gmean(numpy.array([1.0, 4.0])) == 2.0
assert _robust_covariance.chi2.mean(3) == 3.0
assert scipy.stats.rankdata([3, 1]).tolist() == [2, 1]
from scipy.stats import gmean
assert gmean.__module__ == "scipy.stats._stats_py"
"""
BEFORE = """
import scipy.stats
import spacy.cli
import scorer.pipeline
assert spacy.cli is sys.modules["spacy.cli"] and scipy.stats is sys.modules["scipy.stats"]
"""


@pytest.mark.parametrize(
    "look", [LOADED + SPACY, LOADED + SCIPY, "import sys\n" + BEFORE], ids=["spacy", "scipy", "before"]
)
def test_what_is_left_out_of_an_import_is_there_when_it_is_asked_for(look: str) -> None:
    subprocess.run([sys.executable, "-c", look], check=True)
