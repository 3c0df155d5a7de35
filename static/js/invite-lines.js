// The lines of the invite window: add, one choice for all. Each button also works without JavaScript, by
// sending the form to its own `formaction`.
const lines = {
  all: (form) => [...form.querySelectorAll("[data-line]")],
  email: (line) => line.querySelector("[data-email]"),
  name: (line) => line.querySelector("[data-name]"),
  isEmpty: (line) => !lines.email(line).value.trim() && !lines.name(line).value.trim(),
  next: 1000,

  // An empty line that stands nowhere yet. Indexes only grow; the server reads lines in their order.
  make(form) {
    const template = form.querySelector("template[data-line-template]");
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__i__", lines.next++);
    const line = holder.content.querySelector("[data-line]");
    line.dataset.new = "";
    return line;
  },

  // Adds an empty line at the end and returns it.
  add(form) {
    const line = lines.make(form);
    form.querySelector("[data-lines]").append(line);
    lines.changed(form);
    return line;
  },

  // Numbers what people see and hear, and lets the counts follow.
  changed(form) {
    lines.all(form).forEach((line, at) => {
      const before = line.querySelector("[data-number]").textContent;
      if (Number(before) === at + 1) return;
      for (const number of line.querySelectorAll("[data-number]")) number.textContent = at + 1;
      renumber(line, before, at + 1);
    });
    form.dispatchEvent(new Event("input", { bubbles: true }));
  },

  // Says something in the bar above the buttons.
  say(form, text) {
    form.querySelector("[data-said]").textContent = text;
  },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("form[data-invite] :is([data-add], [data-apply])");
  if (!button) return;
  event.preventDefault();
  if ("add" in button.dataset) return lines.email(lines.add(button.form)).focus();
  for (const choice of button.form.querySelectorAll("[data-all]")) {
    if (!choice.value) continue;
    for (const line of lines.all(button.form)) {
      const field = line.querySelector(`[name$="[${choice.dataset.all}]"]`);
      field.value = choice.value;
      mended(field);
    }
  }
  lines.say(button.form, button.dataset.done);
});
