/* Says that the form of an event is open, and shows who else has it open. */
"use strict";

(() => {
  const box = document.querySelector(".presence");
  const form = document.getElementById("event_form");
  const often = box.dataset.seconds * 1000;
  const seldom = 20_000; // in a tab behind others: a sign lasts a little longer
  const longAway = 5 * 60_000; // browsers let such a tab hardly run: it says good-bye
  const ownTabs = new BroadcastChannel(`presence:${box.dataset.address}`);
  let timer = null; // none in a tab that said good-bye
  let isAsking = false;
  let isSaving = false;
  let hiddenSince = document.hidden ? Date.now() : null;

  function show(lines) {
    const shown = [...box.children].map((line) => line.textContent);
    if (shown.join("\n") === lines.join("\n")) {
      return; // a live region speaks when it is written to
    }
    box.replaceChildren(
      ...lines.map((line) => {
        const paragraph = document.createElement("p");
        paragraph.textContent = line;
        return paragraph;
      }),
    );
  }

  function post(body) {
    // The cookie's token is the right one also after signing in again in another tab.
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    return fetch(box.dataset.address, {
      method: "POST",
      body: new URLSearchParams(body),
      headers: { "X-CSRFToken": token || form.elements.csrfmiddlewaretoken.value },
      keepalive: true,
      redirect: "manual", // to the page for signing in
    });
  }

  function stop() {
    clearTimeout(timer);
    timer = null;
  }

  function leave() {
    stop();
    post({ leave: 1 }).catch(() => {});
    ownTabs.postMessage("leave");
  }

  async function sign() {
    stop();
    if (isAsking) {
      return;
    }
    if (hiddenSince && Date.now() - hiddenSince > longAway) {
      leave();
      return;
    }
    isAsking = true;
    try {
      const response = await post({});
      if (response.type === "opaqueredirect" || response.status === 403) {
        show([box.dataset.signedOut]);
        return; // until somebody looks at this tab again
      }
      if (response.ok) {
        show((await response.json()).lines);
      }
    } catch {
      // The network is away; it may come back.
    } finally {
      isAsking = false;
    }
    timer = setTimeout(sign, document.hidden ? seldom : often);
  }

  document.addEventListener("visibilitychange", () => {
    hiddenSince = document.hidden ? Date.now() : null;
    if (!document.hidden) {
      sign();
    }
  });
  window.addEventListener("focus", sign);
  // Another tab said good-bye for the same person, who is still here.
  ownTabs.addEventListener("message", () => {
    if (timer) {
      stop();
      timer = setTimeout(sign, 1000);
    }
  });
  // Who saves comes back to the form as a rule; "since when" stays what it was.
  form.addEventListener("submit", () => {
    isSaving = true;
  });
  window.addEventListener("pagehide", () => {
    if (isSaving) {
      stop();
    } else {
      leave();
    }
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      isSaving = false;
      sign();
    }
  });
  sign();
})();
