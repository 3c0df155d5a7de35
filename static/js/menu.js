// `<details class="menu">`: closes with Esc, by a press elsewhere and when the focus leaves it, one at a time; arrows,
// Home and End walk its items. It opens to where it is seen in full: downwards, or upwards where there is more room.
{
  const openMenus = () => document.querySelectorAll("details.menu[open]");
  const close = (menu) => (menu.open = false);
  const place = (menu) => {
    menu.dataset.opens = "down";
    const { height, bottom } = menu.querySelector(".menu-panel").getBoundingClientRect();
    const { top } = menu.getBoundingClientRect();
    if (bottom > innerHeight && top > Math.min(height, innerHeight - (bottom - height))) menu.dataset.opens = "up";
    menu.querySelector(".menu-panel").scrollIntoView({ block: "nearest" });
  };
  const steps = { ArrowDown: 1, ArrowUp: -1, Home: 0, End: 0 };

  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) close(menu);
  });

  // Captured, since it does not bubble.
  document.addEventListener("toggle", (event) => event.target.matches("details.menu[open]") && place(event.target), true);

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
