// Keeps the kiosk's own page and code in the browser: a kiosk that starts while the server is away draws its own words, never a browser error.
// Nothing of the API passes here, so nothing about a person is ever kept.
const KEPT = "kiosk-page";
const PAGE = "/kiosk";
const FILES_MAX = 200;

self.addEventListener("install", (event) => {
  event.waitUntil(self.skipWaiting());
});
self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(newest(request, PAGE));
  else if (pathname.startsWith("/assets/")) event.respondWith(kept(request));
  else if (/^\/[\w-]+\.(js|svg)$/.test(pathname)) event.respondWith(newest(request, pathname));
});

/** From the server, or as it was when the server last answered. */
async function newest(request, name) {
  const cache = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(name, answer.clone());
    return answer;
  } catch (error) {
    const before = await cache.match(name);
    if (before) return before;
    throw error;
  }
}

/** Names under /assets/ change with their content, so what is kept is right for ever. */
async function kept(request) {
  const cache = await caches.open(KEPT);
  const before = await cache.match(request.url);
  if (before) return before;
  const answer = await fetch(request);
  if (!answer.ok) return answer;
  await cache.put(request.url, answer.clone());
  const files = await cache.keys();
  // The oldest go first; files of this version were asked for last.
  for (const file of files.slice(0, Math.max(0, files.length - FILES_MAX))) await cache.delete(file);
  return answer;
}
