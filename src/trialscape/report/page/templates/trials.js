// The table of trials: filters, rows, and the rows as a file.

const SHOWN_AT_FIRST = 25;
const LABELLED = { phase: "phase_bucket", status: "status", setting: "ici_setting", sponsor: "sponsor_parent" };
const LISTED = { treatment: "modalities", country: "countries", cohort: "cohorts" };
const SCOPES = {
  active: "Active: not yet recruiting, recruiting, enrolling or active",
  late: "Late: active and in phase 2/3 or later",
};
const LATE = new Set(["phase_2_3", "phase_3", "phase_4"]);
const SEARCHED = COLUMNS.id.map((id, row) =>
  [id, COLUMNS.title[row], COLUMNS.given[row], name("sponsor_parent", row)].join(" ").toLowerCase());
let shownRows = SHOWN_AT_FIRST;
let found = [];

function name(column, row) {
  const number = COLUMNS[column][row];
  return number < 0 ? "" : TERMS[column][number].name;
}

function names(column, row) {
  return COLUMNS[column][row].map((number) => TERMS[column][number].name);
}

function numberOf(column, id) {
  return TERMS[column].findIndex((term) => term.id === id);
}

// Return one test for each filter that is set. Each takes the number of a trial.
function testsOf(state) {
  const tests = [];
  for (const [key, column] of Object.entries(LABELLED)) {
    if (!state[key]) continue;
    const wanted = numberOf(column, state[key]);
    tests.push((row) => COLUMNS[column][row] === wanted);
  }
  for (const [key, column] of Object.entries(LISTED)) {
    if (!state[key]) continue;
    const wanted = numberOf(column, state[key]);
    tests.push((row) => COLUMNS[column][row].includes(wanted));
  }
  for (const [key, segment] of Object.entries(state)) {
    if (!key.startsWith("in.")) continue;
    const wanted = PAGE.segments.findIndex((item) =>
      item.report === reportOf(state) && item.dimension === key.slice(3) && item.segment === segment);
    tests.push((row) => COLUMNS.segments[row].includes(wanted));
  }
  if (state.scope) {
    const late = state.scope === "late";
    tests.push((row) => COLUMNS.active[row] && (!late || LATE.has(TERMS.phase_bucket[COLUMNS.phase_bucket[row]].id)));
  }
  const words = (state.text || "").toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length) tests.push((row) => words.every((word) => SEARCHED[row].includes(word)));
  return tests;
}

function matching(state) {
  const tests = testsOf(state);
  const rows = [];
  for (let row = 0; row < COLUMNS.id.length; row += 1) if (tests.every((test) => test(row))) rows.push(row);
  return rows;
}

function reportOf(state) {
  return state.report || (PAGE.segments[0] || {}).report || "";
}

// Fill the lists of choices. The lists of segments are those of the chosen report.
function drawFilters(state) {
  const form = document.getElementById("filters");
  form.replaceChildren(
    choice("report", "Segments of report", [...new Set(PAGE.segments.map((item) => item.report))]
      .map((id) => ({ id, name: id })), reportOf(state), false),
    ...dimensionChoices(state),
    choice("cohort", "Cohort", PAGE.cohorts.map((item) => ({ id: item.cohort, name: item.title })), state.cohort),
    choice("scope", "Scope", Object.entries(SCOPES).map(([id, title]) => ({ id, name: title })), state.scope),
    choice("phase", "Phase", sorted("phase_bucket"), state.phase),
    choice("status", "Status", sorted("status"), state.status),
    choice("setting", "Checkpoint setting", sorted("ici_setting"), state.setting),
    choice("treatment", "Treatment", sorted("modalities"), state.treatment),
    choice("country", "Country", sorted("countries"), state.country),
    choice("sponsor", "Sponsor", sorted("sponsor_parent"), state.sponsor),
  );
  const text = document.getElementById("filter-text");
  if (document.activeElement !== text) text.value = state.text || "";
}

function dimensionChoices(state) {
  const own = PAGE.segments.filter((item) => item.report === reportOf(state));
  return [...new Set(own.map((item) => item.dimension))].map((dimension) => {
    const items = own.filter((item) => item.dimension === dimension);
    const key = "in." + dimension;
    return choice(key, items[0].dimension_name, items.map((item) => ({ id: item.segment, name: item.title })), state[key]);
  });
}

function sorted(column) {
  return [...TERMS[column]].sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
}

function choice(key, title, items, value, withAny = true) {
  const options = items.map((item) => element("option", { value: item.id, selected: item.id === value }, item.name));
  const select = element("select", { name: key, id: "filter-" + key },
    withAny ? [element("option", { value: "" }, "any"), ...options] : options);
  select.addEventListener("change", () => {
    const others = key === "report" ? Object.fromEntries(Object.keys(readState()).filter((other) =>
      other.startsWith("in.")).map((other) => [other, ""])) : {};
    changeState({ ...others, [key]: select.value });
    document.getElementById("filter-" + key).focus();
  });
  return element("label", {}, element("span", {}, title), select);
}

function drawTable() {
  const body = document.getElementById("trial-rows");
  body.replaceChildren(...found.slice(0, shownRows).map(tableRow));
  const more = document.getElementById("more");
  more.hidden = found.length <= shownRows;
  more.textContent = `Show ${NUMBERS.format(Math.min(found.length - shownRows, 200))} more`;
  document.getElementById("count").textContent = counted();
  document.getElementById("no-trials").hidden = found.length > 0;
}

function counted() {
  const all = NUMBERS.format(COLUMNS.id.length);
  return found.length === COLUMNS.id.length ? `All ${all} tracked trials` : `${NUMBERS.format(found.length)} of ${all} tracked trials`;
}

function tableRow(row) {
  const id = COLUMNS.id[row];
  return element("tr", {},
    element("th", { scope: "row" }, element("a", { href: addressOf({ trial: id }) }, COLUMNS.title[row] || id), element("small", {}, id)),
    element("td", { "data-name": "Sponsor" }, name("sponsor_parent", row)),
    element("td", { "data-name": "Phase" }, name("phase_bucket", row)),
    element("td", { "data-name": "Status" }, name("status", row)),
    element("td", { "data-name": "Start", class: "number" }, COLUMNS.start[row] || "–"),
    element("td", { "data-name": "Patients", class: "number" }, COLUMNS.patients[row] === null ? "–" : NUMBERS.format(COLUMNS.patients[row])),
    element("td", { "data-name": "Setting" }, name("ici_setting", row)));
}

function trialsAsFile() {
  const heading = ["nct_id", "title", "sponsor", "phase", "status", "start", "patients", "checkpoint_setting", "treatments", "countries"];
  const lines = found.map((row) => [COLUMNS.id[row], COLUMNS.title[row], name("sponsor_parent", row), name("phase_bucket", row),
    name("status", row), COLUMNS.start[row], COLUMNS.patients[row], name("ici_setting", row),
    names("modalities", row).join("; "), names("countries", row).join("; ")]);
  saveFile("trials.csv", [heading, ...lines]);
}

// A cell that begins with one of these signs would be evaluated by a spreadsheet program.
function saveFile(fileName, lines) {
  const cell = (value) => {
    const text = value === null || value === undefined ? "" : String(value);
    return '"' + (/^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? "'" + text : text).replaceAll('"', '""') + '"';
  };
  const content = lines.map((line) => line.map(cell).join(",")).join("\n") + "\n";
  const address = URL.createObjectURL(new Blob([content], { type: "text/csv" }));
  element("a", { href: address, download: fileName }).click();
  URL.revokeObjectURL(address);
}
