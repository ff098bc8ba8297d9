// Tables of shaded cells that follow the filters.

const SHADES = 9;

function shade(count, most) {
  return count ? `s${Math.max(1, Math.ceil((SHADES * count) / most))}` : "s0";
}

function fillCells(place, rows) {
  const phases = PAGE.target_phases;
  const most = Math.max(1, ...rows.flatMap((row) => phases.map((phase) => row[phase] || 0)));
  place.replaceChildren(...rows.map((row) => element("tr", {},
    element("th", { scope: "row" }, row.target, element("small", {}, row.kind)),
    phases.map((phase) => cell(row, phase, most)))));
}

function cell(row, phase, most) {
  const count = row[phase] || 0;
  const address = addressOf({ target: row.id, phase });
  return element("td", { class: shade(count, most) }, count ? element("a", { href: address, "data-add": true }, NUMBERS.format(count)) : "");
}
