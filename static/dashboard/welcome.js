// Puts the code of the link into the form, and takes it out of the address, where it would stay in the history.
const code = location.hash.slice(1);
const field = document.querySelector("#token");

if (code && field) {
  field.value = code;
  history.replaceState(null, "", location.pathname);
}
