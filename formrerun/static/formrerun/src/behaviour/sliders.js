  // ------------------------------------------------------------------------------------------------- sliders

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
    paint([group]);
  }
  app.addEventListener('input', event => {
    if (isField(event.target) && event.target.type === 'range') slide(event.target);
  });
  /** Write where the handles of sliders stand. All are written before one is measured: that is one layout. */
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
      const { frBetween } = el.dataset; // where the server left it, it means what lies between two steps
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

  /** Keep the texts over the handles within their slider, and two of them apart. */
  function spread(outputs, parts, width, thumb, sizes) {
    const last = outputs.length - 1;
    const gap = 6;
    if (!width) return; // in what is closed
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
  const watchedSliders = new WeakSet(); // to observe one again would report its size again
  const sized = new ResizeObserver(entries => paint(entries.map(({ target }) => target)));

  // Where a slider is pressed beside its handles, and beside its thin line too, the nearer handle comes and
  // follows the pointer.
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
    event.preventDefault(); // the page would take the focus
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

