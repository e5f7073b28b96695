/** Sends finished visits, one photo a post, from wherever the last attempt stopped. */
import { Refused, SignInFirst, Unreachable, post } from "./server";
import { type Visit, keep, visits } from "./store";

export type Outcome = "done" | "unreachable" | "sign-in";

/**
 * Send all that is ready and was made by the officer who is signed in. Only one tab sends at a time.
 * `onChange` is told of every step.
 */
export async function send(officer: string, onChange: () => void): Promise<Outcome> {
  return navigator.locks.request("entas-send", async () => {
    const ready = (await visits()).filter(
      (visit) => visit.state === "ready" && visit.officer === officer,
    );
    ready.sort((a, b) => a.saved.localeCompare(b.saved));
    for (const visit of ready) {
      try {
        await sendOne(visit, onChange);
      } catch (fault) {
        if (fault instanceof Unreachable) return "unreachable";
        if (fault instanceof SignInFirst) return "sign-in";
        if (!(fault instanceof Refused)) throw fault;
        await keep({ ...visit, state: "refused", problem: fault.message });
      }
      onChange();
    }
    return "done";
  });
}

async function sendOne(visit: Visit, onChange: () => void): Promise<void> {
  if (!visit.photos.length) await post(visit.xml);
  for (const photo of visit.photos.filter((photo) => !photo.sent)) {
    const blob = new Blob([photo.bytes], { type: photo.type });
    await post(visit.xml, { name: photo.name, blob });
    photo.sent = true;
    await keep(visit);
    onChange();
  }
  await keep({ ...visit, state: "sent", problem: "" });
}
