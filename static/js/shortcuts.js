// `data-key="i"` is pressed, `data-key="/"` gets the focus, by that single key, unless somebody is typing, a
// dialog is open, or the person has switched the keys off (`<body data-no-keys>`).
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || "noKeys" in document.body.dataset) return;
  if (event.target.closest?.("input, select, textarea, dialog, [popover]:popover-open")) return;
  const target = [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === event.key);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input")) target.focus();
  else target.click();
});
