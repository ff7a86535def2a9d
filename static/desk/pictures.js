/*
 * Pictures while writing: chosen from the library, or added to it, in a dialog. Editors of Markdown get both, by button,
 * paste or drop; a field for one picture gets the choice.
 *
 * Without this script pictures are added and looked through in their own list, and the field is filled by typing.
 */

const EDITOR = ".markdownx-editor[data-desk-pictures]";
const FIELD = "select[data-desk-pictures]";
const WORDS = [
  { name: "alt", label: "What it shows, for readers who cannot see it" },
  { name: "credit", label: "Who made it" },
  { name: "licence", label: "Licence" },
];

function make(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

const button = (text, act, className = "button") => {
  const made = make("button", { type: "button", className }, text);
  made.addEventListener("click", act);
  return made;
};

// Beside the admin's form, not in it: a form cannot stand in a form.
function openDialog(label, field, ...children) {
  const dialog = make("dialog", { className: "desk-picture" }, make("h2", {}, label), ...children);
  dialog.setAttribute("aria-label", label);
  dialog.addEventListener("close", () => {
    dialog.remove();
    field.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

// A picture stands alone, unless it is put into the middle of a line.
function withBlankLines(editor, code) {
  const before = editor.value.slice(0, editor.selectionStart);
  const after = editor.value.slice(editor.selectionEnd);
  if (/\S[^\S\n]*$/.test(before) && /^[^\S\n]*\S/.test(after)) return code;
  const above = before.trim() ? "\n".repeat(Math.max(0, 2 - before.match(/\n*$/)[0].length)) : "";
  const below = after.trim() ? "\n".repeat(Math.max(0, 2 - after.match(/^\n*/)[0].length)) : "";
  return above + code + below;
}

function insert(editor, picture) {
  const code = withBlankLines(editor, picture);
  editor.focus();
  // The one way that can be undone with the keyboard, as typing can.
  if (document.execCommand("insertText", false, code)) return;
  editor.setRangeText(code, editor.selectionStart, editor.selectionEnd, "end");
  editor.dispatchEvent(new Event("input", { bubbles: true }));
}

// --- Choosing ---

function choose(field, take) {
  const body = make("div", { className: "desk-picture__body" });
  const dialog = openDialog("Choose a picture", field, body, make("p", {}, button("Cancel", () => dialog.close())));
  const show = async (address) => {
    const url = new URL(address, location.href);
    url.searchParams.set("part", "1");
    try {
      const response = await fetch(url);
      if (!response.ok || response.redirected) throw new Error();
      body.innerHTML = await response.text();
      body.querySelector("input[type=search]")?.focus();
    } catch {
      body.textContent =
        "The pictures could not be fetched. Check the connection, or log in again in another tab, and try once more.";
    }
  };
  body.addEventListener("submit", (event) => {
    event.preventDefault();
    show(`${event.target.action}?${new URLSearchParams(new FormData(event.target))}`);
  });
  body.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-markdown]");
    const link = event.target.closest("a[href]");
    if (!chosen && !link) return;
    event.preventDefault();
    if (link) return show(link.href);
    dialog.close();
    return take(chosen.dataset);
  });
  show(field.dataset.deskPictures);
}

function fill(select, picture) {
  const known = [...select.options].find((option) => option.value === picture.pk);
  if (known) select.value = picture.pk;
  else select.append(new Option(picture.says, picture.pk, true, true));
  // Select2 draws what is chosen when it is told of a change.
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

// --- Adding ---

function labelled(text, input) {
  return make("p", {}, make("label", {}, text, make("br"), input));
}

function add(editor, files) {
  const file = make("input", { type: "file", name: "image", required: true });
  file.accept = "image/jpeg,image/png,image/webp,image/gif";
  if (files) file.files = files;
  const inputs = WORDS.map(({ name, label }) =>
    labelled(label, make("input", { type: "text", name, required: true, size: 60 })),
  );
  const message = make("p", { className: "errornote", hidden: true });
  message.setAttribute("role", "alert");
  const send = make("button", { type: "submit", className: "button default" }, "Add");
  const limits = make("p", { className: "help" }, editor.dataset.deskPictureLimits || "");
  const buttons = make("p", {}, send, " ", button("Cancel", () => dialog.close()));
  const form = make("form", { method: "dialog" }, labelled("Picture", file), limits, ...inputs, message, buttons);
  const dialog = openDialog("Add a picture", editor, form);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    message.hidden = true;
    const answer = await upload(editor, new FormData(form));
    send.disabled = false;
    if (answer.error) {
      message.textContent = answer.error;
      message.hidden = false;
      return;
    }
    if (!answer.note) return dialog.close();
    // It was kept, and something has to be said of it.
    form.replaceChildren(make("p", { role: "status" }, answer.note), make("p", {}, button("Close", () => dialog.close())));
    form.querySelector("button").focus();
  });
}

// Puts the picture into the text. Answers with `error` when it was refused.
async function upload(editor, data) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token) data.append("csrfmiddlewaretoken", token.value);
  try {
    const response = await fetch(editor.dataset.markdownxUploadUrlsPath, { method: "POST", body: data });
    const answer = await response.json();
    if (response.ok) insertLater(editor, answer.image_code);
    return answer;
  } catch {
    return {
      error:
        "The picture could not be sent. Check the connection, or log in again in another tab, and try once more.",
    };
  }
}

// While a dialog is open nothing behind it can be edited.
function insertLater(editor, code) {
  const dialog = document.querySelector("dialog.desk-picture[open]");
  if (dialog) dialog.addEventListener("close", () => insert(editor, code), { once: true });
  else insert(editor, code);
}

// --- Where they are offered ---

function filesOf(event) {
  const data = event.clipboardData || event.dataTransfer;
  return data && data.files.length ? data.files : null;
}

// Before markdownx, which would send a file without asking for what a picture needs.
["paste", "drop"].forEach((type) =>
  document.addEventListener(
    type,
    (event) => {
      const editor = event.target instanceof Element ? event.target.closest(".markdownx-editor") : null;
      const files = editor && filesOf(event);
      if (!files) return;
      event.preventDefault();
      event.stopPropagation();
      if (editor.matches(EDITOR)) add(editor, files);
    },
    true,
  ),
);

function offer(field) {
  const buttons = make("p", { className: "desk-pictures-offer" });
  if (field.matches(EDITOR)) {
    buttons.append(
      button("Add a picture…", () => add(field, null)),
      button("Choose a picture…", () =>
        choose(field, (picture) => insert(field, picture.markdown)),
      ),
    );
    field.insertAdjacentElement("afterend", buttons);
  } else {
    buttons.append(button("Choose from pictures…", () => choose(field, (picture) => fill(field, picture))));
    const wrapper = field.closest(".related-widget-wrapper");
    if (wrapper) wrapper.append(buttons);
    else field.insertAdjacentElement("afterend", buttons);
  }
}

document.addEventListener("formset:added", (event) => {
  event.target.querySelectorAll(".desk-pictures-offer").forEach((buttons) => buttons.remove());
  event.target.querySelectorAll(`${EDITOR}, ${FIELD}`).forEach(offer);
});

document.querySelectorAll(`${EDITOR}, ${FIELD}`).forEach(offer);
