// Whom an experiment or a trigger is for: by page, device, new or returning, and what is known of the user.

// As an address writes it: owners write /größe, and the page stands at /gr%C3%B6%C3%9Fe.
const inAddress = (pattern) => pattern.replace(/[^!-~]+|["<>`{}]/g, encodeURIComponent);

// A star stands for anything.
const matches = (path, pattern) =>
  new RegExp(
    "^" +
      inAddress(pattern)
        .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
        .replace(/\*/g, ".*") +
      "$",
  ).test(path);

/** Whether a path matches one of the patterns. */
export const onPage = (patterns, path) => [].concat(patterns).some((pattern) => matches(path, pattern));

// As it is written. Lists and objects are nothing that can be compared, and neither is what is not known.
const isOneOf = (trait, values) => /^[snb]/.test(typeof trait) && values.map(String).includes(String(trait));

const conditions = {
  pages: (patterns, { path }) => onPage(patterns, path),
  // Reports say "phone".
  devices: (wanted, { device }) => String(wanted).replace("phone", "mobile").split(",").includes(device),
  visitors: (wanted, { isNew }) => wanted == (isNew ? "new" : "returning"),
  traits: (wanted, { traits }) =>
    Object.entries(wanted).every(([name, values]) => isOneOf(traits[name], [].concat(values))),
};

/** Whether all conditions hold of `here`: {path, device, isNew, traits}. A kind that nobody knows here does not. */
export const meets = (targeting, here) =>
  Object.entries(targeting).every(([kind, wanted]) => wanted == null || conditions[kind]?.(wanted, here));
