/** Sorting of a table in place. Its header links do the same on the server, without the script. */
function value(row: HTMLTableRowElement, column: number): number | string {
  const cell = row.cells[column];
  const given = cell?.dataset.value;
  return given !== undefined ? Number(given) : (cell?.textContent ?? "").trim().toLowerCase();
}

function compare(a: number | string, b: number | string): number {
  return typeof a === "number" && typeof b === "number"
    ? a - b
    : String(a).localeCompare(String(b), "id");
}

export function sortable(within: ParentNode): void {
  for (const table of within.querySelectorAll<HTMLTableElement>("table[data-sortable]")) {
    const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
    heads.forEach((head, column) => {
      head.querySelector("a")?.addEventListener("click", (event) => {
        event.preventDefault();
        const up = head.getAttribute("aria-sort") === "descending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const body = table.tBodies[0];
        const rows = [...(body?.rows ?? [])];
        rows.sort((a, b) => (up ? 1 : -1) * compare(value(a, column), value(b, column)));
        body?.append(...rows);
        history.replaceState(null, "", (event.currentTarget as HTMLAnchorElement).href);
      });
    });
  }
}
