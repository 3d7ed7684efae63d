// Places actions when their moment has come, and decides experiments: loaded at the first call for it, see ../snippet/files.js.
import { core } from "../snippet/core.js";
import { join } from "../snippet/joining.js";
import { STYLES } from "../snippet/styles.js";
import { keepChosen } from "./choices.js";
import { variation } from "./experiments.js";
import { planSurvey } from "./survey.js";
import { planAction, planAgain, startTriggers, tryPlans } from "./triggers.js";

if (join({ action: planAction, keepChosen, planAgain, survey: planSurvey, tryPlans, variation })) {
  core.observeToo(STYLES);
  keepChosen();
  startTriggers();
}
