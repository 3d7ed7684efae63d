// beheld("survey", {…}) without a score: a survey to show. What shows it is a file of its own, loaded when its moment has come.
import { core } from "../snippet/core.js";
import { planAction } from "./triggers.js";

const { load, record } = core;

/** Show a survey when its moment has come: NPS once in a quarter and CSAT once in a month, unless the plan says otherwise. */
export const planSurvey = (plan) =>
  planAction({
    kind: "survey",
    ...plan,
    trigger: { cap: { days: plan.instrument == "csat" ? 30 : 91 }, ...plan.trigger },
    place: async (element) => (await load("survey")).show(element, plan, record),
  });
