/* The editor's button "Photo": the library in a dialog, from which a photo comes where the cursor is. Pictures
   from elsewhere do not stay in a text, and who pastes one is told. */
"use strict";

(() => {
  let editor = null; // the one from which the library was opened
  let asked = 0; // answers that come late are of no use

  const part = (selector) => library().querySelector(selector);

  function library() {
    return document.getElementById("photo-library");
  }

  function say(text) {
    part(".said").textContent = text;
  }

  function open(from) {
    editor = from;
    part("[name=q]").value = "";
    part(".found").replaceChildren();
    say("");
    library().showModal();
    find(1);
  }

  /* What the photo is put into, and what the form has of it besides what is saved. */
  function query(page) {
    const rows = document.querySelectorAll("select[name^=event_photos-][name$=-photo]");
    const also = [...rows].map((select) => select.value).filter(Boolean);
    const found = new URLSearchParams({ page, language: language(), q: part("[name=q]").value });
    found.set("event", library().dataset.event);
    also.forEach((id) => found.append("also", id));
    return found;
  }

  function language() {
    return editor.config.contentsLanguage;
  }

  async function ask(address, options) {
    let response;
    try {
      response = await fetch(address, options);
    } catch {
      throw new Error(gettext("The server does not answer. Try again."));
    }
    if (response.redirected) {
      throw new Error(gettext("You are signed out. Sign in again in another tab, then come back to this one."));
    }
    return response;
  }

  async function find(page) {
    const number = (asked += 1);
    const found = part(".found");
    found.setAttribute("aria-busy", "true");
    try {
      const response = await ask(`${library().dataset.address}?${query(page)}`);
      const html = await response.text();
      if (number !== asked) {
        return;
      }
      if (!response.ok) {
        throw new Error(gettext("The server does not answer. Try again."));
      }
      show(html, page);
    } catch (error) {
      if (number === asked) {
        say(error.message);
      }
    }
    found.removeAttribute("aria-busy");
  }

  function show(html, page) {
    const found = part(".found");
    if (page === 1) {
      found.innerHTML = html;
    } else {
      const more = part(".more").parentElement;
      more.insertAdjacentHTML("afterend", html);
      more.nextElementSibling.querySelector("button").focus();
      more.remove();
    }
    if (part("[name=q]").value || page > 1) {
      const number = found.querySelectorAll("[data-photo]").length;
      say(interpolate(ngettext("%s photo is shown.", "%s photos are shown.", number), [number]));
    }
  }

  async function add(form) {
    const files = [...form.elements.file.files];
    const refused = [];
    let said = "";
    let number = 0;
    for (const file of files) {
      say(interpolate(gettext("“%s” is being added…"), [file.name]));
      try {
        const data = new FormData();
        data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
        data.set("language", language());
        data.set("file", file);
        const response = await ask(form.action, { method: "POST", body: data });
        const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
        const answer = isJson ? await response.json() : {};
        if (!answer.html) {
          throw new Error(
            answer.error || interpolate(gettext("“%s” could not be added. Try again."), [file.name]),
          );
        }
        number += 1;
        said = files.length > 1 ? interpolate(gettext("%s of %s are in the library."), [number, files.length]) : answer.said;
        showFirst(answer.html);
      } catch (error) {
        refused.push(error.message);
      }
    }
    form.reset();
    say([...refused, said].filter(Boolean).join(" "));
    if (said) {
      part(".found [data-photo]").focus();
    }
  }

  /* Those that were just added stand before all others, once. */
  function showFirst(html) {
    const found = part(".found");
    const box = document.createElement("div");
    box.className = "added";
    box.innerHTML = html;
    const id = box.querySelector("[data-photo]").dataset.photo;
    found.querySelectorAll(`[data-photo="${id}"]`).forEach((button) => button.closest("li").remove());
    found.querySelector(".nothing")?.remove();
    const before = found.querySelector(".added ul");
    before ? before.prepend(box.querySelector("li")) : found.prepend(box);
  }

  function choose(button) {
    const image = document.createElement("img");
    image.dataset.photo = button.dataset.photo;
    image.setAttribute("src", button.dataset.src);
    image.alt = button.dataset.alt || "";
    image.title = button.title;
    const into = editor;
    library().close();
    into.focus();
    into.insertHtml(`<p>${image.outerHTML}</p>`);
  }

  function start() {
    library().addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button?.dataset.photo) {
        choose(button);
      } else if (button?.classList.contains("more")) {
        find(+button.dataset.page);
      } else if (button?.classList.contains("close")) {
        library().close();
      }
    });
    library().addEventListener("close", () => editor.focus());
    part("form[method=get]").addEventListener("submit", (event) => {
      event.preventDefault();
      say("");
      find(1);
    });
    part("[name=file]")?.addEventListener("change", (event) => add(event.target.form));
    // What is typed here is no change of the event's form.
    library().addEventListener("input", (event) => event.stopPropagation());
    library().addEventListener("change", (event) => event.stopPropagation());
  }

  /* How many pictures some pasted HTML has that are not of the library. */
  function strangers(html) {
    const body = new DOMParser().parseFromString(html, "text/html").body;
    return body.querySelectorAll("img:not([data-photo])").length;
  }

  function tellOfStrangers(event) {
    const { dataTransfer, dataValue } = event.data;
    const number = dataValue ? strangers(dataValue) : dataTransfer?.getFilesCount() || 0;
    const box = document.querySelector(`.left-out[data-editor="${event.editor.element.getId()}"]`);
    if (box && (number || box.textContent)) {
      const text = ngettext(
        "%s picture was left out: pictures come into a text from the library. Use the button “Photo” of the editor.",
        "%s pictures were left out: pictures come into a text from the library. Use the button “Photo” of the editor.",
        number,
      );
      box.textContent = number ? interpolate(text, [number]) : "";
    }
  }

  CKEDITOR.plugins.add("photo", {
    init(here) {
      here.on("paste", tellOfStrangers, null, null, 1); // before the editor takes out what may not stay
      if (library()) {
        here.addCommand("photo", { exec: open, allowedContent: "img[!data-photo,src,alt,title]", canUndo: false });
        here.ui.addButton("Photo", {
          label: gettext("Photo"),
          command: "photo",
          toolbar: "insert",
          icon: here.config.photoIcon,
        });
      }
    },
  });

  document.addEventListener("DOMContentLoaded", () => library() && start());
})();
