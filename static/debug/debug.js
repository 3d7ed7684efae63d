// Shows over the page what is recorded of it: loaded where the page's address asks for it, see ../snippet/files.js.
import { core } from "../snippet/core.js";
import { join } from "../snippet/joining.js";
import start from "./start.js";

const explain = () => core.joined.explain?.() || [];

if (join()) start(core.ears, core.joined.heard, explain, () => core.view);
