// How a survey looks; a page changes it by the custom properties that begin with --beheld-survey.
export const STYLE = `
:host { display: block; box-sizing: border-box; max-inline-size: 30rem; }
:host(.corner) { position: fixed; z-index: 2147483000; inset-block-end: 1rem; inset-inline-end: 1rem; inline-size: calc(100vw - 2rem); max-block-size: calc(100vh - 2rem); overflow: auto; }
form { --ground: var(--beheld-survey-ground, #fff); --ink: var(--beheld-survey-ink, #1c1e21); --line: var(--beheld-survey-line, #767b82); --mark: var(--beheld-survey-mark, #0b5cad); --on: var(--beheld-survey-on-mark, #fff);
  position: relative; box-sizing: border-box; padding: 1.25rem; border: 1px solid var(--line); border-radius: var(--beheld-survey-radius, .75rem); background: var(--ground); color: var(--ink); font: var(--beheld-survey-font, 1rem/1.45 system-ui, sans-serif); text-align: start; }
@media (prefers-color-scheme: dark) { form { --ground: var(--beheld-survey-ground, #1b1e22); --ink: var(--beheld-survey-ink, #f0f1f2); --line: var(--beheld-survey-line, #8b9097); --mark: var(--beheld-survey-mark, #8ec2ff); --on: var(--beheld-survey-on-mark, #10131a); } }
@media (prefers-reduced-motion: no-preference) { :host(.corner) { animation: rise .25s ease-out; } @keyframes rise { from { transform: translateY(1rem); } } }
*, ::before { box-sizing: border-box; }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
#asks { display: block; font-weight: 600; padding: 0; margin: 0 2.5rem .75rem 0; }
form:dir(rtl) #asks { margin: 0 0 .75rem 2.5rem; }
.scores { display: flex; flex-wrap: wrap; gap: .25rem; }
.scores label { position: relative; display: grid; place-items: center; flex: 1 0 2rem; min-block-size: 2.5rem; border: 1px solid var(--line); border-radius: .375rem; cursor: pointer; }
.scores input { position: absolute; inset: 0; margin: 0; inline-size: 100%; block-size: 100%; opacity: 0; cursor: pointer; }
.scores label:has(:checked) { background: var(--mark); border-color: var(--mark); color: var(--on); font-weight: 700; }
label:focus-within, button:focus-visible, textarea:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; }
.ends { display: flex; justify-content: space-between; gap: 1rem; margin: .375rem 0 0; font-size: .875em; }
.options { display: grid; gap: .25rem; }
.options label { display: flex; gap: .5rem; align-items: center; min-block-size: 2rem; cursor: pointer; }
textarea { inline-size: 100%; font: inherit; padding: .5rem; border: 1px solid var(--line); border-radius: .375rem; background: transparent; color: inherit; }
button { font: inherit; cursor: pointer; color: inherit; }
.go { margin-block-start: 1rem; min-block-size: 2.5rem; padding-inline: 1.25rem; border: 0; border-radius: .375rem; background: var(--mark); color: var(--on); font-weight: 600; }
.close { position: absolute; inset-block-start: .5rem; inset-inline-end: .5rem; inline-size: 2.25rem; block-size: 2.25rem; border: 0; background: transparent; font-size: 1.25rem; line-height: 1; }
`;
