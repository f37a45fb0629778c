/* Two photos that look alike: the decision is sent from where they are shown. */
"use strict";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form.alike")) {
    return;
  }
  event.preventDefault();
  if (form.ariaBusy === "true") {
    return;
  }
  form.ariaBusy = "true";
  const data = new FormData(form, event.submitter);
  // The cookie's token is the right one also after signing in again in another tab.
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (token) {
    data.delete("csrfmiddlewaretoken");
  }
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(data),
      headers: { Accept: "application/json", ...(token && { "X-CSRFToken": token }) },
      redirect: "error", // to the page for signing in
    });
    if (!response.ok) {
      throw new Error(response.statusText);
    }
    const { sentence, is_removed: isRemoved } = await response.json();
    const told = document.createElement("p");
    told.className = "decided";
    told.tabIndex = -1;
    told.textContent = sentence;
    form.dispatchEvent(new CustomEvent("decided", { bubbles: true, detail: { isRemoved } }));
    form.replaceWith(told);
    told.focus();
    if (isRemoved && location.pathname.endsWith("/change/")) {
      location.assign("../../");
    }
  } catch {
    form.ariaBusy = null;
    form.querySelector("[role=alert]").textContent = form.dataset.failed;
  }
});
