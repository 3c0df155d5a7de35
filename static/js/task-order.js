// `[data-order]` is a list whose items have a form that moves them one place by its buttons. It is sent without leaving
// the page, the list is replaced by the answer's, and the focus stays on the button. `[data-drag]` in an item drags it
// elsewhere; the same form tells the server below or above which item it stands then.
const order = {
  async send(form, to) {
    const list = form.closest("[data-order]");
    const { id } = form.closest("li");
    const answer = await fragment.page(form.action, { method: "POST", body: new URLSearchParams({ to }) });
    const shown = answer?.page.getElementById(list.id);
    // On another page of the list by now, or not to be moved any more.
    if (!shown?.querySelector(`#${id}`) || answer.url.href !== location.href.split("#")[0]) return order.leave(answer, id);
    list.replaceWith(shown);
    const item = document.getElementById(id);
    const place = [...shown.children].indexOf(item) + Number(shown.dataset.first);
    const said = shown.dataset.order.replace("{task}", item.querySelector(".task-title").textContent).replace("{place}", place);
    document.querySelector("[data-live]").textContent = said;
    const button = item.querySelector(`button[value="${to}"]:enabled`) ?? item.querySelector("[name=to]:enabled");
    button.focus({ focusVisible: ["up", "down"].includes(to) });
  },

  leave(answer, id) {
    if (!answer?.isShown) return location.reload();
    location.assign(`${answer.url}#${id}`);
  },

  // Shows where the item would stand while the pointer is at this height.
  show(item, y) {
    const isBelow = (one) => {
      const { top, height } = one.getBoundingClientRect();
      return one !== item && y < top + height / 2;
    };
    const next = [...item.parentElement.children].find(isBelow) ?? null;
    if (next !== item.nextElementSibling) item.parentElement.insertBefore(item, next);
  },

  drag(handle, pointer) {
    const item = handle.closest("li");
    const list = item.parentElement;
    const before = item.nextElementSibling;
    const end = new AbortController();
    const on = (name, act) => list.addEventListener(name, act, { signal: end.signal });
    const stop = () => {
      end.abort();
      item.classList.remove("is-dragged");
    };
    // By the list: an item that is put elsewhere loses the pointer.
    list.setPointerCapture(pointer);
    item.classList.add("is-dragged");
    on("pointermove", (event) => order.show(item, event.clientY));
    on("pointercancel", () => {
      stop();
      list.insertBefore(item, before);
    });
    on("pointerup", () => {
      stop();
      const { nextElementSibling: next, previousElementSibling: previous } = item;
      if (next === before) return;
      const to = next ? next.id.replace("task", "above") : previous.id.replace("task", "below");
      order.send(item.querySelector(".task-moves"), to);
    });
  },
};

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-order] .task-moves")) return;
  event.preventDefault();
  order.send(event.target, event.submitter.value);
});

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-order] [data-drag]");
  if (!handle || event.button !== 0) return;
  event.preventDefault();
  order.drag(handle, event.pointerId);
});
