"""Scores the evidence in social landlords' self-assessments against the Complaint Handling Code."""
