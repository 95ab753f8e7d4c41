/*
 * <fr-select>: a select with a search field, and several choices as tags; Tom Select over the native <select>
 * inside.
 *
 * The native select stays what is posted, with the chosen options in the order of choosing, and what is used
 * until this file has loaded, or without it. Tom Select gives the field, the list and the keys; which options
 * are found, and how they look, is decided here.
 */
(() => {
  'use strict';
  if (customElements.get('fr-select')) return;
  const { addScript, addStyle, askOptions, keyOf, libs, placeAmong, texts } =
    document.getElementById('fr-app').formrerun;

  const ASKED = 50; // options of a long list that are asked for at once
  const PAUSE = 150; // milliseconds without a key until a text is looked for
  const SHOWN = 100; // options in the list at once; scrolling and the arrow keys add as many again
  const ALL = '\u0000all'; // the entry that chooses everything found
  const format = (text, value) => (text ?? '%s').replace(/%(\(\w+\))?[sd]/, () => value);
  const fold = text =>
    text
      .normalize('NFD')
      .replace(/\p{Mn}/gu, '')
      .toLowerCase();
  const has = (object, name) => Object.hasOwn(object, name);

  /** How well a text matches, by filter mode: 0 not at all. Both are folded. */
  const FILTERS = {
    prefix: (text, query) => +text.startsWith(query),
    contains: (text, query) => +text.includes(query),
    /** The letters in their order, better the closer they stand and the nearer to the beginning of a word. */
    fuzzy(text, query) {
      const whole = text.indexOf(query);
      if (whole >= 0) return 4 - (whole > 0) - (whole > 0 && /[\p{L}\p{N}]/u.test(text[whole - 1]));
      let at = -1;
      let gaps = 0;
      for (const letter of query) {
        const next = text.indexOf(letter, at + 1);
        if (next < 0) return 0;
        if (at >= 0) gaps += next - at - 1;
        at = next;
      }
      return 1 / (1 + gaps);
    },
  };

  const made = (name, className, text = '') =>
    Object.assign(document.createElement(name), { className, textContent: text });

