"use strict";

// Everything here works without a script as well; this makes it handier.
(() => {
  const pictures = /\.(jpe?g|jpe|png|webp|hei[cf]|avif|tiff?)$/i;

  function size(bytes, words) {
    const megabytes = bytes / 1024 / 1024;
    const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
    return megabytes >= 1
      ? `${number.format(megabytes)} ${words.megabyte}`
      : `${number.format(Math.ceil(bytes / 1024))} ${words.kilobyte}`;
  }

  function prepareUpload(form) {
    const area = form.querySelector(".drop");
    const input = area.querySelector("input[type=file]");
    const list = form.querySelector(".chosen");
    const isLarge = (file) =>
      pictures.test(file.name) && file.size > form.dataset.megabytes * 1024 * 1024;
    const isRelease = (file) =>
      form.dataset.kinds.split(", ").some((kind) => file.name.toLowerCase().endsWith(kind));
    let files = [];

    const show = () => {
      const chosen = new DataTransfer();
      // What the server would refuse for its size need not travel there.
      files.filter((file) => !isLarge(file)).forEach((file) => chosen.items.add(file));
      input.files = chosen.files;
      list.replaceChildren(
        ...files.map((file) => {
          const sort = isLarge(file)
            ? "large"
            : pictures.test(file.name) ? "photo" : isRelease(file) ? "release" : "other";
          const item = document.createElement("li");
          const label = document.createElement("span");
          label.className = `sort ${sort}`;
          label.textContent = form.dataset[sort];
          const name = document.createElement("b");
          name.textContent = file.name;
          const weight = document.createElement("span");
          weight.textContent = size(file.size, form.dataset);
          const remove = document.createElement("button");
          remove.type = "button";
          remove.textContent = "×";
          remove.setAttribute("aria-label", `${form.dataset.remove}: ${file.name}`);
          remove.addEventListener("click", () => {
            files = files.filter((other) => other !== file);
            show();
            input.focus();
          });
          item.append(label, " ", name, " ", weight, " ", remove);
          return item;
        }),
      );
    };
    const add = (more) => {
      const names = new Set([...more].map((file) => file.name));
      files = [...files.filter((file) => !names.has(file.name)), ...more];
      show();
    };

    area.querySelector(".hint").hidden = false;
    input.addEventListener("change", () => add([...input.files]));
    let depth = 0;
    form.addEventListener("dragenter", (event) => {
      event.preventDefault();
      depth += 1;
      area.classList.add("over");
    });
    form.addEventListener("dragleave", () => {
      depth -= 1;
      area.classList.toggle("over", depth > 0);
    });
    form.addEventListener("dragover", (event) => event.preventDefault());
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      depth = 0;
      area.classList.remove("over");
      add([...event.dataTransfer.files]);
    });
  }

  // The fields of a new entry are not needed while one of the directory is chosen.
  function prepareEntries() {
    const show = (group) => {
      const select = group.querySelector(".entry select");
      group.querySelector(".new-entry").hidden = Boolean(select.value);
    };
    for (const group of document.querySelectorAll(".intake .either")) {
      show(group);
      const select = group.querySelector(".entry select");
      select.addEventListener("change", () => show(group));
      // select2 tells of a choice through jQuery only
      window.django?.jQuery(select).on("change", () => show(group));
    }
  }

  // Without a label of their own the search fields are silent to screen readers.
  function nameSearchFields() {
    for (const selection of document.querySelectorAll(".intake .select2-selection")) {
      const label = selection.closest(".field").querySelector("label");
      const shown = selection.querySelector(".select2-selection__rendered");
      label.id = `${label.htmlFor}-label`;
      selection.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
      shown.setAttribute("aria-labelledby", label.id);
    }
  }

  // A second click must not send the form a second time.
  function prepareOnce(form) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
      form.setAttribute("aria-busy", "true");
    });
    window.addEventListener("pageshow", () => {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    });
  }

  document.querySelectorAll(".intake form.upload").forEach(prepareUpload);
  document.querySelectorAll(".intake form[data-once]").forEach(prepareOnce);
  prepareEntries();
  window.django?.jQuery(nameSearchFields); // after select2, which is made ready the same way
  document.querySelector(".intake .errorlist")?.scrollIntoView({ block: "center" });
})();
