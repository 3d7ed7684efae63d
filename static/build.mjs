// Builds static/beheld.js (and its map) from static/snippet, and says how heavy it is. `node static/build.mjs [DIRECTORY]`
import { writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const MOST_BROTLI_BYTES = 7350;
const here = dirname(fileURLToPath(import.meta.url));

const { outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: ["snippet/main.js"],
  outfile: "beheld.js",
  write: false,
  bundle: true,
  minify: true,
  format: "iife",
  // The syntax of Chrome 80, Firefox 74 and Safari 13.1 (docs/snippet.md); tests take away the functions they lack.
  target: "es2020",
  sourcemap: "linked",
  // Nothing may reach the page, not even from a browser too old to start in.
  banner: { js: "try{" },
  footer: { js: "}catch(e){}" },
});

for (const { path, contents } of outputFiles) writeFileSync(join(process.argv[2] ?? here, basename(path)), contents);

const script = outputFiles.find(({ path }) => path.endsWith(".js")).contents;
const brotli = brotliCompressSync(script).length;
console.log(`beheld.js: ${script.length} bytes, ${gzipSync(script).length} with gzip, ${brotli} with brotli`);
if (brotli > MOST_BROTLI_BYTES) {
  console.error(`That is more than the ${MOST_BROTLI_BYTES} bytes it may weigh.`);
  process.exitCode = 1;
}
