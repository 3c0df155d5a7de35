// A list pasted into an e-mail field becomes lines. The server reads it (`POST data-paste-url`, field `text`),
// so that there is one reader; it answers `{"lines": [{"email", "name", "recognised" …}], "said": "3 lines added, …"}`,
// in the order of the text and without its duplicates. Names found in the list are the sender's own words.
const paste = {
  fill(line, { email, name, recognised, role, team }) {
    const [address, named, known] = [lines.email(line), lines.name(line), line.querySelector("[data-recognised]")];
    address.value = line.dataset.asked = email;
    if (!named.value.trim() || named.value === known.value) {
      named.value = name || recognised;
      known.value = name ? "" : recognised;
      line.querySelector("[data-tag]").hidden = !known.value;
    }
    for (const [choice, value] of Object.entries({ role, team })) {
      const select = line.querySelector(`[name$="[${choice}]"]`);
      if (value && select) select.value = value;
    }
  },

  // Fills the line pasted into, then those that are empty, then new ones, drawn once. Returns the last.
  place(form, first, people) {
    const free = lines.all(form).filter((line) => lines.isEmpty(line) && line !== first);
    if (!lines.email(first).value.trim()) free.unshift(first);
    const added = document.createDocumentFragment();
    let line = first;
    for (const person of people) {
      line = free.shift() ?? added.appendChild(lines.make(form));
      paste.fill(line, person);
    }
    form.querySelector("[data-lines]").append(added);
    lines.changed(form);
    return line;
  },
};

document.addEventListener("paste", async (event) => {
  const field = event.target;
  const form = field.closest?.("form[data-invite]");
  const text = event.clipboardData?.getData("text/plain").trim() ?? "";
  if (!form || !field.matches("[data-email]") || !/[\n\r,;\t<]/.test(text)) return;
  event.preventDefault();
  const present = lines.all(form).map((line) => lines.email(line).value.trim()).filter(Boolean);
  const body = new URLSearchParams([["text", text], ...present.map((email) => ["present", email])]);
  const answer = await fetch(form.dataset.pasteUrl, { method: "POST", body }).catch(() => null);
  if (!field.isConnected) return;
  if (!answer?.ok) {
    field.value = text;
    return lines.say(form, form.dataset.pasteFailed);
  }
  const read = await answer.json();
  const last = paste.place(form, field.closest("[data-line]"), read.lines);
  lines.say(form, read.said);
  lines.name(last).focus();
});
