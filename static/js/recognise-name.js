// When an e-mail field is left, the server recognises the name in it (`POST data-name-url`, field `email`, so
// that no address stands in a log; answer `{"name": "Anna Example"}` or `{"name": null}`). The answer fills
// only a name that is empty or was itself recognised; the hidden `recognised` field remembers which it was.
async function recognise(line) {
  const form = line.closest("form");
  if (!form) return;
  const email = line.querySelector("[data-email]").value.trim();
  const name = line.querySelector("[data-name]");
  const known = line.querySelector("[data-recognised]");
  const ours = () => name.value === known.value;
  if (!email.includes("@") || line.dataset.asked === email || !ours()) return;
  line.dataset.asked = email;
  const body = new URLSearchParams({ email });
  const answer = await fetch(form.dataset.nameUrl, { method: "POST", body }).catch(() => null);
  if (!answer?.ok || answer.redirected || line.dataset.asked !== email || !ours()) return;
  name.value = known.value = (await answer.json()).name ?? "";
  line.querySelector("[data-tag]").hidden = !name.value;
  const heard = form.querySelector("[data-heard]");
  heard.textContent = name.value && heard.dataset.recognised.replace("{name}", name.value);
  // Whoever is there already and now begins to type means another name, not a longer one.
  if (document.activeElement === name) name.select();
}

document.addEventListener("focusout", (event) => {
  if (event.target.matches?.("form[data-invite] [data-email]")) recognise(event.target.closest("[data-line]"));
});

// A name changed by hand is the sender's own from then on.
document.addEventListener("input", (event) => {
  if (!event.target.matches?.("form[data-invite] [data-name]")) return;
  const line = event.target.closest("[data-line]");
  line.querySelector("[data-recognised]").value = "";
  line.querySelector("[data-tag]").hidden = true;
});
