// What `make lint` checks in JavaScript, beside its form, which is prettier's. Circles of imports are found by
// tests/snippet/test_imports.py.
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["static/beheld*.js", "static/docs/swagger_ui/", "static/dashboard/uplot/"] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2022, globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      // What the snippet does in a page must fail in silence.
      "no-empty": ["error", { allowEmptyCatch: true }],
      "no-var": "error",
      "prefer-const": ["error", { destructuring: "all" }],
      "object-shorthand": "error",
    },
  },
  { files: ["static/snippet/*.js"], languageOptions: { globals: { VERSION: "readonly" } } },
  {
    files: ["static/seen/*.js", "static/plans/*.js", "static/survey/*.js", "static/ga4/*.js", "static/debug/*.js"],
    rules: {
      // What holds state in the core is handed over by core.js; the rest holds none, and may be there twice.
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: "snippet/(?!(attribute|core|cut|joining|page_height|states|styles)\\.js$)",
              message: "use core.js",
            },
          ],
        },
      ],
    },
  },
  { files: ["static/dashboard/charts.js"], languageOptions: { globals: { uPlot: "readonly" } } },
  { files: ["static/*.mjs", "tests/browser/*.mjs"], languageOptions: { globals: globals.node } },
];
