/** A form in the making: what it starts from, and what it says at any moment. */
import type { Family, Photo } from "./store";

/** The instance of a form, as the engine of ODK Web Forms can write it out at any moment. */
export interface Filling {
  prepareInstancePayload(options: { payloadType: "monolithic" }): Promise<{
    data: readonly FormData[];
  }>;
}

export interface Said {
  xml: string;
  photos: Photo[];
}

/** The form with its family chosen: only this family is on it. */
export function formFor(xml: string, family: string): string {
  return xml.replace("<family/>", `<family>${family}</family>`);
}

/** The entity lists that the form looks names up in, cut to the one family. */
export function entityList(url: string, family: Family): Response {
  const rows: Record<string, unknown>[] = url.endsWith("persons.csv") ? family.persons : [family];
  const columns = Object.keys(rows[0] ?? { name: "", family: "", number: "" });
  const names = columns.filter((column) => column !== "persons" && column !== "village");
  const lines = [names, ...rows.map((row) => names.map((name) => row[name]))];
  const csv = lines.map((line) => line.map(cell).join(",")).join("\n");
  return new Response(`${csv}\n`, { headers: { "Content-Type": "text/csv" } });
}

function cell(value: unknown): string {
  const text = value === null || value === undefined ? "" : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What the form says now, under the id that the visit had from its beginning. */
export async function said(form: Filling, id: string): Promise<Said> {
  const { data } = await form.prepareInstancePayload({ payloadType: "monolithic" });
  const photos: Photo[] = [];
  let xml = "";
  for (const part of data)
    for (const [name, value] of part.entries()) {
      if (typeof value === "string") continue;
      if (name === "xml_submission_file") xml = await value.text();
      else
        photos.push({
          name,
          type: value.type,
          bytes: await value.arrayBuffer(),
          sent: false,
        });
    }
  return { xml: named(xml, id), photos };
}

/** A draft that was opened again counts as an edit for the engine; for us it is the same visit. */
function named(xml: string, id: string): string {
  return xml
    .replace(/<((?:\w+:)?deprecatedID)>[^<]*<\/\1>/, "")
    .replace(/<((?:\w+:)?instanceID)>[^<]*<\/\1>/, `<$1>${id}</$1>`);
}
