// Builds static/beheld.js (and its map) from static/snippet, and says how heavy it is. `node static/build.mjs [DIRECTORY]`
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";

const MAX_BROTLI_BYTES = 11860;
// What is loaded by some pages only: its name, where it begins, and how many bytes it may weigh with brotli.
const EXTRAS = [
  ["beheld-survey.js", "survey/show.js", 3000],
  ["beheld-ga4.js", "ga4/start.js", 2500],
  ["beheld-debug.js", "debug/start.js", 4500],
];
const COMPRESS = { ecma: 2020, passes: 3, unsafe_arrows: true };
const here = dirname(fileURLToPath(import.meta.url));

const { outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: ["snippet/main.js"],
  outfile: "beheld.js",
  write: false,
  bundle: true,
  format: "iife",
  // The syntax of Chrome 80, Firefox 74 and Safari 13.1 (docs/snippet.md); tests take away the functions they lack.
  target: "es2020",
  minifySyntax: true,
  sourcemap: "external",
  // Nothing may reach the page, not even from a browser too old to start in.
  banner: { js: "try{" },
  footer: { js: "}catch(e){console.warn('beheld:',e)}" },
});
const [map, bundle] = outputFiles.map(({ text }) => text);

// esbuild joins the modules and shortens their syntax; terser makes about 270 bytes less of them than esbuild alone would.
const { code, map: minifiedMap } = await minify(
  { "beheld.js": bundle },
  {
    ecma: 2020,
    compress: COMPRESS,
    sourceMap: { content: map, includeSources: true, filename: "beheld.js", url: "beheld.js.map" },
  },
);

const directory = process.argv[2] ?? here;
writeFileSync(join(directory, "beheld.js"), code);
writeFileSync(join(directory, "beheld.js.map"), minifiedMap);

// What only some pages load: modules, so that a policy with the collector's origin or a nonce is enough.
for (const [name, entry, limit] of EXTRAS) {
  const extra = await build({
    absWorkingDir: here,
    entryPoints: [entry],
    write: false,
    bundle: true,
    format: "esm",
    target: "es2020",
    minifySyntax: true,
  });
  const { code: extraCode } = await minify(extra.outputFiles[0].text, { module: true, ecma: 2020, compress: COMPRESS });
  writeFileSync(join(directory, name), extraCode);
  const extraBrotli = brotliCompressSync(extraCode).length;
  console.log(`${name}: ${extraCode.length} bytes, ${extraBrotli} with brotli`);
  if (extraBrotli > limit) {
    console.error(`That is more than the ${limit} bytes that it may weigh.`);
    process.exitCode = 1;
  }
}

const brotli = brotliCompressSync(code).length;
console.log(`beheld.js: ${code.length} bytes, ${gzipSync(code).length} with gzip, ${brotli} with brotli`);
if (brotli > MAX_BROTLI_BYTES) {
  console.error(`That is more than the ${MAX_BROTLI_BYTES} bytes it may weigh.`);
  process.exitCode = 1;
}
