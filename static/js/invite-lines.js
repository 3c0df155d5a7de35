// The lines of the invite window: add, remove, one choice for all. Each button also works without
// JavaScript, by sending the form to its own `formaction`.
const lines = {
  all: (form) => [...form.querySelectorAll("[data-line]")],
  next: 1000,

  // Adds an empty line at the end and returns it. Indexes only grow; the server reads lines in their order.
  add(form) {
    const template = form.querySelector("template[data-line-template]");
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__i__", lines.next++);
    const line = holder.content.querySelector("[data-line]");
    line.dataset.new = "";
    form.querySelector("[data-lines]").append(line);
    lines.changed(form);
    return line;
  },

  // Returns a line whose e-mail is empty, a new one if need be.
  empty: (form) => lines.all(form).find((line) => !line.querySelector("[data-email]").value.trim() && !line.querySelector("[data-name]").value.trim()) ?? lines.add(form),

  // Removes a line, or empties it where it is the last one, and moves to the e-mail before it.
  remove(line) {
    const form = line.closest("form");
    const at = lines.all(form).indexOf(line);
    const alone = lines.all(form).length === 1;
    const before = alone ? lines.add(form) : lines.all(form)[at === 0 ? 1 : at - 1];
    for (const field of line.querySelectorAll("[aria-invalid]")) mended(field);
    line.remove();
    lines.changed(form);
    before.querySelector("[data-email]").focus();
  },

  // Numbers what people see and hear, and lets the counts follow.
  changed(form) {
    lines.all(form).forEach((line, at) => {
      for (const number of line.querySelectorAll("[data-number]")) number.textContent = at + 1;
    });
    form.dispatchEvent(new Event("input", { bubbles: true }));
  },

  // Says something to those who do not see it happen.
  say(form, text) {
    form.querySelector("[data-said]").textContent = text;
  },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("form[data-invite] :is([data-add], [data-remove], [data-apply])");
  if (!button) return;
  event.preventDefault();
  if ("add" in button.dataset) lines.add(button.form).querySelector("[data-email]").focus();
  else if ("remove" in button.dataset) lines.remove(button.closest("[data-line]"));
  else {
    for (const choice of button.form.querySelectorAll("[data-all]")) {
      if (!choice.value) continue;
      for (const line of lines.all(button.form)) {
        const field = line.querySelector(`[name$="[${choice.dataset.all}]"]`);
        field.value = choice.value;
        mended(field);
      }
    }
  }
});
