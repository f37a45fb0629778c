/* What the administration does beyond Unfold: language tabs, order by keyboard, photos in a text. */
"use strict";

/* Tabs after the ARIA pattern: arrows move, the chosen tab is remembered for the page. */
function startTabs(box) {
  const tabs = [...box.querySelectorAll("[role=tab]")];
  const key = `tab:${location.pathname}`;

  function choose(tab) {
    for (const other of tabs) {
      const isChosen = other === tab;
      other.setAttribute("aria-selected", isChosen);
      other.tabIndex = isChosen ? 0 : -1;
      document.getElementById(other.getAttribute("aria-controls")).hidden = !isChosen;
    }
    sessionStorage.setItem(key, tab.id);
  }

  box.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
    const now = tabs.indexOf(document.activeElement);
    const next = {
      ArrowRight: (now + 1) % tabs.length,
      ArrowLeft: (now + tabs.length - 1) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      choose(tabs[next]);
      tabs[next].focus();
    }
  });
  for (const tab of tabs) {
    tab.addEventListener("click", () => choose(tab));
  }
  choose(
    tabs.find((tab) => tab.hasAttribute("data-has-errors")) ||
      tabs.find((tab) => tab.id === sessionStorage.getItem(key)) ||
      tabs[0],
  );
}

/* Rows that Unfold orders by dragging get buttons too; moving numbers all rows anew. */
function startOrder(table) {
  const field = table.dataset.orderingField;
  const rows = () => [...table.querySelectorAll(":scope > .form-group:not(.empty-form)")];

  function number() {
    rows().forEach((row, index) => {
      row.querySelector(`input[name$="-${field}"]`).value = index + 1;
    });
  }

  function move(row, step) {
    const all = rows();
    const other = all[all.indexOf(row) + step];
    if (other) {
      step < 0 ? other.before(row) : other.after(row);
      number();
    }
  }

  function addButtons(row) {
    const handle = row.querySelector("td .material-symbols-outlined")?.parentElement;
    if (!handle || row.querySelector(".move")) {
      return;
    }
    const box = document.createElement("span");
    box.className = "move";
    for (const [step, sign, label] of [
      [-1, "↑", gettext("Move up")],
      [1, "↓", gettext("Move down")],
    ]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.title = label;
      button.setAttribute("aria-label", label);
      button.addEventListener("click", () => {
        move(row, step);
        button.focus();
      });
      box.append(button);
    }
    handle.after(box);
  }

  rows().forEach(addButtons);
  table.addEventListener("formset:added", (event) => addButtons(event.target.closest(".form-group")));
  // Unfold numbers the rows when it has dropped one, new ones among them not always.
  table.addEventListener("end", () => setTimeout(number));
}

function startInsertingPhotos(box) {
  box.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-photo]");
    const editor = button && window.CKEDITOR?.instances[box.dataset.editor];
    if (editor) {
      const image = new Image();
      image.dataset.photo = button.dataset.photo;
      image.src = button.dataset.src;
      image.alt = button.title;
      editor.focus();
      editor.insertHtml(`<p>${image.outerHTML}</p>`);
    }
  });
}

/* A photo that was just chosen in a row is shown there. */
function showChosenPhoto(event) {
  const select = event.target;
  const cell = select.closest("tr")?.querySelector("td.field-picture .readonly");
  if (cell && select.value) {
    const image = new Image();
    image.className = "thumbnail";
    image.alt = "";
    image.src = `${select.dataset.thumbnails}${select.value}/thumbnail/`;
    cell.replaceChildren(image);
  }
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-tabs]").forEach(startTabs);
  document.querySelectorAll("table[data-ordering-field]").forEach(startOrder);
  document.querySelectorAll(".insert-photo").forEach(startInsertingPhotos);
  if (window.django?.jQuery) {
    django.jQuery(document).on("select2:select", "select[data-thumbnails]", showChosenPhoto);
  }
});
