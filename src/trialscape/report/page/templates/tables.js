// Tables as files: one as CSV, or all of the page as CSV in one ZIP file.

// A cell that begins with one of these signs would be evaluated by a spreadsheet program.
function csvOf(lines) {
  const cell = (value) => {
    const text = value === null || value === undefined ? "" : String(value);
    return '"' + (/^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? "'" + text : text).replaceAll('"', '""') + '"';
  };
  return lines.map((line) => line.map(cell).join(",")).join("\n") + "\n";
}

function saveAs(fileName, blob) {
  const address = URL.createObjectURL(blob);
  element("a", { href: address, download: fileName }).click();
  URL.revokeObjectURL(address);
}

function saveFile(fileName, lines) {
  saveAs(fileName, new Blob([csvOf(lines)], { type: "text/csv" }));
}

function tableOf(figure) {
  const details = figure.querySelector("details");
  const id = figure.id.replace("figure-", "");
  if (details) fillTable(details, id);
  const table = details?.querySelector("table") || figure.querySelector("table");
  return table && [`${id}.csv`, [...table.rows].map((line) => [...line.cells].flatMap((item) => Array(item.colSpan).fill(item.textContent.trim())))];
}

function saveTable(button) {
  saveFile(...tableOf(button.closest("figure")));
}

// The rows of the comparison as they are shown, in words.
function comparisonTable() {
  const text = (row, place) => row.querySelector(place).textContent.replace(/\s+/g, " ").trim();
  const rows = [...document.querySelectorAll(".dumbbell .row")].map((row) => [row.dataset.report, row.dataset.dimension,
    row.dataset.segment, text(row, ".name b"), text(row, ".verdict"), text(row, ".words"), row.querySelector(".words.of-chosen") ? text(row, ".words.of-chosen") : ""]);
  return ["comparison.csv", [["report", "dimension", "segment", "title", "verdict", "in words", "of the chosen trials"], ...rows]];
}

function saveTables() {
  const tables = [comparisonTable(), ...[...document.querySelectorAll("figure.chart")].map(tableOf).filter(Boolean)];
  saveAs("tables.zip", zipOf(tables.map(([fileName, lines]) => [fileName, new TextEncoder().encode(csvOf(lines))])));
}

// A ZIP file with its contents as they are: for each file a header and its bytes, then a list of all, then its place.
function zipOf(files) {
  const parts = [];
  const list = [];
  let offset = 0;
  for (const [fileName, bytes] of files) {
    const name = new TextEncoder().encode(fileName);
    // Version 2.0, names in UTF-8, not compressed, 1 January 1980.
    const facts = [[2, 20], [2, 0x0800], [2, 0], [2, 0], [2, 0x21], [4, checksum(bytes)], [4, bytes.length], [4, bytes.length], [2, name.length], [2, 0]];
    parts.push(numbers([[4, 0x04034b50], ...facts]), name, bytes);
    list.push(numbers([[4, 0x02014b50], [2, 20], ...facts, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]), name);
    offset += 30 + name.length + bytes.length;
  }
  const size = list.reduce((sum, part) => sum + part.length, 0);
  const end = numbers([[4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, offset], [2, 0]]);
  return new Blob([...parts, ...list, end], { type: "application/zip" });
}

// Return numbers as bytes, each with its width, the lowest byte first.
function numbers(pairs) {
  return Uint8Array.from(pairs.flatMap(([width, value]) => Array.from({ length: width }, (_, at) => (value >>> (8 * at)) & 0xff)));
}

// The cyclic redundancy check of ZIP (CRC-32).
function checksum(bytes) {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  }
  return ~rest >>> 0;
}
