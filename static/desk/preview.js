/*
 * The preview beside the form, where there is room for both: as last saved, as wide as a phone or a desk. Saving draws
 * the form anew, and the preview with it. Without this script, "Preview" is a link.
 */

const OPEN = "desk-preview"; // in localStorage: "", "phone" or "desktop"
const WIDTHS = { phone: 390, desktop: 1280 };

function button(text, pressed, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = text;
  made.setAttribute("aria-pressed", pressed);
  made.addEventListener("click", act);
  return made;
}

function set(panel, shown) {
  localStorage.setItem(OPEN, shown);
  draw(panel);
}

function frameOf(panel) {
  const frame = document.createElement("iframe");
  frame.src = panel.dataset.deskPreview;
  frame.title = "Preview of this page as last saved";
  // Links within the page work, all others open in a tab of their own: nothing else may stand in a frame.
  frame.addEventListener("load", () =>
    frame.contentDocument?.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (!link || link.getAttribute("href").startsWith("#")) return;
      event.preventDefault();
      window.open(link.href, "_blank", "noopener");
    }),
  );
  return frame;
}

function fit(panel) {
  const stage = panel.querySelector(".desk-preview-stage");
  const frame = stage?.querySelector("iframe");
  if (!frame) return;
  const wide = WIDTHS[panel.dataset.width];
  const scale = Math.min(1, stage.clientWidth / wide);
  frame.style.inlineSize = `${wide}px`;
  frame.style.blockSize = `${stage.clientHeight / scale}px`;
  frame.style.transform = `scale(${scale})`;
}

function draw(panel) {
  const shown = localStorage.getItem(OPEN) || "";
  const { toggle, widths, stage } = panel.parts;
  document.body.classList.toggle("desk-beside", Boolean(shown));
  panel.hidden = !shown;
  panel.dataset.width = shown;
  toggle.textContent = shown ? "Close the preview" : "Preview beside the form";
  toggle.setAttribute("aria-pressed", Boolean(shown));
  Object.entries(widths).forEach(([name, one]) => one.setAttribute("aria-pressed", name === shown));
  if (shown && !stage.firstChild) stage.append(frameOf(panel));
  if (!shown) stage.replaceChildren();
  fit(panel);
}

function setUp(panel) {
  const toggle = button("", false, () => set(panel, localStorage.getItem(OPEN) ? "" : "phone"));
  toggle.classList.add("desk-preview-toggle");
  const widths = {
    phone: button("Phone", false, () => set(panel, "phone")),
    desktop: button("Desktop", false, () => set(panel, "desktop")),
  };
  const alone = document.createElement("a");
  alone.href = "../preview/";
  alone.textContent = "Open alone";
  const bar = document.createElement("p");
  bar.append(widths.phone, widths.desktop, alone);
  const stage = document.createElement("div");
  stage.className = "desk-preview-stage";
  panel.append(bar, stage);
  panel.parts = { toggle, widths, stage };
  document.querySelector(".change-form #content-main > form").before(toggle);
  new ResizeObserver(() => fit(panel)).observe(stage);
  draw(panel);
}

const panel = document.querySelector("[data-desk-preview]");
if (panel) setUp(panel);
