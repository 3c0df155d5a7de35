// A message goes as soon as its field is changed, and with it its entry in the summary; the entry that many lines share
// counts those that are left.
function mended(field) {
  const line = field.closest("[data-line]");
  field.removeAttribute("aria-invalid");
  document.getElementById(field.id + "-error")?.remove();
  if (field.matches("[data-email]")) delete line.dataset.noSeat;
  const summary = field.form.querySelector("[data-error-summary]");
  summary?.querySelector(`a[href="#${field.id}"]`)?.closest("li").remove();
  const shared = summary?.querySelector('[href="#all-role"]');
  const left = field.form.querySelectorAll('[aria-invalid][name$="[role]"]').length;
  if (shared && left) shared.textContent = shared.textContent.replace(/\d+/, left);
  else shared?.closest("li").remove();
  if (summary && !summary.querySelector("li")) summary.remove();
}

// Messages that begin with the line's number ("Line 3: choose a role") follow it, in the summary too.
function renumber(line, before, now) {
  const word = line.querySelector("legend").firstChild.textContent.trim();
  const ids = [...line.querySelectorAll(".error")].map((error) => error.id.replace(/-error$/, ""));
  const entries = ids.map((id) => line.closest("form").querySelector(`[data-error-summary] a[href="#${id}"]`));
  for (const said of [...line.querySelectorAll(".error"), ...entries]) {
    const text = said?.firstChild;
    if (text?.data?.trimStart().startsWith(`${word} ${before}:`)) text.data = text.data.replace(before, now);
  }
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("form[data-invite] [data-line] [aria-invalid]")) mended(event.target);
});
