"""scikit-learn with what it has for the model, imported without the statistics of SciPy.

Its modules take a few functions of them by name, to fit and to measure; no prediction calls one. They are a third of
all that the import takes.
"""

from scorer.standin import without

with without("scipy.stats"):
    import sklearn
    import sklearn.ensemble
    import sklearn.linear_model
    import sklearn.neural_network

__all__ = ["sklearn"]
