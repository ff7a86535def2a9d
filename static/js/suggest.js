/* Suggestions under a search box while somebody types: the combobox of the WAI-ARIA practices, with a list and manual
   choice. Without this file the box is a plain search box. What is typed goes to this site's own /api/v1/suggest alone. */

const WAIT = 120; // milliseconds without a key before asking
const FEWEST = 2; // letters

class Combobox {
  #input;
  #list;
  #status;
  #found = [];
  #active = -1;
  #timer = 0;
  #asking = null;

  constructor(input) {
    this.#input = input;
    const list = document.createElement("ul");
    Object.assign(list, { id: `${input.id}-suggestions`, className: "suggest", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    input.closest(".search-box__row").after(list, status);
    this.#list = list;
    this.#status = status;
    input.type = "text"; // a searchbox may not be a combobox
    input.inputMode = "search";
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": list.id,
    })) input.setAttribute(name, value);
    input.addEventListener("input", () => this.#later());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => this.#close());
    // Keeps the focus in the box while the list is pressed or scrolled.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#choose(this.#found[[...list.children].indexOf(option)]);
    });
  }

  #later() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    if (this.#input.value.trim().length < FEWEST || this.#input.selectionStart < this.#input.value.length) return this.#close();
    this.#timer = setTimeout(() => this.#ask(), WAIT);
  }

  async #ask() {
    this.#asking = new AbortController();
    try {
      const address = `/api/v1/suggest?${new URLSearchParams({ q: this.#input.value })}`;
      const answer = await fetch(address, { signal: this.#asking.signal });
      if (answer.ok) this.#show((await answer.json()).suggestions);
    } catch {
      this.#close(); // offline, or a newer question: the box works without
    }
  }

  #show(found) {
    if (document.activeElement !== this.#input) return;
    this.#found = found;
    this.#list.replaceChildren(...found.map((one, number) => this.#option(one, number)));
    this.#list.hidden = !found.length;
    this.#input.setAttribute("aria-expanded", String(found.length > 0));
    this.#status.textContent = found.length ? `${found.length} suggestion${found.length > 1 ? "s" : ""}, use the up and down keys` : "";
    this.#mark(-1);
  }

  #option(one, number) {
    const option = document.createElement("li");
    Object.assign(option, { id: `${this.#list.id}-${number}`, className: "suggest__option" });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const said = document.createElement("span");
    said.textContent = one.said;
    const kind = document.createElement("span");
    kind.className = "suggest__kind";
    kind.textContent = one.said === one.title.toLowerCase() ? one.label : `${one.label}: ${one.title}`;
    option.append(said, " ", kind);
    return option;
  }

  #key(event) {
    if (event.isComposing || this.#list.hidden) return;
    const last = this.#found.length - 1;
    if (event.key === "ArrowDown") this.#mark(this.#active < last ? this.#active + 1 : -1);
    else if (event.key === "ArrowUp") this.#mark(this.#active < 0 ? last : this.#active - 1);
    else if (event.key === "Escape") this.#close();
    else if (event.key === "Enter" && this.#active >= 0) this.#choose(this.#found[this.#active]);
    else return;
    event.preventDefault();
  }

  #mark(number) {
    this.#active = number;
    [...this.#list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === number)));
    const option = this.#list.children[number];
    if (option) this.#input.setAttribute("aria-activedescendant", option.id);
    else this.#input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  /* A page is opened; a word is put in the text, and the story goes on. */
  #choose(one) {
    if (["condition", "article"].includes(one.kind)) return location.assign(one.url);
    this.#input.value = `${one.text} `;
    this.#input.focus();
    this.#close();
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#mark(-1);
    this.#status.textContent = "";
  }
}

for (const input of document.querySelectorAll(".search-box__input")) new Combobox(input);
