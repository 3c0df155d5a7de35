// In a list of people to choose from, the arrows walk from the search (`data-people`) through those who match to the
// last entry and back, and Enter in the search takes the first of them, or invites the address that is typed.
{
  const stops = (sheet) => [...sheet.querySelectorAll("[data-people], .assign-person")].filter((one) => one.checkVisibility());

  // Whoever is chosen already is not put away by that.
  const take = (field) => {
    const [, first] = stops(field.closest(".sheet"));
    const typed = field.value.trim();
    if (!typed || !first || (first.matches("a") && !typed.includes("@"))) return;
    if (first.ariaPressed === "true") first.focus();
    else first.click();
  };

  document.addEventListener("keydown", (event) => {
    const sheet = event.target.closest?.(".sheet");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!sheet?.querySelector("[data-people]") || event.isComposing) return;
    if (step && event.target.matches("[data-people], .assign-person")) {
      event.preventDefault();
      const all = stops(sheet);
      all[Math.max(0, Math.min(all.length - 1, all.indexOf(event.target) + step))].focus();
    } else if (event.key === "Enter" && event.target.matches("[data-people]")) {
      event.preventDefault();
      filter.settle(event.target).then(() => take(event.target));
    }
  });
}
