// The rows of the charts that follow the filters, counted from the chosen trials, and where a click on a row leads.

const MOST_AGENTS = 20;

const FOLLOWING = { starts, phases, countries, map: countries, agents, timeline, targets };

function tally(numbers) {
  const found = new Map();
  for (const number of numbers) found.set(number, (found.get(number) || 0) + 1);
  return found;
}

// Count how many of the chosen trials have each text of a column that holds lists.
function tallyOf(column) {
  const { begins, values } = COLUMNS[column];
  const counts = new Int32Array(TERMS[column].length);
  for (const row of found) for (let at = begins[row]; at < begins[row + 1]; at += 1) counts[values[at]] += 1;
  return counts;
}

function starts() {
  const thisYear = Number(document.getElementById("explore").dataset.year);
  const byYear = tally(found.map((row) => COLUMNS.year[row]).filter(Boolean));
  const rows = [];
  for (let year = Math.min(...byYear.keys()); year <= Math.max(...byYear.keys()); year += 1) {
    rows.push({ year, trials: byYear.get(year) || 0, open: year >= thisYear });
  }
  return rows;
}

function phases() {
  const byPhase = tally(found.map((row) => COLUMNS.phase_bucket[row]));
  return PAGE.phases.map(({ id, name: title }) => ({ id, name: title, trials: byPhase.get(numberOf("phase_bucket", id)) || 0 }));
}

function countries() {
  const counts = tallyOf("countries");
  return TERMS.countries.map((term, number) => ({ name: term.name, code: PAGE.country_codes[term.name] || "", trials: counts[number] }))
    .filter((row) => row.trials).sort((one, other) => other.trials - one.trials || (one.name < other.name ? -1 : 1));
}

function mostStudied() {
  return kept("most studied", countedAgents);
}

function countedAgents() {
  const counts = tallyOf("agents");
  return TERMS.agents.map((term, number) => ({ number, agent: term.id, trials: counts[number], other: term.other }))
    .filter((row) => row.trials && !row.other).sort((one, other) => other.trials - one.trials || (one.agent < other.agent ? -1 : 1))
    .slice(0, MOST_AGENTS);
}

// Count the chosen trials of the most studied agents by a fact of the trial.
function agentsBy(fact) {
  const most = mostStudied();
  const wanted = new Map(most.map((row) => [row.number, new Map()]));
  for (const row of found) {
    for (const number of COLUMNS.agents.of(row)) {
      const counts = wanted.get(number);
      if (counts) counts.set(fact(row), (counts.get(fact(row)) || 0) + 1);
    }
  }
  return most.map((row) => ({ ...row, counts: wanted.get(row.number) }));
}

function agents() {
  const parts = PAGE.phase_parts;
  const rest = parts.length - 1;
  const partOf = TERMS.phase_bucket.map((term) => (parts.findIndex((part) => part.phases.includes(term.id)) + rest + 1) % (rest + 1));
  return agentsBy((row) => partOf[COLUMNS.phase_bucket[row]] ?? rest).flatMap(({ agent, counts }) =>
    parts.map((part, order) => ({ agent, phase: part.name, trials: counts.get(order) || 0, order })));
}

function timeline() {
  const thisYear = Number(document.getElementById("explore").dataset.year);
  const rows = agentsBy((row) => COLUMNS.year[row]).map(({ agent, counts }) => ({ agent,
    counts: [...counts].filter(([year]) => year && year <= thisYear).sort((one, other) => one[0] - other[0]) }));
  return rows.filter((row) => row.counts.length)
    .sort((one, other) => one.counts[0][0] - other.counts[0][0] || (one.agent < other.agent ? -1 : 1))
    .flatMap(({ agent, counts }) => counts.map(([year, trials]) => ({ agent, year, trials })));
}

function targets() {
  const rows = new Map();
  for (const row of found) {
    const phase = TERMS.phase_bucket[COLUMNS.phase_bucket[row]].id;
    if (!PAGE.target_phases.includes(phase)) continue;
    for (const number of COLUMNS.targets.of(row)) {
      if (!rows.has(number)) rows.set(number, { ...TERMS.targets[number], trials: 0 });
      const line = rows.get(number);
      line[phase] = (line[phase] || 0) + 1;
      line.trials += 1;
    }
  }
  return [...rows.values()].sort((one, other) => other.trials - one.trials || (one.id < other.id ? -1 : 1)).slice(0, MOST_AGENTS);
}

// Sentences above the charts; without a filter those that the page was written with.
const TITLES = {
  phases: () => titleOf(following("phases")().filter((row) => !["not_applicable", "none"].includes(row.id)), (row) =>
    `Of these trials with a phase, most are in ${row.name.toLowerCase()}.`),
  map: () => titleOf(following("map")(), (row, rows) =>
    `${row.name} has the most of these trials, ${NUMBERS.format(row.trials)}; ${rows.length} ${rows.length === 1 ? "country has" : "countries have"} at least one.`),
  agents: () => titleOf(mostStudied().map((row) => ({ ...row, name: row.agent })), (row) =>
    `${row.name[0].toUpperCase()}${row.name.slice(1)} is in the most of these trials, ${NUMBERS.format(row.trials)}.`),
  timeline: () => {
    const rows = following("timeline")();
    const first = rows.findLast((row, at) => at === 0 || rows[at - 1].agent !== row.agent);
    return first ? `Among these trials the newest of the most studied immunotherapies is ${first.agent}; its first is of ${first.year}.` : NOTHING;
  },
  targets: () => titleOf(following("targets")(), (row) => `Most studied here is ${row.target}, addressed by ${row.kind}: ${NUMBERS.format(row.trials)} ${row.trials === 1 ? "trial" : "trials"}.`),
};
const NOTHING = "None of the chosen trials is counted here.";

function titleOf(rows, words) {
  const most = rows.reduce((one, other) => (other.trials > one.trials ? other : one), { trials: 0 });
  return most.trials ? words(most, rows) : NOTHING;
}

// Write the sentence above a chart that is drawn anew.
function titleChart(id, rows) {
  const [kind, report] = id.split(/-(.*)/s);
  const isFirst = found.length === COUNT;
  if (TITLES[id]) drawTitle(id, TITLES[id], isFirst);
  if (kind === "players") notePlayers(report, isFirst);
  if (REPORT_TITLES[kind]) {
    const isOwn = kind === "players" || cohortOf(report) === firstKey(report).split(".")[0];
    drawTitle(id, () => REPORT_TITLES[kind](report), isFirst && isOwn);
  }
  if (FOREST_TITLES[kind]) drawTitle(id, () => (rows.length ? FOREST_TITLES[kind](rows) : NOTHING), rows.length > 0 && !rows.some((row) => row.narrowed));
}

// The titles that charts were written with are kept with them, because a view brings charts of its own.
function drawTitle(id, title, isFirst) {
  const place = document.querySelector(`#figure-${CSS.escape(id)} h3`);
  if (!place) return;
  place.dataset.whole ??= place.textContent;
  place.textContent = isFirst ? place.dataset.whole : seen(title());
}

const LEADING = {
  starts: (row) => ({ year: row.year }),
  phases: (row) => ({ phase: row.id }),
  countries: (row) => ({ country: row.name }),
  map: (row) => ({ country: row.name }),
  agents: (row) => ({ agent: row.agent }),
  timeline: (row) => ({ agent: row.agent, year: row.year }),
  targets: (row) => ({ target: row.id }),
};

function goingTo(id, row) {
  return (LEADING[id] || (() => ({})))(row);
}

// A bar or dot adds the filters that list its trials.
function clicked(id, drawn) {
  const row = Object.fromEntries(Object.entries(drawn).map(([key, value]) => [key, typeof value === "string" ? value.replaceAll("\n", " ") : value]));
  if (LEADING[id]) {
    listTrials(addressOf(goingTo(id, row)));
  } else if (row.go) {
    listTrials(listing(joined(filtersOf(readState()), row.go)));
  }
}
