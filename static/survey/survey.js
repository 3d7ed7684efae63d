// Shows surveys: loaded when the moment of one has come, see ../snippet/files.js.
import { join } from "../snippet/joining.js";
import show from "./show.js";

join({ show });
