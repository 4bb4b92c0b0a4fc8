"""What makes the example forms: one source an edition, laid out once, written in every format."""
