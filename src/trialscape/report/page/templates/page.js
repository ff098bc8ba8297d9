// Connect state, table and card.

function apply() {
  const state = readState();
  found = matching(state);
  shownRows = SHOWN_AT_FIRST;
  drawFilters(state);
  drawTable();
  updateCharts();
  showCard(state.trial);
}

function start() {
  document.getElementById("explore").hidden = false;
  document.getElementById("more").addEventListener("click", () => {
    shownRows += 200;
    drawTable();
  });
  document.getElementById("filter-text").addEventListener("input", (event) => changeState({ text: event.target.value }));
  document.getElementById("clear").addEventListener("click", () => changeState(
    Object.fromEntries(Object.keys(readState()).map((key) => [key, ""]))));
  document.getElementById("save").addEventListener("click", trialsAsFile);
  const dialog = document.getElementById("card");
  document.getElementById("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => readState().trial && changeState({ trial: "" }));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  for (const link of document.querySelectorAll("a[data-trials]")) link.addEventListener("click", openTrials);
  for (const button of document.querySelectorAll("[data-theme-choice]")) button.addEventListener("click", chooseTheme);
  for (const button of document.querySelectorAll("[data-save]")) button.addEventListener("click", saveTable);
  window.addEventListener("hashchange", apply);
  apply();
  window.addEventListener("load", () => drawCharts().then(() => { document.documentElement.dataset.drawn = "yes"; }));
}

function openTrials(event) {
  event.preventDefault();
  location.hash = event.currentTarget.getAttribute("href");
  document.getElementById("explore").scrollIntoView();
  document.getElementById("explore").focus({ preventScroll: true });
}

function chooseTheme(event) {
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
  document.documentElement.dataset.theme = dark ? "light" : "dark";
  event.currentTarget.setAttribute("aria-pressed", String(!dark));
}

start();
