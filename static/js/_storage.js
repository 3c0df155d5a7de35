// What the browser keeps for the site, "localStorage" or "sessionStorage"; `null` where that is switched off.
const storage = (kind) => {
  try {
    return window[kind];
  } catch {
    return null;
  }
};
