/** An attribute of an element: the value of `data-bh-NAME`; undefined where there is none, or none that a page knew. */
export function attribute(element, name) {
  const value = element.getAttribute("data-bh-" + name);
  return /^(undefined|null)?$/.test(value) ? undefined : value;
}
