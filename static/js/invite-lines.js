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

  // Says something in the bar above the buttons; what it said before cannot be answered any more.
  say(form, text) {
    form.querySelector("[data-said]").textContent = text;
    form.querySelector("[data-overwrite]").hidden = true;
  },

  // Gives the one choice for all to the lines that have none, or to all. How many keep another one is said, and may be
  // overwritten then.
  apply(form, overwrites) {
    const more = form.querySelector("[data-overwrite]");
    const choices = [...form.querySelectorAll("[data-all]")];
    if (!choices.some((choice) => choice.value)) return lines.say(form, more.dataset.none);
    const kept = new Set();
    for (const choice of choices) {
      for (const line of choice.value ? lines.all(form) : []) {
        const field = line.querySelector(`[name$="[${choice.dataset.all}]"]`);
        const isChosen = field.value && !("unknown" in field.selectedOptions[0].dataset);
        if (isChosen && field.value !== choice.value && !overwrites) {
          kept.add(line);
          continue;
        }
        field.value = choice.value;
        mended(field);
      }
    }
    lines.say(form, ([more.dataset.zero, more.dataset.one][kept.size] ?? more.dataset.other).replace("{n}", kept.size));
    more.hidden = !kept.size;
    if (overwrites) form.querySelector("[data-apply]").focus();
  },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("form[data-invite] :is([data-add], [data-apply], [data-overwrite])");
  if (!button) return;
  event.preventDefault();
  if ("add" in button.dataset) lines.email(lines.add(button.form)).focus();
  else lines.apply(button.form, "overwrite" in button.dataset);
});
