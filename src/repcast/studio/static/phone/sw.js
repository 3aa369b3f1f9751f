/**
 * Keeps the published page: everything is fetched before this version takes over, and then comes from the cache alone.
 * `PUBLISHED`, a name for this version and its files, stands before this text where it is published.
 */

/* global PUBLISHED */
const PREFIX = "repcast ";
const CACHE = PREFIX + PUBLISHED.version;
const SOUND_OR_COVER = /\.[0-9a-f]{10,}\.\w+$/; // under its name it stays as it is

addEventListener("install", (event) => event.waitUntil(fill()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("message", (event) => event.data === "take over" && skipWaiting());
addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});

async function fill() {
  const cache = await caches.open(CACHE);
  for (const name of PUBLISHED.files) {
    const url = new URL(name, registration.scope).href;
    const kept = SOUND_OR_COVER.test(name) && (await caches.match(url));
    const response = kept || (await fetch(url, { cache: "reload" }));
    if (!response.ok) throw new Error(`${response.status} for ${name}`);
    await cache.put(url, response);
  }
}

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
}

async function answer(request) {
  const cache = await caches.open(CACHE);
  const opens = request.mode === "navigate"; // the page itself, or what it links to
  const found = (await cache.match(request.url, { ignoreSearch: opens })) ?? (opens && (await cache.match(registration.scope)));
  if (!found) return fetch(request);
  const range = request.headers.get("range");
  return range ? part(await found.blob(), range) : found;
}

/** Return a part of a file, as RFC 9110, clause 14, has it: players ask for parts, and take nothing else. */
function part(blob, range) {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if (!first && !last) return new Response(blob, { headers: { "Content-Type": blob.type } });
  const start = first ? Number(first) : Math.max(0, blob.size - Number(last));
  const end = first && last ? Math.min(Number(last) + 1, blob.size) : blob.size;
  if (start >= end) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${blob.size}` } });
  const headers = {
    "Accept-Ranges": "bytes",
    "Content-Type": blob.type,
    "Content-Length": String(end - start),
    "Content-Range": `bytes ${start}-${end - 1}/${blob.size}`,
  };
  return new Response(blob.slice(start, end, blob.type), { status: 206, headers });
}
