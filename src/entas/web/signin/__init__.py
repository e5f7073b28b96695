"""Signing in, signing out, and the language of the screens."""
