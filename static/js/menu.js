// `<details class="menu">`: closes with Esc, by a press elsewhere and when the focus leaves it, one at a time; arrows,
// Home and End walk its items.
{
  const openMenus = () => document.querySelectorAll("details.menu[open]");
  const close = (menu) => (menu.open = false);
  const steps = { ArrowDown: 1, ArrowUp: -1, Home: 0, End: 0 };

  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) close(menu);
  });

  document.addEventListener("focusout", (event) => {
    const menu = event.target.closest?.("details.menu[open]");
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu);
  });

  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("details.menu");
    if (event.key === "Escape") {
      for (const open of openMenus()) {
        close(open);
        open.querySelector("summary").focus();
      }
    } else if (menu && event.key in steps && (menu.open || event.key.startsWith("Arrow"))) {
      event.preventDefault();
      menu.open = true;
      const items = [...menu.querySelectorAll(".menu-item")];
      const at = items.indexOf(document.activeElement);
      const step = steps[event.key];
      const to = step === 0 ? (event.key === "Home" ? 0 : -1) : at < 0 && step < 0 ? -1 : (at + step) % items.length;
      items.at(to).focus();
    }
  });
}
