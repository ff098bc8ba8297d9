// Charts, and the tables behind those that follow the filters.

const views = new Map();
const TEXT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";

// Names of colours become CSS variables, so that a drawn chart follows the theme, also on paper.
function themed(part) {
  if (Array.isArray(part)) return part.map(themed);
  if (part && typeof part === "object") return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, themed(value)]));
  return typeof part === "string" && /^\$[a-z]+$/.test(part) ? `var(--${part.slice(1)})` : part;
}

function look() {
  const axis = { labelColor: "$ink", titleColor: "$soft", gridColor: "$grid", domainColor: "$rule", tickColor: "$rule",
    labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal" };
  return themed({ background: "transparent", font: TEXT, axis, view: { stroke: null },
    legend: { labelColor: "$ink", labelFontSize: 12, symbolType: "square" } });
}

// Charts are drawn with an interpreter, because the page's policy forbids making code out of texts.
async function drawChart(place) {
  const id = place.dataset.chart;
  const narrow = place.clientWidth < 520;
  const specification = themed(PAGE.charts[id]);
    const drawn = await vegaEmbed(place, narrow ? shortened(specification) : specification, { ast: true, actions: false, renderer: "svg", config: look(),
    defaultStyle: false, tooltip: { disableDefaultStyle: true } });
  views.get(id)?.finalize();
  views.set(id, drawn.view);
  place.querySelector("svg")?.setAttribute("aria-hidden", "true");
}

function shortened(part) {
  if (Array.isArray(part)) return part.map(shortened);
  if (!part || typeof part !== "object") return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, key === "labelLimit" ? Math.min(value, 150) : shortened(value)]));
}

async function drawCharts() {
  for (const place of document.querySelectorAll("[data-chart]")) {
    // A pause between charts lets the browser answer the reader.
    await new Promise((resume) => setTimeout(resume));
    await drawChart(place);
  }
  updateCharts();
}

// Count the chosen trials anew for the charts that follow the filters.
function updateCharts() {
  const year = Number(document.getElementById("explore").dataset.year);
  const byYear = new Map(counts(found.map((row) => Number((COLUMNS.start[row] || "").slice(0, 4))).filter(Boolean)));
  const starts = [];
  for (let start = Math.min(...byYear.keys()); start <= Math.max(...byYear.keys()); start += 1) {
    starts.push({ year: start, trials: byYear.get(start) || 0, open: start >= year });
  }
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
