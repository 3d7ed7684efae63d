// Reads a data layer: what was pushed before, and what is pushed from now on. Tag managers put a `push` of their own in place of
// the array's, pages make the layer late or anew: so it is looked at from time to time, too.

const LOOK_MS = 500;
const MAX_ENTRIES = 1000;

/** Call `take` with each entry of the layer of that name, once. */
export function readLayer(name, take) {
  const seen = new WeakSet(); // the same object, pushed again, says nothing new
  let known;

  const read = (entries) => {
    for (const entry of entries)
      if (Object(entry) === entry && !seen.has(entry)) {
        seen.add(entry);
        take(entry);
      }
  };

  const hook = (layer) => {
    const { push } = layer;
    known = layer;
    layer.push = function (...given) {
      const result = push.apply(this, given);
      look();
      read(given);
      return result;
    };
  };

  const look = () => {
    try {
      const layer = window[name];
      if (layer !== known && layer?.push) hook(layer);
      if (Array.isArray(layer) && !seen.has(layer[layer.length - 1])) read(layer.slice(-MAX_ENTRIES));
    } catch {} // frozen, or not to be read
  };

  look();
  setInterval(look, LOOK_MS);
}
