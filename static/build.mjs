// Builds static/beheld.js (and its map) from static/snippet, and says how heavy it is. `node static/build.mjs [DIRECTORY]`
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const MOST_BROTLI_BYTES = 3600;
const here = dirname(fileURLToPath(import.meta.url));
const built = join(process.argv[2] ?? here, "beheld.js");

await build({
  absWorkingDir: here,
  entryPoints: ["snippet/main.js"],
  outfile: built,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  sourcemap: "linked",
  sourceRoot: "",
  // Nothing may reach the page, not even a browser too old to start in.
  banner: { js: "try{" },
  footer: { js: "}catch(e){}" },
});

const text = readFileSync(built);
const brotli = brotliCompressSync(text).length;
console.log(`beheld.js: ${text.length} bytes, ${gzipSync(text).length} with gzip, ${brotli} with brotli`);
if (brotli > MOST_BROTLI_BYTES) {
  console.error(`That is more than the ${MOST_BROTLI_BYTES} bytes a page should have to load.`);
  process.exitCode = 1;
}
