// The page must never notice us: nothing of ours throws into it, and only `data-debug` makes us speak.
import { option, doc } from "./script_tag.js";

/** Whether messages for developers are on. */
export const debugging = option("debug") != null;

/** Lists, or what else has a `push`, that get the words of all that is noted: events, answers of the collector, changes of consent. */
export const ears = [];

/** Log a message, if messages for developers are on. */
export const note = (...words) => {
  ears.map((ear) => ear.push(words));
  if (debugging) console.debug("beheld:", ...words);
};

/** Warn in the console, always: of what can never work as it is. */
export const warn = (...words) => console.warn("beheld:", ...words);

/** The same function, but its errors end here. */
export const safely =
  (work) =>
  (...given) => {
    try {
      return work(...given);
    } catch (error) {
      note(error);
    }
  };

/** Hear of events before the page can stop them. None of touch or wheel, which would hold up scrolling. */
export const listen = (target, types, heard) =>
  types.split(" ").map((type) => target.addEventListener(type, safely(heard), true));

/** Do it later. */
export const later = (work, ms) => setTimeout(safely(work), ms);

/** The time of day in whole milliseconds, whatever the page has made of Date.now. */
export const now = () => Math.round(Date.now());

/** A clock that never jumps, in milliseconds. */
export const clock = () => performance.now();

let gone;

/** Set whether the page is about to be gone. */
export const going = (now) => (gone = now);

/** Whether this page is in a visible tab, and there to stay. */
export const isVisible = () => !gone && !doc.hidden;
