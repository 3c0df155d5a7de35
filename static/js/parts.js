// `[data-part]` with an id is a part of a page that is renewed in its place: by what a `<form data-stay>` of the page
// is answered with, and when a dialog over it has changed something. What was typed elsewhere stays, and so does the
// focus: on the field that `data-stay` names, else on the same control, else in its row, else in the next one.
const parts = {
  all: () => [...document.querySelectorAll("[data-part]")],

  // Puts the parts of an answer in place of those that are shown; `form` is what was sent. Another page than this one
  // is gone to, as the browser would have without this.
  show({ page, url, isShown }, form) {
    if (!isShown || parts.all().some((part) => !page.getElementById(part.id))) {
      unsaved.leaving = !unsaved.in(document, form);
      return url.pathname === location.pathname || !isShown ? location.reload() : location.assign(url);
    }
    const typed = parts.typed(form);
    const fresh = [...parts.all(), document.getElementById("flash")].map((part) => [part, page.getElementById(part.id)]);
    for (const [part, other] of fresh) {
      part.replaceWith(document.adoptNode(other));
      expire(other);
    }
    for (const [id, value] of typed) if (document.getElementById(id)) document.getElementById(id).value = value;
    document.title = page.title;
  },

  // What was typed in other fields of the parts, and would be lost with them.
  typed(form) {
    const fields = parts.all().flatMap((part) => [...part.querySelectorAll("input:not([type=hidden]), textarea")]);
    return fields.filter((one) => one.id && one.form !== form && one.value !== one.defaultValue).map((one) => [one.id, one.value]);
  },

  // Remembers where the focus is; what it returns puts it there again.
  keep(control) {
    const { id, name, value } = control;
    const row = control.closest("li[id]");
    const rows = row ? [...row.parentElement.children].map((one) => one.id) : [];
    const at = rows.indexOf(row?.id);
    const near = [...rows.slice(at), ...rows.slice(0, at).reverse()];
    const href = control.getAttribute("href");
    const stay = control.closest("[data-stay]")?.dataset.stay;
    return () => {
      const rest = near.map((one) => document.getElementById(one)).find(Boolean);
      const alike = [...(rest?.querySelectorAll("button:enabled") ?? [])].filter((one) => one.name === name);
      const inRow = alike.find((one) => one.value === value) ?? alike[0] ?? rest?.querySelector("button:enabled, a");
      const link = href && document.querySelector(`a[href="${href}"]`);
      const target = document.getElementById(stay || id) ?? (link || inRow || document.querySelector("main h1"));
      if (target.matches("h1")) target.tabIndex = -1;
      target.focus();
    };
  },

  // After a dialog over the page has changed something; `opener` had the focus before.
  async renew(opener) {
    const focus = parts.keep(opener);
    const answer = parts.all().length ? await fragment.page(location.href) : null;
    if (!answer) return location.reload();
    parts.show(answer);
    focus();
  },

  async send(form, submitter) {
    const active = document.activeElement;
    const focus = parts.keep(form.contains(active) ? active : submitter);
    const body = new URLSearchParams(new FormData(form, submitter));
    const answer = await fragment.page(form.action, { method: "POST", body });
    if (!answer) {
      // Not reached: the browser says so in its own way.
      delete form.dataset.stay;
      return form.requestSubmit(submitter);
    }
    parts.show(answer, form);
    const refused = document.querySelector("main [data-error-summary]");
    if (!refused && answer.isShown) history.replaceState(null, "", answer.url);
    if (refused) refused.focus();
    else focus();
  },
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-stay]") || event.defaultPrevented) return;
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  parts.send(form, event.submitter).finally(() => (form.ariaBusy = null));
});
