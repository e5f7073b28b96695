/** What the browser adds to a page that already works: theme, sorting without a round trip, keys. */
import "./styles/main.css";
import { keys } from "./keys";
import { press } from "./press";
import { review } from "./review";
import { sortable } from "./sort";
import { theme } from "./theme";

theme();
keys();
press();
review();
sortable(document);
document.addEventListener("htmx:afterSwap", (event) => sortable(event.target as HTMLElement));
document.addEventListener("change", (event) => {
  const field = event.target as HTMLElement;
  if (field.matches("[data-submit]")) (field as HTMLSelectElement).form?.requestSubmit();
});
