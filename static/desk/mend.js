/*
 * What Django's admin leaves out for who cannot see it, where no template of ours could say it: its own scripts make
 * these parts, or its tags. Nothing looks or works otherwise by it.
 */

// A live region that is full from the beginning is not read out: it is filled once more.
function readMessages() {
  const region = document.getElementById("desk-messages");
  const list = region?.querySelector(".messagelist");
  if (!list) return;
  list.remove();
  setTimeout(() => region.append(list), 100);
}

// Django says of the sidebar that it is expanded, which a landmark cannot be; and nothing of the button.
function mendSidebar() {
  const button = document.getElementById("toggle-nav-sidebar");
  const sidebar = document.getElementById("nav-sidebar");
  if (!button || !sidebar) return;
  const say = () => {
    sidebar.removeAttribute("aria-expanded");
    const shown = document.getElementById("main").classList.contains("shifted");
    button.setAttribute("aria-expanded", String(shown));
  };
  button.setAttribute("aria-controls", "nav-sidebar");
  button.addEventListener("click", () => setTimeout(say));
  say();
}

// The arrows of a sorted column are pictures with a title; the column itself does not say how it is sorted.
function mendSortedColumns() {
  document.querySelectorAll("#result_list th.sorted").forEach((column) => {
    const name = column.querySelector(".text").textContent.trim();
    const up = column.querySelector(".sortoptions .toggle")?.classList.contains("ascending");
    column.setAttribute("aria-sort", up ? "ascending" : "descending");
    column.querySelectorAll(".sortoptions a").forEach((link) => {
      link.setAttribute("aria-label", `${link.title}: ${name}`);
    });
  });
}

// select2 names its field by what was chosen, and not by what it is for; and the lines that were chosen are no list to it.
function mendSelects(within = document) {
  within.querySelectorAll("select.select2-hidden-accessible").forEach((select) => {
    const box = select.nextElementSibling;
    if (!box?.classList.contains("select2-container")) return;
    const name = select.getAttribute("aria-label") || select.labels[0]?.textContent.trim().replace(/:$/, "") || "";
    box.querySelectorAll(".select2-selection, .select2-search__field").forEach((part) => {
      if (part.getAttribute("role") === "combobox" && part.hasAttribute("aria-labelledby")) {
        // What was chosen follows, as with a field of the browser's own.
        const chosen = box.querySelector(".select2-selection__rendered")?.getAttribute("title") || "nothing chosen";
        part.removeAttribute("aria-labelledby");
        part.setAttribute("aria-label", `${name}: ${chosen}`);
      } else {
        part.setAttribute("aria-label", name);
      }
    });
    box.querySelectorAll(".select2-selection__rendered").forEach((part) => {
      part.removeAttribute("aria-readonly");
      part.setAttribute("role", "presentation");
    });
    ["aria-invalid", "aria-describedby"].forEach((what) => {
      const value = select.getAttribute(what);
      if (value) box.querySelector(".select2-selection")?.setAttribute(what, value);
    });
  });
}

// A picture of a magnifying glass with a label, on an element that can have none.
function mendSelectors() {
  document.querySelectorAll(".selector span[aria-label]").forEach((icon) => icon.setAttribute("role", "img"));
}

// The head of the column that holds what a row is called is empty; and fields of a row, and the tick that deletes it,
// have no name but the head of their column.
function mendInlines(within = document) {
  within.querySelectorAll(".inline-group th.original:empty").forEach((head) => {
    const name = document.createElement("span");
    name.className = "visually-hidden";
    name.textContent = "Row";
    head.append(name);
  });
  within.querySelectorAll(".inline-group .tabular table").forEach((table) => {
    const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
    [...table.tBodies[0].rows].forEach((row, number) => {
      [...row.cells].forEach((cell, column) => {
        const field = cell.querySelector("input:not([type=hidden]), select, textarea");
        if (!field || field.labels.length || field.hasAttribute("aria-label")) return;
        field.setAttribute("aria-label", `${heads[column].replace("?", "")}, row ${number + 1}`);
      });
    });
  });
}

// A list of names can be wider than a telephone: then the keyboard must be able to scroll it.
function mendScrolling() {
  document.querySelectorAll("#changelist-form .results").forEach((region) => {
    if (region.scrollWidth <= region.clientWidth) return;
    region.tabIndex = 0;
    region.setAttribute("role", "region");
    region.setAttribute("aria-label", document.querySelector("#content h1")?.textContent || "List");
  });
}

// What is wrong is read first; each link puts the cursor into its field, which for a select2 is not the element named.
function mendFaults() {
  const faults = document.querySelector(".desk-faults");
  if (!faults) return;
  faults.focus();
  faults.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field?.matches("input, select, textarea")) return;
    event.preventDefault();
    for (let part = field.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    const shown = field.matches(".select2-hidden-accessible") ? field.nextElementSibling.querySelector(".select2-selection, .select2-search__field") : field;
    shown.focus();
    shown.scrollIntoView({ block: "center" });
  });
}

function mend() {
  readMessages();
  mendSidebar();
  mendSortedColumns();
  mendSelectors();
  mendInlines();
  mendScrolling();
  mendSelects();
  mendFaults();
  // What was chosen changes, and rows are added: select2 draws these parts anew.
  const again = () => setTimeout(mendSelects);
  document.addEventListener("formset:added", () => {
    mendInlines();
    again();
  });
  window.django?.jQuery?.(document).on("change select2:open select2:close", "select", again);
}

// Django's own scripts set up their parts when the page is ready, and this comes after them.
if (document.readyState === "complete") mend();
else window.addEventListener("load", mend);
