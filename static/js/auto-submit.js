// `<form data-auto-submit="id">`: what is chosen or typed in it asks its server, and the part of this page with that id
// is replaced by the answer's. The focus stays where it is, so that a list can be walked by arrow keys; the address
// follows, without what is empty; `[data-live]` says the part's `data-found`.
const live = {
  // Milliseconds without a key before the server is asked.
  pause: 200,
  timer: 0,
  asked: 0,

  async ask(form) {
    clearTimeout(live.timer);
    const mine = ++live.asked;
    const url = new URL(form.action);
    url.search = new URLSearchParams(new FormData(form));
    const answer = await fetch(url).catch(() => null);
    const html = answer?.ok && !answer.redirected ? await answer.text() : null;
    if (mine !== live.asked) return;
    const part = html && new DOMParser().parseFromString(html, "text/html").getElementById(form.dataset.autoSubmit);
    if (!part) return location.assign(url);
    document.getElementById(part.id).replaceWith(part);
    history.replaceState(null, "", url);
    document.querySelector("[data-live]").textContent = part.dataset.found;
  },
};

document.addEventListener("change", (event) => {
  if (event.target.matches("form[data-auto-submit] select")) live.ask(event.target.form);
});

document.addEventListener("input", (event) => {
  if (!event.target.matches("form[data-auto-submit] input")) return;
  clearTimeout(live.timer);
  live.timer = setTimeout(live.ask, live.pause, event.target.form);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-auto-submit]")) return;
  event.preventDefault();
  live.ask(event.target);
});

document.addEventListener("formdata", (event) => {
  if (!event.target.matches("form[data-auto-submit]")) return;
  for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
});
