// Ratios and growth of the trials that are chosen, in the forest plots of a report; the intervals of the whole cohort stay
// behind them as bands.

// The rows of the forest plots. Each published row has the filters of its segment.
function placeOf(row) {
  const key = Object.keys(row.go).find((name) => name.startsWith("in."));
  return [key.slice(3), row.go[key]];
}

function densityRows(report) {
  return forestRows("density", report, (dimension, segment) => {
    const shares = chosenShares(report, dimension);
    if (!shares) return null;
    const ratio = shares.segments.get(segment)?.ratio;
    return { trials: shares.trials, figures: ratio && { ...ratio, verdict: verdictOf(ratio.over) } };
  });
}

function growthRows(report) {
  return forestRows("growth", report, (dimension, segment) => {
    const starts = chosenStarts(report, dimension);
    if (!starts) return null;
    const figures = starts.segments.get(segment);
    return { trials: starts.trials, figures: figures && { ...figures, verdict: figures.faster >= SURE ? "faster" : figures.faster <= 1 - SURE ? "slower" : "open" } };
  });
}

function forestRows(kind, report, estimate) {
  const rows = writtenRows(`${kind}-${report}`).map((row) => {
    const found = estimate(...placeOf(row));
    return found ? found.figures && ratioRow(row, found.figures, PAGE.axes[kind]) : row;
  });
  return rows.filter(Boolean).sort((one, other) => other.point - one.point);
}

const SIDES = { over_researched: "over", under_researched: "under", faster: "over", slower: "under" };

function ratioRow(whole, { median, low, high, verdict }, [least, most]) {
  const words = PAGE.verdicts[verdict] || verdict[0].toUpperCase() + verdict.slice(1);
  const within = (value) => Math.min(Math.max(value, least), most);
  return { ...whole, point: median, low, high, shown: median.toFixed(2), low_text: low.toFixed(2),
    high_text: high === null ? "no bound" : high.toFixed(2), verdict: words, side: SIDES[verdict] || "open",
    from: within(low), to: high === null ? most : within(high), at: within(median), whole_from: whole.from, whole_to: whole.to,
    narrowed: true, more: high === null || high > most ? "▸" : "", less: low < least ? "◂" : "" };
}

// Count the starts of the chosen trials of the report's own cohort by year, in each segment of a dimension and in the rest.
// Trials of every scope and year count: among active trials alone, recent starts are always the most.
function chosenStarts(report, dimension) {
  const cohort = firstKey(report).split(".")[0];
  const { scope, year, ...filters } = narrowing(report, dimension, { cohort }) || {};
  if (Object.keys(filters).every((key) => key === "cohort" && filters.cohort === cohort)) return null;
  return kept(`growth ${report} ${dimension}`, () => startsOf(matchingWithin(filters, { cohort }), segmentsOf(report, dimension)));
}

function startsOf(rows, segments) {
  const { begins, values } = COLUMNS.segments;
  const first = Number(document.getElementById("explore").dataset.year) - GROWTH_YEARS;
  const whole = new Array(GROWTH_YEARS).fill(0);
  const own = new Map(segments.map((item) => [item.number, { item, starts: new Array(GROWTH_YEARS).fill(0) }]));
  for (const row of rows) {
    const year = COLUMNS.started[row] - first;
    if (!(year >= 0 && year < GROWTH_YEARS)) continue;
    whole[year] += 1;
    for (let at = begins[row]; at < begins[row + 1]; at += 1) {
      const segment = own.get(values[at]);
      if (segment) segment.starts[year] += 1;
    }
  }
  const sum = (counts) => counts.reduce((all, count) => all + count, 0);
  const figures = [...own.values()].map(({ item, starts }) =>
    [item.segment, sum(starts) && sum(starts) < sum(whole) ? growthFigures(starts, whole.map((count, year) => count - starts[year])) : null]);
  return { trials: sum(whole), segments: new Map(figures) };
}

function numberWord(count) {
  return count ? PAGE.number_words[count] || NUMBERS.format(count) : "none";
}

// Sentences above the forest plots while trials are chosen.
const FOREST_TITLES = {
  density: (rows) => {
    const [over, under] = ["over", "under"].map((side) => numberWord(rows.filter((row) => row.side === side).length));
    const segments = rows.length === 1 ? "segment" : "segments";
    return `Of the chosen trials, the share is certainly larger than that of the market in ${over} of ${rows.length} ${segments}, smaller in ${under}.`;
  },
  growth: (rows) => {
    const named = (side) => rows.filter((row) => row.side === side).map((row) => row.name);
    const parts = [["faster", named("over")], ["slower", named("under")]].filter(([, names]) => names.length)
      .map(([pace, names]) => `${pace} in ${joinedNames(names)}`);
    return parts.length ? `Among the chosen trials, starts certainly grow ${parts.join(" and ")}.`
      : "Among the chosen trials, starts in no segment certainly grow faster or slower than in the rest.";
  },
};
