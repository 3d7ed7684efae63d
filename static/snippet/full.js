// All in one file, for pages that pin its hash or want one request: what joins the core stands before it.
import "../seen/seen.js";
import "../plans/plans.js";
import "../survey/survey.js";
import "./whole.js";
import "./main.js";
