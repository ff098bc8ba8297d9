// Charts. Their colours are names that stand for the page's, so that they follow its theme.

const views = new Map();
const TEXT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
}

function themed(part) {
  if (Array.isArray(part)) return part.map(themed);
  if (part && typeof part === "object") return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, themed(value)]));
  return typeof part === "string" && /^\$[a-z]+$/.test(part) ? colour(part.slice(1)) || part : part;
}

function look() {
  const axis = { labelColor: colour("ink"), titleColor: colour("soft"), gridColor: colour("grid"), domainColor: colour("rule"),
    tickColor: colour("rule"), labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal" };
  return { background: "transparent", font: TEXT, axis, view: { stroke: null },
    legend: { labelColor: colour("ink"), labelFontSize: 12, symbolType: "square" } };
}

// Charts are drawn with an interpreter, because the page's policy forbids making code out of texts.
async function drawChart(place) {
  const id = place.dataset.chart;
  const narrow = place.clientWidth < 520;
  const specification = themed(PAGE.charts[id]);
  const config = look();
  if (narrow) config.axis.labelLimit = 110;
  const drawn = await vegaEmbed(place, narrow ? shortened(specification) : specification, { ast: true, actions: false, renderer: "svg", config,
    defaultStyle: false, tooltip: { disableDefaultStyle: true } });
  views.get(id)?.finalize();
  views.set(id, drawn.view);
  place.querySelector("svg")?.setAttribute("aria-hidden", "true");
}

function shortened(part) {
  if (Array.isArray(part)) return part.map(shortened);
  if (!part || typeof part !== "object") return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, key === "labelLimit" ? Math.min(value, 110) : shortened(value)]));
}

async function drawCharts() {
  for (const place of document.querySelectorAll("[data-chart]")) await drawChart(place);
  updateCharts();
}

// Count the chosen trials anew for the charts that follow the filters.
function updateCharts() {
  const year = Number(document.getElementById("explore").dataset.year);
  const starts = counts(found.map((row) => (COLUMNS.start[row] || "").slice(0, 4)).filter(Boolean))
    .map(([start, trials]) => ({ year: Number(start), trials, open: Number(start) >= year }))
    .sort((one, other) => one.year - other.year);
  const byPhase = new Map(counts(found.map((row) => name("phase_bucket", row))));
  const phases = PAGE.phases.map((title) => ({ name: title, trials: byPhase.get(title) || 0 }));
  const countries = counts(found.flatMap((row) => names("countries", row)))
    .sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1)).slice(0, 15)
    .map(([title, trials]) => ({ name: title, trials }));
  for (const [id, rows] of Object.entries({ starts, phases, countries })) {
    const view = views.get(id);
    if (view) view.data(id, rows).runAsync();
    fillTable(id, rows);
  }
}

function counts(items) {
  const found = new Map();
  for (const item of items) found.set(item, (found.get(item) || 0) + 1);
  return [...found];
}

function fillTable(id, rows) {
  const body = document.querySelector(`#figure-${id} tbody`);
  body.replaceChildren(...rows.map((row) => element("tr", {},
    element("th", { scope: "row" }, row.name ?? row.year), element("td", { class: "number" }, NUMBERS.format(row.trials)))));
}

function saveTable(event) {
  const figure = event.currentTarget.closest("figure");
  const lines = [...figure.querySelectorAll("tr")].map((line) => [...line.cells].map((cell) => cell.textContent.trim()));
  saveFile(figure.id.replace("figure-", "") + ".csv", lines);
}
