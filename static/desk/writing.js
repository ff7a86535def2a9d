/*
 * Help while writing: under each field with words of ours, how hard they are to read, and long sentences and words that
 * readers may not know, each with a way to the place and a plain word to put there. The desk judges, by the same checks as the
 * gate (desk/writing.py); this only asks and shows. Without it the gate says the same after saving.
 */

const WAIT = 2000; // milliseconds after the last key
const root = document.querySelector("[data-desk-writing]");
const form = document.querySelector(".change-form #content-main > form");
const prose = new Set(root?.dataset.prose.split(" "));
const short = new Set(root?.dataset.short.split(" "));
const shown = new WeakMap(); // field → what is under it
const changed = new Set();
let pageSays = "";
let timer = 0;

const isProse = (field) => prose.has(field.name);
const isHelped = (field) =>
  field instanceof Element &&
  field.matches("textarea[name], input[type=text][name]") &&
  !field.name.includes("__prefix__") &&
  (isProse(field) || short.has(field.name.slice(field.name.lastIndexOf("-") + 1)));
const helped = () => [...form.elements].filter(isHelped);
const labelOf = (field) =>
  field.getAttribute("aria-label") || field.labels?.[0]?.textContent.trim().replace(/:$/, "") || field.name;

function make(name, text = "", className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function button(text, about, act) {
  const made = make("button", text, "button desk-writing__act");
  made.type = "button";
  made.append(make("span", ` ${about}`, "visually-hidden"));
  made.addEventListener("click", act);
  return made;
}

function say(text) {
  root.textContent = "";
  root.textContent = text;
}

// --- Asking ---

const names = () =>
  ["name", "clinical_name", "also_known_as"]
    .flatMap((name) => (form.elements[name]?.value || "").split("\n"))
    .map((name) => name.trim())
    .filter((name) => name && name.length <= 300);

async function ask(fields) {
  const whole = fields.some(isProse);
  const asked = new Set(whole ? [...fields, ...helped().filter(isProse)] : fields);
  const texts = Object.fromEntries([...asked].map((field) => [field.name, field.value]));
  const response = await fetch(root.dataset.deskWriting, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
    },
    body: JSON.stringify({ kind: root.dataset.kind, names: names(), texts, whole }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  if (whole) pageSays = answer.page;
  asked.forEach((field) => {
    // Typed on meanwhile: the next answer is about that, and tells it.
    if (changed.has(field) || field.value !== texts[field.name]) return;
    if (answer.fields[field.name]) show(field, answer.fields[field.name]);
  });
}

async function askForChanged() {
  clearTimeout(timer);
  const fields = [...changed].filter((field) => field.isConnected);
  changed.clear();
  if (!fields.length) return;
  const before = fields.map((field) => shown.get(field)?.many || 0);
  try {
    await ask(fields);
  } catch (error) {
    // A lost connection is told where it matters, when saving; a refusal has words of its own.
    if (!(error instanceof TypeError || error instanceof SyntaxError)) say(error.message);
    return;
  }
  fields.forEach((field, index) => {
    const now = shown.get(field);
    if (!now || now.many === before[index]) return;
    say(`${labelOf(field)}: ${count(now.many)}`);
    if (now.details) now.details.open = true;
  });
}

// --- Showing ---

const count = (many) => (many ? `${many} thing${many === 1 ? "" : "s"} to look at` : "nothing to look at");

function show(field, told) {
  const before = shown.get(field);
  const box = before?.box || make("div", "", "desk-writing");
  if (!before) place(field, box);
  const says = isProse(field) && pageSays ? `${told.says} ${pageSays}` : told.says;
  const details = told.many ? list(field, told) : null;
  if (details && before?.details) details.open = before.details.open;
  const inRow = field.closest(".inline-group");
  box.replaceChildren(...(inRow ? [] : [make("p", says)]), ...(details ? [details] : []));
  box.hidden = !field.value.trim();
  shown.set(field, { box, details, many: told.many });
}

// With the preview of an editor; else where Django puts what is said of a field; in rows right below it.
function place(field, box) {
  const look = field.closest(".markdownx")?.querySelector(".desk-look");
  if (look) return look.prepend(box);
  const line = field.closest(".inline-group") ? null : field.closest(".flex-container");
  box.classList.toggle("help", Boolean(line));
  return (line || field).insertAdjacentElement("afterend", box);
}

function list(field, told) {
  const details = make("details");
  const items = told.found.map((one) => item(field, one));
  const all = make("ul");
  all.append(...items);
  details.append(make("summary", count(told.many)), all);
  return details;
}

function item(field, one) {
  const made = make("li", `${one.what[0].toUpperCase()}${one.what.slice(1)}. ${one.remedy} `);
  if (!one.place) return made;
  made.append(button("Show", one.what, () => select(field, one)));
  one.swaps.forEach((word) =>
    made.append(" ", button(`Use “${word}”`, `instead of “${one.said}”`, () => swap(field, one, word))),
  );
  return made;
}

// --- In the text ---

function select(field, one) {
  const [start, end] = one.place;
  if (field.value.slice(start, end) !== one.said) {
    changed.add(field);
    say("The text has changed. This list is made anew.");
    askForChanged();
    return false;
  }
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  reveal(field, start / field.value.length);
  return true;
}

// Browsers do not scroll to what a script selects. Where it stands in the text tells about where that is.
function reveal(field, part) {
  if (field.scrollHeight > field.clientHeight) field.scrollTop = field.scrollHeight * part - field.clientHeight / 2;
  const box = field.getBoundingClientRect();
  const top = box.top + (field.scrollHeight > field.clientHeight ? 0 : box.height * part);
  if (top < 60 || top > innerHeight - 120) scrollBy(0, top - innerHeight / 3);
}

function swap(field, one, word) {
  if (!select(field, one)) return;
  // The one way that can be undone with the keyboard, as typing can.
  if (!document.execCommand("insertText", false, word)) {
    field.setRangeText(word);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  field.setSelectionRange(one.place[0], one.place[0] + word.length);
  changed.add(field);
  askForChanged();
}

if (root && form?.elements.csrfmiddlewaretoken) {
  form.addEventListener("input", (event) => {
    if (!isHelped(event.target)) return;
    changed.add(event.target);
    clearTimeout(timer);
    timer = setTimeout(askForChanged, WAIT);
  });
  form.addEventListener("focusout", (event) => {
    if (changed.has(event.target)) askForChanged();
  });
  // What stands there already, once the page and its previews have come to rest.
  setTimeout(() => {
    const filled = helped().filter((field) => field.value.trim() && !changed.has(field) && !shown.has(field));
    if (filled.length) ask(filled).catch(() => {});
  }, WAIT);
}
