/** A page with two states: the form that is filled in, and what came of it. Back leads from one to the other. */

const start = document.getElementById("start");
const report = document.getElementById("report");
const again = document.querySelector("[data-again]");
const line = document.querySelector("[data-again-line]");
const title = document.title;

addEventListener("popstate", show);
again.addEventListener("click", (event) => {
  event.preventDefault();
  history.pushState(null, "", location.pathname);
  show();
  start.querySelector("h1").focus();
});

/**
 * Shows what came, in place of the form.
 * @param {DocumentFragment} piece
 * @returns {HTMLElement} where it stands
 */
export function arrive(piece) {
  report.replaceChildren(piece);
  history.pushState(null, "", "#report");
  show();
  report.querySelector("h1").focus({ preventScroll: true });
  scrollTo({ top: 0, behavior: "instant" });
  return report;
}

/** The report where there is one and the address names a place in it, else the form. */
function show() {
  const place = location.hash.slice(1);
  const within = place === "report" || report.contains(document.getElementById(place));
  const shown = report.childElementCount > 0 && within;
  start.hidden = shown;
  report.hidden = !shown;
  line.hidden = !shown;
  document.title = shown ? `${report.querySelector("h1").textContent} – ${title}` : title;
}
