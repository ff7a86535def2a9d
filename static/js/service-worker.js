/* What still works without a connection: the look of the site, the warning signs, and pages that a reader chose to keep.
   Nothing else is kept: what somebody looked at or searched for leaves no trace here. SHELL comes from /sw.js. */

const SHELL_CACHE = `shell-${SHELL.version}`;

self.addEventListener("install", (event) => {
  const wanted = [...SHELL.files, SHELL.offline, SHELL.urgent];
  event.waitUntil(
    caches
      .open(SHELL_CACHE)
      .then((cache) => cache.addAll(wanted))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name.startsWith("shell-") && name !== SHELL_CACHE))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => withoutConnection(url)));
  } else if (SHELL.assets.some((path) => url.pathname.startsWith(path))) {
    // Their names change with their content, so that a kept one is never out of date.
    event.respondWith(caches.match(request, { ignoreVary: true }).then((kept) => kept ?? fetch(request)));
  }
});

/* A page that is kept, marked as such; else the page that says there is no connection. */
async function withoutConnection(url) {
  const kept = isPrivate(url) ? undefined : await caches.match(url.pathname, { ignoreVary: true });
  if (kept && url.pathname !== SHELL.offline) return marked(kept);
  return (await caches.match(SHELL.offline, { ignoreVary: true })) ?? Response.error();
}

function isPrivate(url) {
  return SHELL.private.some((path) => url.pathname.startsWith(path));
}

async function marked(response) {
  const day = new Date(response.headers.get("Date") ?? Date.now());
  const when = day.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const note = `<p class="offline-note" role="status">You are offline. This copy is from ${when}. It may be out of date.</p>`;
  const html = (await response.text()).replace(/<main[^>]*>/, (main) => main + note); // first in it: nobody skips it
  const headers = new Headers(response.headers);
  for (const name of ["Content-Encoding", "Content-Length", "ETag"]) headers.delete(name); // of the body as it came
  return new Response(html, { status: 200, headers });
}
