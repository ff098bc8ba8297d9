// The finder: trials that would consider a history, in the same groups and order as "trialscape find".

const NEAREST = ["phase_4", "phase_3", "phase_2_3", "phase_2", "phase_1_2", "phase_1", "early_phase_1"];
const OPEN = ["recruiting", "not yet recruiting"];
const GROUP_STEP = 8;
const HISTORIES = [
  { id: "refractory", name: "checkpoint inhibitor has failed" },
  { id: "naive", name: "no checkpoint inhibitor so far" },
];
let foundFor = null;

function plain(text) {
  return text.toLowerCase().replace(/[\s\-–_/]+/g, " ").trim().replace(/s$/, "");
}

// Each spelling of a cancer with what it means: labels of the trials, and diseases that records name. A word such as
// "lung" means every cancer of the organ; then labels come first, because they cover more than the disease of that name.
function cancerNames() {
  const names = new Map();
  const add = (spelling, meant) => { if (!names.has(plain(spelling))) names.set(plain(spelling), meant); };
  const spellings = (kind) => PAGE.spellings.filter(([of]) => of === kind).map(([, name, spelling]) => [name, spelling]);
  const labels = TERMS.cancers.filter((term) => !["none", "others"].includes(term.id));
  const titles = new Map(labels.map((term) => [term.id, term.name]));
  for (const { id, name: title } of labels) add(title, { title, labels: [id], diseases: [] });
  for (const [id, spelling] of spellings("cancer")) if (titles.has(id)) add(spelling, { title: titles.get(id), labels: [id], diseases: [] });
  const [organLabels, organDiseases] = [spellings("organ_label"), spellings("organ_disease")];
  for (const [organ, spelling] of spellings("organ")) {
    const own = (pairs) => pairs.filter(([, of]) => of === organ).map(([value]) => value);
    add(spelling, { title: `every cancer of this organ (${organ})`, labels: own(organLabels), diseases: own(organDiseases) });
  }
  for (const [id, spelling] of spellings("disease")) add(spelling, { title: id, labels: [], diseases: [id] });
  for (const { id } of TERMS.diseases) add(id, { title: id, labels: [], diseases: [id] });
  return names;
}

let spelt = null;
function cancerOf(text) {
  spelt ??= cancerNames();
  const asked = plain(text);
  return spelt.get(asked) || spelt.get(plain(text + " cancer")) || null;
}

function nearCancers(text) {
  spelt ??= cancerNames();
  const start = plain(text).slice(0, 4);
  return [...new Set([...spelt].filter(([name]) => name.includes(start)).map(([, meant]) => meant.title))].slice(0, 4);
}

function drawFinder() {
  const form = document.getElementById("finder");
  const names = [...new Set([...TERMS.cancers.filter((term) => !["none", "others"].includes(term.id)), ...TERMS.diseases].map((term) => term.name))].sort();
  const cancer = element("input", { id: "find-cancer", name: "f.cancer", type: "search", list: "list-find-cancer", placeholder: "melanoma, lung, kidney ..." });
  const statuses = [{ id: "any", name: "any status" }, ...sorted("status")];
  const fields = [
    element("label", {}, element("span", {}, "Cancer"), cancer, element("datalist", { id: "list-find-cancer" }, names.map((item) => element("option", { value: item })))),
    picked("f.history", "The patient", HISTORIES, "history not stated"),
    picked("f.country", "Country of the site", sorted("countries"), "any"),
    picked("f.treatment", "Treatment", sorted("modalities"), "any"),
    picked("f.status", "Status", statuses, "recruiting or about to"),
  ];
  form.append(...fields);
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const field of form.querySelectorAll("select, input")) {
    field.addEventListener("change", () => changeState({ [field.name]: field.value.trim() }));
  }
}

function picked(key, title, items, empty) {
  return element("label", {}, element("span", {}, title), element("select", { name: key, id: "find-" + key.slice(2) },
    element("option", { value: "" }, empty), items.map((item) => element("option", { value: item.id }, item.name))));
}

function findTrials(state) {
  const asked = Object.fromEntries(Object.entries(state).filter(([key]) => key.startsWith("f.")));
  const now = JSON.stringify(asked);
  if (now === foundFor) return;
  foundFor = now;
  for (const field of document.querySelectorAll("#finder select, #finder input")) {
    if (field !== document.activeElement) field.value = asked[field.name] || "";
  }
  const place = document.getElementById("finder-groups");
  document.getElementById("finder-rest").hidden = !Object.keys(asked).length;
  if (!Object.keys(asked).length) {
    place.replaceChildren(element("p", { class: "empty" }, "Choose a cancer, a history or a country to see trials."));
    return;
  }
  const cancer = asked["f.cancer"] ? cancerOf(asked["f.cancer"]) : null;
  if (asked["f.cancer"] && !cancer) {
    const near = nearCancers(asked["f.cancer"]);
    place.replaceChildren(element("p", { class: "empty" }, `No cancer is called “${asked["f.cancer"]}”.${near.length ? ` Nearest: ${near.join(", ")}.` : ""}`));
    return;
  }
  const groups = groupsOf(asked, cancer);
  const meant = cancer && plain(cancer.title) !== plain(asked["f.cancer"]) ? element("p", { class: "note" }, `Read as ${cancer.title}.`) : null;
  const none = element("p", { class: "empty" }, "No tracked trial fits. Take one condition away, or choose any status.");
  place.replaceChildren(...[meant, ...(groups.length ? groups.map((group) => groupPart(group, asked["f.country"])) : [none])].filter(Boolean));
}

function groupsOf(asked, cancer) {
  const history = asked["f.history"];
  const rank = TERMS.phase_bucket.map((term) => (NEAREST.indexOf(term.id) + NEAREST.length + 1) % (NEAREST.length + 1));
  const found = new Map();
  for (let row = 0; row < COUNT; row += 1) {
    if (!statusFits(asked["f.status"], row) || !listFits("countries", asked["f.country"], row) || !listFits("modalities", asked["f.treatment"], row)) continue;
    const match = cancerMatch(cancer, row);
    if (!match) continue;
    const stance = stanceOf(history, row);
    if (!found.has(stance)) found.set(stance, []);
    found.get(stance).push({ row, named: match === "named", rank: rank[COLUMNS.phase_bucket[row]] });
  }
  const order = (one, other) => other.named - one.named || one.rank - other.rank || (COLUMNS.id[one.row] < COLUMNS.id[other.row] ? -1 : 1);
  const titles = { not_asked: "Trials; say what the patient has had to compare them with the history", ...PAGE.headings };
  return Object.entries(titles).filter(([stance]) => found.has(stance)).map(([stance, title]) => ({ stance, title, items: found.get(stance).sort(order) }));
}

function statusFits(wanted, row) {
  const status = TERMS.status[COLUMNS.status[row]]?.id;
  return wanted === "any" || (wanted ? status === wanted : OPEN.includes(status));
}

function listFits(column, wanted, row) {
  return !wanted || COLUMNS[column].holds(row, numberOf(column, wanted));
}

function cancerMatch(cancer, row) {
  if (!cancer) return "named";
  const holds = (column, ids) => ids.some((id) => COLUMNS[column].holds(row, numberOf(column, id)));
  if (holds("cancers", cancer.labels) || holds("diseases", cancer.diseases)) return "named";
  const takesBasket = !cancer.labels.some((label) => ["haematologic", "pan_tumour"].includes(label));
  return takesBasket && holds("cancers", ["pan_tumour"]) ? "basket" : null;
}

function stanceOf(history, row) {
  if (!history) return "not_asked";
  const setting = TERMS.ici_setting[COLUMNS.ici_setting[row]]?.id || "unspecified";
  if (setting === "unspecified") return "not_stated";
  return setting === "allowed" || setting === (history === "refractory" ? "required" : "excluded") ? "consider" : "exclude";
}

function groupPart({ stance, title, items }, country) {
  const list = element("ol", { class: "matches" });
  const more = element("button", { type: "button" });
  let shown = 0;
  const show = () => {
    list.append(...items.slice(shown, shown + GROUP_STEP).map((item) => matchItem(item, stance, country)));
    shown += GROUP_STEP;
    more.hidden = shown >= items.length;
    more.textContent = `Show ${NUMBERS.format(Math.min(GROUP_STEP, items.length - shown))} more`;
  };
  more.addEventListener("click", show);
  show();
  const heading = element("summary", {}, `${title}: ${NUMBERS.format(items.length)} ${items.length === 1 ? "trial" : "trials"}`);
  return element("details", { open: stance !== "exclude", "data-stance": stance }, heading, list, more);
}

function matchItem({ row, named }, stance, country) {
  const facts = [COLUMNS.id[row], name("phase_bucket", row), name("status", row), name("sponsor_parent", row)].filter(Boolean);
  const words = element("div", { class: "found-words" });
  cardOf(row).then((card) => words.append(...historyWords(card, stance, row), siteLine(card, country)));
  return element("li", { "data-foreign": true },
    trialLink(row), element("small", {}, facts.join(" · ")),
    named ? null : element("p", {}, "Takes solid tumours of many kinds: ask whether this one is among them."), words);
}

function historyWords(card, stance, row) {
  const label = card.labels.find((item) => item.axis_id === "ici_setting");
  if (stance === "not_stated" || !label || !label.quotes.length) return [];
  const quotes = label.quotes.flatMap(([, before, quote, after], number) => [number ? " … " : "", before, element("mark", {}, quote), after]);
  return [element("p", {}, element("b", {}, `Earlier checkpoint inhibitor ${name("ici_setting", row).toLowerCase()}: `), "“", ...quotes, "”")];
}

function siteLine(card, country) {
  const sites = country ? card.sites.filter((site) => site[0] === country) : card.sites;
  if (!sites.length) return element("p", {}, "The record lists no site.");
  const told = sites.slice(0, 4).map(siteWords);
  const rest = sites.length > 4 ? [`and ${NUMBERS.format(sites.length - 4)} more countries`] : [];
  return element("p", { class: "sites" }, [...told, ...rest].join("; ") + ".");
}
