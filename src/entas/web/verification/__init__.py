"""The desks of verification: what waits for whom, one visit with its evidence, progress."""
