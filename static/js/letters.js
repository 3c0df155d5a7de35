// The letters that few names have: fetched after the first page of a visit, which need not share a slow line with
// them, and used at once on those that follow.
{
  const visit = storage("sessionStorage");
  const use = () => document.documentElement.classList.add("has-letters");
  if (visit?.getItem("letters")) use();
  else {
    const painted = () => requestAnimationFrame(() => requestAnimationFrame(use));
    addEventListener("load", () => (painted(), visit?.setItem("letters", "1")));
  }
}
