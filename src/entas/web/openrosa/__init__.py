"""The addresses that ODK Collect speaks with, and the page that sets it up."""
