"""The web page: drop a form in, and read. Served by the same service, at ``/``."""

from api.pages.router import is_for_reader, problem_page, router
from api.pages.work import ANSWERS

__all__ = ["ANSWERS", "is_for_reader", "problem_page", "router"]
