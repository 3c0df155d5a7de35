// A page that came back with mistakes begins at their summary.
document.querySelector("[data-error-summary]")?.focus();
