/** Compare two years: two files go out, the comparison comes in. */

import { downloading } from "./report.js";
import { arrive } from "./swap.js";
import { uploading } from "./upload.js";

uploading(document.querySelector("[data-upload]"), (piece, fields) => {
  downloading(arrive(piece), fields);
});
