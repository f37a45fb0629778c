/* Remarks on a text beside it, while it is written: they show the place, and mend it in the form; saving stays
   with the person. */
"use strict";

(() => {
  const PAUSE = 3000; // after somebody stopped typing
  const template = document.getElementById("checks-panel");
  const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u2060\ufeff]/;
  const ENDS_WITH_SPACE = /^(?:P|DIV|LI|TD|TH|TR|H[1-6]|BLOCKQUOTE|TABLE|CAPTION)$/;

  // The text of an editor as the server reads it: blocks on lines of their own, white space as one space.

  /* Its characters, and for each where it begins and ends in the document. */
  function readEditor(body) {
    const found = { text: "", places: [] };
    let gap = null;

    function add(sign, node, start, end) {
      found.text += sign;
      found.places.push({ node, start, endNode: node, end });
    }

    function addText(node) {
      [...node.data].reduce((offset, sign) => {
        const end = offset + sign.length;
        if (INVISIBLE.test(sign)) {
          return end;
        }
        if (/\s/.test(sign)) {
          gap = gap || { sign: " ", node, start: offset };
          return end;
        }
        if (gap && found.text) {
          add(gap.sign, gap.node, gap.start, gap.start);
          Object.assign(found.places.at(-1), { endNode: node, end: offset });
        }
        gap = null;
        for (let unit = 0; unit < sign.length; unit += 1) {
          add(sign[unit], node, offset + unit, offset + unit + 1);
        }
        return end;
      }, 0);
    }

    function walk(node, isTop) {
      if (node.nodeType === Node.TEXT_NODE) {
        addText(node);
      } else if (node.nodeType === Node.ELEMENT_NODE && node.contentEditable !== "false") {
        const last = { node, start: node.childNodes.length };
        node.childNodes.forEach((child) => walk(child, false));
        if (isTop && ENDS_WITH_SPACE.test(node.tagName)) {
          gap = { sign: "\n", ...last };
        } else if (node.tagName === "BR" || ENDS_WITH_SPACE.test(node.tagName)) {
          gap = gap || { sign: " ", ...last };
        }
      }
    }

    body.childNodes.forEach((child) => walk(child, true));
    return found;
  }

  /* Where the words of a remark stand now: they may have moved since they were checked. */
  function locate(text, remark) {
    const { start, quote, before, after } = remark;
    if (!quote) {
      return null;
    }
    const around = (place) =>
      text.slice(0, place).endsWith(before.replace("…", "")) &&
      text.slice(place + quote.length).startsWith(after.replace(/…$/, ""));
    const places = [];
    for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
      places.push(at);
    }
    const likely = places.filter(around);
    const nearest = (one, other) => Math.abs(one - start) - Math.abs(other - start);
    return (likely.length ? likely : places).sort(nearest)[0] ?? null;
  }

  // Fields: an input, a textarea, or an editor.

  function editorOf(control) {
    const editor = window.CKEDITOR?.instances[control.id];
    return editor?.status === "ready" ? editor : null;
  }

  function valueOf(control) {
    return control ? (editorOf(control)?.getData() ?? control.value) : "";
  }

  function show(control, remark) {
    const editor = editorOf(control);
    const read = editor ? readEditor(editor.editable().$) : { text: control.value };
    const start = locate(read.text, remark);
    if (start === null) {
      return false;
    }
    const end = start + remark.quote.length;
    if (!editor) {
      control.focus();
      control.setSelectionRange(start, end);
      return true;
    }
    const [first, last] = [read.places[start], read.places[end - 1]];
    editor.container.$.scrollIntoView({ block: "nearest" });
    editor.focus();
    const range = editor.createRange();
    range.setStart(new CKEDITOR.dom.node(first.node), first.start);
    range.setEnd(new CKEDITOR.dom.node(last.endNode), last.end);
    // Before it is selected: the editor's own scrolling to a selection changes what is selected.
    range.scrollIntoView();
    range.select();
    return true;
  }

  function mend(control, remark) {
    const editor = editorOf(control);
    return editor ? mendEditor(editor, remark) : mendControl(control, remark);
  }

  function mendControl(control, remark) {
    const start = locate(control.value, remark);
    if (start === null) {
      return false;
    }
    control.focus();
    control.setSelectionRange(start, start + remark.quote.length);
    // The old command is the only one that leaves the browser's "undo" whole.
    if (!document.execCommand("insertText", false, remark.mend)) {
      control.setRangeText(remark.mend);
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
    return true;
  }

  function mendEditor(editor, remark) {
    const read = readEditor(editor.editable().$);
    const start = locate(read.text, remark);
    if (start === null) {
      return false;
    }
    const moved = start - remark.start;
    editor.fire("saveSnapshot");
    for (const [from, to, text] of [...remark.edits].reverse()) {
      replace(read.places, from + moved, to + moved, text);
    }
    editor.fire("saveSnapshot");
    editor.fire("change");
    return true;
  }

  function replace(places, from, to, text) {
    let { endNode: node, end: offset } = places[Math.max(from - 1, 0)];
    if (to > from) {
      const range = places[from].node.ownerDocument.createRange();
      ({ node, start: offset } = places[from]);
      range.setStart(node, offset);
      range.setEnd(places[to - 1].endNode, places[to - 1].end);
      range.deleteContents();
    }
    if (text) {
      node.insertData(offset, text);
    }
  }

  // The panel of a language

  function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function startPanel(body) {
    const language = body.name.split("_").at(-1);
    const form = body.form;
    const controls = {
      title: form.elements[`title_${language}`],
      lead: form.elements[`lead_${language}`],
      body,
    };
    const panel = template.content.cloneNode(true).firstElementChild;
    const part = (selector) => panel.querySelector(selector);
    let groups = [];
    let asked = 0; // answers that come late are of no use
    let timer = null;
    let hasChecked = false;

    const heading = part("h2");
    heading.id = `checks-${language}`;
    panel.setAttribute("aria-labelledby", heading.id);
    const row = body.closest(".form-row");
    row.classList.add("with-checks");
    row.append(panel);

    function say(text) {
      if (part(".said").textContent !== text) {
        part(".said").textContent = text; // a live region speaks when it is written to
      }
    }

    function sayNumber() {
      const number = groups.reduce((sum, group) => sum + group.remarks.length, 0);
      say(number ? interpolate(ngettext("%s remark.", "%s remarks.", number), [number]) : gettext("Nothing to remark."));
    }

    async function check() {
      clearTimeout(timer);
      timer = null;
      hasChecked = true;
      const number = (asked += 1);
      part(".found").setAttribute("aria-busy", "true");
      if (!groups.length) {
        say(gettext("The text is being checked…"));
      }
      const answer = await ask().catch((error) => ({ error: error.message }));
      if (number !== asked) {
        return;
      }
      part(".found").removeAttribute("aria-busy");
      if (answer.error) {
        say(answer.error);
        return;
      }
      groups = answer.groups;
      render();
      sayNumber();
    }

    async function ask() {
      const data = new URLSearchParams({ language });
      for (const [name, control] of Object.entries(controls)) {
        data.set(name, valueOf(control));
      }
      // The cookie's token is the right one also after signing in again in another tab.
      const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
      const response = await fetch(template.dataset.address, {
        method: "POST",
        body: data,
        headers: { "X-CSRFToken": token || form.elements.csrfmiddlewaretoken.value },
        redirect: "manual", // to the page for signing in
      }).catch(() => null);
      if (response?.type === "opaqueredirect" || response?.status === 403) {
        throw new Error(gettext("You are signed out. Sign in again in another tab, then come back to this one."));
      }
      if (response?.status === 422) throw new Error((await response.json()).error);
      if (!response?.ok) {
        throw new Error(gettext("The text could not be checked. Try again."));
      }
      return response.json();
    }

    function checkSoon() {
      if (hasChecked) {
        clearTimeout(timer);
        timer = setTimeout(check, PAUSE);
      }
    }

    function render() {
      const focused = part(".found").contains(document.activeElement) && document.activeElement.dataset.key;
      part(".found").replaceChildren(...groups.map(groupOf));
      if (focused) {
        const button = [...panel.querySelectorAll("button")].find(({ dataset }) => dataset.key === focused);
        (button || part(".again")).focus();
      }
    }

    function groupOf(group) {
      const head = element("div", { className: "head" }, element("h3", { textContent: group.label }));
      const mendable = group.remarks.filter((remark) => remark.mend !== null);
      if (mendable.length > 1) {
        const text = interpolate(gettext("Mend all (%s)"), [mendable.length]);
        const all = element("button", { type: "button", textContent: text });
        all.setAttribute("aria-label", `${text}: ${group.label}`);
        all.dataset.key = group.check;
        all.addEventListener("click", () => mendAll(group, mendable));
        head.append(all);
      }
      return element("div", {}, head, element("ul", {}, ...group.remarks.map((remark) => itemOf(group, remark))));
    }

    function itemOf(group, remark) {
      const item = element("li");
      const name = `${remark.reason} ${remark.shown}`;
      const button = (text, act) => {
        const made = element("button", { type: "button", textContent: text });
        made.setAttribute("aria-label", `${text}: ${name}`);
        made.dataset.key = [text, group.check, remark.quote, remark.before].join("|");
        made.addEventListener("click", act);
        return made;
      };
      const buttons = element("div", { className: "buttons" });
      if (remark.quote) {
        const words = element("span", { lang: language }, remark.before, element("mark", { textContent: remark.shown }), remark.after);
        const field = remark.name ? [element("span", { className: "field-name", textContent: `${remark.name}:` }), " "] : [];
        item.append(element("p", { className: "place" }, ...field, words));
      }
      const reason = element("p", { textContent: remark.reason });
      if (remark.mend) {
        reason.append(" ", gettext("Better:"), " ", element("ins", { lang: language, textContent: remark.shown_mend }));
      }
      item.append(reason);
      if (remark.quote && controls[remark.field]) {
        buttons.append(button(gettext("Show"), () => {
          if (!show(controls[remark.field], remark)) {
            sayGone();
          }
        }));
        if (remark.mend !== null) {
          buttons.append(button(gettext("Mend"), () => mendOne(group, remark)));
        }
        item.append(buttons);
      }
      return item;
    }

    function sayGone() {
      say(gettext("The text has changed here. It is being checked again."));
      check();
    }

    function mendOne(group, remark) {
      const buttons = [...part(".found").querySelectorAll("button")];
      const place = buttons.indexOf(document.activeElement);
      if (!mend(controls[remark.field], remark)) {
        sayGone();
        return;
      }
      drop(group, [remark]);
      focusNear(place);
      say(interpolate(gettext("Mended: %s. It is not saved yet."), [remark.shown_mend]));
    }

    function mendAll(group, remarks) {
      const place = [...part(".found").querySelectorAll("button")].indexOf(document.activeElement);
      // From the end, so that the places before stay where they are.
      const done = [...remarks].reverse().filter((remark) => mend(controls[remark.field], remark));
      drop(group, done);
      focusNear(place);
      say(interpolate(ngettext("%s place is mended. It is not saved yet.", "%s places are mended. They are not saved yet.", done.length), [done.length]));
    }

    function drop(group, remarks) {
      group.remarks = group.remarks.filter((remark) => !remarks.includes(remark));
      groups = groups.filter((other) => other.remarks.length);
      part(".found").replaceChildren(...groups.map(groupOf));
      checkSoon();
    }

    /* What was pressed is gone: go on with what stands there now. */
    function focusNear(place) {
      const buttons = [...part(".found").querySelectorAll("button")];
      (buttons[Math.min(Math.max(place, 0), buttons.length - 1)] || part(".again")).focus({ preventScroll: true });
    }

    part(".again").addEventListener("click", check);
    for (const control of [controls.title, controls.lead]) {
      control?.addEventListener("input", checkSoon);
    }
    window.CKEDITOR?.on("instanceReady", ({ editor }) => {
      if (editor.name === body.id) {
        editor.on("change", checkSoon);
      }
    });
    editorOf(body)?.on("change", checkSoon);
    // Not before somebody sees it: most come to another language, or to the photos.
    new IntersectionObserver(([entry], observer) => {
      if (entry.isIntersecting) {
        observer.disconnect();
        check();
      }
    }, { rootMargin: "400px" }).observe(panel);
  }

  window.addEventListener("load", () => {
    document.querySelectorAll("[role=tabpanel] textarea[data-type=ckeditortype][name^=body_]").forEach(startPanel);
  });
})();
