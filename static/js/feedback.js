/* Thanks in place, so that a reader stays where they were. Without this file the answer is a page of its own. */

async function send(form, pressed) {
  const body = new URLSearchParams(new FormData(form, pressed));
  try {
    // The page to which a counted answer leads is not needed here.
    return (await fetch(form.action, { method: "POST", body, redirect: "manual" })).type === "opaqueredirect";
  } catch {
    return false;
  }
}

function thank(form, answer) {
  const page = new FormData(form).get("page");
  const said = document.createElement("p");
  const more = document.createElement("a");
  said.tabIndex = -1;
  said.textContent = "Thank you for your answer. ";
  more.href = `${form.dataset.feedback}?${new URLSearchParams({ page, helpful: answer })}`;
  more.textContent = "Say more";
  said.append(more);
  form.replaceChildren(said);
  said.focus();
}

for (const form of document.querySelectorAll("form[data-feedback]")) {
  form.addEventListener("submit", async (event) => {
    const { submitter } = event;
    if (!submitter) return;
    event.preventDefault();
    if (await send(form, submitter)) return thank(form, submitter.value);
    // What stands in the way is told by the answer itself.
    const answer = Object.assign(document.createElement("input"), { type: "hidden", name: "helpful", value: submitter.value });
    form.append(answer);
    form.submit();
  });
}
