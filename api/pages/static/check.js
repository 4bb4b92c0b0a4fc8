/** Check a form: the file goes out, the report comes in. */

import { downloading, enliven } from "./report.js";
import { arrive } from "./swap.js";
import { uploading } from "./upload.js";

uploading(document.querySelector("[data-upload]"), (piece, fields) => {
  const report = arrive(piece);
  enliven(report);
  downloading(report, fields);
});

// Words that were tried are nowhere but here.
addEventListener("beforeunload", (event) => {
  if (document.querySelector("[data-tried]")) event.preventDefault();
});
