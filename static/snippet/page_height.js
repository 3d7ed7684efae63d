/** How high the page is, in pixels. */
export const pageHeight = () => document.documentElement.scrollHeight;
