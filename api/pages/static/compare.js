/** Compare two years: two files go out, the comparison comes in. */

import { uploading } from "./upload.js";

const result = document.querySelector("[data-comparison]");

uploading(document.querySelector("[data-upload]"), (piece) => {
  result.replaceChildren(piece);
  const heading = result.querySelector("h1, h2");
  heading.tabIndex = -1;
  heading.focus();
});
