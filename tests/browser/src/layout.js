// What does not fit as the page is laid out now, one text each. Only what is in sight counts, and under an open modal
// dialog only what stands in it.
const root = document.documentElement;
const modal = [...document.querySelectorAll("dialog:modal")].pop();
const layer = modal ?? document.body;
const faults = [];
const told = (node) => {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const kind = [element.tagName.toLowerCase(), ...element.classList].join(".");
  return `${kind} "${(node.textContent || element.value || "").trim().replace(/\s+/g, " ").slice(0, 40)}"`;
};
// What only screen readers meet is one pixel small or clipped away.
const isHeardOnly = (element) => element.closest(".visually-hidden") !== null
  || getComputedStyle(element).clipPath === "inset(50%)"
  || (element.parentElement && getComputedStyle(element.parentElement).clipPath === "inset(50%)");
const isInSight = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !isHeardOnly(element);
// What is left of a box within the parts that cut it off or scroll it.
const within = (box, element) => {
  let { left, top, right, bottom } = box;
  for (let part = element; part && part !== root; part = part.parentElement) {
    if (getComputedStyle(part).overflowX === "visible") continue;
    const frame = part.getBoundingClientRect();
    [left, top] = [Math.max(left, frame.left), Math.max(top, frame.top)];
    [right, bottom] = [Math.min(right, frame.right), Math.min(bottom, frame.bottom)];
  }
  return { left, top, right, bottom, width: right - left, height: bottom - top };
};
// Whether nothing covers the middle of this box, and no scrolling part has moved it away.
const isOnTop = (box, element) => {
  const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return hit !== null && (element.contains(hit) || hit.contains(element) || hit.closest("label")?.control === element);
};

const tooWide = root.scrollWidth - innerWidth;
if (tooWide > 1) faults.push(`the page is ${tooWide} px too wide`);

for (const element of layer.querySelectorAll("*")) {
  if (element.clientWidth <= 1 || element.scrollWidth <= element.clientWidth + 1 || !isInSight(element)) continue;
  const style = getComputedStyle(element);
  if (element.matches("input, select, textarea") || style.overflowX === "visible" || style.textOverflow === "ellipsis") continue;
  // A table of many columns is the exception that WCAG 2.2, 1.4.10, makes.
  if (element.matches(".table-scroll")) continue;
  if (element.textContent.trim()) faults.push(`cut off or scrolling sideways: ${told(element)}`);
}

const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
  && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
const compare = (things, areOne) => {
  for (let i = 0; i < things.length; i++) {
    for (let j = i + 1; j < things.length; j++) {
      const [a, b] = [things[i], things[j]];
      if (overlap(a.box, b.box) && !areOne(a.node, b.node)) faults.push(`${told(a.node)} overlaps ${told(b.node)}`);
    }
  }
};

const controls = [...layer.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter(isInSight)
  .map((node) => ({ node, box: within(node.getBoundingClientRect(), node.parentElement) }))
  .filter(({ node, box }) => box.width > 1 && isOnTop(box, node));
// An open menu lies over whatever is behind it.
const isMenuOver = (a, b) => a.closest(".menu-panel") !== b.closest(".menu-panel");
// A button within a field's own frame is meant to stand in it.
compare(controls, (a, b) => isMenuOver(a, b) || a.contains(b) || b.contains(a) || (a.closest(".control") && a.closest(".control") === b.closest(".control")));

const texts = [];
for (const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT); walker.nextNode();) {
  const node = walker.currentNode;
  const parent = node.parentElement;
  if (!node.textContent.trim() || parent.closest("option, script, style, template") || !isInSight(parent)) continue;
  const range = document.createRange();
  range.selectNodeContents(node);
  for (const line of range.getClientRects()) {
    const box = within(line, parent);
    if (box.width > 1 && box.height > 1 && isOnTop(box, parent)) texts.push({ node, box });
  }
}
compare(texts, (a, b) => a === b || isMenuOver(a.parentElement, b.parentElement));
return [...new Set(faults)];
