/*
 * What markdownx' own script leaves to wish. It is loaded beside it, and touches nothing of it:
 *
 * - rows added to a form get an editor that works;
 * - Tab leaves the editor, so that a keyboard can;
 * - pictures are added through a dialog that asks for what every picture needs, by button, paste or drop.
 *
 * Without this script the editor is a plain text field, and pictures are added in their own list.
 */
"use strict";

(() => {
  const EDITOR = ".markdownx-editor";
  const FIELDS = [
    { name: "alt", label: "What it shows, for readers who cannot see it", type: "text" },
    { name: "credit", label: "Who made it", type: "text" },
    { name: "licence", label: "Licence", type: "text" },
  ];

  const editorOf = (event) => (event.target instanceof Element ? event.target.closest(EDITOR) : null);

  // markdownx listens on the editor itself; here, on the way down to it, its turn has not come.
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Tab" && editorOf(event)) event.stopPropagation();
    },
    true,
  );

  // A new row is a copy of one that was set up already, without what listened to it. Loaded again, markdownx' script
  // sets up every editor that does not say it is.
  document.addEventListener("formset:added", (event) => {
    const editors = event.target.querySelectorAll(EDITOR);
    if (!editors.length) return;
    editors.forEach((editor) => editor.removeAttribute("data-markdownx-init"));
    event.target.querySelectorAll(".desk-add-picture").forEach((button) => button.remove());
    const loaded = document.querySelector('script[src*="markdownx/js/markdownx"]');
    if (loaded) {
      const again = document.createElement("script");
      again.src = loaded.src;
      again.addEventListener("load", () => again.remove());
      document.head.append(again);
    }
    editors.forEach(offerPictures);
  });

  // --- Pictures ---

  function filesOf(event) {
    const data = event.clipboardData || event.dataTransfer;
    return data && data.files.length ? data.files : null;
  }

  ["paste", "drop"].forEach((type) =>
    document.addEventListener(
      type,
      (event) => {
        const editor = editorOf(event);
        const files = editor && filesOf(event);
        if (!files) return;
        event.preventDefault();
        event.stopPropagation();
        openDialog(editor, files);
      },
      true,
    ),
  );

  function offerPictures(editor) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button desk-add-picture";
    button.textContent = "Add a picture…";
    button.addEventListener("click", () => openDialog(editor, null));
    editor.insertAdjacentElement("afterend", button);
  }

  function labelled(text, input) {
    const label = document.createElement("label");
    label.append(text, document.createElement("br"), input);
    const row = document.createElement("p");
    row.append(label);
    return row;
  }

  function openDialog(editor, files) {
    const dialog = document.createElement("dialog");
    dialog.className = "desk-picture";
    dialog.setAttribute("aria-label", "Add a picture");
    const form = document.createElement("form");
    form.method = "dialog";

    const file = document.createElement("input");
    file.type = "file";
    file.name = "image";
    file.accept = "image/jpeg,image/png,image/webp,image/gif";
    file.required = true;
    if (files) file.files = files;
    form.append(labelled("Picture", file));

    FIELDS.forEach(({ name, label, type }) => {
      const input = document.createElement("input");
      input.type = type;
      input.name = name;
      input.required = true;
      input.size = 60;
      form.append(labelled(label, input));
    });

    const message = document.createElement("p");
    message.className = "errornote";
    message.setAttribute("role", "alert");
    message.hidden = true;

    const add = document.createElement("button");
    add.type = "submit";
    add.className = "button default";
    add.textContent = "Add";
    const cancel = document.createElement("button");
    cancel.type = "button";
    cancel.className = "button";
    cancel.textContent = "Cancel";
    cancel.addEventListener("click", () => dialog.close());
    const buttons = document.createElement("p");
    buttons.append(add, " ", cancel);
    form.append(message, buttons);

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      add.disabled = true;
      message.hidden = true;
      const refusal = await send(editor, new FormData(form));
      add.disabled = false;
      if (!refusal) return dialog.close();
      message.textContent = refusal;
      message.hidden = false;
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      editor.focus();
    });

    dialog.append(form);
    // Beside the admin's form, not in it: a form cannot stand in a form.
    document.body.append(dialog);
    dialog.showModal();
  }

  // Puts the picture into the text. Answers with what was wrong, or with nothing.
  async function send(editor, data) {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    if (token) data.append("csrfmiddlewaretoken", token.value);
    try {
      const response = await fetch(editor.dataset.markdownxUploadUrlsPath, { method: "POST", body: data });
      const answer = await response.json();
      if (!response.ok) return answer.error;
      insert(editor, answer.image_code);
      return "";
    } catch {
      return "The picture could not be sent. Check the connection, or log in again in another tab, and try once more.";
    }
  }

  function insert(editor, code) {
    editor.setRangeText(code, editor.selectionStart, editor.selectionEnd, "end");
    editor.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(EDITOR).forEach(offerPictures));
})();
