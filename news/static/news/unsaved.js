/* Keeps the unsaved text of a form in the browser, and offers it back after a closed tab, an expired session
   or an error of the server. What was saved goes: the server names it in a cookie. */
"use strict";

(() => {
  const MARK = "unsaved:"; // then the user, the path, and a number used once
  const NAME = "kept_text";
  const OPENED_BY = "opened_by";
  const DAYS = 14;

  // The storage of the browser; where there is none, nothing is kept and nothing breaks.

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function drop(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // It is not there then.
    }
  }

  function keys(prefix = MARK) {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    } catch {
      return [];
    }
  }

  /* Make room with the oldest text when the storage is full. */
  function write(key, entry) {
    for (;;) {
      try {
        localStorage.setItem(key, JSON.stringify(entry));
        return;
      } catch {
        const others = keys().filter((other) => other !== key);
        if (!others.length) {
          return;
        }
        const age = (other) => read(other)?.at || 0;
        drop(others.sort((a, b) => age(a) - age(b))[0]);
      }
    }
  }

  function dropSavedAndOld() {
    const saved = document.cookie.match(`(?:^|; )${NAME}=([^;]*)`)?.[1].split(".") || [];
    const oldest = Date.now() - DAYS * 24 * 60 * 60 * 1000;
    for (const key of keys()) {
      if (saved.includes(key.split(":").at(-1)) || !(read(key)?.at > oldest)) {
        drop(key);
      }
    }
  }

  function newNonce() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // Values of fields: of now, or as the page came from the server.

  const WITHOUT_TEXT = new Set([
    "hidden", "password", "file", "button", "submit", "reset", "image", "search", "fieldset", "output",
  ]);

  function editorOf(control) {
    const editor = window.CKEDITOR?.instances[control.id];
    return editor?.status === "ready" ? editor : null;
  }

  function valueOf(control, asItCame) {
    if (control.type === "checkbox" || control.type === "radio") {
      return asItCame ? control.defaultChecked : control.checked;
    }
    if (control.options) {
      const options = [...control.options];
      const chosen = options.filter((option) => (asItCame ? option.defaultSelected : option.selected));
      const shown = chosen.length || control.multiple ? chosen : options.slice(0, 1);
      return shown.map((option) => [option.value, option.text.trim()]);
    }
    const editor = editorOf(control);
    if (editor) {
      return asItCame ? editor.cameWith : editor.getData();
    }
    return asItCame ? control.defaultValue : control.value;
  }

  /* Of a text in HTML what a reader would notice; the server and the editor write the rest differently. */
  function essence(value) {
    if (Array.isArray(value)) {
      return JSON.stringify(value.map(([id]) => id).sort());
    }
    if (!/^\s*</.test(value)) {
      return String(value).replace(/\r\n?/g, "\n");
    }
    const body = new DOMParser().parseFromString(value, "text/html").body;
    for (const image of body.querySelectorAll("img[data-photo]")) {
      image.replaceWith(`[photo ${image.dataset.photo}]`);
    }
    return body.innerHTML.replace(/&nbsp;|\s+/g, " ").trim();
  }

  const isSame = (one, other) => essence(one) === essence(other);

  function plainText(value) {
    if (Array.isArray(value)) {
      return value.map(([, text]) => text).join(", ");
    }
    const html = /^\s*</.test(value);
    return html ? new DOMParser().parseFromString(value, "text/html").body.textContent.trim() : value;
  }

  /* Set a value as if a person had done it. */
  function setValue(control, value) {
    const editor = editorOf(control);
    if (editor) {
      return new Promise((callback) => editor.setData(value, { callback }));
    }
    if (control.type === "checkbox" || control.type === "radio") {
      control.checked = value;
    } else if (control.options) {
      const ids = value.map(([id]) => id);
      const known = [...control.options].map((option) => option.value);
      for (const [id, text] of value.filter(([id]) => !known.includes(id))) {
        control.add(new Option(text, id));
      }
      for (const option of control.options) {
        option.selected = ids.includes(option.value);
      }
    } else {
      control.value = value;
    }
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
    if (control.dataset.thumbnails) {
      window.django?.jQuery(control).trigger("select2:select");
    }
    return null;
  }

  // Names of fields and rows

  const IN_ROW = /^(.+)-(\d+|__prefix__)-(.+)$/;
  const IN_LASTING_ROW = /^(.+?)-(?:#[^-]*|\+\d+)-(.+)$/;

  /* A name that a field keeps when rows come and go: rows that are saved go by what they are, new
     ones by their place among the new ones, the empty row that new ones are made of by a star. */
  function lastingName(form, control) {
    const [, rows, number, field] = control.name.match(IN_ROW) || [];
    const initial = form.elements[`${rows}-INITIAL_FORMS`];
    let name = control.name;
    if (initial) {
      const says = (part) => form.elements[`${rows}-${number}-${part}`]?.value;
      const what = ["id", "key", "quote"].map(says).filter(Boolean).join(" ");
      const place = number === "__prefix__" ? "*" : `+${number - initial.value}`;
      name = `${rows}-${what ? `#${what}` : place}-${field}`;
    }
    const isChoice = control.type === "checkbox" || control.type === "radio";
    return isChoice ? `${name}=${control.value}` : name;
  }

  function controlsOf(form) {
    const controls = [...form.elements].filter(
      (control) => control.name && !control.disabled && !WITHOUT_TEXT.has(control.type),
    );
    return new Map(controls.map((control) => [lastingName(form, control), control]));
  }

  const ofEmptyRow = (name) => name.replace(/-\+\d+-/, "-*-");

  function labelOf(control) {
    const clean = (text) => (text || "").replace(/\s+/g, " ").replace(/[*:\s]+$/, "").trim();
    const rows = control.name.match(IN_ROW)?.[1];
    const heading = clean(
      (document.getElementById(`${rows}-heading`) || control.closest(".desk-page fieldset")?.querySelector("legend"))
        ?.textContent,
    );
    const beside = control.closest(".field-line, .field")?.querySelector("label");
    const label = [
      control.getAttribute("aria-label"),
      control.closest("td")?.dataset.label,
      control.labels[0]?.textContent,
      beside?.textContent,
    ].map(clean).find(Boolean);
    const panel = control.closest("[role=tabpanel]")?.getAttribute("aria-labelledby");
    const language = clean(panel && document.getElementById(panel).querySelector("[lang]")?.textContent);
    return [heading, language ? `${label} (${language})` : label || control.name].filter(Boolean).join(": ");
  }

  // The form

  function startKeeping(template) {
    const { form: formId, user, posted, months } = template.dataset;
    const form = document.getElementById(formId);
    const box = template.previousElementSibling;
    // What is done to several events at once has them in the query.
    const query = formId === "desk_form" ? location.search : "";
    const prefix = `${MARK}${user}:${location.pathname}${query}:`;
    const version = form.elements.seen_version;
    const posting = document.createElement("input");
    const opener = document.createElement("input");
    const stillToSave = new Set(); // what came back with errors looks as it came, but is not saved
    let timer = null;
    let isReady = !posted; // before, it is not clear what of the page is saved

    posting.type = opener.type = "hidden";
    posting.name = NAME;
    posting.value = posted || newNonce();
    // Another account may have signed in by the time when this is posted.
    opener.name = OPENED_BY;
    opener.value = user;
    form.append(posting, opener);
    const ownKey = () => prefix + posting.value;

    function cameWith(name, controls) {
      const control = controls.get(ofEmptyRow(name)) || controls.get(name);
      return control && valueOf(control, true);
    }

    function changedFields() {
      const controls = controlsOf(form);
      const fields = {};
      for (const [name, control] of controls) {
        const value = valueOf(control);
        const isOfEmptyRow = name.includes("-*-");
        if (!isOfEmptyRow && (stillToSave.has(name) || !isSame(value, cameWith(name, controls)))) {
          fields[name] = { label: labelOf(control), value };
          warnOfEditor(control);
        }
      }
      return fields;
    }

    /* Unfold asks before one leaves changed fields, but does not hear of the editor's. */
    function warnOfEditor(control) {
      const editor = editorOf(control);
      if (editor && !editor.isKnownToDiffer) {
        editor.isKnownToDiffer = true;
        control.dispatchEvent(new Event("input"));
      }
    }

    function keep() {
      clearTimeout(timer);
      timer = null;
      if (!isReady) {
        return;
      }
      const fields = changedFields();
      if (Object.keys(fields).length) {
        write(ownKey(), { at: Date.now(), version: version?.value, fields });
      } else {
        drop(ownKey());
      }
    }

    function keepSoon() {
      clearTimeout(timer);
      timer = setTimeout(keep, 1000);
    }

    function keepIfWaiting() {
      if (timer) {
        keep();
      }
    }

    /* What differs from the page as it came; what has no field there any more differs too. */
    function differing(fields) {
      const controls = controlsOf(form);
      return Object.fromEntries(
        Object.entries(fields).filter(
          ([name, { value }]) => !controls.has(name) || !isSame(value, cameWith(name, controls)),
        ),
      );
    }

    /* The field in which a value stands by now whose row was renumbered, or made anew after somebody
       deleted it. */
    function whereItStands(name, value, controls) {
      const [, rows, field] = name.match(IN_LASTING_ROW) || [];
      return [...controls.keys()].find((other) => {
        const [, otherRows, otherField] = other.match(IN_LASTING_ROW) || [];
        return rows && rows === otherRows && field === otherField
          && !stillToSave.has(other) && isSame(value, valueOf(controls.get(other), true));
      });
    }

    /* Places in an order and marks of deleted rows are no text: the page that came back has its own. */
    function isAboutRows(name) {
      const field = name.match(IN_LASTING_ROW)?.[2] || "";
      const tables = [...form.querySelectorAll("table[data-ordering-field]")];
      return field.startsWith("DELETE") || tables.some((table) => table.dataset.orderingField === field);
    }

    /* The page is the answer to what was posted: a form with errors, which shows what was typed.
       Another account may have opened it. */
    function takeOver() {
      const entry = read(keys().find((key) => key.endsWith(`:${posting.value}`)));
      if (!entry) {
        return;
      }
      const controls = controlsOf(form);
      const rest = {};
      for (const [name, field] of Object.entries(entry.fields)) {
        const control = controls.get(name);
        const isThere = control && isSame(field.value, valueOf(control, true));
        const where = isThere ? name : whereItStands(name, field.value, controls);
        if (where) {
          stillToSave.add(where);
        } else if (!isAboutRows(name)) {
          rest[name] = field;
        }
      }
      if (Object.keys(rest).length) {
        write(prefix + newNonce(), { ...entry, fields: rest });
      }
    }

    function offerKept() {
      if (posted) {
        takeOver();
        isReady = true;
        keep();
      }
      const kept = keys(prefix).filter((key) => key !== ownKey());
      for (const key of kept.sort((a, b) => read(b).at - read(a).at)) {
        const entry = read(key);
        const fields = differing(entry.fields);
        if (Object.keys(fields).length) {
          offer(key, { ...entry, fields });
        } else {
          drop(key);
        }
      }
    }

    function moment(at) {
      const then = new Date(at);
      const two = (number) => String(number).padStart(2, "0");
      const month = months.split("|")[then.getMonth()];
      return `${then.getDate()} ${month}, ${two(then.getHours())}:${two(then.getMinutes())}`;
    }

    function offer(key, entry) {
      const section = template.content.cloneNode(true).firstElementChild;
      const heading = section.querySelector("h2");
      const list = section.querySelector("ul");
      const part = (name) => section.querySelector(`[data-part=${name}]`);
      const isNewer = entry.version && version?.value && entry.version !== version.value;

      function say(name) {
        part(name).hidden = false;
        part(name).focus();
      }

      function show(texts) {
        const items = [...new Set(texts)].map((text) => {
          const item = document.createElement("li");
          item.textContent = text;
          return item;
        });
        list.replaceChildren(...items);
      }

      heading.id = `unsaved-${key.split(":").at(-1)}`;
      heading.textContent = heading.textContent.replace("{moment}", moment(entry.at));
      section.setAttribute("aria-labelledby", heading.id);
      part("newer").hidden = !isNewer;
      show(Object.values(entry.fields).map((field) => field.label));

      part("put-back").addEventListener("click", async () => {
        part("put-back").remove();
        const left = await putBack(entry);
        if (Object.keys(left).length) {
          write(key, { ...entry, fields: left });
          show(Object.values(left).map(({ label, value }) => `${label}: ${plainText(value)}`));
          part("newer").hidden = true;
          say("left");
        } else {
          drop(key);
          section.replaceChildren(part("done"));
          say("done");
        }
      });
      part("throw-away").addEventListener("click", () => {
        drop(key);
        section.replaceChildren(part("gone"));
        say("gone");
      });
      box.append(section);
    }

    /* Fill in the fields; what has no place any more is returned. */
    async function putBack(entry) {
      const left = {};
      isReady = false;
      for (const [name, field] of Object.entries(entry.fields)) {
        const control = controlFor(name);
        if (control) {
          await setValue(control, field.value);
        } else {
          left[name] = field;
        }
      }
      // The server compares what is put back with what was saved since.
      if (version && entry.version) {
        version.value = Math.min(version.value, entry.version);
      }
      for (const table of form.querySelectorAll("table[data-ordering-field]")) {
        table.dispatchEvent(new Event("rows:numbered"));
      }
      isReady = true;
      keep();
      return left;
    }

    /* The control of a name; rows that were added are added again. */
    function controlFor(name) {
      const [, rows, place] = name.match(/^(.+)-\+(\d+)-/) || [];
      const button = rows && document.querySelector(`#${CSS.escape(rows)}-group .add-row`);
      for (let tries = 0; button && tries <= place && !controlsOf(form).has(name); tries += 1) {
        button.click();
      }
      return controlsOf(form).get(name);
    }

    /* Do something when all editors are there, or do not come. */
    function whenEditorsAreReady(then) {
      const isWaited = (area) => !area.name.includes("__prefix__") && !editorOf(area);
      const waited = () => [...form.querySelectorAll("textarea[data-type=ckeditortype]")].some(isWaited);
      const until = Date.now() + 15_000;
      const look = () => (waited() && Date.now() < until ? setTimeout(look, 100) : then());
      look();
    }

    window.CKEDITOR?.on("instanceReady", ({ editor }) => {
      editor.cameWith = editor.getData();
      editor.on("change", keepSoon);
    });
    // Calendars stand outside the form; they, and buttons that move rows, tell of clicks only.
    for (const name of ["input", "change", "click", "end"]) {
      document.addEventListener(name, keepSoon);
    }
    document.addEventListener("visibilitychange", keepIfWaiting);
    window.addEventListener("pagehide", keepIfWaiting);
    window.addEventListener("pageshow", (event) => {
      // Back to a form that was saved: what is typed now is another text.
      if (event.persisted && !read(ownKey())) {
        posting.value = newNonce();
      }
    });
    form.addEventListener("submit", () => {
      keep();
      // Whoever signed in again in another tab has got another token there.
      const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
      if (token) {
        form.elements.csrfmiddlewaretoken.value = token;
      }
    });
    whenEditorsAreReady(offerKept);
  }

  document.addEventListener("DOMContentLoaded", () => {
    dropSavedAndOld();
    const template = document.getElementById("unsaved-text");
    if (template) {
      startKeeping(template);
    }
  });
})();
