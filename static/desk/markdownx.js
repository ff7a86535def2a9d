/*
 * What markdownx' own script leaves to wish. It is loaded beside it, and touches nothing of it:
 *
 * - rows added to a form get an editor that works;
 * - Tab leaves the editor, so that a keyboard can;
 * - the preview is drawn in a frame with the public stylesheet, so that it looks as the page will.
 *
 * Without this script the editor is a plain text field, and "Save and preview" shows the page.
 */
"use strict";

(() => {
  const EDITOR = ".markdownx-editor";
  const TALLEST = 900; // the stylesheet makes it as small as the window

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
    event.target.querySelectorAll(".desk-drawn").forEach((frame) => frame.remove());
    const loaded = document.querySelector('script[src*="markdownx/js/markdownx"]');
    if (loaded) {
      const again = document.createElement("script");
      again.src = loaded.src;
      again.addEventListener("load", () => again.remove());
      document.head.append(again);
    }
  });

  // Before markdownx asks for its first preview: what is said of a text stands together, beside it where there is room;
  // and an editor that offers no pictures says so.
  document.addEventListener("readystatechange", () => {
    document.querySelectorAll(EDITOR).forEach((editor) => {
      if (editor.parentElement.querySelector(".desk-look")) return;
      const look = document.createElement("div");
      look.className = "desk-look";
      look.append(editor.parentElement.querySelector(".markdownx-preview"));
      editor.parentElement.append(look);
      if (!("deskPictures" in editor.dataset)) editor.dataset.markdownxUrlsPath += "?words_only";
    });
  });

  // --- The preview ---

  function makeFrame(editor) {
    const frame = document.createElement("iframe");
    frame.className = "desk-drawn";
    frame.title = "This text as readers will see it";
    // Parts that are folded away or far below wait with it.
    frame.loading = "lazy";
    frame.setAttribute("sandbox", "allow-same-origin");
    frame.src = new URL("../frame/", new URL(editor.dataset.markdownxUrlsPath, location.origin)).pathname;
    frame.addEventListener("load", () => {
      const page = frame.contentDocument;
      const place = page.querySelector("[data-desk-drawn]");
      if (!place) return;
      // Links within the text work, all others open in a tab of their own.
      page.addEventListener("click", (event) => {
        const link = event.target.closest("a[href]");
        if (!link || link.getAttribute("href").startsWith("#")) return;
        event.preventDefault();
        window.open(link.href, "_blank", "noopener");
      });
      new ResizeObserver(() => {
        frame.style.blockSize = `${Math.min(page.documentElement.offsetHeight, TALLEST)}px`;
      }).observe(place);
      fill(frame);
    });
    return frame;
  }

  function fill(frame) {
    const place = frame.contentDocument?.querySelector("[data-desk-drawn]");
    if (place) place.replaceChildren(place.ownerDocument.importNode(frame.drawn, true));
  }

  // Told by markdownx once it has put the answer into its place. A refusal has no template: then the last one stays.
  document.addEventListener(
    "markdownx.update",
    (event) => {
      const drawn = event.target.querySelector(".markdownx-preview > template")?.content;
      if (!drawn) return;
      let frame = event.target.querySelector(".desk-drawn");
      if (!frame) {
        frame = makeFrame(event.target.querySelector(EDITOR));
        event.target.querySelector(".desk-look").append(frame);
      }
      frame.hidden = !drawn.childElementCount;
      frame.drawn = drawn;
      fill(frame);
    },
    true,
  );
})();
