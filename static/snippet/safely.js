// The page must never notice us: nothing of ours throws into it, and only `data-debug` makes us speak.
import { asked } from "./tag.js";

/** Say something to a developer who asked for it. */
export function note(...words) {
  if (asked("debug") != null) console.debug("beheld:", ...words);
}

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

/** Hear of events before the page can stop them, without being able to hold them up. */
export function listen(target, types, heard) {
  for (const type of types.split(" ")) target.addEventListener(type, safely(heard), { capture: true, passive: true });
}

/** Do it later, safely. */
export const later = (work, ms) => setTimeout(safely(work), ms);

let gone = false;

/** Whether this page is in a visible tab, and not about to be gone. */
export const lit = () => !gone && document.visibilityState == "visible";

/** The page goes, or comes back. */
export const leaving = (does) => (gone = does);
