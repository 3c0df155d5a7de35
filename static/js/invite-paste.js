// A list pasted into an e-mail field becomes lines. The server reads it (`POST data-paste-url`, field `text`),
// so that there is one reader; it answers `{"lines": [{"email", "name"}], "said": "3 lines added, …"}`,
// in the order of the text and without its duplicates. Names found in the list are the sender's own words.
document.addEventListener("paste", async (event) => {
  const field = event.target;
  const form = field.closest?.("form[data-invite]");
  const text = event.clipboardData?.getData("text/plain").trim() ?? "";
  if (!form || !field.matches("[data-email]") || !/[\n\r,;\t<]/.test(text)) return;
  event.preventDefault();
  const present = lines.all(form).map((line) => line.querySelector("[data-email]").value.trim()).filter(Boolean);
  const body = new URLSearchParams([["text", text], ...present.map((email) => ["present", email])]);
  const answer = await fetch(form.dataset.pasteUrl, { method: "POST", body }).catch(() => null);
  if (!answer?.ok) {
    field.value = text;
    return;
  }
  const read = await answer.json();
  let line = field.closest("[data-line]");
  for (const { email, name, role, team } of read.lines) {
    if (line.querySelector("[data-email]").value.trim() || line.dataset.pasted) line = lines.empty(form);
    line.dataset.pasted = "true";
    line.querySelector("[data-email]").value = email;
    if (name) line.querySelector("[data-name]").value = name;
    else recognise(line);
    for (const [choice, value] of Object.entries({ role, team })) {
      const select = line.querySelector(`[name$="[${choice}]"]`);
      if (value && select) select.value = value;
    }
  }
  for (const pasted of lines.all(form)) delete pasted.dataset.pasted;
  lines.changed(form);
  lines.say(form, read.said);
  line.querySelector("[data-name]").focus();
});
