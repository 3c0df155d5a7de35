// `<a href="/page" data-dialog>` opens that page's sheet as a dialog over this page; `data-dialog="wide"`
// makes it a wide one. `data-close` and Esc close it, asking first when lines are typed (`unsaved`); the focus returns
// to the link; after a sheet with `data-changed`, this page's parts are renewed first. Without JavaScript the link leads to
// the page.
const dialogs = {
  current: () => document.querySelector("dialog[data-over-page]"),

  // Shows a sheet, and puts the focus on what it says, else where the sheet wants it, else on its first empty field,
  // else on its title. A refused sheet says so before the page's title too.
  show(html) {
    const dialog = dialogs.current();
    dialog.innerHTML = html;
    const title = dialog.querySelector("h1, h2");
    dialog.setAttribute("aria-labelledby", title.id);
    if (dialog.querySelector("[data-changed]")) dialog.dataset.changed = "";
    if (!dialog.open) dialog.showModal();
    const fields = [...dialog.querySelectorAll("input:not([type=hidden], [type=file]), textarea")];
    const wanted = dialog.querySelector("[data-error-summary], [data-result]") ?? dialog.querySelector(".sheet > form [autofocus]");
    (wanted ?? fields.find((field) => !field.value) ?? title).focus();
    document.title = `${dialog.querySelector("[data-title-prefix]")?.dataset.titlePrefix ?? ""} ${dialog.dataset.title}`;
    expire(dialog);
    dialog.dispatchEvent(new Event("input", { bubbles: true }));
  },

  // Says above everything else of the sheet that nobody is signed in any more, with the focus on the way on.
  saySignedOut() {
    const { signedOut, signIn } = document.getElementById("main").dataset;
    const link = Object.assign(document.createElement("a"), { href: "/sign-in", target: "_blank", textContent: signIn });
    const said = Object.assign(document.createElement("p"), { className: "banner banner-danger", role: "alert" });
    said.dataset.saidSignedOut = "";
    said.append(signedOut, " ", link);
    dialogs.current().querySelector(".sheet-body").prepend(said);
    link.focus();
  },

  async open(link) {
    const html = await fragment.fetch(link.href);
    if (html === null) return location.assign(link.href);
    dialogs.over(html, link);
  },

  over(html, opener) {
    if (!dialogs.current()) document.body.append(dialogs.make(opener));
    dialogs.current().className = opener.dataset.dialog === "wide" ? "dialog dialog-wide" : "dialog";
    dialogs.show(html);
  },

  make(opener) {
    const dialog = document.createElement("dialog");
    dialog.dataset.overPage = "";
    dialog.dataset.title = document.title;
    dialog.addEventListener("close", (event) => {
      if (event.target !== dialog) return;
      dialog.remove();
      document.title = dialog.dataset.title;
      if ("changed" in dialog.dataset) parts.renew(opener);
      else (opener.closest("details.menu")?.querySelector("summary") ?? opener).focus();
    });
    // Where the system closes dialogs in its own way (a swipe back), the lines are asked for all the same.
    dialog.addEventListener("cancel", (event) => {
      if (event.target !== dialog) return;
      event.preventDefault();
      dialogs.close();
    });
    return dialog;
  },

  close() {
    const dialog = dialogs.current();
    unsaved.before(dialog, () => dialog.close());
  },
};

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a[data-dialog]");
  const close = event.target.closest("dialog[data-over-page] [data-close]");
  if (!link && !close) return;
  event.preventDefault();
  link?.closest("details.menu")?.removeAttribute("open");
  if (link) dialogs.open(link);
  else dialogs.close();
});

// A `<button data-dialog>` sends its form, which keeps what is typed there, and shows the answer over the page.
document.addEventListener("submit", async (event) => {
  const { target, submitter } = event;
  if (!submitter?.matches("[data-dialog]")) return;
  event.preventDefault();
  const html = await fragment.send(target, submitter);
  if (html === null) {
    delete submitter.dataset.dialog;
    return target.requestSubmit(submitter);
  }
  dialogs.over(html, submitter);
  if (unsaved.review) dialogs.current().dataset.changed = "";
  unsaved.review = false;
});

// Esc is taken at its key: a browser lets a second Esc past a refused `cancel`, and the lines would be lost.
document.addEventListener("keydown", (event) => {
  const dialog = dialogs.current();
  if (event.key !== "Escape" || !dialog?.open || dialog.querySelector("dialog[open], details[open]")) return;
  event.preventDefault();
  dialogs.close();
});
