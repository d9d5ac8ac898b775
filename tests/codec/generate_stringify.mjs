// Writes data/stringify.txt: what JSON.parse and JSON.stringify make of JSON texts.
// Run with Node.js 20 or later:  node tests/codec/generate_stringify.mjs
// The table is committed; nothing here runs during `cargo test`.

import { writeFileSync } from "node:fs";

let state = 20261122n;
function random() {
  // A generator of its own, so that every run writes the same table (Knuth's MMIX).
  state = (state * 6364136223846793005n + 1442695040888963407n) & (2n ** 64n - 1n);
  return state;
}

function* texts() {
  yield* ["{}", "[]", "null", "true", '""', "0", "-0", "-0.0", "1.0", "1e15", "1e16", "1e20", "1e21", "1e-6", "1e-7", "5e-324"];
  yield* ["9007199254740991", "-9007199254740991", "123456789.123456789", "1.7976931348623157e308", "968306874365465.25"];
  yield '{"_permanent": true, "cart": [{"sku": "A-1", "price": 9.50}], "\\u00e9\\u20ac\\ud83d\\ude00": "\\u0000\\u001f\\u007f\\u2028\\/\\b\\f\\n\\r\\t\\"\\\\"}';
  yield '["\\ud800", "\\udc00\\ud800", "a\\ud800b"]';
  yield '{"a": 1, "b": 2, "a": 3}';
  const view = new DataView(new ArrayBuffer(8));
  for (let n = 0; n < 1000; n++) {
    view.setBigUint64(0, random());
    const value = view.getFloat64(0);
    if (Number.isFinite(value)) yield String(value);
    yield String(Number(random() % 10n ** 17n) / 10 ** Number(random() % 12n));
  }
}

const lines = new Set();
for (const text of texts()) {
  lines.add(`${Buffer.from(text).toString("hex")} ${JSON.stringify(JSON.parse(text))}\n`);
}
writeFileSync(new URL("data/stringify.txt", import.meta.url), [...lines].join(""));
