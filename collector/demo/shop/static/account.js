// Signing in. A shop tells Beheld its own customer number, never an address.
import { tell } from "./measure.js";
import { recall, remember } from "./memory.js";

/** Show who is signed in, and let them sign in or out. */
export function startSignIn() {
  const form = document.querySelector("[data-sign-in]");
  const card = document.querySelector("[data-signed-in]");
  const show = () => {
    const customer = recall("customer", null);
    form.hidden = !!customer;
    card.hidden = !customer;
    card.querySelector("[data-customer]").textContent = customer || "";
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = new FormData(form);
    const customer = customerNumber(said.get("email"));
    remember("customer", customer);
    tell("identify", { user_id: customer, traits: { taste: said.get("taste") } });
    show();
  });
  card.querySelector("[data-sign-out]").addEventListener("click", () => {
    remember("customer", null);
    show();
  });
  show();
}

// The same address gives the same number on every device (FNV-1a), and nobody can read it back.
function customerNumber(address) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(address.trim().toLowerCase())) hash = Math.imul(hash ^ byte, 0x01000193);
  return "customer-" + (hash >>> 0).toString(16).padStart(8, "0");
}
