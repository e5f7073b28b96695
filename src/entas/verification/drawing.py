"""Draw the workflow into the docs: ``python -m entas.verification.drawing docs/workflow.md``."""

import re
import sys
from pathlib import Path

from entas.verification.workflow import diagram


def draw(page: Path) -> None:
    """Replace the Mermaid diagram of a page by the workflow as it is."""
    text = page.read_text(encoding="utf-8")
    drawn = re.sub(
        r"```mermaid\n.*?```", lambda _: f"```mermaid\n{diagram()}```", text, flags=re.DOTALL
    )
    page.write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
