// Suggestions under the field of the search (a combobox as in ARIA 1.2): the arrow keys choose one,
// Enter goes to its page, Escape closes. The form works without them.
const field = document.querySelector("[data-suggest]");
const WAIT = 150; // milliseconds after the last key
const answers = new Map();
let timer = 0;
let asking = null;
let chosen = -1;

const list = document.createElement("ul");
list.id = "suggestions";
list.className = "suggestions";
list.role = "listbox";
list.hidden = true;
list.setAttribute("aria-label", field.dataset.list);
const said = document.createElement("span");
said.className = "unseen";
said.role = "status";
field.after(list, said);
for (const [name, value] of Object.entries({
  role: "combobox",
  "aria-autocomplete": "list",
  "aria-controls": list.id,
  "aria-expanded": "false",
})) {
  field.setAttribute(name, value);
}

function close() {
  clearTimeout(timer);
  asking?.abort();
  list.hidden = true;
  choose(-1);
  field.setAttribute("aria-expanded", "false");
}

function choose(place) {
  list.children[chosen]?.setAttribute("aria-selected", "false");
  chosen = place;
  const option = list.children[chosen];
  if (option) {
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  } else {
    field.removeAttribute("aria-activedescendant");
  }
}

function option({ text, lang, kind, url }, place) {
  const item = document.createElement("li");
  item.id = `suggestion-${place}`;
  item.role = "option";
  item.setAttribute("aria-selected", "false");
  item.dataset.url = url;
  const name = document.createElement("span");
  name.textContent = text;
  if (lang) {
    name.lang = lang;
  }
  const note = document.createElement("small");
  note.textContent = kind;
  item.append(name, " ", note);
  return item;
}

function show(found) {
  list.replaceChildren(...found.map(option));
  chosen = -1;
  choose(-1);
  list.hidden = found.length === 0;
  field.setAttribute("aria-expanded", String(found.length > 0));
  said.textContent = found.length
    ? field.dataset.some.replace("{number}", found.length)
    : field.dataset.none;
}

async function ask() {
  const text = field.value.trim();
  asking?.abort();
  if (!text) {
    close();
    said.textContent = "";
    return;
  }
  if (!answers.has(text)) {
    asking = new AbortController();
    try {
      const url = `${field.dataset.suggest}?${new URLSearchParams({ q: text })}`;
      const response = await fetch(url, { signal: asking.signal });
      if (!response.ok) {
        return;
      }
      answers.set(text, (await response.json()).found);
    } catch {
      return; // another key was pressed, or the network is away: then there are no suggestions
    }
  }
  if (document.activeElement === field && field.value.trim() === text) {
    show(answers.get(text));
  }
}

field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT);
});

field.addEventListener("keydown", (event) => {
  const last = list.children.length - 1;
  if (event.isComposing) {
    return;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (list.hidden) {
      ask();
    } else if (event.key === "ArrowDown") {
      choose(chosen < last ? chosen + 1 : -1);
    } else {
      choose(chosen < 0 ? last : chosen - 1);
    }
  } else if (event.key === "Enter" && !list.hidden && chosen >= 0) {
    event.preventDefault();
    location.assign(list.children[chosen].dataset.url);
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault(); // which would empty the field
    close();
  }
});

field.addEventListener("blur", close);
list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
list.addEventListener("click", (event) => {
  const item = event.target.closest("[role=option]");
  if (item) {
    location.assign(item.dataset.url);
  }
});
