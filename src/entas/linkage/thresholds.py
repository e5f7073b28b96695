"""From which probability a pair merges by itself."""

PROVINCE_MERGES_AT = 0.999
"""Where neither the kabupaten nor the province set another; ``matching.Settings.merges_at``."""
