// Keys in the invite window: Enter goes to the next line or a new one and never sends; Ctrl or ⌘ with Enter
// sends; Alt+Backspace removes the line; Ctrl or ⌘ with Z brings it back.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-invite]");
  if (!form || event.isComposing) return;
  const line = event.target.closest("[data-line]");
  const withCommand = event.ctrlKey || event.metaKey;
  // On a Mac these keys delete a word, as long as there is one.
  const deletesWord = /Mac/.test(navigator.platform) && event.target.matches("input") && event.target.value;
  if (event.key === "Enter" && withCommand) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-send]"));
  } else if (event.key === "Enter" && event.target.matches("[data-email], [data-name]")) {
    event.preventDefault();
    const all = lines.all(form);
    const next = all[all.indexOf(line) + 1] ?? (lines.isEmpty(line) ? line : lines.add(form));
    lines.email(next).focus();
  } else if (event.key === "Backspace" && event.altKey && line && !deletesWord) {
    event.preventDefault();
    removal.remove(line);
  } else if (event.key.toLowerCase() === "z" && withCommand && !event.shiftKey && form.dataset.justRemoved === "true") {
    event.preventDefault();
    removal.undo(form);
  }
});
