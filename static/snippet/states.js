/** What matches the controls that do nothing, and those that are on. */
export const DISABLED = ":disabled,[aria-disabled=true]";
export const ON = ":checked,[aria-pressed=true],[aria-checked=true]";
