"""The web page: drop a form in, and read. Served by the same service, at ``/``."""

from api.pages.router import router

__all__ = ["router"]
