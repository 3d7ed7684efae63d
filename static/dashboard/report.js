// Folds and unfolds all visits at once. The page is complete without it.
const visits = [...document.querySelectorAll("details.visit")];
const head = document.getElementById("visits");

if (visits.length > 1 && head) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  const allOpen = () => visits.every((visit) => visit.open);
  const name = () => (button.textContent = allOpen() ? "Fold all" : "Unfold all");
  button.addEventListener("click", () => {
    const open = !allOpen();
    for (const visit of visits) visit.open = open;
  });
  for (const visit of visits) visit.addEventListener("toggle", name);
  name();
  head.append(" ", button);
}

// A link to an order leads into its visit, which may be folded.
const unfold = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const visit = target && target.closest("details");
  if (!visit || visit.open) return;
  visit.open = true;
  target.scrollIntoView();
};
addEventListener("hashchange", unfold);
unfold();
