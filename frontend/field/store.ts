/** What the phone keeps: the villages taken along, and every visit until long after it is sent. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

export interface Village {
  code: string;
  name: string;
  waiting: number;
}

export interface Person {
  name: string;
  label: string;
  family: string;
  number: number;
  [column: string]: string | number | null;
}

export interface Family {
  name: string;
  label: string;
  village: string;
  head_name: string | null;
  address: string | null;
  hamlet: string | null;
  rt: string | null;
  rw: string | null;
  returned: string;
  persons: Person[];
  [column: string]: unknown;
}

/** draft: being filled in. ready: finished, waits for a network. sent: the server has it on disk. */
export type VisitState = "draft" | "ready" | "sent" | "refused";

export interface Photo {
  name: string;
  type: string;
  bytes: ArrayBuffer;
  sent: boolean;
}

export interface Visit {
  id: string; // instance id, made here
  officer: string; // who made it: it is sent in no other name
  family: string;
  label: string;
  village: string;
  state: VisitState;
  xml: string;
  photos: Photo[];
  saved: string;
  problem: string;
}

export interface Account {
  user: string;
  villages: Village[];
}

interface Schema extends DBSchema {
  told: { key: string; value: unknown };
  families: { key: string; value: Family; indexes: { village: string } };
  visits: { key: string; value: Visit; indexes: { family: string } };
}

let opened: Promise<IDBPDatabase<Schema>> | undefined;

function db(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>("entas-field", 1, {
    upgrade(fresh) {
      fresh.createObjectStore("told");
      fresh.createObjectStore("families", { keyPath: "name" }).createIndex("village", "village");
      fresh.createObjectStore("visits", { keyPath: "id" }).createIndex("family", "family");
    },
  });
  return opened;
}

export async function remember(key: string, value: unknown): Promise<void> {
  await (await db()).put("told", value, key);
}

export async function recall<T>(key: string): Promise<T | undefined> {
  return (await (await db()).get("told", key)) as T | undefined;
}

/** Replace the families of a village; visits to them stay. */
export async function keepFamilies(village: string, families: Family[]): Promise<void> {
  const transaction = (await db()).transaction("families", "readwrite");
  for (const key of await transaction.store.index("village").getAllKeys(village))
    void transaction.store.delete(key);
  for (const family of families) void transaction.store.put(family);
  await transaction.done;
}

export async function families(): Promise<Family[]> {
  return (await db()).getAll("families");
}

export async function visits(): Promise<Visit[]> {
  return (await db()).getAll("visits");
}

export async function visit(id: string): Promise<Visit | undefined> {
  return (await db()).get("visits", id);
}

/** Keep a visit; on the phone's disk when this resolves, as far as a browser can say. */
export async function keep(visit: Visit): Promise<void> {
  const transaction = (await db()).transaction("visits", "readwrite", { durability: "strict" });
  await transaction.store.put(visit);
  await transaction.done;
}

/** Another officer has this phone now: the families of the one before are none of theirs. */
export async function forgetFamilies(): Promise<void> {
  await (await db()).clear("families");
}

/** Forget visits that the server has had for longer than `days`, with their photos. */
export async function forgetSent(days: number): Promise<void> {
  const until = new Date(Date.now() - days * 86_400_000).toISOString();
  const transaction = (await db()).transaction("visits", "readwrite");
  for (const visit of await transaction.store.getAll())
    if (visit.state === "sent" && visit.saved < until) void transaction.store.delete(visit.id);
  await transaction.done;
}
