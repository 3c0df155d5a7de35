// `<form data-auto-submit="id">`: what is chosen or typed in it asks its server, and the part of this page with that id
// is replaced by the answer's. The focus stays where it is, so that a list can be walked by arrow keys; the address
// follows, without what is empty; `[data-live]` says the part's `data-found`. What is chosen is a step that the
// browser's Back takes back; what is typed is none.
const live = {
  // Milliseconds without a key before the server is asked.
  pause: 200,
  timer: 0,
  asked: 0,
  // What the list shows.
  search: location.search,

  ask(form, remember) {
    const url = new URL(form.action);
    url.search = new URLSearchParams(new FormData(form));
    return live.show(form, url, remember);
  },

  // Shows the list of this address; `remember` puts the address into the browser's history.
  async show(form, url, remember = () => {}) {
    clearTimeout(live.timer);
    const mine = ++live.asked;
    const answer = await fragment.page(url);
    if (mine !== live.asked) return;
    const part = answer?.page.getElementById(form.dataset.autoSubmit);
    if (!part) return location.assign(url);
    document.getElementById(part.id).replaceWith(part);
    remember(url);
    live.search = url.search;
    document.querySelector("[data-live]").textContent = part.dataset.found;
  },

  choose: (form) => live.ask(form, (url) => history.pushState(null, "", url)),
  type: (form) => live.ask(form, (url) => history.replaceState(null, "", url)),

  // Back to what was chosen before: its list, and its words in the form.
  back(form) {
    const url = new URL(location.href);
    for (const field of form.elements) {
      if (field.name) field.value = url.searchParams.get(field.name) ?? field.options?.[0].value ?? "";
    }
    return live.show(form, url);
  },
};

document.addEventListener("change", (event) => {
  if (event.target.matches("form[data-auto-submit] select")) live.choose(event.target.form);
});

// A jump within the page is a step too, and changes no list.
addEventListener("popstate", () => {
  const form = document.querySelector("form[data-auto-submit]");
  if (form && location.search !== live.search) live.back(form);
});

document.addEventListener("input", (event) => {
  if (!event.target.matches("form[data-auto-submit] input")) return;
  clearTimeout(live.timer);
  live.timer = setTimeout(live.type, live.pause, event.target.form);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-auto-submit]")) return;
  event.preventDefault();
  live.type(event.target);
});

document.addEventListener("formdata", (event) => {
  if (!event.target.matches("form[data-auto-submit]")) return;
  for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
});
