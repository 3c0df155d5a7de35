// `data-gone-after="9"` goes after that many seconds, a button that would come too late by then. A focus on it moves
// to the banner around it.
function expire(root) {
  for (const part of root.querySelectorAll("[data-gone-after]")) {
    setTimeout(() => {
      if (part.contains(document.activeElement)) part.closest(".banner").focus();
      part.remove();
    }, part.dataset.goneAfter * 1000);
  }
}

expire(document);
