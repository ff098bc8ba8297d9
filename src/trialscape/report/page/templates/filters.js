// The filters. Lists are made once, and again when another report is chosen; long lists are filled when one is used.

let drawnReport = null;

function drawFilters(state) {
  if (drawnReport !== reportOf(state)) {
    drawnReport = reportOf(state);
    document.getElementById("filters").replaceChildren(...choices(state));
  }
  for (const field of document.querySelectorAll("#filters select, #filters input")) {
    if (field !== document.activeElement) field.value = shownValue(field.name, state);
  }
  const text = document.getElementById("filter-text");
  if (document.activeElement !== text) text.value = state.text || "";
}

function shownValue(key, state) {
  if (key === "report") return reportOf(state);
  if (key === "counting") return shownCounting(state);
  if (key === "target") return (TERMS.targets.find((term) => term.id === state.target) || {}).name || state.target || "";
  return state[key] || "";
}

function choices(state) {
  const reports = [...new Set(PAGE.segments.map((item) => item.report))].map((id) => ({ id, name: id }));
  const years = [...new Set(COLUMNS.year)].filter(Boolean).sort((one, other) => other - one).map((year) => ({ id: year, name: year }));
  return [
    choice("report", "Segments of report", reports, false),
    ...dimensionChoices(reportOf(state)),
    choice("cohort", "Cohort", PAGE.cohorts.map((item) => ({ id: item.cohort, name: item.title }))),
    choice("scope", "Scope", Object.entries(PAGE.scopes).filter(([id]) => id !== "all").map(([id, title]) => ({ id, name: title }))),
    countingChoice(),
    choice("phase", "Phase", sorted("phase_bucket")),
    choice("status", "Status", sorted("status")),
    choice("setting", "Earlier checkpoint inhibitor", sorted("ici_setting")),
    choice("treatment", "Treatment", sorted("modalities")),
    choice("cancer", "Cancer", sorted("cancers")),
    choice("country", "Country", sorted("countries")),
    choice("year", "Year of start", years),
    typed("sponsor", "Sponsor", () => sorted("sponsor_parent")),
    typed("agent", "Drug or product", () => sorted("agents")),
    typed("target", "Target", targetTerms),
    choice("player", "Company in a report", PAGE.players.map((item) => ({ id: item.id, name: `${item.name} (${item.report})` }))),
  ];
}

function targetTerms() {
  const alone = [...new Set(TERMS.targets.map((term) => term.target))].sort();
  return [...alone.map((id) => ({ id, name: id })), ...sorted("targets")];
}

function dimensionChoices(report) {
  const own = PAGE.segments.filter((item) => item.report === report);
  return [...new Set(own.map((item) => item.dimension))].map((dimension) => {
    const items = own.filter((item) => item.dimension === dimension);
    return choice("in." + dimension, `${items[0].dimension_title} (${report})`, items.map((item) => ({ id: item.segment, name: item.title })));
  });
}

function sorted(column) {
  return [...TERMS[column]].sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
}

function choice(key, title, items, withAny = true) {
  const options = items.map((item) => element("option", { value: item.id }, item.name));
  const select = element("select", { name: key, id: "filter-" + key },
    withAny ? [element("option", { value: "" }, "any"), ...options] : options);
  select.addEventListener("change", () => {
    changeState({ ...(key === "report" ? withoutSegments() : {}), ...viewsWith(key, select.value), [key]: select.value });
    document.getElementById("filter-" + key).focus();
  });
  return element("label", {}, element("span", {}, title), select);
}

// The counting of the reports' shares: trials are listed whole, so it chooses the views of the reports only.
function countingChoice() {
  const options = Object.entries(PAGE.countings).map(([id, title]) => element("option", { value: id }, title));
  const select = element("select", { name: "counting", id: "filter-counting" }, options);
  select.addEventListener("change", () => changeState(viewsWith("counting", select.value)));
  return element("label", {}, element("span", {}, "Counting of shares"), select);
}

function shownCounting(state) {
  const keys = [...document.querySelectorAll("[data-view]")].map((block) => viewKey(block.dataset.view, state));
  return keys.length && keys.every((key) => key.endsWith(".per_site")) ? "per_site" : "fractional";
}

function withoutSegments() {
  return Object.fromEntries(Object.keys(readState()).filter((key) => key.startsWith("in.")).map((key) => [key, ""]));
}

// A field with suggestions. What is typed counts once it is a name; its case does not matter.
function typed(key, title, items) {
  const list = element("datalist", { id: "list-" + key });
  const field = element("input", { name: key, id: "filter-" + key, list: list.id, type: "search", placeholder: "any" });
  let terms = null;
  field.addEventListener("focus", () => {
    terms ??= items();
    if (!list.children.length) list.append(...terms.map((item) => element("option", { value: item.name })));
  });
  field.addEventListener("input", () => {
    terms ??= items();
    const asked = field.value.trim().toLowerCase();
    const found = terms.find((item) => [item.id, item.name].some((text) => text.toLowerCase() === asked));
    field.setCustomValidity(found || !asked ? "" : "Choose one of the names in the list.");
    if (found || !asked) changeState({ [key]: found ? found.id : "" });
  });
  return element("label", {}, element("span", {}, title), field, list);
}
