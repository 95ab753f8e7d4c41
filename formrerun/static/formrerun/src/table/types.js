  // -------------------------------------------------------------------------------------- types of columns

  /** Colours of the theme, as `column_config` names them. */
  const COLORS = Object.fromEntries(
    ['red', 'orange', 'yellow', 'green', 'blue', 'violet', 'gray'].map(name => [name, `var(--fr-${name})`]),
  );
  Object.assign(COLORS, { grey: COLORS.gray, primary: 'var(--fr-accent)' });
  const paint = name => COLORS[name] ?? name ?? COLORS.primary;
  const RAINBOW = ['blue', 'green', 'orange', 'violet', 'red', 'yellow', 'gray'];

  const asNumber = value => (value === '' || typeof value === 'boolean' ? NaN : +value);
  const listOf = value => {
    if (Array.isArray(value)) return value;
    if (typeof value !== 'string') return value == null ? [] : [value];
    try {
      const parsed = JSON.parse(value);
      if (Array.isArray(parsed)) return parsed;
    } catch {
      // a text with commas, then
    }
    return value.split(',').map(part => part.trim());
  };
  const numbersOf = value => listOf(value).map(asNumber).filter(Number.isFinite);
  const said = value => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
  const YES = /^(true|yes|on|1)$/i;
  const isTrue = value => (typeof value === 'string' ? YES.test(value.trim()) : Boolean(value));

  const SAFE = new Set(['http', 'https', 'mailto', 'tel', 'ftp', 'sms']);
  /** An address that is safe to follow, or ''. */
  function safeUrl(text) {
    const bare = String(text).replace(/[\u0000-\u0020]/g, '');
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(bare)?.[1].toLowerCase();
    return scheme && !SAFE.has(scheme) ? '' : String(text).trim();
  }
  /** As before, with pictures and sounds that are their own address. */
  const mediaUrl = text => (/^data:(image|audio|video)\//i.test(text) ? text : safeUrl(text));

  function linkText(address, { display_text: shown }) {
    if (!shown || shown.startsWith(':material/')) return address;
    if (!shown.includes('(')) return shown;
    try {
      const found = new RegExp(shown, 'us').exec(address)?.[1];
      return found === undefined ? address : decodeURI(found);
    } catch {
      return address;
    }
  }

  const svgNode = (name, attributes) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  /** A small chart of numbers; its colour says for "auto" whether they rise or fall. */
  function chart(kind, value, column) {
    const numbers = numbersOf(value);
    if (!numbers.length) return made('span', '');
    const least = column.y_min ?? Math.min(...(kind === 'bar' ? [0, ...numbers] : numbers));
    const most = column.y_max ?? Math.max(...numbers);
    const span = most - least || 1;
    const y = number => 22 - (20 * (Math.min(Math.max(number, least), most) - least)) / span;
    const x = place => (numbers.length < 2 ? 50 : 1 + (98 * place) / (numbers.length - 1));
    const svg = svgNode('svg', { viewBox: '0 0 100 24', preserveAspectRatio: 'none', role: 'img' });
    svg.setAttribute('class', 'fr-table-chart');
    svg.setAttribute('aria-label', numbers.join(', '));
    const rises = numbers.at(-1) >= numbers[0];
    const auto = { auto: rises ? 'green' : 'red', 'auto-inverse': rises ? 'red' : 'green' };
    svg.style.setProperty('--fr-paint', paint(auto[column.color] ?? column.color));
    if (kind === 'bar') {
      const wide = 100 / numbers.length;
      const zero = y(Math.min(Math.max(0, least), most));
      numbers.forEach((number, place) => {
        const top = Math.min(y(number), zero);
        const height = Math.max(Math.abs(y(number) - zero), 0.6);
        svg.append(svgNode('rect', { x: place * wide + wide * 0.1, y: top, width: wide * 0.8, height }));
      });
      return svg;
    }
    const line = numbers.map((number, place) => `${place ? 'L' : 'M'}${x(place)} ${y(number)}`).join('');
    if (kind === 'area') {
      const area = `${line}L${x(numbers.length - 1)} 23L${x(0)} 23Z`;
      svg.append(svgNode('path', { d: area, class: 'fr-table-area' }));
    }
    svg.append(svgNode('path', { d: line, class: 'fr-table-line', 'vector-effect': 'non-scaling-stroke' }));
    return svg;
  }

  function tags(entries) {
    const box = made('span', 'fr-table-tags');
    for (const { text, color } of entries) {
      const tag = made('span', 'fr-table-tag', text);
      if (color) tag.style.setProperty('--fr-paint', paint(color));
      box.append(tag);
    }
    return box;
  }
  const optionOf = (column, value) => column.options?.find(option => option.value === value);
  const labelOf = (column, value) => optionOf(column, value)?.label ?? said(value);

  const MARKS = new RegExp(
    [
      /`([^`]+)`/,
      /\*\*(.+?)\*\*/,
      /__(.+?)__/,
      /~~(.+?)~~/,
      /\*([^*\s][^*]*)\*/,
      /\b_([^_\s][^_]*)_\b/,
      /\[([^\]]+)\]\(([^)\s]+)\)/,
    ]
      .map(one => one.source)
      .join('|'),
    'g',
  );
  /** A line of Markdown as nodes: bold, italic, struck out, code, links. */
  function markdownNodes(text) {
    const out = document.createDocumentFragment();
    let at = 0;
    for (const found of text.matchAll(MARKS)) {
      out.append(text.slice(at, found.index));
      at = found.index + found[0].length;
      const [, code, bold, strong, gone, slanted, italic, name, address] = found;
      if (code) out.append(made('code', '', code));
      else if (address) out.append(link(safeUrl(address), name));
      else {
        const inner = made(bold || strong ? 'strong' : gone ? 's' : 'em', '');
        inner.append(markdownNodes(bold ?? strong ?? gone ?? slanted ?? italic));
        out.append(inner);
      }
    }
    out.append(text.slice(at));
    return out;
  }

  function link(address, text) {
    if (!address) return document.createTextNode(text);
    const anchor = Object.assign(made('a', ''), { href: address, target: '_blank', tabIndex: -1 });
    anchor.rel = 'noopener noreferrer';
    anchor.append(text);
    return anchor;
  }

  /** What opens to show all of a cell. */
  function opener(table, column, inside, fill) {
    const button = Object.assign(made('button', 'fr-table-peek'), { type: 'button', tabIndex: -1 });
    button.append(inside);
    button.addEventListener('click', () => table._peek(column, fill));
    return button;
  }

  function progress(value, column) {
    const whole = column.kind === 'int';
    const least = column.min_value ?? 0;
    const most = column.max_value ?? (whole ? 100 : 1);
    const number = asNumber(value);
    const share = Math.min(Math.max((number - least) / (most - least || 1), 0), 1) || 0;
    const box = made('span', 'fr-table-progress');
    const bar = made('span', 'fr-table-progress-bar');
    const auto = { auto: share < 0.5 ? 'red' : 'green', 'auto-inverse': share < 0.5 ? 'green' : 'red' };
    bar.style.setProperty('--fr-share', `${100 * share}%`);
    bar.style.setProperty('--fr-paint', paint(auto[column.color] ?? column.color));
    box.append(bar, made('span', 'fr-table-progress-text', column.read(value)));
    return box;
  }
  function progressText(column) {
    const written = column.format && reader({ kind: 'float', format: column.format });
    const whole = column.kind === 'int';
    const most = column.max_value ?? (whole ? 100 : 1);
    const least = column.min_value ?? 0;
    return value => {
      const number = asNumber(value);
      if (Number.isNaN(number)) return said(value);
      return written ? written(number) : `${short((100 * (number - least)) / (most - least || 1))}%`;
    };
  }

  /**
   * Each type: `text`, the function that writes a value, for searches, copies and widths; `draw`, the node of
   * a cell, where that is no text; `align`; `wide`, how many pixels a cell needs beside its text. What is
   * missing follows from the kind of the values. The data editor adds how a value is edited.
   */
  const TYPES = {
    number: {
      align: 'right',
      text: column => {
        const written = reader({ ...column, kind: NUMBERS.has(column.kind) ? column.kind : 'float' });
        return value => (Number.isNaN(asNumber(value)) ? said(value) : written(asNumber(value)));
      },
    },
    checkbox: {
      align: 'center',
      text: () => value => (isTrue(value) ? '☑' : '☐'),
      draw: (value, column, table) => {
        const glyph = made('span', 'fr-table-bool', isTrue(value) ? '☑' : '☐');
        glyph.setAttribute('role', 'img');
        glyph.setAttribute('aria-label', isTrue(value) ? table._words.true : table._words.false);
        return glyph;
      },
    },
    text: { align: 'start', text: column => (column.format ? value => printf(column.format, value) : said) },
    selectbox: { align: 'start', text: column => value => labelOf(column, value) },
    link: {
      align: 'start',
      text: column => value => linkText(said(value), column),
      draw: (value, column) => {
        const address = safeUrl(said(value));
        if (!column.icon) return link(address, column.read(value));
        const anchor = link(address, symbol(column.icon));
        anchor.ariaLabel = said(value);
        return anchor;
      },
    },
    image: {
      align: 'center',
      text: () => said,
      wide: 24,
      draw: (value, column, table) => {
        const address = mediaUrl(said(value));
        const picture = () => Object.assign(new Image(), { src: address, alt: column.title });
        const small = Object.assign(picture(), { loading: 'lazy' });
        return opener(table, column, small, box => box.append(picture()));
      },
    },
    audio: { align: 'start', text: () => said, draw: media('audio') },
    video: { align: 'start', text: () => said, draw: media('video') },
    progress: { align: 'start', text: progressText, wide: 110, draw: progress },
    line_chart: charts('line'),
    bar_chart: charts('bar'),
    area_chart: charts('area'),
    list: {
      align: 'start',
      text: () => value => listOf(value).map(said).join(', '),
      draw: value => tags(listOf(value).map(entry => ({ text: said(entry) }))),
    },
    multiselect: {
      align: 'start',
      text: column => value => listOf(value).map(entry => labelOf(column, entry)).join(', '),
      draw: (value, column) =>
        tags(
          listOf(value).map(entry => {
            const option = optionOf(column, entry);
            const place = column.options?.indexOf(option) ?? 0;
            const color = option?.color === 'auto' ? RAINBOW[place % RAINBOW.length] : option?.color;
            return { text: labelOf(column, entry), color };
          }),
        ),
    },
    json: {
      align: 'start',
      text: () => said,
      draw: (value, column, table) =>
        opener(table, column, made('code', '', said(value)), box => {
          let shown = value;
          try {
            shown = typeof value === 'string' ? JSON.parse(value) : value;
          } catch {
            // no JSON: shown as it is
          }
          box.append(made('pre', '', typeof shown === 'string' ? shown : JSON.stringify(shown, null, 2)));
        }),
    },
    markdown: {
      align: 'start',
      text: () => value => said(value).replace(/\[([^\]]+)\]\([^)]*\)/g, '$1'),
      draw: (value, column, table) => {
        const text = said(value);
        if (!text.includes('\n')) return markdownNodes(text);
        return opener(table, column, markdownNodes(text.split('\n')[0]), box => {
          for (const line of text.split(/\n+/)) {
            const paragraph = made('p', '');
            paragraph.append(markdownNodes(line));
            box.append(paragraph);
          }
        });
      },
    },
    button: {
      align: 'start',
      text: () => said,
      wide: 20,
      draw: (value, column, table, row) => {
        const look = `fr-button fr-button-${column.button_type ?? 'secondary'}`;
        const button = made('button', look, said(value));
        Object.assign(button, { type: 'button', tabIndex: -1, disabled: !column.press });
        if (column.refused) button.title = column.refused;
        button.addEventListener('click', () => table._press(column, row, button.textContent));
        return button;
      },
    },
  };
  for (const name of ['date', 'datetime', 'time']) {
    TYPES[name] = {
      align: 'start',
      text: column => {
        const written = reader({ ...column, kind: name });
        const zone = name === 'datetime' && column.timezone;
        return value => written(zone ? inZone(value, zone) : isoOf(value));
      },
    };
  }
  // what has no type goes by its kind
  const OF_KIND = { bool: TYPES.checkbox, list: TYPES.list, json: TYPES.json };

  function charts(kind) {
    const text = () => value => numbersOf(value).join(', ');
    return { align: 'start', text, draw: (value, column) => chart(kind, value, column), wide: 0 };
  }
  function media(kind) {
    return (value, column, table) =>
      opener(table, column, `▶ ${said(value).split(/[?#]/)[0].split('/').at(-1).slice(0, 40)}`, box => {
        const src = mediaUrl(said(value));
        box.append(Object.assign(document.createElement(kind), { controls: true, src }));
      });
  }
  /** A Material symbol by its path. */
  function symbol(path) {
    const svg = svgNode('svg', { viewBox: '0 -960 960 960', width: 18, height: 18, fill: 'currentColor' });
    svg.setAttribute('aria-hidden', 'true');
    svg.append(svgNode('path', { d: path }));
    return svg;
  }

  /** A moment as ISO's text: numbers are seconds. */
  const isoOf = value =>
    typeof value === 'number'
      ? new Date(value * 1000).toISOString().slice(0, 19).replace('T', ' ')
      : String(value);
  /** A moment that has a zone, in another one. */
  function inZone(value, timeZone) {
    const moment = new Date(isoOf(value).replace(' ', 'T'));
    if (!/(Z|[+-]\d\d:?\d\d)$/.test(String(value)) || isNaN(moment)) return isoOf(value);
    try {
      const format = { timeZone, dateStyle: 'short', timeStyle: 'medium' };
      return new Intl.DateTimeFormat('sv-SE', format).format(moment);
    } catch {
      return isoOf(value);
    }
  }

  /** The column as it is worked with: how its values are written, drawn and aligned. */
  function typed(column) {
    const type = TYPES[column.type] ?? OF_KIND[column.kind];
    const made = { ...column, as: type };
    made.read = (type?.text ? type.text(made) : reader(column)) ?? String;
    const usual = type?.align ?? alignment(column.kind);
    made.numeric = usual === 'right';
    made.where = column.align ?? usual;
    return made;
  }
