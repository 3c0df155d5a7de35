// Forms within a dialog are sent as fragments, one request at a time. Where the server cannot be reached or
// gives no sheet, everything typed stays, and the form's hidden `data-failed` message is shown; the
// page's `data-signed-out`, where nobody is signed in any more. The focus stays on a pressed toggle, wherever it stands in the new
// sheet, but not when it was pressed from the search.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || !form.closest("dialog[data-over-page]")) return;
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  const failed = form.querySelector("[data-failed]");
  const searching = document.activeElement.matches("[data-people]");
  if (failed) failed.hidden = true;
  dialogs.current().querySelector("[data-said-signed-out]")?.remove();
  const html = await fragment.send(form, event.submitter);
  form.ariaBusy = null;
  if (html !== null) {
    dialogs.show(html);
    const { ariaPressed, name, value } = event.submitter ?? {};
    if (ariaPressed && !searching) dialogs.current().querySelector(`button[aria-pressed][name="${name}"][value="${value}"]`)?.focus();
  } else if (fragment.signedOut) dialogs.saySignedOut();
  else if (failed) failed.hidden = false;
  else location.reload();
});
