/* Many photos go up at once: each file is a request of its own, so that neither a bad one nor a lost connection
   holds up the others. */
"use strict";

(() => {
  const AT_ONCE = 3;
  const PAUSES = [1, 2, 5, 10, 20, 40, 60]; // seconds before a file is tried again
  const STALLED = 120; // seconds without any progress
  const SILENCE = 2; // seconds between two announcements of the progress
  const LINES = "application/x-ndjson";
  const MAY_COME_BACK = [408, 429, 500, 502, 503, 504];

  const page = document.querySelector(".add-photos");
  const form = page.querySelector("form");
  const input = form.elements.files;
  const uploads = page.querySelector(".uploads");
  const list = uploads.querySelector("ul");
  const overall = uploads.querySelector(".overall");
  const tryAllAgain = overall.querySelector(".again");
  const halted = uploads.querySelector(".halted");
  const told = uploads.querySelector(".told");
  const done = uploads.querySelector(".buttons.done");
  const describe = done.querySelector(".describe");
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const texts = read("add-photos-texts");
  const limits = read("add-photos-limits");
  const say = (name, values = {}) =>
    texts[name].replace(/\{(\w+)\}/g, (_match, key) => values[key]);

  // Of a row: "waiting" for the button, "queued", "sending", "pausing", "failed", "done"
  const rows = [];
  const counts = { added: 0, known: 0, refused: 0 };
  const added = new Set();
  let toldAt = 0;

  const inState = (...states) => rows.filter((row) => states.includes(row.state));
  const isBusy = () => inState("queued", "sending", "pausing").length > 0;

  // What is shown

  function element(tag, className, text = "") {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  }

  function button(text, name, act) {
    const made = element("button", "", text);
    made.type = "button";
    made.setAttribute("aria-label", `${text}: ${name}`);
    made.addEventListener("click", act);
    return made;
  }

  function makeRow(file) {
    const row = { file, tries: 0, item: element("li", "") };
    const megabytes = Math.max(file.size / limits.megabyte, 0.1).toLocaleString(document.documentElement.lang, {
      maximumFractionDigits: 1,
    });
    row.head = element("div", "file");
    row.said = element("span", "said");
    row.bar = element("progress", "");
    row.bar.max = file.size || 1;
    row.bar.value = 0;
    row.bar.setAttribute("aria-label", file.name);
    row.again = button(say("tryAgain"), file.name, () => {
      row.item.focus();
      queue([row]);
    });
    row.remove = button(say("remove"), file.name, () => {
      rows.splice(rows.indexOf(row), 1);
      row.item.remove();
      input.focus();
      show();
    });
    row.head.append(
      element("b", "", file.name),
      element("span", "", say("size", { size: megabytes })),
      row.said,
      row.bar,
      row.again,
      row.remove,
    );
    row.item.tabIndex = -1;
    row.item.append(row.head);
    setState(row, "waiting", say("waiting"));
    return row;
  }

  function setState(row, state, text) {
    row.state = state;
    row.said.textContent = text;
    row.bar.hidden = state !== "sending";
    row.again.hidden = state !== "failed";
    row.remove.hidden = !["waiting", "failed"].includes(state);
  }

  function show() {
    const settled = inState("done").length;
    const failed = inState("failed").length;
    uploads.hidden = !rows.length;
    overall.hidden = !(settled || failed || isBusy());
    overall.firstElementChild.max = rows.length || 1;
    overall.firstElementChild.value = settled;
    tryAllAgain.hidden = !failed || isBusy();
    const isOver = !isBusy() && (settled || failed) > 0;
    done.hidden = !isOver;
    if (describe) {
      describe.hidden = !added.size;
      describe.href = `${describe.dataset.address}?ids=${[...added].join(",")}`;
    }
    const parts = [say("progress", { done: settled, all: rows.length })];
    if (isOver) {
      parts.splice(0, 1, say("summary", counts), ...(failed ? [say("unsent", { failed })] : []));
    } else if (!overall.hidden && Date.now() - toldAt < SILENCE * 1000) {
      return; // a screen reader is not to speak all the time
    }
    tell(overall.hidden ? "" : parts.join(" "));
  }

  function tell(text) {
    if (told.textContent !== text) {
      told.textContent = text;
      toldAt = Date.now();
    }
  }

  // Files come in: chosen, or dropped with their folders

  function sentenceAgainst(file) {
    const isZip = /\.zip$/i.test(file.name);
    const limit = isZip ? limits.zip : limits.photo;
    if (!file.size) {
      return say("isEmpty", { name: file.name });
    }
    if (file.size > limit * limits.megabyte) {
      return say(isZip ? "isLargeZip" : "isLarge", { name: file.name, limit });
    }
    return "";
  }

  function add(files) {
    for (const file of files) {
      const row = makeRow(file);
      const sentence = sentenceAgainst(file);
      rows.push(row);
      list.append(row.item);
      if (sentence) {
        refuse(row, sentence);
      }
    }
    show();
  }

  async function filesIn(entry) {
    if (entry.isFile) {
      return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
    }
    const reader = entry.createReader();
    const files = [];
    for (;;) {
      // A hundred at a time
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!some.length) {
        return files;
      }
      for (const inner of some.filter(({ name }) => !name.startsWith("."))) {
        files.push(...(await filesIn(inner)));
      }
    }
  }

  async function addDropped(transfer) {
    const loose = [...transfer.files];
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.some((entry) => entry.isDirectory)) {
      add(loose);
      return;
    }
    for (const entry of entries) {
      add(await filesIn(entry).catch(() => []));
    }
  }

  input.addEventListener("change", () => {
    const chosen = [...input.files];
    input.value = "";
    add(chosen);
  });
  let depth = 0;
  const area = page.querySelector(".drop");
  window.addEventListener("dragenter", (event) => {
    event.preventDefault();
    depth += 1;
    area.classList.add("over");
  });
  window.addEventListener("dragleave", () => {
    depth -= 1;
    area.classList.toggle("over", depth > 0);
  });
  window.addEventListener("dragover", (event) => event.preventDefault());
  window.addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    area.classList.remove("over");
    addDropped(event.dataTransfer);
  });
  area.querySelector(".hint").hidden = false;

  // Sending

  function queue(some) {
    halted.textContent = "";
    for (const row of some) {
      row.tries = 0;
      row.shared = [...new FormData(form)].filter(([name]) => !["files", "csrfmiddlewaretoken"].includes(name));
      setState(row, "queued", say("waiting"));
    }
    goOn();
  }

  function goOn() {
    if (!halted.textContent && navigator.onLine) {
      const free = AT_ONCE - inState("sending").length;
      inState("queued").slice(0, Math.max(free, 0)).forEach(send);
    }
    show();
  }

  function send(row) {
    const request = new XMLHttpRequest();
    const data = new FormData();
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    let watch = null;
    const stillAlive = () => {
      clearTimeout(watch);
      watch = setTimeout(() => request.abort(), STALLED * 1000);
    };
    row.shared.forEach(([name, value]) => data.append(name, value));
    if (row.firstTry) {
      // What came of a try whose answer got lost is still this file's.
      data.append("seconds_ago", Math.ceil((Date.now() - row.firstTry) / 1000) + 1);
    }
    row.firstTry ||= Date.now();
    data.append("files", row.file);
    row.bar.value = 0;
    setState(row, "sending", say("sending"));
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      stillAlive();
      row.bar.max = total;
      row.bar.value = loaded;
    });
    request.upload.addEventListener("load", () => {
      row.bar.removeAttribute("value");
      row.said.textContent = say("checking");
    });
    request.addEventListener("progress", stillAlive);
    request.addEventListener("loadend", () => clearTimeout(watch));
    request.addEventListener("load", () => take(row, request));
    request.addEventListener("error", () => tryLater(row, "again"));
    request.addEventListener("abort", () => tryLater(row, "again"));
    request.open("POST", form.dataset.address);
    request.setRequestHeader("X-CSRFToken", token || form.elements.csrfmiddlewaretoken.value);
    stillAlive();
    request.send(data);
  }

  function take(row, request) {
    const isAnswer = request.getResponseHeader("Content-Type")?.startsWith(LINES);
    if (request.status === 200 && isAnswer) {
      const results = request.responseText.trim().split("\n").map((line) => JSON.parse(line));
      finish(row, results);
    } else if (request.status === 403) {
      halt(row, "forbidden");
    } else if (request.status === 200) {
      halt(row, "signedOut"); // the page for signing in
    } else if (request.status === 413) {
      refuse(row, say("isLarge", { name: row.file.name, limit: limits.photo }));
    } else if (MAY_COME_BACK.includes(request.status)) {
      tryLater(row, "fault");
    } else {
      setState(row, "failed", say("fault"));
    }
    goOn();
  }

  function finish(row, results) {
    const isZip = results.length > 1 || results[0].name !== row.file.name;
    row.head.hidden = !isZip;
    setState(row, "done", "");
    for (const { name, outcome, id, html } of results) {
      const box = element("div", "taken");
      box.innerHTML = html; // made by our own template
      row.item.append(box);
      counts[outcome] += 1;
      if (outcome === "added") {
        added.add(id);
      }
      box.addEventListener("decided", ({ detail }) => {
        if (detail.isRemoved) {
          added.delete(id);
          show();
        }
      });
      if (outcome === "refused" && !name) {
        box.prepend(element("b", "", row.file.name));
      }
    }
  }

  function refuse(row, sentence) {
    const refused = element("p", "outcome refused");
    refused.append(element("b", "", sentence));
    row.head.hidden = true;
    row.item.append(refused);
    counts.refused += 1;
    setState(row, "done", "");
  }

  function tryLater(row, text) {
    if (!navigator.onLine) {
      setState(row, "queued", say("offline"));
    } else if (row.tries < PAUSES.length) {
      setState(row, "pausing", say(text));
      setTimeout(() => resume(row), PAUSES[row.tries] * 1000);
      row.tries += 1;
    } else {
      setState(row, "failed", say(text === "again" ? "failed" : text));
    }
    goOn();
  }

  function resume(row) {
    if (row.state === "pausing") {
      setState(row, "queued", say("waiting"));
      goOn();
    }
  }

  /* Nothing more can be sent before somebody does something; no file is lost by it. */
  function halt(row, text) {
    halted.textContent = say(text);
    setState(row, "failed", say(text));
    inState("queued", "pausing").forEach((other) => setState(other, "failed", say("waiting")));
  }

  window.addEventListener("online", () => {
    inState("queued", "pausing").forEach((row) => setState(row, "queued", say("waiting")));
    goOn();
  });
  window.addEventListener("offline", () =>
    inState("queued", "pausing").forEach((row) => setState(row, "queued", say("offline"))));
  tryAllAgain.addEventListener("click", () => {
    uploads.querySelector("li").focus();
    queue(inState("failed"));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const waiting = inState("waiting");
    if (waiting.length) {
      queue(waiting);
    } else {
      input.focus();
      input.click();
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (isBusy() || inState("waiting", "failed").length) {
      event.preventDefault();
    }
  });
})();
