// What the shop tells Beheld. Until the snippet has come, calls wait in its queue.
window.beheld =
  window.beheld ||
  function () {
    (window.beheld.q = window.beheld.q || []).push(arguments);
  };

/** Tell Beheld something: beheld(type, {fields}). */
export const tell = (...said) => window.beheld(...said);
