  // ----------------------------------------------------------------------------------------------------- sliders

  /** How far a handle is from the beginning, from 0 to 1. */
  const placeOf = el => (+el.value - el.min) / (el.max - el.min || 1);

  /** A handle moved: keep two in order, and write where they stand. */
  function slide(el) {
    const group = el.closest('.fr-slider');
    if (!group) return;
    const handles = [...group.querySelectorAll('input')];
    if (handles.length === 2) {
      if (el === handles[0] && +el.value > +handles[1].value) el.value = handles[1].value;
      if (el === handles[1] && +el.value < +handles[0].value) el.value = handles[0].value;
    }
    paint(group);
  }
  app.addEventListener('input', event => { if (isField(event.target) && event.target.type === 'range') slide(event.target); });
  function paint(group) {
    const handles = [...group.querySelectorAll('input')], options = group.dataset.frOptions ? JSON.parse(group.dataset.frOptions) : null;
    const outputs = [...group.querySelectorAll('output')];
    handles.forEach((el, place) => {
      const text = options ? options[+el.value] : written(el.value, group.dataset.frOf, group.dataset.frFormat);
      const output = outputs[place];
      if (output.textContent !== text) output.textContent = text;
      if (el.getAttribute('aria-valuetext') !== text) el.setAttribute('aria-valuetext', text);
      output.style.setProperty('--fr-at', placeOf(el));
    });
    group.style.setProperty('--fr-from', handles.length === 2 ? placeOf(handles[0]) : 0);
    group.style.setProperty('--fr-to', placeOf(handles.at(-1)));
    spread(group, handles[0].offsetHeight, outputs, handles.map(placeOf));
  }

  /** Keep the texts over the handles within their slider, and two of them apart. */
  function spread(group, thumb, outputs, parts) {
    const width = group.clientWidth, sizes = outputs.map(el => el.offsetWidth), last = outputs.length - 1, gap = 6;
    if (!width) return;  // in what is closed
    const over = parts.map((part, place) => thumb / 2 + (width - thumb) * part - sizes[place] / 2), at = [...over];
    const closer = last ? Math.max(0, at[0] + sizes[0] + gap - at[1]) / 2 : 0;
    at[0] -= closer;
    at[last] = Math.min(at[last] + closer, width - sizes[last]);
    if (last) at[0] = Math.min(at[0], at[1] - gap - sizes[0]);
    at[0] = Math.max(at[0], 0);
    if (last) at[1] = Math.max(at[1], at[0] + sizes[0] + gap);
    outputs.forEach((el, place) => el.style.setProperty('--fr-shift', `${at[place] - over[place]}px`));
  }
  const sized = new ResizeObserver(entries => { for (const { target } of entries) paint(target); });

  // Where a slider is pressed beside its handles, and beside its thin line too, the nearer handle comes, and goes along.
  let pulled = null;
  function placeAt(group, event) {
    const { left, width } = group.getBoundingClientRect(), thumb = group.querySelector('input').offsetHeight;
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
    const group = event.target.closest?.('.fr-slider'), handles = [...group?.querySelectorAll('input:enabled') ?? []];
    if (!handles.length || event.button || event.target.matches('input')) return;
    event.preventDefault();  // the page would take the focus
    const at = placeAt(group, event), [first, last] = [handles[0], handles.at(-1)];
    pulled = at - placeOf(first) <= placeOf(last) - at ? first : last;
    pulled.focus({ preventScroll: true });
    pull(event);
  });
  addEventListener('mousemove', event => { if (pulled) pull(event); });
  addEventListener('mouseup', () => {
    const el = pulled;
    pulled = null;
    el?.dispatchEvent(new Event('change', { bubbles: true }));
  });

  /** printf, as far as sliders and columns need it: %d %i %u %f %e %g %s %x %%, with flags, width and precision. */
  function printf(format, value) {
    return format.replace(/%(?:%|([+ 0,-]*)(\d*)(?:\.(\d+))?([dufgeisxX]))/g, (all, flags, width, digits, type) => {
      if (all === '%%') return '%';
      const number = +value;
      let text = 'diu'.includes(type) ? String(Math.trunc(number)) : type === 'f' ? number.toFixed(digits ?? 6) : type === 'e' ? number.toExponential(digits ?? 6)
        : 'xX'.includes(type) ? Math.trunc(number).toString(16) : type === 'g' ? String(digits ? +number.toPrecision(+digits || 1) : number) : String(value);
      if (type === 'X') text = text.toUpperCase();
      if (flags.includes(',')) text = text.replace(/^-?\d+/, digitsOf => (+digitsOf).toLocaleString('en'));
      if (flags.includes('+') && number >= 0) text = `+${text}`;
      return flags.includes('-') ? text.padEnd(width || 0) : text.padStart(width || 0, flags.includes('0') ? '0' : ' ');
    });
  }

  /** What `format=` may be called; _numbers.py writes the same. */
  const intl = (where, options) => value => new Intl.NumberFormat(where, options).format(value);
  const FORMATS = {
    plain: String,
    localized: intl(document.documentElement.lang || undefined, { maximumFractionDigits: 20 }),
    percent: intl('en', { style: 'percent', maximumFractionDigits: 2 }),
    dollar: intl('en-US', { style: 'currency', currency: 'USD' }),
    euro: intl('en-IE', { style: 'currency', currency: 'EUR' }),
    yen: intl('en', { style: 'currency', currency: 'JPY' }),
    accounting: value => { const text = intl('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })(Math.abs(value)); return value < 0 ? `(${text})` : text; },
    bytes: value => { const step = value ? Math.min(Math.floor(Math.log(Math.abs(value)) / Math.log(1000)), 6) : 0; return `${+(value / 1000 ** Math.max(step, 0)).toFixed(1)}${['B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'][Math.max(step, 0)]}`; },
    compact: intl('en', { notation: 'compact', maximumFractionDigits: 1 }),
    scientific: intl('en', { notation: 'scientific', maximumFractionDigits: 3 }),
    engineering: intl('en', { notation: 'engineering', maximumFractionDigits: 3 }),
  };

  /** A slider's number as the server would write it: printf for numbers, moment.js tokens for dates and times. */
  function written(value, of, format) {
    if (of === 'int' || of === 'float') return FORMATS[format]?.(+value) ?? (format.includes('%') ? printf(format, value) : String(value));
    const moment = new Date(Math.floor(+value / 1000)), two = number => String(number).padStart(2, '0');
    const name = options => new Intl.DateTimeFormat('en', { timeZone: 'UTC', ...options }).format(moment);
    const [y, mo, d, h, mi, s] = [moment.getUTCFullYear(), moment.getUTCMonth() + 1, moment.getUTCDate(), moment.getUTCHours(), moment.getUTCMinutes(), moment.getUTCSeconds()];
    const tokens = {
      YYYY: y, YY: two(y % 100), MMMM: name({ month: 'long' }), MMM: name({ month: 'short' }), MM: two(mo), M: mo, DD: two(d), D: d,
      dddd: name({ weekday: 'long' }), ddd: name({ weekday: 'short' }), HH: two(h), H: h, hh: two(h % 12 || 12), h: h % 12 || 12, mm: two(mi), m: mi,
      ss: two(s), s, SSS: String(moment.getUTCMilliseconds()).padStart(3, '0'), A: h < 12 ? 'AM' : 'PM', a: h < 12 ? 'am' : 'pm',
    };
    return format.replace(/\[([^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|ddd|HH|H|hh|h|mm|m|SSS|ss|s|A|a/g, (all, literal) => literal ?? tokens[all]);
  }

