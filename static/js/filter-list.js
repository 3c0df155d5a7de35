// `<input data-filter="list">` hides the items of that list whose `data-filter-text` lacks what is typed.
// A link with `data-with-query="email"` in the same sheet carries what is typed as that parameter.
document.addEventListener("input", (event) => {
  const list = document.getElementById(event.target.dataset?.filter);
  if (!list) return;
  const typed = event.target.value.trim();
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  for (const item of list.children) item.hidden = !plain(item.dataset.filterText ?? "").includes(plain(typed));
  for (const link of event.target.closest(".sheet").querySelectorAll("a[data-with-query]")) {
    const url = new URL(link.href);
    url.searchParams.set(link.dataset.withQuery, typed);
    link.href = url;
  }
});
