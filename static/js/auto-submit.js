// `<form data-auto-submit>`: choosing in one of its selects sends it.
document.addEventListener("change", (event) => {
  if (event.target.matches("form[data-auto-submit] select")) event.target.form.requestSubmit();
});
