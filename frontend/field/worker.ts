/** Keeps the app itself on the phone. Data is the app's business: nothing of it is cached here. */
declare const self: ServiceWorkerGlobalScope & {
  ENTAS: { version: string; files: string[] };
};

const { version, files } = self.ENTAS;
const name = `entas-field-${version}`;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(name)
      .then((cache) => cache.addAll(files.map((file) => new Request(file, { cache: "no-cache" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((keys) =>
        Promise.all(
          keys
            .filter((key) => key.startsWith("entas-field-") && key !== name)
            .map((key) => caches.delete(key)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== self.location.origin || event.request.method !== "GET") return;
  if (files.includes(pathname)) event.respondWith(kept(pathname, event.request));
});

async function kept(pathname: string, request: Request): Promise<Response> {
  const cache = await caches.open(name);
  return (await cache.match(pathname)) ?? fetch(request);
}

export {};
