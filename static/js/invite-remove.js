// Lines of the invite window are removed by their button, by the remedy "Remove the line" or by a key, and come
// back by `[data-undo]` or, as long as nothing was typed since, by Ctrl or ⌘ with Z: the last one first, at its
// place and with all its fields.
const removal = {
  of: new WeakMap(),
  gone: (form) => removal.of.get(form) ?? removal.of.set(form, []).get(form),

  // Removes a line and moves to the e-mail before it; where it was the last one, an empty one takes its place.
  remove(line) {
    const form = line.closest("form");
    const all = lines.all(form);
    const at = all.indexOf(line);
    for (const field of line.querySelectorAll("[aria-invalid]")) mended(field);
    const standIn = all.length === 1 ? lines.add(form) : null;
    line.remove();
    if (!lines.isEmpty(line)) removal.gone(form).push({ line, at, standIn });
    lines.changed(form);
    removal.said(form, "removed", at + 1);
    lines.email(lines.all(form)[Math.max(at - 1, 0)]).focus();
  },

  undo(form) {
    const { line, at, standIn } = removal.gone(form).pop();
    const after = lines.all(form)[at];
    if (after) after.before(line);
    else form.querySelector("[data-lines]").append(line);
    if (standIn?.isConnected && lines.isEmpty(standIn)) standIn.remove();
    lines.changed(form);
    removal.said(form, "restored", at + 1);
    lines.email(line).focus();
  },

  said(form, what, number) {
    const button = form.querySelector("[data-undo]");
    button.hidden = !removal.gone(form).length;
    form.dataset.justRemoved = what === "removed";
    lines.say(form, button.dataset[what].replace("{n}", number));
  },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("form[data-invite] :is([data-undo], [data-line] [value^=remove-])");
  // What was removed without JavaScript comes back by the server.
  if (!button || ("undo" in button.dataset && !removal.gone(button.form).length)) return;
  event.preventDefault();
  if ("undo" in button.dataset) removal.undo(button.form);
  else removal.remove(button.closest("[data-line]"));
});

document.addEventListener("beforeinput", (event) => {
  if (event.target.form?.matches("[data-invite]")) delete event.target.form.dataset.justRemoved;
});
