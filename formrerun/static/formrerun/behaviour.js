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
    if (event.target.closest?.('[data-fr-clears]')) event.preventDefault();
  });

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


  const placeOf = el => (+el.value - el.min) / (el.max - el.min || 1);

  function slide(el) {
    const group = el.closest('.fr-slider');
    if (!group) return;
    const handles = [...group.querySelectorAll('input')];
    if (handles.length === 2) {
      if (el === handles[0] && +el.value > +handles[1].value) el.value = handles[1].value;
      if (el === handles[1] && +el.value < +handles[0].value) el.value = handles[0].value;
    }
    paint([group]);
  }
  app.addEventListener('input', event => {
    if (isField(event.target) && event.target.type === 'range') slide(event.target);
  });
  function paint(groups) {
    const all = groups.map(write);
    const sizes = all.map(([group, handles, outputs]) => [
      group.clientWidth,
      handles[0].offsetHeight,
      outputs.map(el => el.offsetWidth),
    ]);
    all.forEach(([, handles, outputs], place) => spread(outputs, handles.map(placeOf), ...sizes[place]));
  }
  function write(group) {
    const handles = [...group.querySelectorAll('input')];
    const { frDecimal = '.', frDrawn, frFormat, frOf, frOptions } = group.dataset;
    const options = frOptions ? JSON.parse(frOptions) : null;
    const drawn = JSON.parse(frDrawn ?? '{}');
    const outputs = [...group.querySelectorAll('output')];
    handles.forEach((el, place) => {
      const { frBetween } = el.dataset;
      const [html, plain] = drawn[el.value] ?? [];
      const text = options
        ? plain ?? options[+el.value]
        : frBetween && +el.value === +el.getAttribute('value')
          ? frBetween
          : written(el.value, frOf, frFormat).replace('.', frDecimal);
      const output = outputs[place];
      if (html) output.innerHTML = html;
      else if (output.textContent !== text || output.firstElementChild) output.textContent = text;
      if (el.getAttribute('aria-valuetext') !== text) el.setAttribute('aria-valuetext', text);
      output.style.setProperty('--fr-at', placeOf(el));
    });
    group.style.setProperty('--fr-from', handles.length === 2 ? placeOf(handles[0]) : 0);
    group.style.setProperty('--fr-to', placeOf(handles.at(-1)));
    return [group, handles, outputs];
  }

  function spread(outputs, parts, width, thumb, sizes) {
    const last = outputs.length - 1;
    const gap = 6;
    if (!width) return;
    const over = parts.map((part, place) => thumb / 2 + (width - thumb) * part - sizes[place] / 2);
    const at = [...over];
    const closer = last ? Math.max(0, at[0] + sizes[0] + gap - at[1]) / 2 : 0;
    at[0] -= closer;
    at[last] = Math.min(at[last] + closer, width - sizes[last]);
    if (last) at[0] = Math.min(at[0], at[1] - gap - sizes[0]);
    at[0] = Math.max(at[0], 0);
    if (last) at[1] = Math.max(at[1], at[0] + sizes[0] + gap);
    outputs.forEach((el, place) => el.style.setProperty('--fr-shift', `${at[place] - over[place]}px`));
  }
  const watchedSliders = new WeakSet();
  const sized = new ResizeObserver(entries => paint(entries.map(({ target }) => target)));

  let pulled = null;
  function placeAt(group, event) {
    const { left, width } = group.getBoundingClientRect();
    const thumb = group.querySelector('input').offsetHeight;
    const part = (event.clientX - left - thumb / 2) / (width - thumb || 1);
    return group.matches(':dir(rtl)') ? 1 - part : part;
  }
  function pull(event) {
    const group = pulled.closest('.fr-slider');
    if (!group) return;
    pulled.value = +pulled.min + placeAt(group, event) * (pulled.max - pulled.min);
    pulled.dispatchEvent(new Event('input', { bubbles: true }));
  }
  app.addEventListener('mousedown', event => {
    const group = event.target.closest?.('.fr-slider');
    const handles = [...(group?.querySelectorAll('input:enabled') ?? [])];
    if (!handles.length || event.button || event.target.matches('input')) return;
    event.preventDefault();
    const at = placeAt(group, event);
    const [first, last] = [handles[0], handles.at(-1)];
    pulled = at - placeOf(first) <= placeOf(last) - at ? first : last;
    pulled.focus({ preventScroll: true });
    pull(event);
  });
  addEventListener('mousemove', event => {
    if (pulled) pull(event);
  });
  addEventListener('mouseup', () => {
    const el = pulled;
    pulled = null;
    el?.dispatchEvent(new Event('change', { bubbles: true }));
  });


  function converted(type, value, digits) {
    const number = +value;
    switch (type) {
      case 'd':
      case 'i':
      case 'u':
        return String(Math.trunc(number));
      case 'f':
        return digits ? number.toFixed(Math.min(digits, 100)) : String(number);
      case 'e':
        return number.toExponential(digits && Math.min(digits, 100));
      case 'x':
        return Math.trunc(number).toString(16);
      case 'X':
        return Math.trunc(number).toString(16).toUpperCase();
      case 'g':
        return String(digits ? +number.toPrecision(Math.min(+digits || 1, 100)) : number);
      default:
        return String(value);
    }
  }

  function printf(format, value) {
    return format.replace(
      /%(?:%|([+ 0,-]*)(\d*)(?:\.(\d+))?([dufgeisxX]))/g,
      (all, flags, width, digits, type) => {
        if (all === '%%') return '%';
        let text = converted(type, value, digits);
        const grouped = whole => whole.replace(/\B(?=(\d{3})+$)/g, ',');
        if (flags.includes(',')) text = text.replace(/^-?\d+/, grouped);
        if (flags.includes('+') && +value >= 0) text = `+${text}`;
        if (flags.includes('-')) return text.padEnd(width);
        const zeros = '0'.repeat(Math.max(0, width - text.length));
        if (flags.includes('0')) return text.replace(/^[+-]?/, sign => sign + zeros);
        return text.padStart(width);
      },
    );
  }

  const scaled = signs => value => {
    let at = 0;
    for (; at < signs.length - 1 && +inOne(Math.abs(value)) >= 1000; at += 1) value /= 1000;
    return inOne(value) + signs[at];
  };
  const intl = (where, options) => value => new Intl.NumberFormat(where, options).format(value + 0);

  const inOne = intl('en', { maximumFractionDigits: 1, useGrouping: false });
  const inTwenty = intl('en', { maximumFractionDigits: 20 });
  const SIGNS = { '.': 'decimal', ',': 'apart' };

  const FORMATS = {
    plain: String,
    localized: value => inTwenty(value).replace(/[.,]/g, sign => texts[SIGNS[sign]]),
    percent: intl('en', { style: 'percent', maximumFractionDigits: 2 }),
    dollar: intl('en-US', { style: 'currency', currency: 'USD' }),
    euro: intl('en-IE', { style: 'currency', currency: 'EUR' }),
    yen: intl('en', { style: 'currency', currency: 'JPY' }),
    accounting: value => {
      const text = intl('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })(Math.abs(value));
      return value < 0 ? `(${text})` : text;
    },
    bytes: scaled(['B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB']),
    compact: scaled(['', 'K', 'M', 'B', 'T']),
    scientific: intl('en', { notation: 'scientific', maximumFractionDigits: 3 }),
    engineering: intl('en', { notation: 'engineering', maximumFractionDigits: 3 }),
  };

  function written(value, of, format) {
    if (of === 'int' || of === 'float') {
      if (FORMATS[format]) return FORMATS[format](+value);
      return format.includes('%') ? printf(format, +value) : String(+value);
    }
    const moment = new Date(Math.floor(+value / 1000));
    const two = number => String(number).padStart(2, '0');
    const name = options => new Intl.DateTimeFormat('en', { timeZone: 'UTC', ...options }).format(moment);
    const [y, mo, d, h, mi, s] = [
      moment.getUTCFullYear(),
      moment.getUTCMonth() + 1,
      moment.getUTCDate(),
      moment.getUTCHours(),
      moment.getUTCMinutes(),
      moment.getUTCSeconds(),
    ];
    const tokens = {
      YYYY: y,
      YY: two(y % 100),
      MMMM: name({ month: 'long' }),
      MMM: name({ month: 'short' }),
      MM: two(mo),
      M: mo,
      DD: two(d),
      D: d,
      dddd: name({ weekday: 'long' }),
      ddd: name({ weekday: 'short' }),
      HH: two(h),
      H: h,
      hh: two(h % 12 || 12),
      h: h % 12 || 12,
      mm: two(mi),
      m: mi,
      ss: two(s),
      s,
      SSS: String(moment.getUTCMilliseconds()).padStart(3, '0'),
      A: h < 12 ? 'AM' : 'PM',
      a: h < 12 ? 'am' : 'pm',
    };
    return format.replace(
      /\[([^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|ddd|HH|H|hh|h|mm|m|SSS|ss|s|A|a/g,
      (all, literal) => literal ?? tokens[all],
    );
  }


  function openTab(chosenTab) {
    for (const other of chosenTab.parentElement.children) {
      const on = other === chosenTab;
      other.setAttribute('aria-selected', String(on));
      if (on) other.removeAttribute('tabindex');
      else other.setAttribute('tabindex', '-1');
      document.getElementById(other.getAttribute('aria-controls')).hidden = !on;
    }
    outline();
    tell(chosenTab.parentElement, field => {
      field.value = chosenTab.value;
    });
  }

  const saysOpen = el => (el.dataset.frFor ? document.getElementById(el.dataset.frFor) : null);

  function tell(opened, write) {
    const field = saysOpen(opened);
    if (!field) return;
    write(field);
    if (edited(field) || pending.has(field.name)) field.dispatchEvent(new Event('change', { bubbles: true }));
  }

  app.addEventListener(
    'beforetoggle',
    event => {
      const field = event.target.matches('.fr-popover-body') && saysOpen(event.target);
      if (field) field.checked = event.newState === 'open';
    },
    true,
  );

  function rename(el) {
    const line = el.querySelector(':scope > summary[data-fr-less]');
    if (line) line.textContent = el.open ? line.dataset.frLess : line.dataset.frMore;
  }
  app.addEventListener(
    'toggle',
    event => {
      const el = event.target;
      rename(el);
      sidebar();
      outline();
      tell(el, field => {
        field.checked = el.popover === null ? el.open : event.newState === 'open';
      });
      if (el.matches('.fr-popover-body')) popover(el);
    },
    true,
  );

  function sidebar() {
    const fold = document.getElementById('fr-sidebar');
    const open = fold?.open;
    fold?.firstElementChild.setAttribute(
      'data-testid',
      open ? 'stSidebarCollapseButton' : 'stExpandSidebarButton',
    );
    fold?.parentElement.setAttribute('data-collapsed', String(!open));
    const root = document.getElementById('fr-root');
    root.dataset.layout = root.querySelector('.fr-main > .fr-layout-wide') ? 'wide' : 'narrow';
  }

  function popover(el) {
    const isOpen = el.matches(':popover-open');
    const open = saysOpen(el)?.checked ?? isOpen;
    if (open && !isOpen) el.showPopover();
    if (!open && isOpen) el.hidePopover();
    if (open) el.setAttribute('data-testid', el.classList[0]);
    else el.removeAttribute('data-testid');
    app.querySelector(`[popovertarget="${CSS.escape(el.id)}"]`)?.setAttribute('aria-expanded', String(open));
  }


  let opener = null;
  function showDialogs() {
    for (const dialog of app.querySelectorAll('dialog.fr-dialog[open]')) {
      if (dialog.matches(':modal')) continue;
      opener = document.activeElement?.id || opener;
      dialog.close();
      dialog.showModal();
      const field = dialog.querySelector(
        ':scope .stVerticalBlock :is(input, select, textarea, button):not([hidden], [disabled])',
      );
      field?.focus();
      if (!dialog.scrollTop) continue;
      dialog.querySelector('.fr-dialog-title').focus();
      dialog.scrollTop = 0;
    }
    if (opener && !app.querySelector('dialog.fr-dialog[open]')) {
      if (document.activeElement === document.body) document.getElementById(opener)?.focus();
      opener = null;
    }
  }
  function dismiss(dialog) {
    dialog.close();
    dialog.removeAttribute('data-testid');
    showDialogs();
    if (dialog.dataset.frDismiss) press(document.getElementById(dialog.dataset.frDismiss));
  }
  addEventListener(
    'cancel',
    event => {
      if (!event.target.matches?.('.fr-dialog')) return;
      event.preventDefault();
      if (event.target.hasAttribute('data-fr-dismissible')) dismiss(event.target);
    },
    true,
  );
  addEventListener(
    'close',
    event => {
      const dialog = event.target;
      if (dialog.matches?.('.fr-dialog:not([data-fr-dismissible])') && dialog.isConnected && !dialog.open) {
        dialog.showModal();
      }
    },
    true,
  );
  let downOn = null;
  addEventListener(
    'pointerdown',
    event => {
      downOn = event.target;
    },
    true,
  );
  app.addEventListener('click', event => {
    const dialog = event.target.closest('.fr-dialog');
    if (!dialog) return;
    const beside = event.target === dialog && downOn === dialog && event.detail > 0;
    if (
      event.target.closest('[data-fr-dismisses]') ||
      (beside && dialog.hasAttribute('data-fr-dismissible'))
    ) {
      dismiss(dialog);
    }
  });


  const shownOnce = new Set();
  const begun = new WeakSet();

  function notes() {
    for (const note of app.querySelectorAll('#fr-messages [data-fr-once]')) {
      if (begun.has(note)) continue;
      if (shownOnce.has(note.dataset.frOnce)) {
        note.remove();
        continue;
      }
      shownOnce.add(note.dataset.frOnce);
      begun.add(note);
      const item = note.firstElementChild;
      const seconds = item.matches('.fr-fly') ? 8 : +item.dataset.frSeconds;
      if (!seconds) continue;
      let timer = 0;
      const run = () => {
        timer = setTimeout(() => note.remove(), 1000 * seconds);
      };
      for (const type of ['pointerenter', 'focusin']) note.addEventListener(type, () => clearTimeout(timer));
      for (const type of ['pointerleave', 'focusout']) note.addEventListener(type, run);
      run();
    }
  }

  let counting = 0;
  const clocks = new Map();
  function countSeconds() {
    for (const [el, since] of clocks) {
      if (!el.isConnected) {
        clocks.delete(el);
        continue;
      }
      const text = format(el.dataset.frClock, {
        value: ((performance.now() - since) / 1000).toFixed(1).replace('.', texts.decimal),
      });
      if (el.textContent !== text) el.textContent = text;
    }
    clearTimeout(counting);
    if (clocks.size) counting = setTimeout(countSeconds, 100);
  }


  let tip = null;
  let closed = null;
  function tipOf(el) {
    const owner = el?.closest?.('.fr-help, .fr-tip, .fr-button, .fr-page-link');
    let found = owner?.nextElementSibling;
    if (owner?.matches('.fr-help')) found = owner.lastElementChild;
    else if (owner?.matches('.fr-tip')) found = owner;
    return found?.matches('.fr-tip') ? found : null;
  }

  function help(target) {
    const next =
      tipOf(target) ??
      (document.activeElement.matches(':focus-visible') ? tipOf(document.activeElement) : null);
    if (next !== closed) {
      closed?.removeAttribute('data-fr-closed');
      closed = null;
    }
    tip?.removeAttribute('data-testid');
    tip = next === closed ? null : next;
    tip?.setAttribute('data-testid', 'stTooltipContent');
  }
  for (const type of ['pointerover', 'focusin', 'focusout']) {
    app.addEventListener(type, event => help(type === 'focusout' ? null : event.target));
  }
  app.addEventListener('pointerleave', () => help(null));
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !tip) return;
    closed = tip;
    closed.setAttribute('data-fr-closed', '');
    help(closed.previousElementSibling);
  });


  app.addEventListener('click', event => {
    const on = selector => event.target.closest?.(selector);
    const stepper = on('[data-fr-by]');
    const chosenTab = on('[role=tab]');
    const copy = on('[data-fr-copy]');
    const close = on('[data-fr-close]');
    const clears = on('[data-fr-clears]');
    const reveal = on('[data-fr-reveal]');
    const picks = on('[data-fr-picks]');
    if (picks) pick(picks);
    const link = event.defaultPrevented ? null : on('[data-fr-presses]');
    if (link) document.getElementById(link.dataset.frPresses)?.click();
    const saves = event.defaultPrevented ? null : on('[data-fr-saves]');
    if (saves) save(saves, event);
    if (stepper) step(stepper.parentElement.querySelector('input'), +stepper.dataset.frBy);
    if (chosenTab) openTab(chosenTab);
    if (clears) clear(clearedBy(clears));
    if (close) (close.closest('[data-fr-once]') ?? close.closest('[data-fr-message-item]'))?.remove();
    if (copy) {
      navigator.clipboard?.writeText(copy.parentElement.querySelector('code').textContent).then(() => {
        copy.dataset.frDone = texts.copied;
        setTimeout(() => delete copy.dataset.frDone, 1500);
      });
    }
    if (reveal) {
      const field = document.getElementById(reveal.dataset.frReveal);
      field.type = field.type === 'password' ? 'text' : 'password';
      reveal.setAttribute('aria-label', field.type === 'password' ? texts.showPassword : texts.hidePassword);
    }
  });

  function save(button, press) {
    const link = document.createElement('a');
    link.href = button.dataset.frSaves;
    link.download = button.dataset.frFile;
    link.click();
    if (button.dataset.frMade === undefined) return;
    press.preventDefault();
    setTimeout(() => button.form?.requestSubmit(button), 300);
  }


  function pick(item) {
    const menu = item.closest('.fr-options');
    menu.querySelector('select').value = item.dataset.frPicks;
    menu.hidePopover();
  }

  const itemsOf = menu => [...menu.querySelectorAll('[role=menuitem]')];
  app.addEventListener(
    'toggle',
    event => {
      if (event.newState === 'open' && event.target.matches('.fr-options')) itemsOf(event.target)[0]?.focus();
    },
    true,
  );
  app.addEventListener('keydown', event => {
    const { key, target } = event;
    const opener = target.closest?.('.fr-popover-button[aria-haspopup=menu]');
    if (opener && key === 'ArrowDown') {
      event.preventDefault();
      const menu = opener.popoverTargetElement;
      if (!menu.matches(':popover-open')) menu.showPopover({ source: opener });
      itemsOf(menu)[0]?.focus();
    }
    if (target.getAttribute?.('role') !== 'menuitem') return;
    const menu = target.closest('.fr-options');
    const all = itemsOf(menu);
    const at = all.indexOf(target);
    const starts = el => el.textContent.trim().toLowerCase().startsWith(key.toLowerCase());
    const typed = key.length === 1 && key !== ' ' && [...all.slice(at + 1), ...all.slice(0, at)].find(starts);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[key];
    if (key === 'Tab') menu.hidePopover();
    if (to === undefined && !typed) return;
    event.preventDefault();
    (typed || all[(to + all.length) % all.length]).focus();
  });

  let chosenBefore = null;
  for (const type of ['pointerdown', 'keydown']) {
    app.addEventListener(
      type,
      event => {
        const radio = event.target.closest?.('.fr-group label')?.control;
        chosenBefore = radio?.type === 'radio' && radio.checked ? radio : null;
      },
      true,
    );
  }
  const takeBack = event => {
    if (event.target !== chosenBefore || !chosenBefore.checked) return;
    chosenBefore = null;
    event.target.closest('.fr-group').querySelector('[data-fr-unset]')?.click();
  };
  app.addEventListener('click', takeBack);
  app.addEventListener('keyup', event => {
    if (event.key !== ' ' || event.target !== chosenBefore) return;
    event.preventDefault();
    takeBack(event);
  });

  const keyOf = event => {
    const other = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' }[event.key];
    return (other && event.target.matches(':dir(rtl)') && other) || event.key;
  };
  app.addEventListener('keydown', event => {
    if (event.key === 'Escape') event.target.closest?.('[data-fr-once]')?.remove();
    const sign = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (sign && event.target.matches('[data-fr-step]')) {
      event.preventDefault();
      if (!event.target.readOnly) step(event.target, sign);
    }
    if (event.key === 'Escape' && event.target.value && mayBeEmpty(event.target)) {
      event.preventDefault();
      clear([event.target]);
    }
    if (event.target.getAttribute?.('role') !== 'tab') return;
    const all = [...event.target.parentElement.children];
    const at = all.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[keyOf(event)];
    if (to === undefined) return;
    event.preventDefault();
    const next = all[(to + all.length) % all.length];
    openTab(next);
    next.focus();
  });


  const KEYS = { ' ': 'space', arrowleft: 'left', arrowright: 'right', arrowup: 'up', arrowdown: 'down' };
  document.addEventListener('keydown', event => {
    if (event.repeat || event.isComposing) return;
    const key = event.key.toLowerCase();
    const modifiers = [];
    if (event.ctrlKey) modifiers.push('ctrl');
    if (event.metaKey) modifiers.push('cmd');
    if (event.altKey) modifiers.push('alt');
    if (event.shiftKey) modifiers.push('shift');
    const typing = event.target.closest?.(
      'input:not([type=checkbox],[type=radio],[type=range],[type=color]),textarea,select,[contenteditable]',
    );
    if (typing && !modifiers.some(name => name !== 'shift')) return;
    const wanted = new Set([[...modifiers, KEYS[key] ?? key].join('+')]);
    if (event.metaKey) {
      wanted.add([...modifiers.map(name => (name === 'cmd' ? 'ctrl' : name)), KEYS[key] ?? key].join('+'));
    }
    const button = [...app.querySelectorAll('[data-fr-shortcut]')].find(
      el => !el.matches(':disabled, [aria-disabled]') && wanted.has(el.dataset.frShortcut),
    );
    const again = !button && wanted.has('r') && app.dataset.frRerunKey !== undefined;
    if (!button && !again) return;
    event.preventDefault();
    if (again) runAgain();
    else button.click();
  });


  const file = name => script?.dataset[name];
  const add = (tag, attributes) =>
    new Promise((done, failed) => {
      const element = Object.assign(document.createElement(tag), attributes);
      element.addEventListener('load', done);
      element.addEventListener('error', failed);
      document.head.append(element);
    });
  const addScript = name => add('script', { src: file(name) });
  const addStyle = name => add('link', { rel: 'stylesheet', href: file(name) });
  const LAZY = {
    'fr-select': 'frSelect',
    'fr-upload': 'frUpload',
    'fr-capture': 'frCapture',
    'fr-table, fr-editor': 'frTable',
    'fr-editor': 'frEditor',
    'fr-map': 'frMap',
    'fr-vega': 'frVega',
    'fr-plotly': 'frPlotly',
    'fr-echarts': 'frEcharts',
    'fr-mermaid': 'frMermaid',
    'fr-deck': 'frDeck',
    'fr-live': 'frLive',
    'form[data-fr-draft], form[data-fr-warn]': 'frDrafts',
  };
  const loaded = new Set();
  function lazily(parts) {
    const missing = Object.entries(LAZY).filter(([, name]) => file(name) && !loaded.has(name));
    const found = within(parts, ':not(:defined), form[data-fr-draft], form[data-fr-warn]');
    for (const [element, name] of missing) {
      if (!found.some(el => el.matches(element))) continue;
      loaded.add(name);
      addScript(name).catch(() => {});
    }
    for (const { dataset } of within(parts, '[data-fr-script]')) {
      const src = dataset.frScript;
      if (loaded.has(src)) continue;
      loaded.add(src);
      add('script', { src, async: false }).catch(() => {});
    }
  }


  function shown({ detail }) {
    const parts = detail ?? [app];
    const each = (selector, act) => within(parts, selector).forEach(el => act(el));
    lazily(parts);
    layOut(parts);
    showDialogs();
    const sliders = within(parts, '.fr-slider');
    paint(sliders);
    for (const group of sliders.filter(one => !watchedSliders.has(one))) {
      watchedSliders.add(group);
      sized.observe(group);
    }
    each('.fr-popover-body', popover);
    sidebar();
    each('.fr-menu-more', rename);
    each('[data-fr-clears]', offerClear);
    notes();
    outline();
    each('[data-fr-clock]', el => clocks.set(el, clocks.get(el) ?? performance.now()));
    countSeconds();
    each(':is([data-fr-copy],[data-fr-reveal],[data-fr-close])[hidden]', button => {
      button.hidden = false;
    });
    if (document.activeElement && isField(document.activeElement)) hint(document.activeElement);
    tip?.setAttribute('data-testid', 'stTooltipContent');
  }

  function layOut(parts) {
    const left = window.requestIdleCallback ? within(parts, '.stElementContainer:nth-child(n+41) > *') : [];
    if (!left.length) return;
    const some = () => {
      for (const el of left.splice(0, 100)) el.style.contentVisibility = 'visible';
      if (left.length) requestIdleCallback(some);
    };
    if (document.readyState === 'complete') requestIdleCallback(some);
    else addEventListener('load', () => requestIdleCallback(some), { once: true });
  }

  function outline() {
    const above = app.querySelector('h1') ? [] : [[1, 1]];
    for (const el of app.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
      if (!el.checkVisibility()) continue;
      const own = +el.tagName[1];
      while (above.length && above.at(-1)[0] >= own) above.pop();
      const level = above.length ? above.at(-1)[1] + 1 : own;
      if (level !== own) el.setAttribute('aria-level', level);
      else el.removeAttribute('aria-level');
      above.push([own, level]);
    }
  }

  const small = matchMedia('(max-width: 48rem)');
  const foldAway = () => {
    const fold = document.querySelector('#fr-sidebar[data-fr-rev="auto"]');
    if (fold) fold.open = !small.matches;
  };
  small.addEventListener('change', foldAway);
  if (small.matches) foldAway();
  Object.assign(app.formrerun, { addScript, addStyle, file, FORMATS, keyOf, libs: {}, printf });
  app.addEventListener('formrerun:shown', shown);
  shown({});
})();
