/** The attributes by which something is shown or hidden, and by which it may match a selector. */
export const STYLES = ["class", "style", "hidden", "open"];
