// The send button counts the lines with an e-mail, and the head says how many seats would be left.
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-invite]") ?? event.target.querySelector?.("form[data-invite]");
  if (!form) return;
  const count = lines.all(form).filter((line) => line.querySelector("[data-email]").value.trim()).length;

  const send = form.querySelector("[data-send-text]");
  const text = [send.dataset.zero, send.dataset.one][count] ?? send.dataset.other;
  send.textContent = text.replace("{n}", count);

  const seats = form.querySelector("[data-seats]");
  if (!seats?.dataset.free) return;
  const free = Number(seats.dataset.free);
  const over = count > free;
  const left = over ? seats.dataset.textOver : free - count === 1 ? seats.dataset.textOne : seats.dataset.text;
  const said = left.replace("{n}", over ? free : free - count).replace("{k}", count).replace("{d}", count - free);
  if (seats.textContent !== said) seats.textContent = said;
  seats.toggleAttribute("data-over", over);
});

// A full page comes with its counts already right, except after the browser restored what was typed.
addEventListener("pageshow", () => document.querySelector("form[data-invite]")?.dispatchEvent(new Event("input", { bubbles: true })));
