// Charts and numbers within the reports, counted anew for the trials that are chosen.

const OF_REPORT = { players: playerRows, forecast: forecastRows, density: densityRows, growth: growthRows };

// Return what counts the rows of a chart, or nothing where a chart does not follow the filters.
function following(id) {
  const [kind, report] = id.split(/-(.*)/s);
  const count = FOLLOWING[id] || (OF_REPORT[kind] && (() => OF_REPORT[kind](report)));
  return count ? () => kept(`rows ${id}`, count) : null;
}

// The rows of the table behind a chart, where they differ from those that are drawn.
function tableRows(id) {
  const [kind, report] = id.split(/-(.*)/s);
  return kind === "players" ? playersOf(report) : following(id)();
}

function writtenRows(id) {
  return PAGE.charts[id]?.datasets.rows || [];
}

function cohortOf(report) {
  return viewKey(report, readState()).split(".")[0];
}

// Count the trials of each company that a report names, in the cohort of its view.
function playersOf(report) {
  return kept(`players ${report}`, () => countedPlayers(report));
}

function countedPlayers(report) {
  const cohort = cohortOf(report);
  const { player, focus, ...filters } = filtersOf(readState());
  const rows = matchingWithin(filters, { cohort });
  const counts = new Map(PAGE.players.flatMap((item, number) => (item.report === report ? [[number, { trials: 0, within: 0, active: 0 }]] : [])));
  for (const row of rows) {
    for (const number of COLUMNS.players.of(row)) {
      const count = counts.get(number);
      if (!count) continue;
      count.trials += 1;
      count.active += COLUMNS.active[row];
      if (COLUMNS.focused.holds(row, number)) count.within += 1;
    }
  }
  return [...counts].map(([number, count]) => playerRow(PAGE.players[number], count, cohort)).sort((one, other) => other.trial_count - one.trial_count);
}

function playerRow(player, { trials, within, active }, cohort) {
  return { player: player.id, player_name: player.name, stated_focus: player.focus, trial_count: trials, active_trial_count: active,
    focus_trial_count: player.tested ? within : null, other_trial_count: player.tested ? trials - within : null,
    ...(trials ? { go: { player: player.id, cohort } } : {}) };
}

function playerRows(report) {
  return playersOf(report).filter((row) => row.trial_count).flatMap((row) => {
    const parts = row.focus_trial_count === null ? [["no focus stated", row.trial_count, {}]]
      : [["within the stated focus", row.focus_trial_count, { focus: "within" }], ["outside it", row.other_trial_count, { focus: "outside" }]];
    return parts.map(([part, trials, focus], order) => ({ player: row.player_name, part, trials, order, go: { ...row.go, ...focus } }));
  });
}

// Starts a year as multiples of those in the base year, beside the market that the report forecasts.
function forecastRows(report) {
  const written = writtenRows("forecast-" + report);
  const [cohort, own] = [cohortOf(report), firstKey(report).split(".")[0]];
  const { year, ...filters } = filtersOf(readState());
  if (cohort === own && !Object.keys(filters).length) return written;
  const base = PAGE.reports.find((item) => item.report === report).base_year;
  const thisYear = Number(document.getElementById("explore").dataset.year);
  const counts = tally(matchingWithin(filters, { cohort }).map((row) => COLUMNS.year[row]));
  const years = [...counts.keys()].filter((one) => one >= base - 10 && one <= thisYear).sort((one, other) => one - other);
  const starts = counts.get(base) ? years.map((one) => ({ what: "trial starts", year: one, times: counts.get(one) / counts.get(base),
    number: String(counts.get(one)), shown: (counts.get(one) / counts.get(base)).toFixed(2), last: one === years.at(-1), later: one >= thisYear,
    go: { year: String(one), cohort } })) : [];
  return [...starts, ...written.filter((row) => row.what === "market")];
}

// Write into each link how many of the chosen trials it lists; without a filter all that it was written with.
function countLinks(place) {
  const filters = filtersOf(readState());
  const links = [...place.querySelectorAll("a[data-trials]")];
  const asked = links.map((link) => Object.fromEntries(new URLSearchParams(link.getAttribute("href").slice(1))));
  const counts = Object.keys(filters).length ? countsOf(filters, asked) : null;
  links.forEach((link, number) => writeCount(link, counts && counts[number]));
  if (place.matches("tbody")) shadeCells(place, links, counts);
}

// Count what each link lists. What all links ask for, and the filters that no link sets, are applied once.
function countsOf(filters, asked) {
  if (!asked.length) return [];
  const own = new Set(asked.flatMap(Object.keys).filter((key) => asked.some((one) => one[key] !== asked[0][key])));
  const rows = matching(Object.fromEntries(Object.entries(joined(filters, asked[0])).filter(([key]) => !own.has(key))));
  if ([...own].every((key) => key.startsWith("in."))) return segmentCounts(rows, asked.map((one) => segmentNumbers(one, own)));
  return asked.map((one) => {
    const tests = testsOf(Object.fromEntries(Object.entries(one).filter(([key]) => own.has(key) || key === "report")));
    return rows.reduce((count, row) => count + (tests.every((test) => test(row)) ? 1 : 0), 0);
  });
}

// The numbers of the segments that a link asks for.
function segmentNumbers(asked, own) {
  return Object.keys(asked).filter((key) => own.has(key)).map((key) =>
    PAGE.segments.findIndex((item) => item.report === asked.report && item.dimension === key.slice(3) && item.segment === asked[key]));
}

// Count the trials in all segments of each list, with one look at each trial.
function segmentCounts(rows, lists) {
  const { begins, values } = COLUMNS.segments;
  const isIn = new Uint8Array(PAGE.segments.length);
  const counts = lists.map(() => 0);
  for (const row of rows) {
    for (let at = begins[row]; at < begins[row + 1]; at += 1) isIn[values[at]] = 1;
    for (let list = 0; list < lists.length; list += 1) if (lists[list].every((number) => isIn[number])) counts[list] += 1;
    for (let at = begins[row]; at < begins[row + 1]; at += 1) isIn[values[at]] = 0;
  }
  return counts;
}

function writeCount(link, count) {
  link.dataset.whole ??= link.textContent;
  const whole = link.dataset.whole;
  const number = count === null ? whole : NUMBERS.format(count);
  const isCell = link.parentElement.matches("td");
  link.textContent = count === null || (!isCell && whole.startsWith(number + " ")) ? whole : isCell ? number : `${number} of ${whole}`;
  const row = link.closest(".row");
  if (row) link.setAttribute("aria-label", `${link.textContent} in ${row.querySelector("b").textContent}`);
}

// Shade the cells of a table anew, and say in its title how many combinations are empty.
function shadeCells(body, links, counts) {
  const figure = body.closest("figure");
  const title = figure.querySelector("h3");
  title.dataset.whole ??= title.textContent;
  const most = Math.max(1, ...(counts || []));
  links.forEach((link, number) => {
    const cell = link.parentElement;
    cell.dataset.shade ??= cell.className;
    cell.className = counts ? shade(counts[number], most) : cell.dataset.shade;
  });
  const cells = body.querySelectorAll("td").length;
  const filled = counts ? counts.filter(Boolean).length : 0;
  title.textContent = counts ? (filled ? `${NUMBERS.format(cells - filled)} of ${NUMBERS.format(cells)} combinations hold none of the chosen trials.` : NOTHING) : title.dataset.whole;
}

// The companies without one of the chosen trials, in the note below their chart.
function notePlayers(report, isFirst) {
  const note = document.querySelector(`#figure-${CSS.escape("players-" + report)} > .note`);
  if (!note) return;
  note.dataset.whole ??= note.textContent;
  const none = playersOf(report).filter((row) => !row.trial_count).map((row) => row.player_name);
  const words = `Chosen trials of any status.${none.length ? ` None: ${none.join(", ")}.` : ""}`;
  note.textContent = isFirst ? note.dataset.whole : seen(words);
}

// Sentences above the charts of a report while trials are chosen.
const REPORT_TITLES = {
  players: (report) => {
    const rows = playersOf(report);
    const shown = rows.filter((row) => row.trial_count).length;
    return `${shown || "None"} of the ${rows.length} companies that the report names ${shown > 1 ? "have" : "has"} one of the chosen trials in this cohort.`;
  },
  forecast: (report) => {
    const rows = following("forecast-" + report)().filter((row) => row.what === "trial starts");
    const base = PAGE.reports.find((item) => item.report === report).base_year;
    if (!rows.length) return `None of the chosen trials starts in ${base}, so their pace cannot be set beside the forecast.`;
    return `Of the chosen trials, ${rows[0].number} started in ${rows[0].year} and ${rows.at(-1).number} in ${rows.at(-1).year}.`;
  },
};
