// The views of the reports: each report can be looked at in another cohort, scope and counting.

const otherViews = new Map();
const firstViews = new Map();
const firstClaims = new Map();
let firstCharts = {};
// Kinds of the charts by Vega that a view has.
const OF_VIEW = ["density", "players"];

// Keep the view that the page was written with, so that the reader can come back to it.
function rememberViews() {
  for (const block of document.querySelectorAll("[data-view]")) firstViews.set(block.dataset.view, [...block.childNodes]);
  firstCharts = { ...PAGE.charts };
  for (const select of document.querySelectorAll("[data-view-of]")) select.addEventListener("change", chooseView);
}

function firstKey(report) {
  return document.querySelector(`[data-view="${report}"]`).dataset.first;
}

function chooseView(event) {
  const report = event.target.dataset.viewOf;
  const key = [...document.querySelectorAll(`[data-view-of="${report}"]`)].map((select) => select.value).join(".");
  changeState({ ["view." + report]: key === firstKey(report) ? "" : key });
}

async function showViews(state) {
  for (const block of document.querySelectorAll("[data-view]")) {
    const report = block.dataset.view;
    const key = viewKey(report, state);
    if (block.dataset.shown === key) continue;
    block.dataset.shown = key;
    const view = key === firstKey(report) ? firstView(report) : await otherView(report, key);
    // Another view may have been chosen while this one was unpacked.
    if (block.dataset.shown !== key || !view) continue;
    forgetCharts(block);
    setCharts(report, view.charts);
    block.replaceChildren(...view.nodes);
    const parts = key.split(".");
    document.querySelectorAll(`[data-view-of="${report}"]`).forEach((select, number) => { select.value = parts[number]; });
    for (const place of block.querySelectorAll("[data-chart]")) place.replaceChildren();
    watchCharts(block);
    await showClaims(report, parts[0]);
    updateCharts();
  }
}

// The claims of a report are answered in every cohort.
async function showClaims(report, cohort) {
  const block = document.querySelector(`[data-claims="${report}"]`);
  const own = firstKey(report).split(".")[0];
  if (!block || (block.dataset.shown || own) === cohort) return;
  block.dataset.shown = cohort;
  firstClaims.set(report, firstClaims.get(report) || [...block.childNodes]);
  const html = cohort === own ? null : (await packedOf(report)).claims[cohort];
  block.replaceChildren(...(html ? nodesOf(html) : firstClaims.get(report)));
}

function packedOf(report) {
  if (!otherViews.has(report)) otherViews.set(report, unpacked("views-" + report).then((response) => response.json()));
  return otherViews.get(report);
}

function viewKey(report, state) {
  return state["view." + report] || firstKey(report);
}

// Return the views of all reports with another cohort, scope or counting; other keys change no view.
function viewsWith(part, value) {
  const at = ["cohort", "scope", "counting"].indexOf(part);
  if (at < 0) return {};
  const state = readState();
  return Object.fromEntries([...firstViews.keys()].map((report) => {
    const parts = viewKey(report, state).split(".");
    parts[at] = value || firstKey(report).split(".")[at];
    const key = parts.join(".");
    return ["view." + report, key === firstKey(report) || !isView(report, key) ? "" : key];
  }));
}

function isView(report, key) {
  const [cohort] = key.split(".");
  return [...document.querySelector(`[data-view-of="${report}"]`).options].some((option) => option.value === cohort);
}

function firstView(report) {
  return { nodes: firstViews.get(report), charts: firstCharts };
}

async function otherView(report, key) {
  const view = (await packedOf(report)).views[key];
  return view ? { nodes: nodesOf(view.html), charts: view.charts } : null;
}

// The charts of a view take the place of those of the view before. What was counted from those rows is counted anew.
function setCharts(report, charts) {
  for (const id of OF_VIEW.map((kind) => `${kind}-${report}`)) {
    if (charts[id]) PAGE.charts[id] = charts[id];
    else delete PAGE.charts[id];
  }
  counted.clear();
}

// The markup is that of the page's own templates, which escape every text.
function nodesOf(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html").body;
  localise(parsed);
  return [...parsed.childNodes];
}
