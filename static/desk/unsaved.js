/*
 * Unsaved work survives a crashed browser, a lost connection and a session that ended. What stands in the form of a page
 * is kept in this browser, for this person alone, until it has been saved, thrown away, or the person logs out.
 *
 * It is put back by sending it to the form with `_put_back`: the desk draws it as it was, rows and all, without saving.
 */

const PREFIX = "desk-unsaved";
const LAST_USER = `${PREFIX}-user`;
const WAIT = 800; // milliseconds after the last key
// What a form sends besides the work: never kept.
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "_unsaved", "_put_back"]);

function fieldsOf(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_KEPT.has(name));
}

/* The same work is the same text, whichever version of the page it was written on. */
function textOf(fields) {
  return JSON.stringify(fields.filter(([name]) => name !== "_seen"));
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, work) {
  try {
    localStorage.setItem(key, JSON.stringify(work));
  } catch {
    // Full or forbidden: then there is no net, and the browser still asks before the page is left.
  }
}

function forgetAll(user) {
  Object.keys(localStorage)
    .filter((key) => key.startsWith(`${PREFIX}:${user}:`))
    .forEach((key) => localStorage.removeItem(key));
}

function inWords(at) {
  const day = new Date(at);
  const time = day.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (day.toDateString() === new Date().toDateString()) return time;
  return `${day.toLocaleDateString("en-GB", { day: "numeric", month: "long" })}, ${time}`;
}

function hidden(name, value) {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = name;
  input.value = value;
  return input;
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function putBack(form, work) {
  const sent = document.createElement("form");
  sent.method = "post";
  sent.hidden = true;
  sent.append(hidden("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value));
  work.fields.forEach(([name, value]) => sent.append(hidden(name, value)));
  sent.append(hidden("_put_back", inWords(work.at)));
  document.body.append(sent);
  sent.submit();
}

function offer(place, form, key, work) {
  const text = document.createElement("p");
  const strong = document.createElement("strong");
  strong.textContent = `You have unsaved work from ${inWords(work.at)}.`;
  text.append(strong, " It was kept in this browser. Put it back to look at it; it is not saved by that.");
  const choice = document.createElement("p");
  choice.append(
    button("Put it back", () => putBack(form, work)),
    " ",
    button("Throw it away", () => {
      localStorage.removeItem(key);
      place.hidden = true;
    }),
  );
  place.replaceChildren(text, choice);
  place.hidden = false;
}

function keepWork(form, place) {
  const { user } = place.dataset;
  const key = `${PREFIX}:${user}:${location.pathname}`;
  localStorage.setItem(LAST_USER, user);

  // Drawn again as it was sent, it holds what is not saved.
  const held = form.querySelector(".errornote, .desk-conflict, .desk-put-back");
  const saved = held ? "" : textOf(fieldsOf(form));
  const found = read(key);
  const wasSaved = found && place.dataset.saved.split(" ").includes(found.id);
  if (found && (wasSaved || textOf(found.fields) === saved)) localStorage.removeItem(key);
  else if (found && !held) offer(place, form, key, found);

  let id = "";
  let timer = 0;
  let sent = false;

  function keep() {
    clearTimeout(timer);
    // Leaving for the answer, the page is hidden too: that is the same work, not more of it.
    if (sent) return;
    const fields = fieldsOf(form);
    if (textOf(fields) === saved) return;
    id ||= crypto.getRandomValues(new Uint32Array(2)).join("-");
    write(key, { id, at: Date.now(), fields });
  }

  function soon() {
    sent = false;
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT);
  }

  if (held) keep();
  ["input", "change", "formset:added", "formset:removed"].forEach((type) => document.addEventListener(type, soon));
  // select2 tells jQuery alone.
  window.django?.jQuery(form).on("change", soon);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  form.addEventListener("submit", () => {
    keep();
    // The desk remembers which work it saved; what is typed after that is other work.
    form.querySelector('[name="_unsaved"]')?.remove();
    form.append(hidden("_unsaved", id));
    id = "";
    sent = true;
  });
}

const place = document.querySelector("[data-desk-unsaved]");
const form = document.querySelector(".change-form #content-main > form");
if (place && form?.querySelector('[name="_save"]')) keepWork(form, place);
if (document.querySelector("[data-desk-logged-out]")) forgetAll(localStorage.getItem(LAST_USER));
