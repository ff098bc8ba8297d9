// The facts of the trials by column, and the trials that a state chooses.

let PAGE;
let COLUMNS;
let TERMS;
let COUNT = 0;
const ONE = { phase: "phase_bucket", status: "status", setting: "ici_setting", sponsor: "sponsor_parent" };
const MANY = { treatment: "modalities", cancer: "cancers", country: "countries", cohort: "cohorts", agent: "agents" };
const LATE = ["phase_2_3", "phase_3", "phase_4"];
let searched = null;
// The filters that are set, and the trials that they choose.
let chosen = {};
let found = [];

// Lists of numbers as one array, and where the list of each trial begins in it.
class Lists {
  constructor(lists) {
    this.begins = new Int32Array(lists.length + 1);
    lists.forEach((list, row) => { this.begins[row + 1] = this.begins[row] + list.length; });
    this.values = new Int32Array(this.begins[lists.length]);
    lists.forEach((list, row) => this.values.set(list, this.begins[row]));
  }

  holds(row, wanted) {
    for (let at = this.begins[row]; at < this.begins[row + 1]; at += 1) if (this.values[at] === wanted) return true;
    return false;
  }

  of(row) {
    return Array.from(this.values.subarray(this.begins[row], this.begins[row + 1]));
  }
}

async function readData() {
  PAGE = await (await unpacked("data")).json();
  ({ columns: COLUMNS, terms: TERMS } = PAGE.trials);
  COUNT = COLUMNS.id.length;
  for (const column of Object.values(ONE)) COLUMNS[column] = Int32Array.from(COLUMNS[column]);
  for (const column of [...Object.values(MANY), "targets", "diseases", "segments", "players", "focused"]) COLUMNS[column] = new Lists(COLUMNS[column]);
  COLUMNS.started = Int32Array.from(COLUMNS.started);
  COLUMNS.year = Int32Array.from(COLUMNS.start, (day) => (day ? Number(day.slice(0, 4)) : 0));
}

function name(column, row) {
  const number = COLUMNS[column][row];
  return number < 0 ? "" : TERMS[column][number].name;
}

function names(column, row) {
  return COLUMNS[column].of(row).map((number) => TERMS[column][number].name);
}

function numberOf(column, id) {
  return TERMS[column].findIndex((term) => term.id === id);
}

// Return one test for each filter that is set. Each takes the number of a trial.
function testsOf(state) {
  const tests = [];
  for (const [key, column] of Object.entries(ONE)) {
    if (!state[key]) continue;
    const [wanted, values] = [numberOf(column, state[key]), COLUMNS[column]];
    tests.push((row) => values[row] === wanted);
  }
  for (const [key, column] of Object.entries(MANY)) {
    if (!state[key]) continue;
    const wanted = numberOf(column, state[key]);
    tests.push((row) => COLUMNS[column].holds(row, wanted));
  }
  for (const [key, segment] of Object.entries(state)) {
    if (!key.startsWith("in.")) continue;
    const wanted = PAGE.segments.findIndex((item) =>
      item.report === reportOf(state) && item.dimension === key.slice(3) && item.segment === segment);
    tests.push((row) => COLUMNS.segments.holds(row, wanted));
  }
  if (state.player) tests.push(playerTest(state));
  if (state.target) tests.push(targetTest(state.target));
  if (state.year) tests.push((row) => COLUMNS.year[row] === Number(state.year));
  if (state.scope) tests.push(scopeTest(state.scope));
  const words = (state.text || "").toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length) tests.push(textTest(words));
  return tests;
}

// A target stands for itself ("CD3") or with one kind of treatment ("CD3|tce").
function targetTest(target) {
  const wanted = new Set(TERMS.targets.flatMap((term, number) => (term.id === target || term.target === target ? [number] : [])));
  return (row) => COLUMNS.targets.of(row).some((number) => wanted.has(number));
}

// A company that a report names, with all its trials, those within its stated focus, or those outside it.
function playerTest(state) {
  const wanted = PAGE.players.findIndex((player) => player.id === state.player);
  const inFocus = (row) => COLUMNS.focused.holds(row, wanted);
  return (row) => COLUMNS.players.holds(row, wanted) && (!state.focus || inFocus(row) === (state.focus === "within"));
}

function scopeTest(scope) {
  const late = new Set(LATE.map((phase) => numberOf("phase_bucket", phase)));
  return (row) => COLUMNS.active[row] === 1 && (scope !== "late" || late.has(COLUMNS.phase_bucket[row]));
}

function prepareTexts() {
  searched ??= COLUMNS.id.map((id, row) =>
    `${id} ${COLUMNS.title[row]} ${COLUMNS.given[row]} ${name("sponsor_parent", row)}`.toLowerCase());
}

function textTest(words) {
  prepareTexts();
  return (row) => words.every((word) => searched[row].includes(word));
}

function matchingAll(state) {
  const tests = testsOf(state);
  const rows = [];
  for (let row = 0; row < COUNT; row += 1) if (tests.every((test) => test(row))) rows.push(row);
  return rows;
}

// Return the trials of a state. Where it holds all filters that are set, only the chosen trials are searched.
function matching(state) {
  if (!Object.entries(chosen).every(([key, value]) => state[key] === value)) return matchingAll(state);
  const more = Object.fromEntries(Object.entries(state).filter(([key]) => !(key in chosen) || key === "report"));
  const tests = testsOf(more);
  return found.filter((row) => tests.every((test) => test(row)));
}

// Return the filters of a state: no card, no finder, no view of a report, and no report without a segment of it.
function filtersOf(state) {
  const filters = Object.fromEntries(Object.entries(state).filter(([key, value]) => value && isFilter(key)));
  if (!Object.keys(filters).some((key) => key.startsWith("in."))) delete filters.report;
  if (!filters.player) delete filters.focus;
  return filters;
}

function isFilter(key) {
  return key !== "trial" && !key.startsWith("view.") && !key.startsWith("f.");
}

// Return the filters that a link sets on top of those that are set. Segments belong to one report. Late trials are active
// ones, so that a filter on late ones stays.
function joined(filters, asked) {
  const isOther = asked.report && asked.report !== reportOf(filters);
  const kept = Object.entries(filters).filter(([key]) => !(isOther && key.startsWith("in.")) && !(asked.player && key === "focus"));
  const scope = filters.scope === "late" ? { scope: "late" } : {};
  return { ...Object.fromEntries(kept), ...asked, ...scope };
}

function reportOf(state) {
  return state.report || (PAGE.segments[0] || {}).report || "";
}
