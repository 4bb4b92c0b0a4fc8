/** Check a form: the file goes out, the report comes in, and Back leads to where it was chosen. */

import { enliven } from "./report.js";
import { uploading } from "./upload.js";

const start = document.getElementById("start");
const report = document.getElementById("report");
const title = document.title;
const form = document.querySelector("[data-upload]");

uploading(form, (piece, fields) => {
  report.replaceChildren(piece);
  enliven(report, fields);
  history.pushState(null, "", "#report");
  show();
  report.querySelector("h1").focus();
  scrollTo(0, 0);
});

addEventListener("popstate", show);
document.querySelector("[data-again]").addEventListener("click", (event) => {
  event.preventDefault();
  history.pushState(null, "", location.pathname);
  show();
  start.querySelector("h1").focus();
});
addEventListener("beforeunload", (event) => {
  if (report.querySelector("[data-tried]")) event.preventDefault();
});

/** The report where there is one and the address names a place in it, else the start. */
function show() {
  const shown = report.childElementCount > 0 && location.hash !== "" && location.hash !== "#main";
  start.hidden = shown;
  report.hidden = !shown;
  document.querySelector("[data-again-line]").hidden = !shown;
  document.title = shown ? `${report.querySelector("h1").textContent}: evidence report` : title;
}
