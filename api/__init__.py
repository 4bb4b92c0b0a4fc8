"""The web service: the scorer behind HTTP."""
