/**
 * Sends fields to the service and gives back a piece of a page, or a file.
 *
 * Pieces come escaped from the service's own templates. They are parsed as a document in which no script runs, and the
 * page's policy forbids scripts that are not the service's own.
 */

/** A refusal. `piece` says to the reader what is wrong and what to do. */
export class Refused extends Error {
  constructor(piece) {
    super("refused");
    this.piece = piece;
  }
}

/**
 * @param {string} path where to send
 * @param {FormData} fields what to send
 * @param {{progress?: (sent: number) => void, signal?: AbortSignal, file?: boolean}} options `progress` is told the
 *   share sent, 0 to 1; with `file` the answer is a Blob
 * @returns {Promise<DocumentFragment|Blob>} rejected with Refused, or with an AbortError
 */
export function send(path, fields, { progress, signal, file = false } = {}) {
  return new Promise((done, failed) => {
    const call = new XMLHttpRequest();
    call.open("POST", path);
    call.setRequestHeader("X-Part", "yes");
    // The key is where it was typed and nowhere else.
    const key = document.querySelector("[data-key]")?.value;
    if (key) call.setRequestHeader("Authorization", `Bearer ${key}`);
    call.responseType = "blob";
    if (progress) {
      call.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
      call.upload.addEventListener("load", () => progress(1));
    }
    call.addEventListener("load", async () => {
      const good = call.status >= 200 && call.status < 300;
      const type = call.getResponseHeader("Content-Type") ?? "";
      if (good && file) done(call.response);
      else if (good) done(parsed(await call.response.text()));
      else if (type.startsWith("text/html")) failed(new Refused(parsed(await call.response.text())));
      else failed(new Refused(problem(told(await call.response.text()))));
    });
    call.addEventListener("error", () => failed(new Refused(problem({}))));
    call.addEventListener("abort", () => failed(new DOMException("stopped", "AbortError")));
    signal?.addEventListener("abort", () => call.abort());
    call.send(fields);
  });
}

function parsed(text) {
  const piece = document.createDocumentFragment();
  piece.append(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
  return piece;
}

/** What a refusal in JSON says; nothing where it is none. */
function told(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** The box that tells of a problem, as the service's own pages have it. */
export function problem({ detail, advice, code }) {
  const piece = document.getElementById("problem-pattern").content.cloneNode(true);
  if (detail) {
    piece.querySelector("[data-message]").textContent = detail;
    piece.querySelector("[data-advice]").textContent = advice ?? "Wait a minute, then try again.";
    piece.querySelector("[data-code]").textContent = code ? `Code ${code}` : "";
  }
  return piece;
}

/** Calls `work` once the calls to what it returns have paused for `pause` milliseconds. */
export function settled(work, pause) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...values), pause);
  };
}
