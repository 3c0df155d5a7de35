// `<input data-filter="part">` hides the items in that part whose `data-filter-text` lacks a word of what is
// typed, and shows the part's `data-nobody` when none is left. Where the part is `data-partial`, not everybody
// stands in it, as when an address is typed: the field's form asks the server, and the part is replaced by the
// answer's. How many are left is said by the sheet's `[data-live]`.
// A link with `data-with-query="email"` in the same sheet carries what is typed as that parameter, and says whom it
// invites once that is an address: `data-named`, else `data-plain`.
const filter = {
  // Milliseconds without a key before the server is asked.
  pause: 250,
  timer: 0,
  // Whether what is typed still waits to be asked for.
  waits: false,

  plain: (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss"),

  narrow(part, typed) {
    const words = filter.plain(typed).split(/\s+/);
    let left = 0;
    for (const item of part.querySelectorAll("[data-filter-text]")) {
      const text = filter.plain(item.dataset.filterText);
      item.hidden = !words.every((word) => text.includes(word));
      if (!item.hidden) left += 1;
    }
    part.querySelector("[data-nobody]").hidden = left > 0;
    filter.say(part, left);
  },

  say(part, left) {
    const live = part.closest(".sheet").querySelector("[data-live]");
    const { none, one, other } = live.dataset;
    live.textContent = ([none, one][left] ?? other).replace("{n}", left);
  },

  // Asks at once what still waits.
  settle(field) {
    clearTimeout(filter.timer);
    return filter.waits ? filter.ask(field) : Promise.resolve();
  },

  // An answer that came too late for what is typed by now is dropped, as is one that is none.
  async ask(field) {
    const typed = field.value;
    const html = await fragment.send(field.form);
    const part = document.getElementById(field.dataset.filter);
    if (html === null || !field.isConnected || field.value !== typed) return;
    const answer = new DOMParser().parseFromString(html, "text/html").getElementById(part.id);
    if (!answer) return;
    filter.waits = false;
    part.replaceWith(answer);
    filter.say(answer, answer.querySelectorAll("[data-filter-text]").length);
  },
};

document.addEventListener("input", (event) => {
  const part = document.getElementById(event.target.dataset?.filter);
  if (!part) return;
  const typed = event.target.value.trim();
  clearTimeout(filter.timer);
  filter.waits = "partial" in part.dataset || typed.includes("@");
  if (filter.waits) filter.timer = setTimeout(filter.ask, filter.pause, event.target);
  else filter.narrow(part, typed);
  for (const link of event.target.closest(".sheet").querySelectorAll("a[data-with-query]")) {
    const url = new URL(link.href);
    url.searchParams.set(link.dataset.withQuery, typed);
    link.href = url;
    const { named, plain } = link.dataset;
    link.lastElementChild.textContent = /^\S+@\S+\.\S+$/.test(typed) ? named.replace("{email}", typed) : plain;
  }
});
