  // -------------------------------------------------------------------------------------------------- fields

  // name → fields, for one pass: a look-up each in a page of 1,000 fields costs a quarter of a second
  let index = null;
  function byName(name) {
    if (!index) {
      index = new Map();
      for (const el of app.querySelectorAll('[name]')) {
        if (el.type === 'submit') continue;
        if (index.has(el.name)) index.get(el.name).push(el);
        else index.set(el.name, [el]);
      }
      queueMicrotask(() => {
        index = null;
      });
    }
    return index.get(name) ?? [];
  }
  const isField = el => el.name?.startsWith('fr-') && el.type !== 'submit' && el.type !== 'button';
  const isStandalone = el => el.form?.id === 'fr-page';

  /** The enabled fields among elements, by name: a widget may have several of one name. */
  function byWidget(elements) {
    const found = new Map();
    for (const el of elements) {
      if (!isField(el) || el.disabled) continue;
      if (found.has(el.name)) found.get(el.name).push(el);
      else found.set(el.name, [el]);
    }
    return found;
  }

  const alike = (one, other) => one === other || JSON.stringify(one) === JSON.stringify(other);

  /** What a browser would post of a widget's fields: a list, empty for an unchecked box. */
  const valuesOf = elements =>
    elements.flatMap(el => {
      if (el.type === 'checkbox' || el.type === 'radio') return el.checked ? [el.value] : [];
      if (el.tagName === 'SELECT') return [...el.selectedOptions].map(option => option.value);
      return [el.value];
    });

  /** What is posted of many widgets: name → values. */
  const postOf = widgets =>
    Object.fromEntries([...widgets].map(([name, elements]) => [name, valuesOf(elements)]));

  /** Let a widget's fields show what was posted of them. */
  function fill(elements, values) {
    for (const [place, el] of elements.entries()) {
      if (stateOf(el) !== el) stateOf(el).value = values;
      else if (el.type === 'checkbox' || el.type === 'radio') el.checked = values.includes(el.value);
      else if (el.tagName === 'SELECT') {
        for (const option of el.options) option.selected = values.includes(option.value);
      } else if (el.type !== 'file') el.value = values[place] ?? '';
    }
  }

  // One sign at most, which stands in front of decimals; or thousands apart, all by the same sign.
  const SIMPLE = /^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i;
  const GROUPED = /^[+-]?[1-9]\d{0,2}([.,\s'’])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d*)?$/;
  /** A text in the digits and signs of ASCII, where Arabic, Persian and Japanese keyboards have others. */
  const latin = text =>
    text
      .replace(/[٠-٩۰-۹０-９]/g, digit => digit.charCodeAt() & 15)
      .replace(/[\u061c\u200e\u200f]/g, '')
      .replace(/[−－]/g, '-')
      .replaceAll('．', '.')
      .replaceAll('，', ',')
      .trim();
  /** What a number field says; NaN for what is no number, or might be one of two. As in typed_numbers.py. */
  function numberOf({ value, dataset }) {
    const decimal = dataset.frDecimal ?? '.';
    const text = latin(value).replaceAll('٫', decimal).replaceAll('٬', decimal === '.' ? ',' : '.');
    const apart = GROUPED.exec(text)?.[1];
    const simple = SIMPLE.test(text);
    if (simple ? apart && apart !== decimal : !apart) return NaN;
    return +(simple ? text : text.replaceAll(apart, '')).replace(',', '.');
  }

  /** Whether nothing is typed, checked or chosen. */
  function isEmpty(el) {
    if (el.type === 'checkbox') return !el.checked;
    if (el.type === 'radio') return !byName(el.name).some(({ checked, value }) => checked && value);
    return !el.value.trim();
  }

  /** What is wrong with a field, or ''. The server checks the same again. */
  function errorOf(el) {
    if (el.disabled || !isField(el)) return '';
    const text = el.value;
    if (el.validity?.badInput) return el.type === 'number' ? texts.number : texts.date;
    if (isEmpty(el) && (el.required || el.closest('[data-fr-required]'))) return texts.required;
    if (!text) return '';
    const { frStep, frMin, frMax, frMessage } = el.dataset;
    if (frStep && text.trim()) {
      const number = numberOf(el);
      if (isNaN(number)) return /\d[.,]\d{3}$/.test(text) ? texts.thousands : texts.number;
      if (number < +frMin || number > +frMax) return frMessage;
    }
    if (el.validity?.rangeUnderflow || el.validity?.rangeOverflow) return frMessage || el.validationMessage;
    const pattern = el.dataset.frPattern;
    if (pattern) {
      try {
        if (!new RegExp(pattern, 'us').test(text)) {
          return frMessage || format(texts.pattern, { value: pattern });
        }
      } catch {
        // a pattern this browser cannot read: the server decides
      }
    }
    return '';
  }

  function setOrRemove(el, attribute, value) {
    if (value === null) el.removeAttribute(attribute);
    else el.setAttribute(attribute, value);
  }

  // widget → what its message says, the values that it is about, and whether the server has said it
  const refusals = new Map();

  /** Whether the server has refused what a widget shows. */
  function isRefused(name, elements) {
    const said = refusals.get(name);
    return Boolean(said?.theirs) && alike(said.values, valuesOf(elements));
  }

  /** Where the message of a widget stands; the page draws the place only if it says something there. */
  function placeOf(name, make) {
    const widget = document.getElementById(`${name}-w`)?.firstElementChild;
    const found = document.getElementById(`${name}-e`);
    if (found || !make || !widget) return found;
    const place = document.createElement('p');
    Object.assign(place, { className: 'fr-error', id: `${name}-e`, hidden: true });
    place.setAttribute('role', 'alert');
    place.dataset.frError = '';
    widget.append(place);
    return place;
  }

  /** Show or clear the message of a widget. */
  function showError(name, text, theirs = false) {
    const place = placeOf(name, text);
    if (text) refusals.set(name, { text, theirs, values: valuesOf(byName(name)) });
    else refusals.delete(name);
    if (!place || (!text && place.hidden)) return;
    if (text && place.textContent.trim() === text) return showInvalid(name, text);
    const shown = Object.assign(document.createElement('span'), { textContent: text });
    shown.dataset.testid = 'stTooltipErrorContent';
    if (text) place.dataset.testid = 'stTooltipErrorHoverTarget';
    else delete place.dataset.testid;
    place.replaceChildren(...(text ? [shown] : []));
    place.hidden = !text;
    showInvalid(name, text);
  }
  function showInvalid(name, text) {
    const described = [text && `${name}-e`, document.getElementById(`${name}-h`) && `${name}-h`]
      .filter(Boolean)
      .join(' ');
    for (const el of byName(name)) {
      setOrRemove(el, 'aria-invalid', text ? 'true' : null);
      setOrRemove(el, 'aria-describedby', described || null);
    }
  }

  /** Check widgets and show what is wrong. Returns the first field that must be put right, or undefined. */
  function wrongOf(widgets) {
    let first;
    for (const [name, fields] of widgets) {
      const wrong = fields.find(errorOf);
      showError(name, wrong ? errorOf(wrong) : '');
      first ??= wrong;
    }
    return first;
  }

  /**
   * After each swap: what was refused and is still shown is refused still, whatever the page says by now; if
   * it has become right, it is a change. A field that came anew, that nobody types in and that shows what the
   * server does not have is checked against its new bounds.
   */
  function judgeAgain(parts) {
    for (const [name, { text, theirs, values }] of refusals) {
      const elements = byName(name).filter(el => !el.disabled);
      const same = alike(valuesOf(elements), values);
      const wrong = same && elements.find(errorOf);
      if (wrong) showError(name, errorOf(wrong));
      else if (theirs && same) showError(name, text, true);
      else {
        showError(name, '');
        if (!theirs && same && elements.length && isStandalone(elements[0])) commit(elements[0]);
      }
    }
    for (const [name, elements] of byWidget(within(parts, '[form="fr-page"]'))) {
      const wrong = elements.find(errorOf);
      if (
        wrong &&
        !refusals.has(name) &&
        !held.has(name) &&
        !elements.includes(document.activeElement) &&
        elements.some(el => edited(stateOf(el)))
      ) {
        showError(name, errorOf(wrong));
      }
    }
  }

  /** What a field is called. */
  const labelOf = el =>
    el.closest('[role=group][aria-label], [role=radiogroup][aria-label]')?.ariaLabel ??
    (el.ariaLabel || el.labels?.[0]?.textContent.trim() || el.name);

  /** Open what a field stands in, go there, and scroll to its message. */
  function show(el) {
    for (let up = el.parentElement; up; up = up.parentElement) {
      if (up.tagName === 'DETAILS') up.open = true;
      if (up.matches('[role=tabpanel][hidden]')) {
        document.getElementById(up.getAttribute('aria-labelledby')).click();
      }
    }
    stateOf(el).focus();
    const message = document.getElementById(`${el.name}-e`);
    const box = message?.getBoundingClientRect();
    if (box?.top < 0 || box?.bottom > innerHeight) message.scrollIntoView({ block: 'center' });
  }

