// Popups that a visitor closes without a button that says so: by Escape, or by a click beside them.
import { core } from "../snippet/core.js";
import { execute } from "./markup.js";
import { contains } from "./rectangles.js";
import { isShown, lookAfresh } from "./shown.js";
import { every, nearest } from "./tree.js";

const FADED_MS = 500;
const POPUPS = "dialog,[popover],[role=dialog],[role=alertdialog],[data-bh-kind=popup]";

const isThere = (place) => place.getClientRects()[0] && isShown(place);

/** The popup that an action is, or stands in. */
export const popupOf = (place) => nearest(place, POPUPS);

// The actions that are shown now and are popups, or stand in one; `shown`: those that were shown before this file came.
function popups(shown) {
  lookAfresh();
  return (shown || every("[data-bh-action]")).filter((place) => popupOf(place) && (shown || isThere(place)));
}

/** Those of them that a press is beside of, or on the curtain of. */
export const beside = (event, path, shown) =>
  popups(shown).filter((place) => !path.includes(popupOf(place)) || isBackdrop(popupOf(place), event));

/** What of these the visitor has closed in a moment is dismissed; once, though they may have pressed twice. */
export function dismissedBy(places) {
  const opened = core.view();
  const look = () => {
    lookAfresh();
    places = places.filter((place) => {
      if (isThere(place) || opened != core.view()) return true;
      const impression = execute(place);
      const now = core.clock();
      impression.used = true;
      if (!(now - impression.dismissed < FADED_MS)) core.record("dismiss", impression.which);
      impression.dismissed = now;
    });
  };
  if (places[0]) for (const ms of [0, FADED_MS]) core.later(look, ms);
}

/** Whether a click on an action itself was beside its content: on the curtain of a dialog, or on what fills the window around it. */
export function isBackdrop(place, { target, clientX, clientY }) {
  const rect = place.getBoundingClientRect();
  const fills = contains(rect, 0, 0) && contains(rect, innerWidth, innerHeight);
  return place == target && ((fills && place.firstElementChild) || !contains(rect, clientX, clientY));
}

/** Escape was pressed. */
export const escaped = (shown) => dismissedBy(popups(shown));
