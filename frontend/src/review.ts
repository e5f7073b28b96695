/**
 * The review desk by keyboard. The next pair is fetched while one is looked at, so that a decision
 * shows it at once and is sent meanwhile; its answer brings the pair after. Pages work without.
 */
interface Htmx {
  ajax(verb: string, path: string, context: Record<string, unknown>): Promise<void>;
  process(node: Element): void;
}
declare global {
  interface Window {
    htmx?: Htmx;
  }
}

export function review(): void {
  const desk = document.querySelector<HTMLElement>("[data-review]");
  const current = document.querySelector<HTMLElement>("#current");
  if (desk && current) new Desk(desk, current).open();
}

class Desk {
  private busy = false;
  private failed = false;
  /** What was pressed before the server had answered, done after it. */
  private held: (() => void) | null = null;

  constructor(
    private readonly desk: HTMLElement,
    private readonly current: HTMLElement,
  ) {}

  open(): void {
    document.addEventListener("keydown", (event) => this.key(event));
    this.desk.addEventListener("submit", (event) => this.submit(event));
    this.desk.querySelector("[data-help]")?.addEventListener("click", () => this.help());
    this.desk.addEventListener("htmx:responseError", () => (this.failed = true));
    window.addEventListener("beforeunload", (event) => {
      if (this.busy) event.preventDefault();
    });
  }

  private get upcoming(): HTMLElement | null {
    return document.querySelector("#upcoming");
  }

  private key(event: KeyboardEvent): void {
    const at = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (at.matches("input:not([type=hidden]), select, textarea")) {
      if (event.key === "Escape") at.blur();
      if (event.key === "Enter" && at.matches("[data-verdict] *")) event.preventDefault();
      return;
    }
    const dialog = this.desk.querySelector("dialog");
    if (dialog?.open && event.key !== "?") return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "n") {
      event.preventDefault();
      this.current.querySelector<HTMLInputElement>("[name=reason]")?.focus();
      return;
    }
    const name = key === "y" ? "s" : key;
    const target = this.desk.querySelector<HTMLElement>(
      `#current [data-key="${CSS.escape(name)}"], .review-head [data-key="${CSS.escape(name)}"]`,
    );
    if (!target) return;
    event.preventDefault();
    if (this.busy && name !== "?") this.held = () => target.isConnected && target.click();
    else target.click();
  }

  private help(): void {
    const dialog = this.desk.querySelector("dialog");
    if (dialog?.open) dialog.close();
    else dialog?.showModal();
  }

  private submit(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    const verdict = (event.submitter as HTMLButtonElement | null)?.value;
    if (!form.matches("[data-verdict]") || !window.htmx || !verdict || !this.upcoming) return;
    event.preventDefault();
    if (this.busy) this.held = () => form.isConnected && void this.decide(verdict, form);
    else void this.decide(verdict, form);
  }

  /** Show what was fetched, send the decision, and fill the place of the next pair. */
  private async decide(verdict: string, form: HTMLFormElement): Promise<void> {
    const upcoming = this.upcoming;
    if (!upcoming || !window.htmx) return;
    const values: Record<string, string> = { verdict };
    for (const [name, value] of new FormData(form)) values[name] = String(value);
    const decided = [...this.current.childNodes];
    const ready = upcoming.childElementCount > 0;
    values.shown = upcoming.querySelector<HTMLElement>("[data-pair]")?.dataset.pair ?? "";
    this.busy = true;
    this.failed = false;
    if (ready) this.show(upcoming);
    try {
      await window.htmx.ajax("POST", form.action, {
        source: this.desk,
        target: "#upcoming",
        swap: "innerHTML",
        values,
      });
    } catch {
      this.failed = true; // the connection is gone
    }
    this.busy = false;
    if (this.failed) return this.giveBack(decided);
    if (!ready) this.show(upcoming);
    const held = this.held;
    this.held = null;
    held?.();
  }

  private show(upcoming: HTMLElement): void {
    this.current.replaceChildren(...upcoming.childNodes);
    const pair = this.current.querySelector<HTMLElement>("[data-pair]");
    if (pair?.dataset.address) history.replaceState(null, "", pair.dataset.address);
    window.scrollTo({ top: 0 });
    const heading = this.current.querySelector<HTMLElement>("h2");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }

  /** The decision was not saved: the pair comes back, and the one shown meanwhile waits again. */
  private giveBack(decided: ChildNode[]): void {
    this.held = null;
    const shown = [...this.current.childNodes];
    this.current.replaceChildren(...decided);
    this.upcoming?.replaceChildren(...shown);
    const said = document.querySelector("#said");
    if (said) said.textContent = this.desk.dataset.failed ?? "";
  }
}
