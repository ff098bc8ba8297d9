// The table of trials, and its rows as a file.

const SHOWN_AT_FIRST = 25;
const SHOWN_AT_ONCE = 50;
let shownRows = SHOWN_AT_FIRST;

function drawTable() {
  const body = document.getElementById("trial-rows");
  body.replaceChildren(...found.slice(0, shownRows).map(tableRow));
  drawMore();
  document.getElementById("count").textContent = countWords();
  document.getElementById("no-trials").hidden = found.length > 0;
  if (!COUNT) document.getElementById("no-trials").textContent = "No trial is tracked in this edition.";
}

function countWords() {
  const all = NUMBERS.format(COUNT);
  return found.length === COUNT ? `All ${all} tracked trials` : `${NUMBERS.format(found.length)} of ${all} tracked trials`;
}

// Say how many of the chosen trials are listed, also on paper, and offer the next ones.
function drawMore() {
  const [more, part] = [document.getElementById("more"), document.getElementById("part")];
  more.hidden = part.hidden = found.length <= shownRows;
  more.textContent = `Show ${NUMBERS.format(Math.min(found.length - shownRows, SHOWN_AT_ONCE))} more`;
  part.textContent = `The ${NUMBERS.format(shownRows)} that start last are listed here; the file of "Save as CSV" has all ${NUMBERS.format(found.length)}.`;
}

function showMore() {
  const rows = found.slice(shownRows, shownRows + SHOWN_AT_ONCE).map(tableRow);
  document.getElementById("trial-rows").append(...rows);
  shownRows += SHOWN_AT_ONCE;
  drawMore();
  rows[0].querySelector("a").focus();
}

function tableRow(row) {
  const id = COLUMNS.id[row];
  return element("tr", {},
    element("th", { scope: "row" }, trialLink(row), element("small", {}, id)),
    element("td", { "data-name": "Sponsor" }, name("sponsor_parent", row)),
    element("td", { "data-name": "Phase" }, name("phase_bucket", row)),
    element("td", { "data-name": "Status" }, name("status", row)),
    element("td", { "data-name": "Start", class: "number" }, COLUMNS.start[row] || "–"),
    element("td", { "data-name": "Patients", class: "number" }, COLUMNS.patients[row] === null ? "–" : NUMBERS.format(COLUMNS.patients[row])),
    element("td", { "data-name": "Earlier checkpoint inhibitor" }, name("ici_setting", row)));
}

function trialLink(row) {
  return element("a", { href: addressOf({ trial: COLUMNS.id[row] }), "data-trial": COLUMNS.id[row] }, COLUMNS.title[row] || COLUMNS.id[row]);
}

function trialsAsFile() {
  const heading = ["nct_id", "title", "sponsor", "phase", "status", "start", "patients", "checkpoint_setting", "treatments", "countries"];
  const lines = found.map((row) => [COLUMNS.id[row], COLUMNS.title[row], name("sponsor_parent", row), name("phase_bucket", row),
    name("status", row), COLUMNS.start[row], COLUMNS.patients[row], name("ici_setting", row),
    names("modalities", row).join("; "), names("countries", row).join("; ")]);
  saveFile("trials.csv", [heading, ...lines]);
}
