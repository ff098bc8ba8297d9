"use strict";
// The data, small helpers, and the state. What is chosen stands in the address after "#", so that a view can be shared.

const PAGE = JSON.parse(document.getElementById("data").textContent);
const COLUMNS = PAGE.trials.columns;
const TERMS = PAGE.trials.terms;
const NUMBERS = new Intl.NumberFormat();
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g;

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
