/** Lets the browser keep this app's own files, so that a kiosk switched on while the server is away still says so in words. */
export async function keepPage(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/kiosk-worker.js", { scope: "/kiosk" });
  await navigator.serviceWorker.ready;
  // What this page loaded before the worker stood was not seen by it.
  const own = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const files = own.filter(({ origin, pathname }) => origin === location.origin && /^\/(assets\/|[\w-]+\.(js|svg)$)/.test(pathname));
  await Promise.allSettled([location.pathname, ...files.map(({ href }) => href)].map(keep));
}

async function keep(url: string): Promise<void> {
  const cache = await caches.open("kiosk-page");
  const name = url === location.pathname ? "/kiosk" : url.includes("/assets/") ? url : new URL(url).pathname;
  if (await cache.match(name)) return;
  const answer = await fetch(url);
  if (answer.ok) await cache.put(name, answer);
}
