/*
 * What makes the desk's forms easier; everything works without it.
 *
 * - Changes that are not saved are not lost without a word: a move or a schedule waits for them, and the browser asks
 *   before the page is left.
 * - Parts that are folded away say how many rows they have, stay open over a save, and open all at once.
 * - A new row goes to the end. On a narrow screen each cell says which column it is of.
 */
"use strict";

(() => {
  const rowsOf = (table) => table.querySelectorAll("tbody tr.form-row:not(.empty-form)");

  // --- Changes that are not saved ---

  function stateOf(form) {
    const entries = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    return JSON.stringify(entries.map(([name, value]) => [name, value instanceof File ? value.name : value]));
  }

  function guard(form) {
    // Drawn again with errors, it holds what is not saved yet.
    const saved = form.querySelector(".errornote, .desk-conflict, .desk-put-back") ? "" : stateOf(form);
    const unsaved = () => stateOf(form) !== saved;
    let leaving = false;
    form.addEventListener("submit", () => {
      leaving = true;
    });
    window.addEventListener("beforeunload", (event) => {
      if (!leaving && unsaved()) event.preventDefault();
    });

    const status = document.querySelector(".desk-status");
    if (!status) return;
    const warning = status.querySelector(".desk-unsaved");
    status.addEventListener("submit", (event) => {
      if (!unsaved()) {
        leaving = true;
        return;
      }
      event.preventDefault();
      warning.hidden = false;
      warning.scrollIntoView({ block: "nearest" });
    });
    status.querySelector("[data-desk-save]").addEventListener("click", () => {
      form.requestSubmit(form.querySelector('[name="_continue"]'));
    });
  }

  // What readers are told can be written beside "Publish" and beside the schedule: it is one note.
  document.addEventListener("input", ({ target }) => {
    if (!target.closest(".desk-told")) return;
    document.querySelectorAll(`.desk-told [name="${target.name}"]`).forEach((one) => {
      one.value = target.value;
      one.checked = target.checked;
    });
  });

  // --- Parts that fold ---

  const FOLDED = ".change-form form fieldset > details";

  function foldable(form) {
    const parts = [...document.querySelectorAll(FOLDED)];
    if (!parts.length) return;
    const memory = `desk-open:${location.pathname}`;
    const headingOf = (part) => part.querySelector("summary").textContent.trim().replace(/\s*\(\d+\)$/, "");
    const open = new Set(JSON.parse(sessionStorage.getItem(memory) || "[]"));
    parts.forEach((part) => {
      if (open.has(headingOf(part)) || part.querySelector(".errorlist")) part.open = true;
      part.addEventListener("toggle", () => {
        const now = parts.filter((one) => one.open).map(headingOf);
        sessionStorage.setItem(memory, JSON.stringify(now));
      });
    });

    const button = document.createElement("button");
    button.type = "button";
    button.className = "button desk-open-all";
    const say = () => {
      button.textContent = parts.every((part) => part.open) ? "Close all parts" : "Open all parts";
    };
    button.addEventListener("click", () => {
      const wanted = !parts.every((part) => part.open);
      parts.forEach((part) => {
        part.open = wanted;
      });
      say();
    });
    say();
    // Before the form: Django puts the cursor into the first thing in the form of a new page.
    form.before(button);
  }

  // A link to a part as a whole opens that; to what lies in one, the browser opens it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(':is(.desk-gate, .desk-parts, .desk-faults) a[href^="#"]');
    const part = link && document.getElementById(link.hash.slice(1))?.querySelector("details");
    if (part) part.open = true;
  });

  // --- Rows ---

  function count(group) {
    const heading = group.querySelector("h2");
    const rows = rowsOf(group).length;
    heading.textContent = `${heading.textContent.trim().replace(/\s*\(\d+\)$/, "")} (${rows})`;
  }

  function label(group) {
    const names = [...group.querySelectorAll("thead th")].map((cell) => cell.textContent.trim());
    group.querySelectorAll("tbody tr.form-row").forEach((row) => {
      [...row.cells].forEach((cell, index) => {
        if (names[index]) cell.dataset.label = names[index];
      });
    });
  }

  document.addEventListener("formset:added", (event) => {
    const row = event.target;
    const group = row.closest(".inline-group");
    const position = row.querySelector('input[name$="-position"]');
    if (!group || !position) return;
    const others = [...rowsOf(group)].filter((one) => one !== row);
    const taken = others.map((one) => Number(one.querySelector('input[name$="-position"]').value) || 0);
    position.value = Math.max(0, ...taken) + 1;
    count(group);
  });

  document.addEventListener("formset:removed", () => document.querySelectorAll(".inline-group").forEach(count));

  document.addEventListener("DOMContentLoaded", () => {
    const groups = document.querySelectorAll(".inline-group");
    groups.forEach(label);
    groups.forEach(count);
    const form = document.querySelector(".change-form #content-main > form");
    if (!form || !form.querySelector('[name="_save"]')) return form ? foldable(form) : undefined;
    foldable(form);
    guard(form);
    return undefined;
  });
})();
