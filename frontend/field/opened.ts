/** The form that is open: ODK Web Forms gives it away only when it is sent, and drafts need it. */
import type { App } from "vue";
import type { Filling } from "./filling";

let current: Filling | undefined;

/** Notice each form that opens: its header is the component that is given the whole form. */
export function watchForms(app: App): void {
  app.mixin({
    created() {
      const form = (this.$props as { form?: Partial<Filling> } | undefined)?.form;
      if (form && "prepareInstancePayload" in form) current = form as Filling;
    },
  });
}

/** The form that is open now, if any. */
export function openForm(): Filling | undefined {
  return current;
}

/** Forget the form, before another is opened. */
export function closeForm(): void {
  current = undefined;
}
