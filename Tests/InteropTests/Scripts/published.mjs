// node published.mjs FOLDER: modules as people wrote them (FOLDER/written/NAME) and as they are published (FOLDER/published/assets, named
// by FOLDER/names.json) export the same names, and do the same when they are evaluated.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const folder = pathToFileURL(process.argv[2] + "/");
const names = JSON.parse(readFileSync(new URL("names.json", folder), "utf8"));

// As much of a page as modules ask for while they are evaluated: one without a player, a search and a preview.
const nothing = { querySelector: () => null, querySelectorAll: () => [], getElementById: () => null };
Object.assign(globalThis, {
  document: nothing, location: { hash: "", search: "", pathname: "/" }, matchMedia: () => ({ matches: false }), addEventListener: () => {},
});

/** What a module does, says and exports. */
async function told(path) {
  globalThis.log = [];
  const module = await import(new URL(path, folder));
  // What it does later.
  await module.done;
  return { log: globalThis.log, exports: Object.keys(module).sort().map((name) => `${name}: ${typeof module[name]}`) };
}

for (const [name, published] of Object.entries(names)) {
  const [before, after] = [await told(`written/${name}`), await told(`published/${published}`)];
  assert.deepEqual(after, before, name);
  console.log(name, JSON.stringify(after));
}
