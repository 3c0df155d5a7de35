// Lines of the invite window that were typed and not sent are asked about before they are lost: by the sheet's own
// `<dialog data-ask>` where its window is closed, by the browser where the page is left.
const unsaved = {
  // Whoever leaves on purpose is not asked.
  leaving: false,

  // Whether a line holds what was typed. What a window was opened with is none of it, nor is a line about somebody who
  // is here already, which a send left over.
  in(root) {
    const form = root.querySelector("form[data-invite]");
    const isKept = (field) => "typed" in form.dataset && !("noSeat" in field.closest("[data-line]").dataset);
    const typed = (field) => field.value.trim() && (field.value !== field.defaultValue || isKept(field));
    return form !== null && [...form.querySelectorAll("[data-line] input:not([type=hidden])")].some(typed);
  },

  // Leaves at once, or after the person said so.
  before(root, leave) {
    if (!unsaved.in(root)) return leave();
    const ask = root.querySelector("dialog[data-ask]");
    ask.returnValue = "";
    ask.addEventListener("close", () => ask.returnValue === "discard" && leave(), { once: true });
    ask.showModal();
  },

  go(path) {
    unsaved.leaving = true;
    location.assign(path);
  },
};

// What was changed in the review of a file, whose own buttons keep it.
document.addEventListener("input", (event) => event.target.form?.matches("[data-review]") && (unsaved.review = true));

addEventListener("beforeunload", (event) => {
  if (!unsaved.leaving && (unsaved.review || unsaved.in(document))) event.preventDefault();
});

addEventListener("pageshow", () => (unsaved.leaving = false));

document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && event.target.matches("form[data-invite], form[data-review]")) unsaved.leaving = true;
});

// The window as a page of its own.
document.addEventListener("click", (event) => {
  const close = event.target.closest("form[data-invite] a[data-close]");
  if (!close || event.defaultPrevented || close.closest("dialog")) return;
  event.preventDefault();
  unsaved.before(document, () => unsaved.go(close.href));
});
