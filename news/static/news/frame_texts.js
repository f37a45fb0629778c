/* What select2 and simplebar say: select2 has no Kazakh of its own (Django ships its Russian), simplebar
   neither. */
"use strict";

(() => {
  const TEXTS = {
    ru: { scrollable: "прокручиваемая область" },
    kk: {
      scrollable: "айналдыруға болатын аймақ",
      select2: {
        errorLoading: () => "Нәтижелер жүктелмеді.",
        inputTooLong: ({ input, maximum }) => `${input.length - maximum} таңбаға қысқартыңыз.`,
        inputTooShort: ({ input, minimum }) => `Тағы ${minimum - input.length} таңба енгізіңіз.`,
        loadingMore: () => "Жүктелуде…",
        maximumSelected: ({ maximum }) => `Ең көбі ${maximum} тармақ таңдауға болады.`,
        noResults: () => "Ештеңе табылмады",
        searching: () => "Ізделуде…",
        removeAllItems: () => "Бәрін алып тастау",
        removeItem: () => "Алып тастау",
      },
    },
  };
  const texts = TEXTS[document.documentElement.lang];
  if (!texts) {
    return;
  }
  // Before the widgets start, which wait for the whole page.
  document.addEventListener("DOMContentLoaded", () => {
    if (texts.select2) {
      window.django?.jQuery?.fn.select2?.defaults.set("language", texts.select2);
    }
  });
  window.addEventListener("load", () => {
    for (const box of document.querySelectorAll(".simplebar-content-wrapper")) {
      box.setAttribute("aria-label", texts.scrollable);
    }
  });
})();
