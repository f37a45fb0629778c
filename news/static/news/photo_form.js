/* The form of a photo: the focal point with the crops around it, and the places of people in the picture. */
"use strict";

(() => {
  const percent = (fraction) => `${fraction * 100}%`;
  const within = (value, least, most) => Math.min(Math.max(value, least), most);

  function changed(input) {
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* Where in a picture a pointer is, in fractions. */
  function placeOf(event, picture) {
    const box = picture.getBoundingClientRect();
    return {
      x: within((event.clientX - box.left) / box.width, 0, 1),
      y: within((event.clientY - box.top) / box.height, 0, 1),
    };
  }

  // The focal point

  /* The same as `crop_box` in media/renditions.py: what is shown here is what will be cut out. The focal point is
     in whole percent, as in the names of renditions. */
  function cropBox(size, across, down, x, y) {
    const width = Math.min(size.width, (size.height * across) / down);
    const height = (width * down) / across;
    return {
      left: within((size.width * x) / 100 - width / 2, 0, size.width - width),
      top: within((size.height * y) / 100 - height / 2, 0, size.height - height),
      width,
      height,
    };
  }

  function startFocalPoint(box) {
    const inputs = { x: document.getElementById("id_focal_x"), y: document.getElementById("id_focal_y") };
    const picture = box.querySelector(".picture");
    const image = picture.querySelector("img");
    const size = { width: +image.getAttribute("width"), height: +image.getAttribute("height") };
    if (!inputs.x || !inputs.y) {
      return; // one may only read it
    }

    const marker = document.createElement("span");
    marker.className = "marker";
    picture.append(marker);
    picture.classList.add("to-click");
    const crops = document.createElement("div");
    crops.className = "crops";
    const shown = box.dataset.ratios.split(" ").map((ratio) => {
      const [across, down] = ratio.split("x").map(Number);
      const figure = document.createElement("figure");
      const frame = document.createElement("div");
      const caption = document.createElement("figcaption");
      const copy = document.createElement("img");
      copy.src = image.src;
      copy.alt = "";
      frame.style.aspectRatio = `${across} / ${down}`;
      frame.append(copy);
      caption.textContent = `${across}:${down}`;
      figure.append(frame, caption);
      crops.append(figure);
      return { copy, across, down };
    });
    box.append(crops);

    function show() {
      const [x, y] = [inputs.x, inputs.y].map((input) => Math.round(input.value * 100));
      marker.style.left = `${x}%`;
      marker.style.top = `${y}%`;
      inputs.x.setAttribute("aria-valuetext", `${x} %`);
      inputs.y.setAttribute("aria-valuetext", `${y} %`);
      for (const { copy, across, down } of shown) {
        const crop = cropBox(size, across, down, x, y);
        copy.style.width = percent(size.width / crop.width);
        copy.style.left = percent(-crop.left / crop.width);
        copy.style.top = percent(-crop.top / crop.height);
      }
    }

    picture.addEventListener("click", (event) => {
      const place = placeOf(event, picture);
      for (const name of ["x", "y"]) {
        inputs[name].value = place[name].toFixed(2);
        changed(inputs[name]);
      }
    });
    for (const input of Object.values(inputs)) {
      input.addEventListener("input", show);
    }
    show();
  }

  // People in the picture

  const SIDES = ["x", "y", "width", "height"];

  function startPeople(box) {
    const picture = box.querySelector(".picture");
    const hint = box.querySelector(".hint");
    const table = document.getElementById("photo_people-data");
    if (!table?.querySelector(".empty-form")) {
      return; // one may only read it: the places are drawn already
    }
    let chosen = null; // the row whose place is about to be drawn
    let from = null; // the corner at which drawing began

    const rows = () => [...table.querySelectorAll(":scope > .form-group:not(.empty-form)")];
    const input = (row, name) => row.querySelector(`input[name$="-${name}"]`);
    const person = (row) => row.querySelector("select[name$=-participant]");
    const nameOf = (row) => person(row).selectedOptions[0]?.text.trim() || gettext("Somebody");
    const isRemoved = (row) => input(row, "DELETE")?.checked;

    function rectangle(place, className, name) {
      const span = document.createElement("span");
      span.className = className;
      for (const [side, property] of [["x", "left"], ["y", "top"], ["width", "width"], ["height", "height"]]) {
        span.style[property] = `${place[side]}%`;
      }
      if (name) {
        const label = document.createElement("span");
        label.textContent = name;
        span.append(label);
      }
      picture.append(span);
    }

    function draw(drawn) {
      picture.querySelectorAll(".place").forEach((place) => place.remove());
      for (const row of rows()) {
        const place = Object.fromEntries(SIDES.map((side) => [side, input(row, side).value]));
        const isPlaced = Object.values(place).every((value) => value !== "");
        row.querySelector(".unmark").hidden = !isPlaced;
        row.querySelector(".mark").setAttribute("aria-pressed", row === chosen);
        if (isPlaced && !isRemoved(row) && !(drawn && row === chosen)) {
          rectangle(place, row === chosen ? "place chosen" : "place", nameOf(row));
        }
      }
      if (drawn) {
        rectangle(drawn, "place chosen");
      }
      picture.classList.toggle("to-draw", Boolean(chosen));
    }

    function choose(row) {
      chosen = row === chosen ? null : row;
      const text = gettext(
        "Draw a rectangle around the face of %s: press at one corner and drag to the opposite one. Or write the numbers into the row.",
      );
      hint.textContent = chosen ? interpolate(text, [nameOf(row)]) : "";
      draw();
      if (chosen) {
        picture.scrollIntoView({ block: "nearest" });
      }
    }

    function write(row, values) {
      SIDES.forEach((side, index) => {
        input(row, side).value = values[index];
        changed(input(row, side));
      });
    }

    /* In percent with one decimal, inside the picture. */
    function between(one, other) {
      const round = (fraction) => Math.round(fraction * 1000) / 10;
      const [x, y] = [round(Math.min(one.x, other.x)), round(Math.min(one.y, other.y))];
      const extent = (a, b, start) => +(round(Math.max(a, b)) - start).toFixed(1);
      return { x, y, width: extent(one.x, other.x, x), height: extent(one.y, other.y, y) };
    }

    picture.addEventListener("pointerdown", (event) => {
      if (chosen && event.button === 0) {
        event.preventDefault();
        picture.setPointerCapture(event.pointerId);
        from = placeOf(event, picture);
      }
    });
    picture.addEventListener("pointermove", (event) => {
      if (from) {
        draw(between(from, placeOf(event, picture)));
      }
    });
    picture.addEventListener("pointerup", (event) => {
      if (!from) {
        return;
      }
      const place = between(from, placeOf(event, picture));
      from = null;
      if (place.width < 1 || place.height < 1) {
        draw(); // a click, no rectangle
        return;
      }
      const row = chosen;
      chosen = null;
      write(row, SIDES.map((side) => place[side]));
      hint.textContent = interpolate(gettext("The place of %s is marked."), [nameOf(row)]);
      row.querySelector(".mark").focus({ preventScroll: true });
      draw();
    });
    picture.addEventListener("pointercancel", () => {
      from = null;
      draw();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && chosen) {
        from = null;
        choose(chosen);
      }
    });

    function addButtons(row) {
      const cell = row.querySelector("td.field-participant");
      if (!cell || row.querySelector(".mark")) {
        return;
      }
      const buttons = document.createElement("div");
      buttons.className = "marking";
      const [mark, unmark] = ["mark", "unmark"].map((className) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = className;
        buttons.append(button);
        return button;
      });
      mark.textContent = gettext("Mark in the picture");
      unmark.textContent = gettext("Remove the place");
      mark.addEventListener("click", () => choose(row));
      unmark.addEventListener("click", () => {
        write(row, ["", "", "", ""]);
        mark.focus();
      });
      cell.append(buttons);
      nameButtons(row);
    }

    /* Several rows have the same buttons: each says whose it is. */
    function nameButtons(row) {
      for (const button of row.querySelectorAll(".marking button")) {
        button.setAttribute("aria-label", `${button.textContent}: ${nameOf(row)}`);
      }
    }

    rows().forEach(addButtons);
    draw();
    table.addEventListener("input", () => draw());
    table.addEventListener("change", () => draw());
    document.addEventListener("formset:added", (event) => {
      const row = event.target.closest(".form-group");
      if (table.contains(row)) {
        addButtons(row);
        draw();
      }
    });
    document.addEventListener("formset:removed", () => {
      chosen = rows().includes(chosen) ? chosen : null;
      draw();
    });
    // select2 tells of a choice in jQuery's way only.
    django.jQuery(table).on("change", "select", (event) => {
      nameButtons(event.target.closest(".form-group"));
      draw();
    });
  }

  window.addEventListener("load", () => {
    document.querySelectorAll(".focal-point").forEach(startFocalPoint);
    document.querySelectorAll(".people-picture").forEach(startPeople);
  });
})();
