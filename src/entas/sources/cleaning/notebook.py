"""What cleaning notes down about the rows of one table while it reads its columns."""

from dataclasses import dataclass, field

import polars as pl

from entas.sources.cleaning.tables import Table

FINDINGS = {
    "sheet": pl.String,
    "number": pl.UInt32,
    "column": pl.String,
    "code": pl.String,
    "severity": pl.String,
    "received": pl.String,
}
RECEIVED_LENGTH = 200
REFUSED, REVIEW, REGISTERED = "refused", "review", "registered"


@dataclass
class Notebook:
    """Values by field, findings, and what keeps rows from the registry, of one table."""

    table: Table
    values: dict[str, pl.Series] = field(default_factory=dict)
    findings: list[pl.DataFrame] = field(default_factory=list)
    barriers: list[tuple[pl.Series, str, str]] = field(default_factory=list)

    @property
    def height(self) -> int:
        """Number of data rows."""
        return self.table.rows.height

    def cells(self, index: int) -> pl.Series:
        """Cells of a column as received."""
        return self.table.rows.get_column(f"c{index}").alias("cell")

    def kinds(self, index: int) -> pl.Series | None:
        """Kinds of the cells of a column; ``None`` where all are text."""
        kinds = self.table.sheet.kinds.get(index)
        if kinds is None:
            return None
        return kinds.gather(self.table.rows.get_column("number").cast(pl.Int64) - 1)

    def doubt(self, mask: pl.Series, *, code: str, severity: str, index: int | None = None) -> None:
        """Note a finding on the rows of a mask, with the cell of a column as received."""
        mask = mask.fill_null(value=False)
        if not mask.any():
            return
        rows = self.table.rows.filter(mask)
        received = rows.get_column(f"c{index}") if index is not None else pl.Series([""])
        self.findings.append(
            pl.select(
                sheet=pl.lit(self.table.sheet.name),
                number=rows.get_column("number"),
                column=pl.lit("" if index is None else self.table.headers[index][:120]),
                code=pl.lit(code),
                severity=pl.lit(severity),
                received=received.fill_null("").str.slice(0, RECEIVED_LENGTH),
            )
        )

    def bar(
        self,
        mask: pl.Series,
        *,
        reason: str,
        outcome: str = REVIEW,
        index: int | None = None,
    ) -> None:
        """Keep the rows of a mask from the registry; the first reason noted is the row's."""
        mask = mask.fill_null(value=False)
        if mask.any():
            self.barriers.append((mask, outcome, reason))
            self.doubt(mask, code=reason, severity="error", index=index)

    def outcomes(self) -> tuple[pl.Series, pl.Series]:
        """Outcome and reason of each row. Refusals go before reviews, then first come first."""
        outcome = pl.repeat(REGISTERED, self.height, dtype=pl.String, eager=True)
        reason = pl.repeat("", self.height, dtype=pl.String, eager=True)
        latest_first = self.barriers[::-1]
        latest_first.sort(key=lambda barrier: barrier[1] == REFUSED)
        for mask, result, why in latest_first:
            outcome, reason = outcome.set(mask, result), reason.set(mask, why)
        return outcome, reason

    def all_findings(self) -> pl.DataFrame:
        """Findings in the order of rows."""
        if not self.findings:
            return pl.DataFrame(schema=FINDINGS)
        frame = pl.concat(self.findings).cast(FINDINGS)  # type: ignore[arg-type]
        return frame.sort("number", maintain_order=True)
