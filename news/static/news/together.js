/* Whoever saved the same event as another reads first what is asked of them. */
"use strict";

window.addEventListener("load", () => document.querySelector(".together")?.focus());
