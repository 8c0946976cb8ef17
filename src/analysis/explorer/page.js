"use strict";
// Shows a page in one of its languages and tells the parts that draw their own texts.
(() => {
  const root = document.documentElement;
  const titles = JSON.parse(document.getElementById("page-title").textContent);
  const buttons = [...document.querySelectorAll(".languages button")];

  function speak(lang) {
    root.lang = lang;
    document.title = titles[lang];
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.lang === lang));
    }
    for (const name of ["aria-label", "title", "placeholder"]) {
      for (const element of document.querySelectorAll(`[data-${name}-${lang}]`)) {
        element.setAttribute(name, element.getAttribute(`data-${name}-${lang}`));
      }
    }
    document.dispatchEvent(new CustomEvent("analysis:language", { detail: lang }));
  }

  for (const button of buttons) {
    button.addEventListener("click", () => speak(button.lang));
  }
  speak(root.lang);
})();
