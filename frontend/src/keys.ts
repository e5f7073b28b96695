/** Keys: "/" goes to the search; j and k walk the rows of the page's list, Enter opens one. */
export function keys(): void {
  document.addEventListener("keydown", (event) => {
    const at = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (at.matches("input, select, textarea")) return;
    if (event.key === "/") {
      const field = document.querySelector<HTMLInputElement>("[data-search]");
      if (field) {
        event.preventDefault();
        field.focus();
        field.select();
      }
    } else if (event.key === "j" || event.key === "k") {
      const rows = [...document.querySelectorAll<HTMLAnchorElement>("[data-row]")];
      const here = rows.findIndex((row) => row === document.activeElement);
      const next = rows[event.key === "j" ? here + 1 : Math.max(here - 1, 0)];
      next?.focus();
      next?.scrollIntoView({ block: "nearest" });
    }
  });
}
