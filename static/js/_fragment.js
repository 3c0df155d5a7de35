// Fragments: the part of a page that stands in a dialog, fetched and sent without leaving the page.
// `app.js` is every file of this folder in the order of their names, as one deferred script.
//
//   GET  with `X-Fragment: 1`  → 200, only the page's `<section class="sheet">`.
//   POST with `X-Fragment: 1`  → 200 or 422 and the sheet again (what was typed, with messages), or
//                                204 and `Location-After: /path` when done: the browser goes there, or stays where the
//                                header is empty.
// Anything else (a redirect to sign-in, 403, 5xx, no answer) is `null` here, and the caller decides.
// Answers carry `Vary: X-Fragment`.
const fragment = {
  // Whether the last answer was that nobody is signed in any more.
  signedOut: false,

  // Returns the sheet's HTML, or `null`; never returns when the answer says where to go.
  async fetch(url, options = {}) {
    let answer;
    try {
      answer = await fetch(url, { ...options, headers: { "X-Fragment": "1" } });
    } catch {
      return null;
    }
    const after = answer.headers.get("Location-After");
    // Signed out meanwhile: what was typed stays, and the caller says how it can be sent.
    fragment.signedOut = Boolean(after?.startsWith("/sign-in") && options.method);
    if (fragment.signedOut) return null;
    if (after !== null) return fragment.go(after || location.pathname + location.search);
    if (![200, 422].includes(answer.status) || answer.redirected) return null;
    const html = await answer.text();
    return html.includes("<html") ? null : html;
  },

  // A whole page, read and not shown; `null` where the server cannot be reached. `isShown` is false for the page of an
  // error.
  async page(url, options) {
    const answer = await fetch(url, options).catch(() => null);
    if (!answer) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { page, url: new URL(answer.url), isShown: [200, 422].includes(answer.status) };
  },

  // Sends a form as its submitter would have; files travel only where the encoding is multipart.
  send(form, submitter) {
    const own = (name) => submitter?.getAttribute("form" + name) ?? form.getAttribute(name) ?? "";
    const url = new URL(own("action") || location.href, location.href);
    const data = new FormData(form, submitter);
    const words = new URLSearchParams([...data].filter(([, value]) => typeof value === "string"));
    if (own("method").toLowerCase() !== "post") {
      url.search = words;
      return fragment.fetch(url);
    }
    return fragment.fetch(url, { method: "POST", body: own("enctype") === "multipart/form-data" ? data : words });
  },

  // Goes to a path, loading it anew where it is the present one.
  go(path) {
    unsaved.leaving = true;
    if (path === location.pathname + location.search) location.reload();
    else location.assign(path);
    return new Promise(() => {});
  },
};
