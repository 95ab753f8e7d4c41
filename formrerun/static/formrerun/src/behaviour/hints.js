/*
 * What the parts of a page do when people use them: hints, sliders, tabs, dialogs, toasts, help,
 * shortcuts.
 *
 * It comes after formrerun.js, which decides what is sent and what a swap may change, and hears from it:
 * `formrerun:shown` after every page and frame, `formrerun:applied` before that, with the form whose
 * submission was applied.
 */
(() => {
  'use strict';
  const app = document.getElementById('fr-app');
  if (!app?.formrerun || app.formrerun.file) return;
  const {
    edited,
    isStandalone,
    isField,
    numberOf,
    pending,
    press,
    runAgain,
    format,
    texts,
    within,
  } = app.formrerun;
  const script = document.currentScript ?? document.querySelector('script[data-fr-select]');

  // ------------------------------------------------------------------------------------------- under a field

  /** The line under a field that says what Enter does, and how much room is left. */
  function hint(el) {
    if (el.dataset.frSubmits === undefined) return;
    const widget = el.closest('.fr-field')?.parentElement;
    let place = widget?.querySelector('.fr-instructions');
    if (!place && !widget?.matches('.stTextInput,.stNumberInput,.stTextArea')) return;
    const area = el.tagName === 'TEXTAREA';
    const inForm = !isStandalone(el);
    const focused = el === document.activeElement;
    const parts = [];
    if (focused && inForm && el.form?.dataset.frEnter !== undefined) {
      parts.push(area ? texts.submitArea : texts.submit);
    }
    if (focused && !inForm && edited(el)) parts.push(area ? texts.applyArea : texts.apply);
    if (focused && el.maxLength > 0 && (inForm || edited(el))) {
      parts.push(`${el.value.length}/${el.maxLength}`);
    }
    if (!place) {
      if (!parts.length && !edited(el)) return;
      place = Object.assign(document.createElement('small'), { className: 'fr-instructions' });
      place.dataset.testid = 'InputInstructions';
      widget.append(place);
    }
    place.textContent = parts.join(' • ').replace('Ctrl', /Mac|iP/.test(navigator.platform) ? '⌘' : 'Ctrl');
    place.hidden = !parts.length;
  }
  app.addEventListener('input', event => {
    if (isField(event.target)) hint(event.target);
  });
  app.addEventListener('focusin', event => {
    if (isField(event.target)) hint(event.target);
  });
  app.addEventListener('focusout', event => {
    if (isField(event.target)) hint(event.target);
  });

  // A paste that is too long is refused whole, as in Streamlit: half of a pasted text is worse than none.
  app.addEventListener('paste', event => {
    const el = event.target;
    const text = event.clipboardData?.getData('text') ?? '';
    if (
      isField(el) &&
      el.maxLength > 0 &&
      el.value.length - (el.selectionEnd - el.selectionStart) + text.length > el.maxLength
    ) {
      event.preventDefault();
    }
  });

  // What may be empty has a button that empties it: a browser's own fields have none. It is shown while there
  // is something.
  const clearedBy = button => [...button.parentElement.querySelectorAll('input')];
  const offerClear = button => {
    button.hidden = !clearedBy(button).some(el => el.value && !el.disabled);
  };
  function clear(fields) {
    for (const el of fields) {
      el.value = '';
      el.dispatchEvent(new Event('input', { bubbles: true }));
    }
    fields[0].dispatchEvent(new Event('change', { bubbles: true }));
  }
  const clearOf = el =>
    el.closest('.fr-dates, .fr-field:not(.fr-dates *)')?.querySelector('[data-fr-clears]');
  const mayBeEmpty = el =>
    el.matches('input[data-fr-clearable], select:not([multiple]):has(> .fr-none:not(:disabled))') ||
    (el.matches('input') && clearOf(el));
  for (const type of ['input', 'change']) {
    app.addEventListener(type, event => {
      const button = isField(event.target) && clearOf(event.target);
      if (button) offerClear(button);
    });
  }
  app.addEventListener('mousedown', event => {
    // the focus stays: what was typed just before is no change of its own
    if (event.target.closest?.('[data-fr-clears]')) event.preventDefault();
  });

  /** Step a number field by its buttons or the arrow keys: 0.1 and 0.2 are 0.3, not 0.30000000000000004. */
  function step(el, sign) {
    const { frStep, frMin = '', frMax = '', frDecimal = '.', frInteger } = el.dataset;
    const both = [el.value.replace(frDecimal, '.'), frStep];
    const digits = Math.min(20, Math.max(...both.map(text => (text.split('.')[1] ?? '').length)));
    let next = +((numberOf(el) || 0) + sign * frStep).toFixed(digits);
    if (el.value === '') next = +frMin;
    if (frMin) next = Math.max(next, +frMin);
    if (frMax) next = Math.min(next, +frMax);
    const text = frInteger !== undefined ? String(next) : next.toFixed(digits).replace('.', frDecimal);
    if (text === el.value) return;
    el.value = text;
    el.dispatchEvent(new Event('input', { bubbles: true }));
    el.dispatchEvent(new Event('change', { bubbles: true }));
  }

