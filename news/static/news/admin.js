/* What the administration does beyond Unfold: language tabs, order by keyboard, pictures of photos to choose,
   names for screen readers. */
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
  const panelOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));
  // A link to a field opens its language.
  const wanted = location.hash && document.getElementById(location.hash.slice(1));
  // A translator begins in a language of their own.
  const isWritten = (tab) => panelOf(tab).querySelector("input, textarea");
  choose(
    tabs.find((tab) => wanted && panelOf(tab).contains(wanted)) ||
    tabs.find((tab) => tab.hasAttribute("data-has-errors")) ||
      tabs.find((tab) => tab.id === sessionStorage.getItem(key)) ||
      tabs.find(isWritten) ||
      tabs[0],
  );
  if (wanted && box.contains(wanted)) {
    wanted.focus();
    // Editors make the page longer while it loads.
    addEventListener("load", () => (wanted.closest(".form-row") || wanted).scrollIntoView());
  }
}

/* Rows that Unfold orders by dragging get buttons too; moving numbers all rows anew. */
function startOrder(table) {
  const field = table.dataset.orderingField;
  const rows = () => [...table.querySelectorAll(":scope > .form-group:not(.empty-form)")];
  const place = (row) => row.querySelector(`input[name$="-${field}"]`);

  function number() {
    rows().forEach((row, index) => {
      place(row).value = index + 1;
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
  // After an error the rows come in their old order with their new numbers; new ones may have none.
  const before = rows()[0]?.previousElementSibling;
  const rank = (row) =>
    row.classList.contains("original") ? +place(row)?.value : +place(row)?.value || Infinity;
  function sort() {
    const sorted = rows().sort((a, b) => rank(a) - rank(b) || 0);
    if (before && sorted.some((row, index) => row !== rows()[index])) {
      before.after(...sorted);
    }
  }
  sort();
  // Unsaved text was put back, the order with it.
  table.addEventListener("rows:numbered", sort);
  table.addEventListener("formset:added", (event) => addButtons(event.target.closest(".form-group")));
  // Unfold numbers the rows when it has dropped one, new ones among them not always.
  table.addEventListener("end", () => setTimeout(number));
}

/* Pictures of photos that were just added may not be made yet: browsers ask once, this some times more. */
const PAUSES = [2, 4, 8]; // seconds
const attempts = new WeakMap();

function askAgain({ target: image }) {
  const attempt = attempts.get(image) ?? 0;
  if (image.matches?.("img.thumbnail") && attempt < PAUSES.length) {
    attempts.set(image, attempt + 1);
    const address = image.src;
    setTimeout(() => {
      if (image.src === address) {
        image.src = address;
      }
    }, PAUSES[attempt] * 1000);
  }
}

function thumbnail(select, id) {
  const image = new Image();
  image.className = "thumbnail";
  image.alt = "";
  image.src = `${select.dataset.thumbnails}${id}/thumbnail/`;
  return image;
}

/* The photo that is chosen is shown: in its row, or below the control. */
function showChosenPhoto(select) {
  const cell = select.closest("tr")?.querySelector("td.field-picture .readonly");
  if (cell && select.value) {
    cell.replaceChildren(thumbnail(select, select.value));
  } else if (!cell) {
    const field = select.closest(".related-widget-wrapper") || select.parentElement;
    field.parentElement.querySelector(":scope > img.thumbnail")?.remove();
    if (select.value) {
      field.after(thumbnail(select, select.value));
    }
  }
}

/* Photos to choose from are shown beside their names. */
function showPhotosToChoose(event) {
  const list = document.querySelector(".select2-results__options");
  const utils = django.jQuery.fn.select2.amd.require("select2/utils");
  const show = () => {
    for (const option of list.querySelectorAll("li:not(:has(img))")) {
      const id = utils.GetData(option, "data")?.id;
      if (id) {
        option.prepend(thumbnail(event.target, id));
      }
    }
  };
  new MutationObserver(show).observe(list, { childList: true });
  show();
}

/* What Unfold and select2 leave unnamed or out of the keyboard's reach. */
function nameControls(root) {
  for (const select of root.querySelectorAll("select.select2-hidden-accessible")) {
    const name = select.getAttribute("aria-label") || select.labels[0]?.textContent.trim();
    const box = select.nextElementSibling;
    for (const part of box.querySelectorAll("[role=combobox], [role=textbox], input[type=search]")) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", [name, select.selectedOptions[0]?.text].filter(Boolean).join(": "));
    }
  }
  for (const button of root.querySelectorAll("td.delete .material-symbols-outlined")) {
    button.tabIndex = 0;
    button.setAttribute("role", "button");
    button.setAttribute("aria-label", gettext("Remove"));
    button.onkeydown = (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        button.click();
      }
    };
  }
}

/* Words to search a picker with are no change of the form: Unfold would ask before one leaves it. */
function searchWithoutChange(event) {
  if (event.target.matches(".select2-search__field")) {
    event.stopImmediatePropagation();
    django.jQuery(event.target).trigger("input"); // reaches select2 alone
  }
}

/* Unfold writes a chosen file's name into the first text field around it: fine with the disabled
   one of its own widget, wrong with any other. */
function spareFileFields() {
  for (const input of document.querySelectorAll("input[type=file]")) {
    const beside = input.parentNode.parentNode.parentNode;
    input.hasChangeListener = !beside.querySelector("input[type=text]")?.disabled;
  }
}

document.addEventListener("input", searchWithoutChange, { capture: true });
document.addEventListener("error", askAgain, { capture: true }); // which does not bubble

document.addEventListener("DOMContentLoaded", () => {
  spareFileFields();
  document.querySelectorAll("[data-tabs]").forEach(startTabs);
  document.querySelectorAll("table[data-ordering-field]").forEach(startOrder);
  if (window.django?.jQuery) {
    document.querySelectorAll(":not(td) > div > select[data-thumbnails]").forEach(showChosenPhoto);
    django
      .jQuery(document)
      .on("select2:select select2:clear", "select[data-thumbnails]", (event) => showChosenPhoto(event.target))
      .on("select2:open", "select[data-thumbnails]", showPhotosToChoose);
  }
});

window.addEventListener("load", () => {
  document.getElementById("main")?.setAttribute("role", "main");
  nameControls(document);
  window.django?.jQuery?.(() => nameControls(document)); // after select2, which waits for it too
  document.addEventListener("formset:added", (event) => {
    setTimeout(() => nameControls(event.target.closest(".form-group") || event.target));
  });
  window.django?.jQuery?.(document).on("change", "select.select2-hidden-accessible", (event) => {
    setTimeout(() => nameControls(event.target.parentElement));
  });
});
