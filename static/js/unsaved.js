// What was typed and not sent is asked about before it is lost: the lines of the invite window, and every form with
// `data-keep`. By the sheet's own `<dialog data-ask>` where its window is closed, by the browser where the page is left.
const unsaved = {
  // Whoever leaves on purpose is not asked.
  leaving: false,

  // Whether something is typed, apart from a form that is just being sent.
  in(root, sent) {
    const invite = root.querySelector("form[data-invite]");
    const kept = [...root.querySelectorAll("form[data-keep]")].filter((form) => form !== sent);
    return (invite !== null && unsaved.lines(invite)) || kept.some(unsaved.isChanged);
  },

  // Whether a line holds what was typed. What a window was opened with is none of it, nor is a line about somebody who
  // is here already, which a send left over.
  lines(form) {
    const isKept = (field) => "typed" in form.dataset && !("noSeat" in field.closest("[data-line]").dataset);
    const typed = (field) => field.value.trim() && (field.value !== field.defaultValue || isKept(field));
    return [...form.querySelectorAll("[data-line] input:not([type=hidden])")].some(typed);
  },

  // Whether a field holds something else than what the form came with; what was refused was not kept either.
  isChanged(form) {
    const changed = ({ options, selectedIndex, value, defaultValue, checked, defaultChecked }) => {
      if (options) return selectedIndex !== Math.max(0, [...options].findIndex((one) => one.defaultSelected));
      return value !== defaultValue || checked !== defaultChecked;
    };
    const fields = [...form.querySelectorAll("input:not([type=hidden]), select, textarea")];
    return fields.some((one) => one.ariaInvalid === "true" || changed(one));
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

// Browsers ask nobody who has done nothing on the page yet.
addEventListener("beforeunload", (event) => {
  if (!unsaved.leaving && navigator.userActivation?.hasBeenActive !== false && (unsaved.review || unsaved.in(document))) event.preventDefault();
});

addEventListener("pageshow", () => (unsaved.leaving = false));

document.addEventListener("submit", (event) => {
  const isOwn = event.target.matches("form[data-invite], form[data-review], form[data-keep]");
  if (!event.defaultPrevented && isOwn) unsaved.leaving = !unsaved.in(document, event.target);
});

// A sheet as a page of its own.
document.addEventListener("click", (event) => {
  const close = event.target.closest(":is(form[data-invite], form[data-keep]) a[data-close]");
  if (!close || event.defaultPrevented || close.closest("dialog")) return;
  event.preventDefault();
  unsaved.before(document, () => unsaved.go(close.href));
});
