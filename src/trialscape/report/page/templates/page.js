// Connect state, filters, table, charts and card.

let applied = null;

function apply() {
  const state = readState();
  const { trial, ...rest } = state;
  const now = JSON.stringify(rest);
  if (now !== applied) {
    applied = now;
    counted.clear();
    found = matchingAll(state);
    chosen = filtersOf(state);
    shownRows = SHOWN_AT_FIRST;
    drawFilters(state);
    drawChosen(chosen);
    drawTable();
    updateCharts();
  }
  findTrials(state);
  showViews(state);
  showCard(trial);
}

async function start() {
  localise(document.querySelector("main"));
  await readData();
  for (const place of document.querySelectorAll("[data-scripted]")) place.hidden = false;
  rememberViews();
  drawFinder();
  document.getElementById("more").addEventListener("click", showMore);
  document.getElementById("filter-text").addEventListener("input", (event) => changeState({ text: event.target.value }));
  document.getElementById("clear").addEventListener("click", clearFilters);
  document.getElementById("save").addEventListener("click", trialsAsFile);
  document.getElementById("save-tables").addEventListener("click", saveTables);
  const dialog = document.getElementById("card");
  document.getElementById("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => readState().trial && changeState({ trial: "" }));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.addEventListener("click", followLink);
  document.addEventListener("toggle", openTable, true);
  window.addEventListener("hashchange", apply);
  // A screen that is being turned or dragged has many sizes in between.
  let resized = 0;
  window.addEventListener("resize", () => {
    clearTimeout(resized);
    resized = setTimeout(fitCharts, 200);
  });
  window.addEventListener("beforeprint", () => {
    for (const words of document.querySelectorAll(".key details")) words.open = true;
    drawRest();
  });
  apply();
  performance.mark("usable");
  document.documentElement.dataset.usable = "yes";
  watchCharts(document);
  drawRest().then(prepareTexts);
}

// Links within the page change the state and keep the rest of it.
function followLink(event) {
  const link = event.target.closest("a[href^='#'], button[data-theme-choice], button[data-save]");
  if (!link) return;
  if (link.matches("button[data-theme-choice]")) return void chooseTheme(link);
  if (link.matches("button[data-save]")) return void saveTable(link);
  if (event.ctrlKey || event.metaKey || event.shiftKey || link.matches(".skip")) return;
  const asked = Object.fromEntries(new URLSearchParams(link.getAttribute("href").slice(1)));
  event.preventDefault();
  if (link.matches("[data-trials]")) listTrials(listing(joined(filtersOf(readState()), asked)));
  else if (link.matches("[data-add]")) listTrials(link.getAttribute("href"));
  else if (asked.trial) changeState({ trial: asked.trial });
  else goTo(link.getAttribute("href").slice(1));
}

function goTo(id) {
  const place = document.getElementById(id);
  place.scrollIntoView();
  place.setAttribute("tabindex", "-1");
  place.focus({ preventScroll: true });
}

function openTable(event) {
  const figure = event.target.closest("figure");
  if (event.target.open && figure) fillTable(event.target, figure.id.replace("figure-", ""));
}

function chooseTheme(button) {
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
  document.documentElement.dataset.theme = dark ? "light" : "dark";
  button.setAttribute("aria-pressed", String(!dark));
}

start();
