/** A key that a page names (`data-press`) presses its button, or puts the cursor into its field. */
export function press(): void {
  document.addEventListener("keydown", (event) => {
    const at = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (at.matches("input, select, textarea")) {
      if (event.key === "Escape") at.blur();
      return;
    }
    const named = `[data-press="${CSS.escape(event.key.toLowerCase())}"]`;
    const wanted = document.querySelector<HTMLElement>(named);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches("button")) wanted.click();
    else wanted.focus();
  });
}
