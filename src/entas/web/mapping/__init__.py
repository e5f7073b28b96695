"""The mapping desk: bring a file, say what its columns are, import it, keep the profile."""
