/** What a report can do once it is on the page: filters, other words, and files to take away. */

import { Refused, send, settled } from "./send.js";

/** @param {HTMLElement} root holds the report */
export function enliven(root) {
  for (const form of root.querySelectorAll("[data-form]")) {
    filtering(form);
    for (const answer of form.querySelectorAll("[data-answer]")) trying(answer, form, root);
  }
}

function filtering(form) {
  const filters = form.querySelector("[data-filters]");
  const all = form.querySelector("[data-answers]");
  const answers = [...all.querySelectorAll("[data-answer]")];
  const parts = [...all.querySelectorAll("[data-section].part")];
  const homes = new Map(parts.map((part) => [part, [...part.querySelectorAll("[data-answer]")]]));
  const pressing = document.createElement("div");
  parts[0]?.before(pressing);
  filters.hidden = false;

  let order = "code";

  function apply() {
    const want = new FormData(filters);
    let shown = 0;
    for (const answer of answers) {
      const { grade, section, comply, signals, review } = answer.dataset;
      answer.hidden = !(
        (!want.get("grade") || want.get("grade") === grade) &&
        (!want.get("section") || want.get("section") === section) &&
        (!want.get("signal") || signals.split(" ").includes(want.get("signal"))) &&
        (!want.has("yes") || comply === "yes") &&
        (!want.has("unsure") || review !== undefined)
      );
      if (!answer.hidden) shown += 1;
    }
    // What is moved loses the focus, so nothing is moved without need.
    if (want.get("order") !== order) sort((order = want.get("order")));
    for (const part of parts) part.hidden = !part.querySelector("[data-answer]:not([hidden])");
    all.querySelector("[data-none]").hidden = shown > 0;
    filters.querySelector("[data-shown]").textContent = `Showing ${shown} of ${answers.length} ${answers.length === 1 ? "answer" : "answers"}.`;
  }

  function sort(by) {
    if (by === "press") {
      pressing.append(...answers.toSorted((one, other) => one.dataset.rank - other.dataset.rank));
    } else {
      for (const [part, own] of homes) part.append(...own);
    }
  }

  filters.addEventListener("change", apply);
  // The fields are reset only after the event.
  filters.addEventListener("reset", () => setTimeout(apply));
  filters.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || !document.getElementById(link.hash.slice(1))?.hidden) return;
    filters.reset();
    apply();
  });
  apply();
}

function trying(answer, form, root) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = "Try other words";
  button.setAttribute("aria-describedby", `${answer.id}-h`);
  answer.append(button);
  button.addEventListener("click", () => {
    const panel = opened(answer, form, root, () => {
      button.hidden = false;
      button.focus();
    });
    button.hidden = true;
    panel.querySelector("textarea").focus();
  });
}

function opened(answer, form, root, closed) {
  const panel = root.querySelector("template[data-try]").content.firstElementChild.cloneNode(true);
  const original = answer.querySelector(".reading");
  const edge = answer.className;
  const status = panel.querySelector("[data-try-status]");
  const change = panel.querySelector("[data-change]");
  const speak = settled((text) => (status.textContent = text), 1000);
  let running = null;

  for (const field of panel.querySelectorAll("[name]")) {
    field.id = `${answer.id}-${field.name}`;
    field.labels[0] ?? field.previousElementSibling.setAttribute("for", field.id);
    field.value = field.name === "comply" ? answer.dataset.comply : written(original, field.name);
  }
  panel.setAttribute("aria-labelledby", `${answer.id}-h`);
  answer.querySelector("h4").after(panel);

  const score = settled(async () => {
    running?.abort();
    running = new AbortController();
    const fields = new FormData(panel);
    fields.set("code", form.dataset.code);
    fields.set("form_date", form.dataset.date);
    fields.set("ref", answer.dataset.ref);
    fields.set("requirement", answer.querySelector("[data-requirement]")?.textContent ?? "");
    try {
      const piece = await send(form.closest("[data-try-path]").dataset.tryPath, fields, { signal: running.signal });
      if (panel.isConnected) put(piece.querySelector(".reading"));
    } catch (error) {
      if (error instanceof Refused) {
        change.textContent = error.piece.textContent.replace(/\s+/g, " ").trim();
        speak(change.textContent);
      } else if (error.name !== "AbortError") throw error;
    }
  }, 150);

  function put(reading) {
    const old = answer.querySelector(".reading");
    reading.querySelector(".why").open = old.querySelector(".why").open;
    old.replaceWith(reading);
    answer.className = `answer edge-${reading.dataset.letter}`;
    answer.dataset.tried = "";
    change.textContent = `With these words: ${said(reading)}. In the form: ${said(original)}.`;
    speak(change.textContent);
  }

  panel.addEventListener("input", score);
  panel.addEventListener("submit", (event) => event.preventDefault());
  panel.querySelector("[data-back]").addEventListener("click", () => {
    running?.abort();
    panel.remove();
    answer.querySelector(".reading").replaceWith(original);
    answer.className = edge;
    delete answer.dataset.tried;
    closed();
  });
  return panel;
}

/** The words of one field as the form has them, without the labels of the marks. */
function written(reading, field) {
  const place = reading.querySelector(`[data-text="${field}"]`);
  if (!place) return "";
  const copy = place.cloneNode(true);
  for (const tag of copy.querySelectorAll(".tag")) tag.remove();
  return copy.textContent;
}

function said(reading) {
  const { score, grade, letter } = reading.dataset;
  return `${score} of 100, ${grade} (${letter})`;
}

/**
 * Files to take away: what was sent is sent again, for it was not kept.
 * @param {HTMLElement} root holds the report
 * @param {FormData} sent the form that brought it
 */
export function downloading(root, sent) {
  const box = root.querySelector("[data-downloads]");
  const status = box.querySelector("[data-download-status]");
  box.hidden = false;
  for (const button of box.querySelectorAll("[data-format]")) {
    button.addEventListener("click", async () => {
      const fields = new FormData();
      for (const [name, value] of sent) fields.append(name, value);
      fields.set("format", button.dataset.format);
      status.textContent = "Making the file.";
      button.disabled = true;
      try {
        save(await send(box.dataset.path, fields, { file: true }), button.dataset.file);
        status.textContent = `Saved as ${button.dataset.file}.`;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        status.textContent = error.piece.textContent.replace(/\s+/g, " ").trim();
      } finally {
        button.disabled = false;
        button.focus();
      }
    });
  }
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
