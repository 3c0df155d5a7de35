// `<button data-show-password="id" data-hide="Hide">Show</button>` shows what is typed, and hides it before it is sent.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-show-password]");
  if (!button) return;
  const field = document.getElementById(button.dataset.showPassword);
  const shown = field.type === "text";
  field.type = shown ? "password" : "text";
  button.setAttribute("aria-pressed", !shown);
  [button.textContent, button.dataset.hide] = [button.dataset.hide, button.textContent];
});

document.addEventListener("submit", (event) => {
  for (const button of event.target.querySelectorAll("[data-show-password][aria-pressed=true]")) button.click();
});
