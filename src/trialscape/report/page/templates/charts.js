// Charts by Vega: drawn when they come near the screen or when the browser has time, and drawn anew when their rows change.

const TEXT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";
// Width of a chart, and length of a line of a name, on a phone.
const NARROW = 520;
const LINE_LENGTH = 24;
// Ticks of the axis of density on a phone: equal steps around 1, which has the line. Other axes keep theirs.
const FEW_TICKS = [0.05, 0.25, 1, 4, 20];
// Milliseconds without a new choice after which the charts beyond the screen are drawn.
const PAUSE = 500;
// Charts by Vega, tables of cells that are made anew, links with a number of trials, lists of
// changes and readouts, and the flow from search to figure.
const PLACES = "[data-chart], [data-cells], [data-counts], [data-list], [data-flow]";
const drawings = new Map();
let library = null;
let queue = Promise.resolve();

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const drawing = drawings.get(entry.target);
    if (drawing) drawing.near = entry.isIntersecting;
    if (drawing && drawing.near && drawing.stale) draw(entry.target);
  }
}, { rootMargin: "400px" });

// Vega takes a tenth of a second to read, so it is unpacked when the first chart is drawn.
function readLibrary() {
  library ??= unpacked("library").then((response) => response.text()).then((text) => {
    const script = document.createElement("script");
    script.textContent = text;
    document.head.append(script);
  });
  return library;
}

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

function watchCharts(root) {
  for (const place of root.querySelectorAll(PLACES)) {
    drawings.set(place, { view: null, near: false, stale: true });
    watcher.observe(place);
  }
}

// Forget the charts of a part of the page that is about to go.
function forgetCharts(root) {
  for (const place of root.querySelectorAll(PLACES)) {
    watcher.unobserve(place);
    const drawing = drawings.get(place);
    drawings.delete(place);
    inTurn(() => drawing?.view?.finalize());
  }
}

// One chart is drawn or removed after the other, because a view that ends while it draws never answers; in the pauses
// between the browser answers the reader.
function inTurn(work) {
  queue = queue.then(() => new Promise((resume) => setTimeout(resume))).then(work).catch((error) => console.error(error));
  return queue;
}

function draw(place) {
  return inTurn(() => drawNow(place));
}

async function drawNow(place) {
  const drawing = drawings.get(place);
  if (!drawing || !drawing.stale) return;
  drawing.stale = false;
  if ("counts" in place.dataset) {
    countLinks(place);
    drawShares(place);
    return;
  }
  if ("list" in place.dataset) {
    drawList(place);
    return;
  }
  if (place.dataset.flow) {
    drawFlow(place, place.dataset.flow);
    return;
  }
  if (place.dataset.cells) {
    const cells = following(place.dataset.cells)();
    fillCells(place, cells);
    titleChart(place.dataset.cells, cells);
    return;
  }
  const rows = rowsOf(place);
  titleChart(place.dataset.chart, rows);
  place.classList.toggle("blank", !rows.length);
  if (!rows.length) return;
  if (drawing.view && drawing.narrow !== isNarrow(place)) {
    drawing.view.finalize();
    drawing.view = null;
    place.replaceChildren();
  }
  if (drawing.view) {
    await drawing.view.height(heightOf(place, rows)).data("rows", rows).runAsync();
    return;
  }
  await readLibrary();
  // The view of the report may have changed while the library was read.
  if (drawings.get(place) !== drawing) return;
  // Charts are drawn with an interpreter, because the page's policy forbids making code out of texts.
  const drawn = await vegaEmbed(place, specificationOf(place, rows), { ast: true, actions: false, renderer: "svg", config: look(),
    defaultStyle: false, tooltip: { disableDefaultStyle: true },
    formatLocale: { decimal: SIGNS.decimal, thousands: SIGNS.group || "", grouping: [3], currency: ["", ""] } });
  Object.assign(drawing, { view: drawn.view, narrow: isNarrow(place) });
  drawn.view.addEventListener("click", (event, item) => item?.datum && clicked(place.dataset.chart, item.datum));
  place.querySelector("svg")?.setAttribute("aria-hidden", "true");
}

function specificationOf(place, rows) {
  const chart = PAGE.charts[place.dataset.chart];
  const specification = themed(PAGE.specifications[chart.specification]);
  specification.datasets = { ...chart.datasets, rows };
  specification.height = heightOf(place, rows);
  return isNarrow(place) ? narrowed(specification) : specification;
}

function isNarrow(place) {
  return place.clientWidth < NARROW;
}

// Charts with names on their left have a line for each; the map keeps its shape.
function heightOf(place, rows) {
  const chart = PAGE.charts[place.dataset.chart];
  const field = linesOf(place);
  if (!field) return place.dataset.chart === "map" ? Math.min(chart.height, Math.round(place.clientWidth * 0.5)) : chart.height;
  const names = [...new Set(rows.map((row) => row[field]))];
  const most = Math.max(1, ...names.map((name) => name.split("\n").length));
  return Math.max(PAGE.line, 13 * most + 4) * Math.max(1, names.length);
}

function linesOf(place) {
  return PAGE.specifications[PAGE.charts[place.dataset.chart].specification].usermeta?.lines;
}

// On a narrow screen long names take several lines, and the entries of a legend stand below each other.
function narrowed(part, key = "") {
  if (Array.isArray(part)) return part.map((item) => narrowed(item));
  if (!part || typeof part !== "object" || key === "datasets") return part;
  const made = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, narrowed(value, name)]));
  if (key === "legend") made.columns = 1;
  if (key === "axis" && FEW_TICKS.every((tick) => part.values?.includes(tick))) made.values = FEW_TICKS;
  if (key === "axis" && "labelLimit" in part) Object.assign(made, { labelExpr: "split(datum.label, '\\n')", labelFontSize: 11, labelLineHeight: 13 });
  return made;
}

function inLines(name) {
  const lines = [""];
  for (const word of name.split(" ")) {
    const line = lines.at(-1);
    if (line && line.length + word.length >= LINE_LENGTH) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines.join("\n");
}

// A chart is drawn anew when the screen becomes narrow or wide.
function fitCharts() {
  for (const [place, drawing] of drawings) {
    if (!drawing.view || drawing.narrow === isNarrow(place)) continue;
    drawing.stale = true;
    if (drawing.near) draw(place);
  }
}

// The rows of a chart as they are drawn; those that follow the filters are counted from the chosen trials.
function rowsOf(place) {
  const id = place.dataset.chart;
  const rows = following(id) ? following(id)() : PAGE.charts[id].datasets.rows;
  const field = isNarrow(place) ? linesOf(place) : "";
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => {
    if (typeof value !== "string") return [key, value];
    return [key, key === field ? inLines(value) : /^[<>\d]/.test(value) ? local(value) : value];
  })));
}

async function drawRest() {
  for (const place of [...drawings.keys()]) {
    if (drawings.get(place)?.stale) {
      await new Promise((resume) => (window.requestIdleCallback ? requestIdleCallback(resume, { timeout: 300 }) : setTimeout(resume)));
      await draw(place);
    }
  }
  document.documentElement.dataset.drawn = "yes";
}

// Draw anew what follows the filters: at once where it is on the screen, else when it comes there or the reader pauses.
let pause = 0;
function updateCharts() {
  clearTimeout(pause);
  pause = setTimeout(drawRest, PAUSE);
  for (const [place, drawing] of drawings) {
    if (!["counts", "list", "flow"].some((kind) => kind in place.dataset) && !following(place.dataset.chart || place.dataset.cells)) continue;
    drawing.stale = true;
    if (drawing.near) draw(place);
  }
  for (const id of Object.keys(PAGE.charts)) if (following(id)) fillWhenOpen(id);
}

function fillWhenOpen(id) {
  const details = document.querySelector(`#figure-${id} details`);
  if (!details) return;
  details.dataset.stale = "yes";
  if (details.open) fillTable(details, id);
}

function fillTable(details, id) {
  if (!details.dataset.stale || !PAGE.charts[id] || !following(id)) return;
  delete details.dataset.stale;
  const rows = tableRows(id);
  const columns = PAGE.charts[id].columns;
  details.querySelector("tbody").replaceChildren(...rows.map((row) => element("tr", {},
    columns.map((key, number) => (number ? element("td", { class: typeof row[key] === "number" ? "number" : null }, cellText(key, row[key]))
      : element("th", { scope: "row" }, linkOf(id, row, row[key])))))));
}

function cellText(key, value) {
  if (value === null || value === undefined) return "–";
  return typeof value === "number" && key !== "year" ? NUMBERS.format(value) : value;
}

function linkOf(id, row, text) {
  const go = row.go || goingTo(id, row);
  if (!Object.keys(go).length) return text;
  const address = row.go ? "#" + new URLSearchParams(go) : addressOf(go);
  return element("a", { href: address, [row.go ? "data-trials" : "data-add"]: true }, text);
}
