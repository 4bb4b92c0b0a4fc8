/** Check one answer: the score follows the typing. */

import { Refused, send, settled } from "./send.js";

const form = document.querySelector("[data-answer-form]");
const result = document.querySelector("[data-result]");
const status = form.querySelector("[data-status]");
const place = document.querySelector("[data-problem]");
const speak = settled((text) => (status.textContent = text), 1000);
let running = null;

for (const item of form.querySelectorAll("[data-no-js]")) item.remove();
editions();
steps();

async function score() {
  running?.abort();
  running = new AbortController();
  try {
    const piece = await send(form.action, new FormData(form), { signal: running.signal });
    const open = result.querySelector(".why")?.open ?? false;
    result.replaceChildren(piece);
    place.replaceChildren();
    const why = result.querySelector(".why");
    if (why) why.open = open;
    peek();
    // Without words yet the provision is told, which the steps may have changed.
    const told = result.querySelector(".verdict") ?? result.querySelector("h2");
    speak(told?.textContent.replace(/\s+/g, " ").trim() ?? "");
  } catch (error) {
    if (error instanceof Refused) place.replaceChildren(error.piece);
    else if (error.name !== "AbortError") throw error;
  }
}

form.addEventListener("input", settled(score, 150));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  score();
});
// A browser may have put back what was typed before.
if (form.elements.evidence.value || form.elements.commentary.value) score();

/** The score in short, with a link to the rest: on a phone the result is below what is typed. */
function peek() {
  const reading = result.querySelector(".reading");
  const place = form.querySelector("[data-peek]");
  place.replaceChildren();
  if (!reading) return;
  const { score, grade, letter } = reading.dataset;
  const badge = document.createElement("span");
  badge.className = `grade ${letter}`;
  badge.textContent = letter;
  const link = document.createElement("a");
  link.href = "#result";
  link.textContent = `${score} of 100, ${grade}: see why`;
  place.append(badge, " ", link);
}

/** One edition at a time: the long list of provisions shows those of the edition chosen above it. */
function editions() {
  const edition = form.querySelector("#edition");
  const provision = form.querySelector("#provision");
  const groups = [...provision.children];
  for (const group of groups) group.label = group.dataset.label;

  function narrow() {
    const ref = provision.value.split("/")[1];
    provision.replaceChildren(...groups.filter((group) => group.dataset.code === edition.value));
    const same = `${edition.value}/${ref}`;
    provision.value = same;
    if (provision.value !== same) provision.selectedIndex = 0;
  }

  const [code, ref] = provision.value.split("/");
  edition.value = code;
  narrow();
  provision.value = `${code}/${ref}`;
  edition.closest("[data-edition]").hidden = false;
  edition.addEventListener("change", narrow);
}

/** From provision to provision without a mouse. What was typed for one is there again on the way back. */
function steps() {
  const { provision, evidence } = form.elements;
  const names = ["comply", "evidence", "commentary"];
  const typed = new Map();
  const buttons = [...form.querySelectorAll("[data-step]")];
  let at = provision.value;

  function bound() {
    for (const button of buttons) {
      button.disabled = !(provision.selectedIndex + Number(button.dataset.step) in provision.options);
    }
  }

  /** What was typed for a provision comes back with it; before another one `otherwise` is put, or the words go along. */
  function moved(otherwise) {
    typed.set(at, names.map((name) => form.elements[name].value));
    at = provision.value;
    const words = typed.get(at) ?? otherwise;
    if (words) names.forEach((name, place) => (form.elements[name].value = words[place]));
    bound();
  }

  function step(by) {
    provision.selectedIndex += by;
    moved(["yes", "", ""]);
    evidence.focus();
    score();
  }

  for (const button of buttons) button.addEventListener("click", () => step(Number(button.dataset.step)));
  form.addEventListener("change", () => provision.value !== at && moved());
  form.querySelector("[data-steps]").hidden = false;
  bound();
}
