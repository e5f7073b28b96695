/** What is asked of the server while there is a network. */
import {
  type Account,
  type Family,
  type Person,
  forgetFamilies,
  keepFamilies,
  recall,
  remember,
} from "./store";

/** There is no network, or the server does not answer: wait and try again. */
export class Unreachable extends Error {}
/** The session is over: sign in, then go on. */
export class SignInFirst extends Error {}
/** The server has said no, and why. */
export class Refused extends Error {}

interface Me extends Account {
  token: string;
  form: string;
}

let token = "";

async function ask(path: string, options: RequestInit = {}): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(`/field/${path}`, { cache: "no-store", ...options });
  } catch (fault) {
    throw new Unreachable(String(fault));
  }
  if (answer.status === 401 || answer.status === 403) throw new SignInFirst();
  if (answer.status >= 500 || answer.status === 429) throw new Unreachable(String(answer.status));
  return answer;
}

/** Who is signed in; also fetches a newer edition of the form. */
export async function hello(): Promise<Account> {
  const me = (await (await ask("me")).json()) as Me;
  token = me.token;
  if ((await recall<string>("version")) !== me.form) {
    await remember("form", await (await ask("form.xml")).text());
    await remember("version", me.form);
  }
  const account = { user: me.user, villages: me.villages };
  const before = await recall<Account>("account");
  if (before && before.user !== me.user) await forgetFamilies();
  await remember("account", account);
  return account;
}

/** Take the families of a village along. */
export async function take(village: string): Promise<number> {
  const answer = await ask(`villages/${village}`);
  if (!answer.ok) throw new Refused(village);
  const told = (await answer.json()) as { families: Family[]; persons: Person[] };
  const members = new Map<string, Person[]>();
  for (const person of told.persons)
    members.set(person.family, [...(members.get(person.family) ?? []), person]);
  const found = told.families.map((family) => ({
    ...family,
    village,
    persons: members.get(family.name) ?? [],
  }));
  await keepFamilies(village, found);
  return found.length;
}

/** Send a form with one of its photos, or none. Resolves once the server has it on its disk. */
export async function post(xml: string, photo?: { name: string; blob: Blob }): Promise<void> {
  if (!token) await hello();
  const body = new FormData();
  body.set("xml_submission_file", new Blob([xml], { type: "text/xml" }), "submission.xml");
  if (photo) body.set(photo.name, photo.blob, photo.name);
  const answer = await ask("submission", {
    method: "POST",
    body,
    headers: { "X-CSRFToken": token },
  });
  if (answer.status === 201) return;
  const said = new DOMParser().parseFromString(await answer.text(), "text/xml");
  throw new Refused(said.querySelector("message")?.textContent ?? String(answer.status));
}
