/*
 * The choice between light and dark, kept in the browser. Without this script the site follows the system.
 *
 * Loaded before the body, so that the page is never drawn in the wrong colours first. The key and its values are the
 * Django admin's: one choice holds for both.
 */
"use strict";
(() => {
  const NEXT = { auto: "light", light: "dark", dark: "auto" };
  const read = () => {
    try { return localStorage.getItem("theme") || "auto"; } catch { return "auto"; }
  };
  const apply = (theme) => {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  const label = (button) => {
    const theme = read();
    button.hidden = false;
    button.title = button.dataset[theme];
    button.setAttribute("aria-label", button.dataset[theme]);
    for (const icon of button.children) icon.hidden = icon.dataset.theme !== theme;
  };
  apply(read());
  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-theme-toggle]");
    if (!button) return;
    label(button);
    button.addEventListener("click", () => {
      const theme = NEXT[read()] || "auto";
      try { localStorage.setItem("theme", theme); } catch { return; }
      apply(theme);
      label(button);
    });
    addEventListener("storage", () => { apply(read()); label(button); });  // another tab has chosen
  });
})();
