// Builds what pages load from its sources, and says how heavy it is. `node static/build.mjs [DIRECTORY]`; with `--modules` instead,
// how many bytes each module of a file costs, which is what the file would weigh less without it.
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";
import SHORT_NAMES from "./short_names.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const MODULES = "--modules";

// The files that join the core later, each with the bytes of brotli that it may weigh. beheld.js names their version.
const LATER = [
  { name: "beheld-seen.js", entry: "seen/seen.js", max: 6800 },
  { name: "beheld-plans.js", entry: "plans/plans.js", max: 2450 },
  { name: "beheld-survey.js", entry: "survey/survey.js", max: 2400 },
  { name: "beheld-ga4.js", entry: "ga4/ga4.js", max: 2700, map: false },
  { name: "beheld-debug.js", entry: "debug/debug.js", max: 4800, map: false },
];
const CORE = { name: "beheld.js", entry: "snippet/main.js", max: 5500 };
const WHOLE = { name: "beheld.full.js", entry: "snippet/full.js", max: 15950, map: false };

// A later file is given the core when it is loaded, and must hold no second copy of it.
const CORE_IS_GIVEN = {
  format: "esm",
  plugins: [
    {
      name: "core is given",
      setup: ({ onLoad }) =>
        onLoad({ filter: /snippet\/core\.js$/ }, () => ({ contents: "export const core = given" })),
    },
  ],
  banner: { js: "export default(given)=>{" },
  footer: { js: "}" },
};

// A script of its own. Nothing may reach the page, not even from a browser too old to start in.
const STARTS = {
  format: "iife",
  logOverride: { "empty-import-meta": "silent" },
  banner: { js: "try{" },
  footer: { js: "}catch(e){console.warn('beheld:',e)}" },
};

const without = (module) => ({
  name: "without",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.js$/ }, ({ path }) =>
      path.endsWith(module) ? { contents: "module.exports = {}" } : undefined,
    ),
});

async function bundled({ name, entry }, shape, define, plugins = []) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: here,
    entryPoints: [entry],
    outfile: name,
    write: false,
    bundle: true,
    // The syntax of Chrome 80, Firefox 74 and Safari 13.1 (docs/snippet.md); tests take away the functions they lack.
    target: "es2020",
    minifySyntax: true,
    sourcemap: "external",
    metafile: true,
    mangleProps: new RegExp(`^(${Object.keys(SHORT_NAMES).join("|")})$`),
    mangleCache: SHORT_NAMES,
    logLevel: plugins[0] ? "silent" : "warning",
    define,
    ...shape,
    plugins: [...plugins, ...(shape.plugins || [])],
  });
  const [map, text] = outputFiles.map((file) => file.text);
  return { map, text, modules: Object.keys(metafile.inputs) };
}

// esbuild joins the modules and shortens their syntax; terser makes about 270 bytes less of them than esbuild alone would. How far
// it puts functions in place of their calls, and them to the top, was tried: the core is smallest one way, all else the other.
async function packed(file, shape, define, plugins) {
  const { text, map, modules } = await bundled(file, shape, define, plugins);
  const { code, map: minifiedMap } = await minify(
    { [file.name]: text },
    {
      ecma: 2020,
      module: shape == CORE_IS_GIVEN,
      compress: { ecma: 2020, passes: 3, inline: file == CORE ? 2 : 1, unsafe_arrows: true, hoist_funs: file != CORE },
      sourceMap: file.map ?? { content: map, includeSources: true, filename: file.name },
    },
  );
  return { code, map: minifiedMap, modules };
}

const digest = (code, algorithm, form) => createHash(algorithm).update(code).digest(form);
const weightOf = (code) => brotliCompressSync(code).length;

function report({ name, max }, code, modules) {
  const weight = weightOf(code);
  const rows = [`${code.length} bytes`, `${gzipSync(code).length} gzip`, `${weight} brotli`, `of at most ${max}`];
  console.log([name.padEnd(17), `${modules.length} modules`.padEnd(11), ...rows].join("  "));
  if (weight <= max) return;
  console.error(`${name} weighs more than the ${max} bytes that it may.`);
  process.exitCode = 1;
}

async function reportModules(file, shape, define) {
  const { code, modules } = await packed(file, shape, define);
  const whole = weightOf(code);
  const rows = await Promise.all(
    modules.map(async (path) => {
      const rest = await packed(file, shape, define, [without(path)]).catch(() => ({ code }));
      return [whole - weightOf(rest.code), path];
    }),
  );
  console.log(`\n${file.name}: ${whole} bytes with brotli`);
  for (const [bytes, path] of rows.sort(([a], [b]) => b - a)) console.log(String(bytes).padStart(6), path);
}

const directory = process.argv.slice(2).find((given) => given != MODULES) ?? here;

async function make(file, shape, version = "") {
  const define = { VERSION: JSON.stringify(version) };
  if (process.argv.includes(MODULES)) await reportModules(file, shape, define);
  const { code, map, modules } = await packed(file, shape, define);
  if (process.argv.includes(MODULES)) return code;
  writeFileSync(join(directory, file.name), code);
  if (map) writeFileSync(join(directory, file.name + ".map"), map);
  report(file, code, modules);
  return code;
}

const later = [];
for (const file of LATER) later.push(await make(file, CORE_IS_GIVEN));
const version = digest(later.join(""), "sha256", "hex").slice(0, 8);
await make(CORE, STARTS, version);
const whole = await make(WHOLE, STARTS, version);
console.log(`${WHOLE.name}: integrity="sha384-${digest(whole, "sha384", "base64")}"`);
