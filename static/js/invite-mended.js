// A message goes as soon as its field is changed, and with it its entry in the summary.
function mended(field) {
  const line = field.closest("[data-line]");
  field.removeAttribute("aria-invalid");
  document.getElementById(field.id + "-error")?.remove();
  if (field.matches("[data-email]")) delete line.dataset.noSeat;
  const summary = field.form.querySelector("[data-error-summary]");
  summary?.querySelector(`a[href="#${field.id}"]`)?.closest("li").remove();
  if (summary && !summary.querySelector("li")) summary.remove();
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("form[data-invite] [data-line] [aria-invalid]")) mended(event.target);
});
