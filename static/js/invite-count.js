// The send button counts the people who would be invited (not those who are here already), and the head says
// how many seats would be left. Without enough of them the button lets the others wait, and says so.
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-invite]") ?? event.target.querySelector?.("form[data-invite]");
  if (!form) return;
  const named = (line) => line.querySelector("[data-email]").value.trim() && !("noSeat" in line.dataset);
  const count = lines.all(form).filter(named).length;

  const seats = form.querySelector("[data-seats]");
  const left = seats.dataset.free ? Number(seats.dataset.free) - count : 0;
  const send = form.querySelector("[data-send-text]");
  const { zero, one, other, over, overOne } = send.dataset;
  const label = left < 0 ? (left === -1 ? overOne : over) : ([zero, one][count] ?? other);
  send.textContent = label.replace("{n}", count).replace("{d}", -left);
  form.querySelector("[data-send]").name = left < 0 ? "rest" : "";

  if (!seats.dataset.free) return;
  const { text, textOne, textOver, textOverOne, textBefore } = seats.dataset;
  const words = !count ? textBefore : ({ "-1": textOverOne, 1: textOne }[left] ?? (left < 0 ? textOver : text));
  const said = words.replace("{n}", left).replace("{d}", -left);
  if (seats.textContent !== said) seats.textContent = said;
  seats.toggleAttribute("data-over", left < 0);
});

// A full page comes with its counts already right, except after the browser restored what was typed.
addEventListener("pageshow", () => document.querySelector("form[data-invite]")?.dispatchEvent(new Event("input", { bubbles: true })));
