/* Keeping a page for reading without a connection: the reader's choice, undone by the same button. Also starts the
   service worker, a while after the page has come: it must never stand in the way of reading. */

const KEPT = "kept"; // pages
const KEPT_FILES = "kept-files"; // what those pages show and look like; the service worker asks every cache
const WAIT = 4000; // milliseconds

const supported = "serviceWorker" in navigator && "caches" in window;

function inWords(day) {
  return day.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
}

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

/* The control on a page: `place` is an empty element with data-keep. */
async function control(place) {
  const status = element("p", "", "keep__status");
  const button = element("button", "", "button button--quiet");
  button.type = "button";
  status.setAttribute("role", "status");
  place.append(button, status);
  const here = location.pathname;

  async function draw(said) {
    const kept = await (await caches.open(KEPT)).match(here);
    button.textContent = kept ? "Remove the kept copy" : "Keep this page for reading offline";
    const since = kept && inWords(new Date(kept.headers.get("Date") ?? Date.now()));
    status.textContent =
      said ?? (kept ? `Kept on this device, as it was on ${since}. It may go out of date: come back online for changes.` : "");
  }

  button.addEventListener("click", async () => {
    const cache = await caches.open(KEPT);
    try {
      if (await cache.match(here)) {
        await forget(here);
        await draw("The kept copy is removed from this device.");
      } else {
        await start();
        await (await caches.open(KEPT_FILES)).addAll(filesOfThisPage());
        await cache.add(new Request(here, { cache: "reload" }));
        await draw();
      }
    } catch {
      await draw("That did not work. Is there a connection, and room on this device?");
    }
  });
  await draw();
}

/* The list of kept pages on the offline page: `place` is an empty list with data-kept. */
async function list(place) {
  const status = element("p", "", "keep__status");
  status.tabIndex = -1;
  place.closest("section").before(status);
  const cache = await caches.open(KEPT);
  const pages = await Promise.all((await cache.keys()).map(async (request) => [request, await cache.match(request)]));
  for (const [request, response] of pages) {
    const title = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("h1");
    const link = element("a", title?.textContent.trim() ?? new URL(request.url).pathname);
    link.href = new URL(request.url).pathname;
    const remove = element("button", "Remove", "button button--quiet");
    remove.type = "button";
    remove.setAttribute("aria-label", `Remove ${link.textContent}`);
    const item = element("li", "", "kept");
    remove.addEventListener("click", async () => {
      await forget(request);
      item.remove();
      status.textContent = `${link.textContent} is removed from this device.`;
      status.focus();
      place.closest("section").hidden = !place.children.length;
    });
    item.append(link, remove);
    place.append(item);
  }
  place.closest("section").hidden = !pages.length;
}

/* Stylesheet, font, scripts and pictures: whatever this page loaded from this site but pages and answers of the API. */
function filesOfThisPage() {
  const urls = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
  const files = urls.filter((url) => url.origin === location.origin && /\.\w+$/.test(url.pathname));
  return [...new Set(files.map((url) => url.pathname))];
}

async function forget(page) {
  const cache = await caches.open(KEPT);
  await cache.delete(page);
  if (!(await cache.keys()).length) await caches.delete(KEPT_FILES);
}

function start() {
  return navigator.serviceWorker.register("/sw.js").then(() => navigator.serviceWorker.ready);
}

if (supported) {
  document.querySelectorAll("[data-keep]").forEach(control);
  document.querySelectorAll("[data-kept]").forEach(list);
  addEventListener("load", () => setTimeout(() => start().catch(() => {}), WAIT));
}
