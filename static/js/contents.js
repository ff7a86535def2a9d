/* The contents beside a page follow the reader: the part being read is marked. Without this file they are plain links. */

const links = new Map(
  [...document.querySelectorAll(".contents a[href^='#']")].map((link) => [link.hash.slice(1), link]),
);
const parts = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);

function mark() {
  const line = window.innerHeight / 3; // the part whose heading last passed the upper third
  const here = parts.findLast((part) => part.getBoundingClientRect().top < line);
  for (const [id, link] of links) {
    if (here && id === here.id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

if (parts.length) {
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mark();
    });
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  mark();
}
