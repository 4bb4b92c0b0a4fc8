"""The web page: drop a form in, and read. Served by the same service, at ``/``."""

from api.pages.router import is_for_reader, problem_page, router

__all__ = ["is_for_reader", "problem_page", "router"]
