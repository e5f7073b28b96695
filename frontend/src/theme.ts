/** Light or dark, kept in a cookie so that the server's first byte has it and nothing flashes. */
export function theme(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-theme-switch]");
  const root = document.documentElement;
  button?.addEventListener("click", () => {
    const dark =
      root.dataset.theme === "dark" ||
      (!root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
    root.dataset.theme = dark ? "light" : "dark";
    document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; SameSite=Lax`;
  });
}
