// `<form data-auto-submit>`: choosing in one of its selects sends it, and what is empty stays out of the address.
document.addEventListener("change", (event) => {
  if (event.target.matches("form[data-auto-submit] select")) event.target.form.requestSubmit();
});

document.addEventListener("formdata", (event) => {
  if (!event.target.matches("form[data-auto-submit]")) return;
  for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
});
