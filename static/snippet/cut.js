/** The beginning of a text, never half a character. */
export const cut = (text, most) => [...text].slice(0, most).join("");
