"""Judged forms to text or bytes, one module a format. Writers return; they never print."""
