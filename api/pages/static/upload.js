/** A form that sends files: dropping them, telling how far it is, and stopping. */

import { problem, Refused, send } from "./send.js";

const READING = "Reading and scoring the form. This can take some seconds.";

/**
 * @param {HTMLFormElement} form with file inputs, each in a drop area
 * @param {(piece: DocumentFragment, fields: FormData) => void} arrived is given the answer, and what was sent
 */
export function uploading(form, arrived) {
  const files = [...form.querySelectorAll('input[type="file"]')];
  const bar = form.querySelector("[data-progress]");
  const status = form.querySelector("[data-status]");
  const place = document.querySelector("[data-problem]");
  const button = form.querySelector(".go");
  let stop = null;

  for (const item of form.querySelectorAll("[data-js]")) item.hidden = false;
  for (const item of form.querySelectorAll("[data-no-js]")) item.remove();
  for (const file of files) dropping(file.closest("[data-drop]"), file);

  form.querySelector("[data-stop]").addEventListener("click", () => stop?.abort());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!stop) go();
  });

  async function go() {
    const fields = new FormData(form);
    fields.set("format", "page");
    const large = files.map((file) => file.files[0]).find((file) => file && file.size > Number(form.dataset.limit));
    place.replaceChildren();
    if (large) return refuse(tooLarge(large.size));
    stop = new AbortController();
    button.disabled = true;
    bar.hidden = false;
    tell("Sending the file.");
    try {
      const piece = await send(form.action, fields, { progress, signal: stop.signal });
      tell("");
      arrived(piece, fields);
    } catch (error) {
      tell("");
      if (error instanceof Refused) refuse(error.piece);
      else if (error.name === "AbortError") tell("Stopped. Nothing was kept.");
      else throw error;
    } finally {
      stop = null;
      button.disabled = false;
      bar.hidden = true;
    }
  }

  function progress(share) {
    const meter = bar.querySelector("progress");
    if (share < 1) {
      meter.value = Math.round(share * 100);
      bar.querySelector("[data-progress-text]").textContent = `Sending the file: ${meter.value}%`;
    } else {
      // Without a value the bar shows that work is going on.
      meter.removeAttribute("value");
      tell(READING);
    }
  }

  function tell(text) {
    bar.querySelector("[data-progress-text]").textContent = text;
    status.textContent = text;
  }

  function refuse(piece) {
    place.replaceChildren(piece);
    place.querySelector(".problem").focus();
  }

  function tooLarge(size) {
    const { tooLarge: detail, tooLargeAdvice: advice } = form.dataset;
    // Upwards, or a file a little over the limit would be told as large as the limit.
    const told = `${Math.ceil(size / 1e5) / 10} MB`;
    return problem({ detail: detail.replace("{size}", told), advice, code: "E107" });
  }
}

function dropping(area, input) {
  let depth = 0;
  area.addEventListener("dragenter", () => {
    depth += 1;
    area.classList.add("over");
  });
  area.addEventListener("dragleave", () => {
    depth -= 1;
    if (depth === 0) area.classList.remove("over");
  });
  area.addEventListener("dragover", (event) => event.preventDefault());
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    area.classList.remove("over");
    if (event.dataTransfer.files.length === 0) return;
    input.files = event.dataTransfer.files;
    // A single form is read as soon as it is dropped; of two, the second may still be to come.
    if (input.form.querySelectorAll('input[type="file"]').length === 1) input.form.requestSubmit();
  });
}
