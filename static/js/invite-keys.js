// Keys in the invite window: Enter goes to the next line or a new one and never sends; Ctrl or ⌘ with Enter
// sends; Alt+Backspace removes the line.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-invite]");
  if (!form || event.isComposing) return;
  const line = event.target.closest("[data-line]");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-send]"));
  } else if (event.key === "Enter" && event.target.matches("[data-email], [data-name]")) {
    event.preventDefault();
    const all = lines.all(form);
    const next = all[all.indexOf(line) + 1] ?? lines.add(form);
    next.querySelector("[data-email]").focus();
  } else if (event.key === "Backspace" && event.altKey && line) {
    event.preventDefault();
    lines.remove(line);
  }
});
