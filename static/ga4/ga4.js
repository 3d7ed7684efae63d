// Records what a shop pushes for Google Analytics 4: loaded where the script tag asks for it, see ../snippet/files.js.
import { core } from "../snippet/core.js";
import { join } from "../snippet/joining.js";
import start from "./start.js";

if (join()) start(core.ears, core.option("ga4"), core.record, core.note);
