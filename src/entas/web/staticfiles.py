"""Built files by the names that ``collectstatic`` gave them, or by their own before it ran."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage that also works on a machine where nothing was collected yet.

    Vite's files carry a hash of their content either way; whitenoise then serves them from the
    package itself.
    """

    def stored_name(self, name: str) -> str:
        """The hashed name when there is a manifest, else the name itself."""
        return str(super().stored_name(name)) if self.hashed_files else name
