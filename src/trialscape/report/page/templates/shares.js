// Shares of the trials that are chosen, in the dumbbells of a report; the marks of the whole cohort stay beside them in pale.

const ONE_DIGIT = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const SURE = 0.95;
function viewOf(report) {
  const [cohort, scope, counting] = viewKey(report, readState()).split(".");
  return { cohort, scope: scope === "all" ? "" : scope, counting };
}

// Return the filters that narrow the trials behind a dimension's shares, or nothing if all of them are shown. A filter on
// the dimension itself is left out: the shares of one segment alone are 0 and 100 %.
function narrowing(report, dimension, within) {
  const filters = filtersOf(readState());
  if (dimension && reportOf(filters) === report) delete filters["in." + dimension];
  if (!Object.keys(filters).some((key) => key.startsWith("in."))) delete filters.report;
  const isNarrower = Object.entries(filters).some(([key, value]) => key !== "report" && within[key] !== value);
  return isNarrower ? filters : null;
}

// Return the trials that pass filters and are in a cohort and scope as well: a filter on the cohort does not replace that of a view.
function matchingWithin(filters, within) {
  const tests = testsOf(within);
  return matching(filters).filter((row) => tests.every((test) => test(row)));
}

function segmentsOf(report, dimension) {
  return PAGE.segments.map((item, number) => ({ ...item, number })).filter((item) => item.report === report && item.dimension === dimension);
}

// Return the shares of the chosen trials in each segment of a dimension, or nothing without a filter.
function chosenShares(report, dimension) {
  const { cohort, scope } = viewOf(report);
  const filters = narrowing(report, dimension, { cohort, scope });
  return filters && kept(`${report} ${dimension}`, () => sharesOf(matchingWithin(filters, { cohort, scope }), segmentsOf(report, dimension)));
}

function sharesOf(rows, segments) {
  const { begins, values } = COLUMNS.segments;
  const own = new Int32Array(PAGE.segments.length).fill(-1);
  segments.forEach((item, at) => { own[item.number] = at; });
  // How many trials each segment has that are in so many segments.
  const counts = segments.map(() => new Int32Array(segments.length + 1));
  let trials = 0;
  for (const row of rows) {
    let places = 0;
    for (let at = begins[row]; at < begins[row + 1]; at += 1) if (own[values[at]] >= 0) places += 1;
    if (!places) continue;
    trials += 1;
    for (let at = begins[row]; at < begins[row + 1]; at += 1) if (own[values[at]] >= 0) counts[own[values[at]]][places] += 1;
  }
  const parts = counts.map((each) => new Map([...each].map((count, places) => [1 / places, count]).filter(([, count]) => count)));
  const sums = parts.map((each) => [...each].reduce((sum, [part, count]) => sum + part * count, 0));
  const compared = segments.filter((item) => item.is_compared).length;
  const empty = compared - segments.filter((item, at) => item.is_compared && parts[at].size).length;
  return { trials, segments: new Map(segments.map((item, at) => [item.segment, shareOf(item, parts[at], sums[at], trials, empty)])) };
}

function shareOf({ quantiles, is_compared: isCompared }, parts, sum, trials, empty) {
  if (!trials || !isCompared) return null;
  const others = trials - [...parts.values()].reduce((all, count) => all + count, 0);
  const drawn = shareDraws([...parts, [0, others]], empty - (parts.size ? 0 : 1));
  const [, low, high] = middle(drawn);
  const share = sum / trials;
  // With very few trials half a pseudo-trial moves the draws away from a share of 0 or 1; the interval still holds the share.
  return { trials: sum, share, low: Math.min(low, share), high: Math.max(high, share), ratio: quantiles ? ratioFigures(drawn, quantiles) : null };
}

function verdictOf(over) {
  return over >= SURE ? "over_researched" : over <= 1 - SURE ? "under_researched" : "indistinct";
}

function chanceWords(chance) {
  const number = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  if (chance >= SURE - 0.005 && chance < SURE) return `< ${number.format(SURE)}`;
  if (chance > 1 - SURE && chance < 1.005 - SURE) return `> ${number.format(1 - SURE)}`;
  if (chance > 0.99) return `> ${number.format(0.99)}`;
  return chance < 0.01 ? `< ${number.format(0.01)}` : number.format(chance);
}

// Write the shares of the chosen trials into the dumbbell of one dimension; without a filter take them away.
function drawShares(place) {
  const rows = [...place.querySelectorAll(".row")];
  if (!rows.length) return;
  const { report, dimension } = rows[0].dataset;
  const chosenOnes = chosenShares(report, dimension);
  const figure = place.closest("figure");
  figure.toggleAttribute("data-narrowed", Boolean(chosenOnes));
  figure.toggleAttribute("data-none", chosenOnes?.trials === 0);
  const title = figure.querySelector("h3");
  title.dataset.whole ??= title.textContent;
  const verdicts = rows.map((row) => drawShare(row, chosenOnes?.segments.get(row.dataset.segment)));
  title.textContent = chosenOnes ? seen(sharesTitle(rows, verdicts, chosenOnes.trials)) : title.dataset.whole;
  figure.querySelector("[data-population]").textContent = chosenOnes ? populationWords(report, dimension, chosenOnes.trials) : "";
}

function populationWords(report, dimension, trials) {
  const isOwn = "in." + dimension in filtersOf(readState()) && reportOf(filtersOf(readState())) === report;
  const ownWords = isOwn ? " The filter on this dimension itself is left out here." : "";
  const counting = viewOf(report).counting === "per_site" && segmentsOf(report, dimension)[0]?.by_site
    ? " The chosen trials are split evenly over their segments; the pale marks count sites." : "";
  return `Follows the filters: ${NUMBERS.format(trials)} of the chosen trials ${trials === 1 ? "is" : "are"} in these segments. Pale: all trials of the cohort and scope.${ownWords}${counting}`;
}

function sharesTitle(rows, verdicts, trials) {
  if (!trials) return "None of the chosen trials is in one of these segments.";
  if (verdicts.every((verdict) => !verdict)) return `How ${NUMBERS.format(trials)} chosen trials divide over these segments; they are not compared with the market.`;
  const named = (wanted) => rows.filter((_, at) => verdicts[at] === wanted).map((row) => row.querySelector("b").textContent);
  const parts = [["thicker than the market in", named("over_researched")], ["thinner in", named("under_researched")]]
    .filter(([, names]) => names.length).map(([words, names]) => `${words} ${joinedNames(names)}`);
  if (!parts.length) return "Of the chosen trials, no segment certainly has a larger or smaller share than of the market.";
  return `Among the chosen trials the pipeline is ${parts.join(" and ")}.`;
}

function joinedNames(names) {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];
}

// Draw one row, and return its verdict: nothing where trials and market are not compared.
function drawShare(row, found) {
  const track = row.querySelector("svg.track");
  for (const old of row.querySelectorAll(".of-chosen")) old.remove();
  track.dataset.whole ??= track.getAttribute("aria-label");
  track.setAttribute("aria-label", track.dataset.whole);
  if (!found) return null;
  const at = (share) => `${(100 * share).toFixed(2)}%`;
  track.append(
    svgElement("line", { class: "pipeline of-chosen", x1: at(found.low), x2: at(found.high), y1: 17, y2: 17 }),
    svgElement("circle", { class: "pipeline of-chosen", cx: at(found.share), cy: 17, r: 5 }));
  const verdict = found.ratio && !row.matches(".not_comparable") ? verdictOf(found.ratio.over) : null;
  const shares = `Chosen trials ${ONE_DIGIT.format(100 * found.share)} (${ONE_DIGIT.format(100 * found.low)}–${ONE_DIGIT.format(100 * found.high)})\u00a0%`;
  track.setAttribute("aria-label", `${track.dataset.whole}; ${shares}`);
  row.append(element("div", { class: `words of-chosen ${verdict || "open"}` },
    verdict ? [element("b", { class: "verdict" }, PAGE.verdicts[verdict]), ` P ${chanceWords(found.ratio.over)}. `] : [], shares,
    element("small", {}, `All: ${row.querySelector(".words small").textContent.replace(/^T/, "t")}`)));
  return verdict;
}

function svgElement(tag, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

// Add the chosen trials as a step to the flow from search to figure, and count those that are in a segment.
function drawFlow(place, report) {
  const { cohort, scope } = viewOf(report);
  const filters = narrowing(report, "", { cohort, scope });
  const rows = filters && matchingWithin(filters, { cohort, scope });
  place.querySelector(".of-chosen")?.remove();
  const steps = [...place.querySelectorAll(".flow li")];
  for (const step of steps.filter((item) => item.dataset.dimension)) {
    step.whole ??= [...step.childNodes];
    step.replaceChildren(...step.whole);
    if (rows) step.replaceChildren(...flowWords(step, rows.length, sharesIn(report, step.dataset.dimension, rows)));
  }
  if (!rows) return;
  const last = steps.findLast((item) => !item.dataset.dimension);
  const before = Number(last.querySelector("b").textContent.replace(/\D/g, ""));
  last.after(element("li", { class: "of-chosen" }, element("b", {}, NUMBERS.format(rows.length)), " chosen ",
    element("small", {}, "by the filters"), leftOut(before - rows.length, "")));
}

function sharesIn(report, dimension, rows) {
  const own = new Set(segmentsOf(report, dimension).map((item) => item.number));
  return rows.filter((row) => COLUMNS.segments.of(row).some((number) => own.has(number))).length;
}

function flowWords(step, all, count) {
  const title = step.childNodes[1].textContent;
  return [element("b", {}, NUMBERS.format(count)), document.createTextNode(title), ...[leftOut(all - count, ", in no segment")].filter(Boolean)];
}

function leftOut(count, words) {
  return count ? element("small", { class: "left" }, `left out: ${NUMBERS.format(count)}${words}`) : null;
}
