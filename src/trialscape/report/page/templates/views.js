// The views of the reports: each report can be looked at in another cohort, scope and counting.

const otherViews = new Map();
const firstViews = new Map();

// Keep the view that the page was written with, so that the reader can come back to it.
function rememberViews() {
  for (const block of document.querySelectorAll("[data-view]")) firstViews.set(block.dataset.view, [...block.childNodes]);
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
    const key = state["view." + report] || firstKey(report);
    if (block.dataset.shown === key) continue;
    block.dataset.shown = key;
    const nodes = key === firstKey(report) ? firstViews.get(report) : await viewNodes(report, key);
    if (block.dataset.shown !== key || !nodes) continue;
    forgetCharts(block);
    block.replaceChildren(...nodes);
    const parts = key.split(".");
    document.querySelectorAll(`[data-view-of="${report}"]`).forEach((select, number) => { select.value = parts[number]; });
    for (const place of block.querySelectorAll("[data-chart]")) place.replaceChildren();
    watchCharts(block);
  }
}

async function viewNodes(report, key) {
  if (!otherViews.has(report)) otherViews.set(report, unpacked("views-" + report).then((response) => response.json()));
  const view = (await otherViews.get(report))[key];
  if (!view) return null;
  Object.assign(PAGE.charts, view.charts);
  // The markup is that of the page's own templates, which escape every text.
  const parsed = new DOMParser().parseFromString(view.html, "text/html").body;
  localise(parsed);
  return [...parsed.childNodes];
}
