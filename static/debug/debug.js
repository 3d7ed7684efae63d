// Tells a developer what is recorded: loaded where the script tag or the page's address asks for it, see ../snippet/files.js.
import { core } from "../snippet/core.js";
import { join } from "../snippet/joining.js";
import { warnOfAnswer } from "./console.js";
import { take } from "./log.js";
import { safely } from "./safely.js";
import { showPanel } from "./showing.js";

const { joined, option } = core;

function hear(words) {
  take(words);
  if (option("debug") != null) warnOfAnswer(words);
}

const actions = () => joined.explain?.() || [];

if (join({ panel: safely(() => showPanel(actions, core.view)) })) {
  joined.heard.forEach(safely(hear));
  joined.heard.push = safely(hear);
}
