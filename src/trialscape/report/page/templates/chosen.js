// The filters that are set, at the top of the screen wherever the reader is, and the lists that follow them.

const TITLES_OF = { cohort: "Cohort", scope: "Scope", phase: "Phase", status: "Status", setting: "Earlier checkpoint inhibitor",
  treatment: "Treatment", cancer: "Cancer", country: "Country", year: "Start", sponsor: "Sponsor", agent: "Drug", target: "Target",
  player: "Company", focus: "Stated focus", text: "Words" };

function drawChosen(filters) {
  const place = document.getElementById("chosen");
  const keys = Object.keys(filters).filter((key) => key !== "report");
  place.hidden = !keys.length;
  document.documentElement.toggleAttribute("data-filtered", keys.length > 0);
  if (!keys.length) return;
  const chips = keys.map((key) => {
    const words = chosenWords(key, filters);
    const chip = element("button", { type: "button", "aria-label": `Take away the filter ${words}` }, words, element("span", { "aria-hidden": "true" }, " ×"));
    chip.addEventListener("click", () => changeState({ [key]: "", ...(key === "player" ? { focus: "" } : {}) }));
    return chip;
  });
  const clear = element("button", { type: "button" }, "Clear filters");
  clear.addEventListener("click", clearFilters);
  place.replaceChildren(element("b", {}, countWords()), element("a", { href: "#explore" }, "Go to the list"), ...chips, clear);
}

function chosenWords(key, filters) {
  const value = filters[key];
  if (key.startsWith("in.")) {
    const segment = PAGE.segments.find((item) => item.report === reportOf(filters) && item.dimension === key.slice(3) && item.segment === value);
    return `${segment ? segment.dimension_title : key.slice(3)} (${reportOf(filters)}): ${segment ? segment.title : value}`;
  }
  return `${TITLES_OF[key] || key}: ${chosenValue(key, value)}`;
}

function chosenValue(key, value) {
  if (key === "cohort") return PAGE.cohorts.find((item) => item.cohort === value)?.title || value;
  if (key === "scope") return PAGE.scopes[value] || value;
  if (key === "player") return PAGE.players.find((item) => item.id === value)?.name || value;
  const terms = TERMS[ONE[key] || MANY[key] || (key === "target" ? "targets" : "")];
  return terms?.find((term) => term.id === value)?.name || value;
}

function clearFilters() {
  changeState(Object.fromEntries(Object.keys(readState()).filter((key) => !key.startsWith("f.")).map((key) => [key, ""])));
}

// Hide what is not chosen in a list of changes or readouts, and say how much is shown.
function drawList(list) {
  const isAll = found.length === COUNT;
  const chosen = isAll ? null : kept("ids", () => new Set(found.map((row) => COLUMNS.id[row])));
  const items = [...list.querySelectorAll("[data-of]")];
  for (const item of items) item.hidden = !isAll && !chosen.has(item.dataset.of);
  const shown = items.filter((item) => !item.hidden).length;
  const place = list.querySelector("[data-number]");
  if (place) place.textContent = isAll ? NUMBERS.format(items.length) : `${NUMBERS.format(shown)} of ${NUMBERS.format(items.length)}`;
}
