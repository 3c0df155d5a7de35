// An entry of the error summary leads to its field without a trace in the address. (The summary has the focus when
// its page or sheet is shown.)
document.addEventListener("click", (event) => {
  const entry = event.target.closest("[data-error-summary] a[href^='#']");
  if (!entry) return;
  event.preventDefault();
  const field = document.getElementById(entry.hash.slice(1));
  field?.scrollIntoView({ block: "center" });
  field?.focus({ preventScroll: true });
});
