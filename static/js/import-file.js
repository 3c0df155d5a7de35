// Choosing a file sends it, with the lines typed so far, to the button that reads it; nothing is invited by that.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-import]") || !event.target.value) return;
  const { form } = event.target;
  form.requestSubmit(form.querySelector("[data-import-submit]"));
  event.target.value = "";
});
