// How it looks. Nothing of it takes a click but the panel.
export const STYLE = `
:host { all: initial; position: fixed; inset: 0 auto auto 0; width: 0; height: 0; z-index: 2147483647; pointer-events: none; --ground: #fff; --ink: #1c1e21; --soft: #4b5158; --line: #767b82; --good: #0a6b3d; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :host { --ground: #1b1e22; --ink: #f0f1f2; --soft: #b9bec4; --line: #8b9097; --good: #6fdca0; --bad: #ff9a90; } }
@media print { :host { display: none; } }
* { box-sizing: border-box; }
.layer div { position: fixed; border: 2px dashed var(--bad); border-radius: 2px; }
.layer .good { border: 2px solid var(--good); }
.layer .item { border-width: 1px; }
.layer span { position: absolute; inset: 0 auto auto 0; max-inline-size: 100%; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; padding: 0 .3em; font: 12px/1.5 system-ui, sans-serif; background: var(--ground); color: var(--bad); }
.layer .good span { color: var(--good); }
.layer span:empty { display: none; }
section { position: fixed; pointer-events: auto; display: flex; flex-direction: column; inline-size: min(24rem, 100vw - 1rem); max-block-size: min(34rem, 65vh); border: 1px solid var(--line); border-radius: .5rem; background: var(--ground); color: var(--ink); font: 14px/1.4 system-ui, sans-serif; text-align: start; overflow-wrap: anywhere; }
@media (max-width: 40rem) { section { max-block-size: 50vh; } }
.bottom { bottom: .5rem; } .top { top: .5rem; } .left { left: .5rem; } .right { right: .5rem; }
header { display: flex; gap: .5rem; align-items: center; padding: .5rem .75rem; border-block-end: 1px solid var(--line); }
h2 { margin: 0; flex: 1; font-size: 16px; }
h3 { margin: .75rem 0 .25rem; font-size: 14px; }
button { min-block-size: 2rem; padding-inline: .75rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .25rem; cursor: pointer; }
:focus-visible { outline: 3px solid var(--good); outline-offset: 1px; }
.body { overflow: auto; padding: .25rem .75rem .75rem; }
dl, ul { margin: 0; padding: 0; list-style: none; }
dl div { display: flex; gap: .5rem; } dt { flex: 0 0 5.5rem; color: var(--soft); } dd { margin: 0; }
li { padding-block: .3rem; border-block-start: 1px solid var(--line); }
b { display: block; font-weight: 600; } small { display: block; font-size: 13px; color: var(--soft); }
li span { font-weight: 400; } .good { color: var(--good); } .bad { color: var(--bad); }
`;
