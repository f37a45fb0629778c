/* What select2 and simplebar say, in Russian and Kazakh: Unfold loads no translations of them. */
"use strict";

(() => {
  const ofThree = (number, one, few, many) => {
    const form = new Intl.PluralRules("ru").select(number);
    return `${number} ${{ one, few }[form] || many}`;
  };
  const signs = (number) => ofThree(number, "символ", "символа", "символов");
  const TEXTS = {
    ru: {
      scrollable: "прокручиваемая область",
      select2: {
        errorLoading: () => "Не удалось загрузить результаты.",
        inputTooLong: ({ input, maximum }) => `Сократите на ${signs(input.length - maximum)}.`,
        inputTooShort: ({ input, minimum }) => `Введите ещё ${signs(minimum - input.length)}.`,
        loadingMore: () => "Загружается…",
        maximumSelected: ({ maximum }) => `Можно выбрать не больше: ${maximum}.`,
        noResults: () => "Ничего не найдено",
        searching: () => "Поиск…",
        removeAllItems: () => "Убрать всё",
        removeItem: () => "Убрать",
      },
    },
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
    window.django?.jQuery?.fn.select2?.defaults.set("language", texts.select2);
  });
  window.addEventListener("load", () => {
    for (const box of document.querySelectorAll(".simplebar-content-wrapper")) {
      box.setAttribute("aria-label", texts.scrollable);
    }
  });
})();
