// `[data-refresh="2000"]` with an id: after so many milliseconds the page is asked again and this part of it replaced,
// for as long as the answer asks for that.
const refresh = {
  async part(part) {
    const fresh = (await fragment.page(location.href))?.page.getElementById(part.id);
    // Without an answer it is tried again.
    if (fresh && !part.contains(document.activeElement)) part.replaceWith(fresh);
    refresh.later(document.getElementById(part.id));
  },

  later(part) {
    if (part?.dataset.refresh) setTimeout(refresh.part, Number(part.dataset.refresh), part);
  },
};

refresh.later(document.querySelector("[data-refresh]"));
