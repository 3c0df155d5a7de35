// The send button counts the people who would be invited (not those who are here already), and the head says
// how many seats would be left.
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-invite]") ?? event.target.querySelector?.("form[data-invite]");
  if (!form) return;
  const named = (line) => line.querySelector("[data-email]").value.trim() && !("noSeat" in line.dataset);
  const count = lines.all(form).filter(named).length;

  const send = form.querySelector("[data-send-text]");
  const label = [send.dataset.zero, send.dataset.one][count] ?? send.dataset.other;
  send.textContent = label.replace("{n}", count);

  const seats = form.querySelector("[data-seats]");
  if (!seats?.dataset.free) return;
  const left = Number(seats.dataset.free) - count;
  const { text, textOne, textOver, textOverOne, textBefore } = seats.dataset;
  const words = !count ? textBefore : ({ "-1": textOverOne, 1: textOne }[left] ?? (left < 0 ? textOver : text));
  const said = words.replace("{n}", left).replace("{k}", count).replace("{d}", -left);
  if (seats.textContent !== said) seats.textContent = said;
  seats.toggleAttribute("data-over", left < 0);
});

// A full page comes with its counts already right, except after the browser restored what was typed.
addEventListener("pageshow", () => document.querySelector("form[data-invite]")?.dispatchEvent(new Event("input", { bubbles: true })));
