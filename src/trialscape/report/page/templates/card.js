// The card of one trial. Details are unpacked when the first trial of their group is opened.

const groups = new Map();

async function cardOf(row) {
  const group = Math.floor(row / PAGE.group);
  if (!groups.has(group)) groups.set(group, unpacked("cards-" + group).then((response) => response.json()));
  return (await groups.get(group))[row % PAGE.group];
}

async function showCard(id) {
  const dialog = document.getElementById("card");
  const row = id ? COLUMNS.id.indexOf(id) : -1;
  if (!id) {
    if (dialog.open) dialog.close();
    return;
  }
  const content = row < 0 ? [element("h2", { id: "card-title" }, id), element("p", {}, "This trial is not tracked in this edition.")]
    : cardContent(row, await cardOf(row));
  document.getElementById("card-content").replaceChildren(...content);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}

function cardContent(row, card) {
  const id = COLUMNS.id[row];
  const facts = [["Sponsor", name("sponsor_parent", row)], ["Phase", name("phase_bucket", row)], ["Status", name("status", row)],
    ["Start", COLUMNS.start[row]], ["Patients", COLUMNS.patients[row]], ["Earlier checkpoint inhibitor", name("ici_setting", row)],
    ["Treatments", names("modalities", row).join(", ")]];
  return [
    element("p", { class: "eyebrow" }, id),
    element("h2", { id: "card-title" }, COLUMNS.title[row] || id),
    card.official && card.official !== COLUMNS.title[row] ? element("p", { class: "note" }, card.official) : null,
    element("p", {}, element("a", { href: "https://clinicaltrials.gov/study/" + encodeURIComponent(id), rel: "noreferrer" }, "This trial in the registry")),
    element("dl", { class: "facts" }, facts.filter((fact) => fact[1]).map(([title, value]) =>
      element("div", {}, element("dt", {}, title), element("dd", {}, value)))),
    element("h3", {}, "Labels and their evidence"),
    card.labels.length ? element("ul", { class: "labels" }, card.labels.map(labelItem)) : element("p", { class: "empty" }, "No rule gave this trial a label."),
    element("h3", {}, "Arms"),
    card.arms.length ? element("ul", {}, card.arms.map(([arm, kind, given]) =>
      element("li", {}, element("b", {}, arm), kind ? ` (${kind})` : "", (given || []).length ? ": " + given.join("; ") : "")))
      : element("p", { class: "empty" }, "The record lists no arms."),
    element("h3", {}, `Sites: ${NUMBERS.format(COLUMNS.sites[row] || 0)}`),
    card.sites.length ? element("ul", {}, card.sites.map((site) => element("li", {}, siteWords(site))))
      : element("p", { class: "empty" }, "The record lists no sites."),
    element("h3", {}, "What changed"),
    card.changes.length ? element("ul", {}, card.changes.map(([day, kind, values, grade, reason]) =>
      element("li", {}, `${day}: ${kind}${values ? " " + values : ""} – ${grade}, ${reason}`)))
      : element("p", { class: "empty" }, "No change was seen since this trial was first found."),
  ].filter(Boolean);
}

function siteWords([country, count, recruiting, cities, named]) {
  const more = cities > named.length ? ` and ${NUMBERS.format(cities - named.length)} more cities` : "";
  const open = recruiting ? `, ${NUMBERS.format(recruiting)} recruiting` : "";
  return `${country}: ${NUMBERS.format(count)} ${count === 1 ? "site" : "sites"}${open}${named.length ? ` in ${named.join(", ")}${more}` : ""}`;
}

// Two decimals; a label is never shown as certain.
function sureWords(sure) {
  return sure > 0.99 ? `> ${NUMBERS.format(0.99)}` : NUMBERS.format(Math.round(100 * sure) / 100);
}

function labelItem(label) {
  const sure = label.sure === null ? "" : `, right with probability ${sureWords(label.sure)}`;
  return element("li", {},
    element("b", {}, `${label.axis}: ${label.label}`), element("small", {}, (label.default ? " by default, the record does not say" : "") + sure),
    label.quotes.map(([field, before, quote, after]) =>
      element("blockquote", {}, before, element("mark", {}, quote), after, element("cite", {}, field))));
}
