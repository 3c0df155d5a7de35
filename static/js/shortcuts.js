// `data-key="i"` is pressed, `data-key="/"` gets the focus, by that single key, unless somebody is typing, a dialog is
// open, or the keys are switched off: `<input type="checkbox" data-shortcuts>` does that, for this browser, since
// speech input takes words for keys.
const shortcuts = {
  isOn: () => storage("localStorage")?.getItem("shortcuts") !== "off",
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !shortcuts.isOn()) return;
  if (event.target.closest?.("input, select, textarea, dialog, [popover]:popover-open")) return;
  const target = [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === event.key);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input")) target.focus();
  else target.click();
});

for (const box of document.querySelectorAll("[data-shortcuts]")) {
  box.checked = shortcuts.isOn();
  box.addEventListener("change", () => storage("localStorage")?.setItem("shortcuts", box.checked ? "on" : "off"));
}

for (const target of document.querySelectorAll("[data-key]")) {
  if (shortcuts.isOn()) target.setAttribute("aria-keyshortcuts", target.dataset.key);
}
