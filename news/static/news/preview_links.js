/* Copies the address of a preview; where browsers forbid that, selects it to be copied by hand. */
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    const status = document.getElementById("copied");
    field.focus();
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Without HTTPS there is no clipboard but this.
      if (!document.execCommand("copy")) {
        return;
      }
    }
    button.focus();
    status.textContent = status.dataset.text;
    button.classList.add("done");
  });
}
