// Measures the demo at the address that is given with Lighthouse, prints a table, and fails unless
// every page has 100 in each category: on telephones and on desktops, signed in and not.

import * as chromeLauncher from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

const [base, email, password] = process.argv.slice(2);

const CATEGORIES = ["performance", "accessibility", "best-practices"];
const PRESETS = { mobile: undefined, desktop: desktopConfig };
const RUNS = 3;

const cookie = await signIn();
const pages = [
  { name: "sign-in", path: "/sign-in" },
  { name: "user list", path: "/w/nordlicht/settings/users", cookie },
  { name: "invite window", path: "/w/nordlicht/settings/invite", cookie },
  { name: "accept", path: await joinPath() },
];

console.log(["page", "preset", ...CATEGORIES, "LCP ms", "TBT ms", "CLS", "requests", "KiB"].join("\t"));
let below = 0;
for (const page of pages) {
  for (const [preset, config] of Object.entries(PRESETS)) {
    below += await measure(page, preset, config);
  }
}
console.log(below === 0 ? "Every score is 100." : `${below} scores are below 100.`);
process.exit(below === 0 ? 0 : 1);

// Prints one line of the table, and why points are missing; returns how many scores are too low.
async function measure(page, preset, config) {
  const runs = [];
  while (!isDecided(runs)) runs.push(await run(page, config).catch(() => run(page, config)));
  const scores = CATEGORIES.map((category) => scoreOf(runs, category));
  const last = runs.at(-1).audits;
  const number = (audit) => Math.round(last[audit].numericValue);
  console.log([
    page.name, preset, ...scores, number("largest-contentful-paint"), number("total-blocking-time"),
    last["cumulative-layout-shift"].numericValue.toFixed(3),
    last["network-requests"].details.items.length,
    Math.round(last["total-byte-weight"].numericValue / 1024),
  ].join("\t"));
  if (scores.some((score) => score < 100)) explain(runs.at(-1));
  return scores.filter((score) => score < 100).length;
}

// Performance is the median of three runs, since other programs share the machine: two equal ones
// settle it. What is wrong in the page is wrong in every run, so there the worst one counts.
function scoreOf(runs, category) {
  const scores = runs.map((result) => Math.round(result.categories[category].score * 100)).sort((a, b) => a - b);
  return category === "performance" ? scores[Math.floor((scores.length - 1) / 2)] : scores[0];
}

function isDecided(runs) {
  const perfect = runs.filter((result) => result.categories.performance.score === 1).length;
  return runs.length === RUNS || perfect > RUNS / 2;
}

function explain(result) {
  for (const category of CATEGORIES) {
    for (const { id, weight } of result.categories[category].auditRefs) {
      const audit = result.audits[id];
      if (weight > 0 && audit.score !== null && audit.score < 1) {
        console.log(`  ${category}: ${audit.title} (${Math.round(audit.score * 100)}) ${audit.displayValue ?? ""}`);
      }
    }
  }
}

// A browser of its own for each run, so that nothing is cached. Now and then it misses the beginning of
// the page, so a run that measured nothing is made once more.
async function run(page, config) {
  const chromeFlags = ["--headless=new", "--disable-background-networking", "--disable-gpu", "--disable-dev-shm-usage"];
  // Chromium's sandbox does not work under root.
  if (process.getuid() === 0) chromeFlags.push("--no-sandbox");
  const chrome = await chromeLauncher.launch({ chromeFlags, chromePath: process.env.CHROME_PATH });
  try {
    const extraHeaders = page.cookie ? { Cookie: page.cookie } : undefined;
    const flags = { port: chrome.port, onlyCategories: CATEGORIES, logLevel: "error", extraHeaders };
    const { lhr } = await lighthouse(base + page.path, flags, config);
    if (lhr.runtimeError) throw new Error(`${page.path}: ${lhr.runtimeError.message}`);
    if (new URL(lhr.finalDisplayedUrl).pathname !== page.path) throw new Error(`${page.path} leads to ${lhr.finalDisplayedUrl}`);
    return lhr;
  } finally {
    chrome.kill();
  }
}

async function signIn() {
  const answer = await fetch(`${base}/sign-in`, {
    method: "POST",
    headers: { Origin: base },
    body: new URLSearchParams({ email, password, next: "" }),
    redirect: "manual",
  });
  if (answer.status !== 303) throw new Error(`the demo's Admin cannot sign in: ${answer.status}`);
  return answer.headers.getSetCookie().map((each) => each.split(";")[0]).join("; ");
}

// The link of an invitation in the demo's mailbox; its mails leave when the demo starts.
async function joinPath() {
  for (let tries = 0; tries < 100; tries += 1) {
    const mailbox = await (await fetch(`${base}/dev/mailbox`)).text();
    const link = mailbox.match(/href="[^"]*(\/join\/[\w-]+)"/);
    if (link) return link[1];
    await new Promise((wake) => setTimeout(wake, 200));
  }
  throw new Error("no invitation has arrived in the demo's mailbox");
}
