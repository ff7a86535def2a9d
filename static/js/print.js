/* A button that prints, where scripts run; without this file the browser's own menu prints just as well. */

for (const tools of document.querySelectorAll("[data-print]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = tools.dataset.print;
  button.addEventListener("click", () => window.print());
  tools.prepend(button);
}
