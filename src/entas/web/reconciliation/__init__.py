"""The desk of lists that disagree: two lists compared, and what is sent to the field for it."""
