/**
 * Photos that are still being made smaller. ODK Web Forms gives a photo to the form only then, and
 * says nothing of it: whoever finishes earlier would send the form without it.
 */
const PATIENCE = 60_000; // milliseconds: a cheap phone with a large photo
const LOOK = 100;

const coming = new Set<Promise<void>>();

function preview(question: Element): string {
  return question.querySelector<HTMLImageElement>(".preview-captured-image img")?.src ?? "";
}

/** Note that a photo was chosen; `onHere` is called once the form has it. */
export function expectPhoto(input: HTMLInputElement, onHere: () => void): void {
  const question = input.closest(".question-container");
  if (!question || !input.files?.length) return;
  const before = preview(question);
  const photo = arrives(question, before).then(() => {
    coming.delete(photo);
    onHere();
  });
  coming.add(photo);
}

/** Resolves once the form has every photo that was chosen. */
export async function photosHere(): Promise<void> {
  while (coming.size) await Promise.all(coming);
}

async function arrives(question: Element, before: string): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end && question.isConnected) {
    await new Promise((done) => window.setTimeout(done, LOOK));
    const now = preview(question);
    if (now && now !== before) return;
  }
}
