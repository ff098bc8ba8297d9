"use strict";
// Small helpers, numbers as the reader writes them, and the state: what is chosen stands in the address after "#", so
// that a view can be shared.

const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g;
const NUMBERS = new Intl.NumberFormat();
const SIGNS = Object.fromEntries(new Intl.NumberFormat(undefined, { useGrouping: "always" }).formatToParts(12345.6)
  .map((part) => [part.type, part.value]));
// A number with a sign for thousands or decimals in the texts of the program, but no version and no date.
const WRITTEN = /(?<![\d.,-])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?!\.?\d)/g;

// Return a text of the program with its numbers as the reader's language writes them.
function local(text) {
  if (SIGNS.decimal === "." && SIGNS.group === ",") return text;
  return text.replace(WRITTEN, (number) => number.replace(/[.,]/g, (sign) => (sign === "," ? SIGNS.group : SIGNS.decimal)));
}

// Write the numbers of all texts of the program in a part of the page anew; names from the registry stay as they are.
function localise(root) {
  if (SIGNS.decimal === "." && SIGNS.group === ",") return;
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    if (!walk.currentNode.parentElement.closest("script, style, select, [data-foreign]")) walk.currentNode.data = local(walk.currentNode.data);
  }
}

async function unpacked(id) {
  const text = document.getElementById(id).textContent;
  const bytes = Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
}

// Make an element. Texts become text nodes, so that no text of the registry is ever read as markup.
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined) made.append(child instanceof Node ? child : seen(String(child)));
  }
  return made;
}

// Control signs and signs that turn the direction of reading are shown as a replacement sign.
function seen(text) {
  return text.replace(UNSEEN, "\ufffd");
}

const counted = new Map();
let countedFor = null;

// Keep what was counted or estimated under a name until the address changes: a chart, its title and its table ask for it.
function kept(name, work) {
  if (countedFor !== location.hash) counted.clear();
  countedFor = location.hash;
  if (!counted.has(name)) counted.set(name, work());
  return counted.get(name);
}

function readState() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

// Return the address of a state with some values changed; an empty value takes a filter away.
function addressOf(changes) {
  const next = { ...readState(), ...changes };
  const kept = Object.entries(next).filter(([name, value]) => name && value);
  return "#" + new URLSearchParams(kept).toString();
}

function changeState(changes) {
  const address = addressOf(changes);
  history.replaceState(null, "", address === "#" ? location.pathname + location.search : address);
  window.dispatchEvent(new Event("hashchange"));
}

// Return an address that keeps the views of reports and sets these filters of the trials.
function listing(filters) {
  const others = Object.fromEntries(Object.keys(readState()).filter(isFilter).map((key) => [key, ""]));
  return addressOf({ ...others, trial: "", ...filters });
}

// Show the trials of a segment, bar or cell.
function listTrials(address) {
  location.hash = address;
  const place = document.getElementById("explore");
  place.scrollIntoView();
  place.focus({ preventScroll: true });
}
