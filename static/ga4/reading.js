// What a page pushes may be anything at all: fields are read one by one, and only words, numbers and rows come of them.

const MAX_ROWS = 500; // as many lines as an order may have
const MAX_TEXT = 1000;

/** What stands in the first of these fields of an object that has words or a number; anything else is as good as nothing. */
export function word(source, ...names) {
  for (const name of names)
    try {
      const value = source[name];
      if (Number.isFinite(value)) return value;
      const text = typeof value == "string" && value.trim().slice(0, MAX_TEXT);
      if (text) return text;
    } catch {}
}

/** The same as text, for ids. */
export const id = (source, ...names) => word(source, ...names)?.toString();

/** An object in a field; null where the page says that there is none. */
export function part(source, name) {
  try {
    const value = source[name];
    return typeof value == "object" ? value : undefined;
  } catch {}
}

/** The rows in a field: of one that is no list, that one. */
export function rows(source, name) {
  const value = part(source, name);
  try {
    return Array.isArray(value) ? value.slice(0, MAX_ROWS) : value ? [value] : [];
  } catch {
    return [];
  }
}

/**
 * A number out of one, or out of a text for people: "19,90 €", "1.234,50", "$1,234.50". What cannot be surely read stays as it is,
 * and the collector says what is wrong with it.
 */
export function amount(value) {
  if (value == null || Number.isFinite(+value)) return value && +value;
  const text = value.replace(/^[^\d-]+|\D+$|[\s'’]/g, "");
  const plain = /,\d\d?$/.test(text) ? text.replace(/\./g, "").replace(",", ".") : text.replace(/,(?=\d{3}[.,])/g, "");
  return plain && Number.isFinite(+plain) ? +plain : value;
}
