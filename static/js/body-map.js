/* Says beside the button what is chosen on the drawing. Choosing itself needs no script. */

const MOST = 4; // names that fit beside the button of a phone

for (const form of document.querySelectorAll(".body-chooser")) {
  const chosen = form.querySelector(".body-chooser__chosen");
  const say = () => {
    const names = [...form.querySelectorAll("[name=where]:checked + .tick__label")].map((label) => label.textContent);
    chosen.textContent = `Chosen: ${names.length > MOST ? `${names.length} places` : names.join(", ")}`;
    chosen.hidden = !names.length;
  };
  form.addEventListener("change", say);
  window.addEventListener("pageshow", say); // ticks that the browser restores
  say();
}
