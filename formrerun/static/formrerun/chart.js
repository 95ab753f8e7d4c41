/*
 * What the components of all charts share; a library's component is loaded when a page has one of its charts.
 *
 * The spec and the data are fetched by their hash, and unchanged ones keep their address, so nothing happens
 * here; the data of small tables stand beside it, for to ask takes longer. Of several changes that come while
 * one is drawn, the last one is drawn.
 *
 * A library's component extends `libs.chart.Chart` and has: `draw(host, spec, tables, changed)`, which draws
 * into `host` or changes what is there (`changed` says whether `spec`, `data` or `theme` are others than
 * before); `clear()`, which ends a drawing; `image(type)`, which gives the address of a picture ('png' or
 * 'svg'); `resize(width)`; `select(value)`, which shows a selection of the server's, or nothing for ''.
 */
(() => {
  'use strict';
  const { libs } = document.getElementById('fr-app').formrerun;
  if (libs.chart) return;
  const SEEN = 1000; // rows of the table; the download has all
  const dark = matchMedia('(prefers-color-scheme: dark)');

  const kept = new Map(); // address → its data, for as long as a chart of the page shows them
  /** What stands under an address; the same one is fetched once. */
  function json(url) {
    if (!kept.has(url)) {
      const found = fetch(url, { credentials: 'same-origin', headers: { Accept: 'application/json' } }).then(
        response => {
          if (!response.ok) throw new Lost();
          return response.json();
        },
      );
      found.catch(() => kept.delete(url));
      if (kept.size > 40) kept.delete(kept.keys().next().value);
      kept.set(url, found);
    }
    return kept.get(url);
  }
  class Lost extends Error {}

  /** A moment without a zone is where the browser is, as in the page's texts. */
  const local = text => new Date(text.length === 10 ? `${text}T00:00:00` : text.replace(' ', 'T')).getTime();
  const READ = { date: local, datetime: local, decimal: Number };

  /** The rows of a table as objects; wide ones as long ones where the server says so. */
  function rowsOf({ fields, kinds, melt }, { values }) {
    const columns = values.map((cells, at) =>
      READ[kinds[at]] ? cells.map(cell => (cell === null ? null : READ[kinds[at]](cell))) : cells,
    );
    const count = columns[0]?.length ?? 0;
    const rows = [];
    const row = (at, places) => {
      const made = {};
      for (const place of places) made[fields[place]] = columns[place][at];
      return made;
    };
    if (!melt) {
      const all = fields.map((_, place) => place);
      for (let at = 0; at < count; at++) rows.push(row(at, all));
      return rows;
    }
    melt.of.forEach((place, nth) => {
      for (let at = 0; at < count; at++) {
        const made = row(at, melt.keep);
        made[melt.key] = melt.labels[nth];
        made[melt.value] = columns[place][at];
        rows.push(made);
      }
    });
    return rows;
  }

  const made = (tag, className, textContent = '') =>
    Object.assign(document.createElement(tag), { className, textContent });

  // ------------------------------------------------------------------------------------- what others wrote

  const TAGS = new Set(
    (
      'A B BR CODE DIV EM H1 H2 H3 H4 H5 H6 HR I LI OL P PRE S SMALL SPAN STRONG SUB SUP ' +
      'TABLE TBODY TD TH THEAD TR U UL'
    ).split(' '),
  );
  const GONE = new Set('IFRAME OBJECT EMBED SCRIPT STYLE TEMPLATE TEXTAREA SELECT SVG MATH'.split(' '));
  const isSafe = address =>
    /^(https?:|mailto:|[^:]*$|[^:]*[/?#])/i.test(String(address).replace(/[\0- ]/g, ''));

  /** What a tooltip says, as nodes: a strict policy refuses `style`, and nobody's script may run. */
  function nodes(html) {
    const made = document.createDocumentFragment();
    const copy = (from, to) => {
      for (const node of from.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
        if (node.nodeType !== Node.ELEMENT_NODE || GONE.has(node.tagName.toUpperCase())) continue;
        if (!TAGS.has(node.tagName)) {
          copy(node, to);
          continue;
        }
        const element = to.appendChild(document.createElement(node.tagName));
        const style = node.getAttribute('x-style');
        if (style && !/url\s*\(|image-set/i.test(style)) element.style.cssText = style;
        const href = node.getAttribute('href');
        if (element.tagName === 'A' && href && isSafe(href))
          Object.assign(element, { href, rel: 'noopener' });
        for (const name of ['colspan', 'rowspan']) {
          if (node.hasAttribute(name)) element.setAttribute(name, node.getAttribute(name));
        }
        copy(node, element);
      }
    };
    // A policy judges attributes where they are read: these are read by other names.
    const rename = tag => tag.replace(/([\s"'/])(style|on[a-z]+)(\s*=)/gi, '$1x-$2$3');
    const text = String(html).replace(/<[^<>]+>/g, rename);
    copy(new DOMParser().parseFromString(text, 'text/html').body, made);
    return made;
  }

  const escaped = value => String(value ?? '').replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);

  /** JSON as the server writes it: names in their order. */
  const sorted = value =>
    JSON.stringify(value, (_, one) =>
      one && typeof one === 'object' && !Array.isArray(one)
        ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
        : one,
    );

  /** What of an object is plain data, as far as a page is told of it. */
  function plain(value, depth = 5) {
    if (value === null || ['string', 'boolean'].includes(typeof value)) return value;
    if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) <= 2 ** 53 ? value : null;
    if (typeof value !== 'object' || depth === 0) return null;
    if (ArrayBuffer.isView(value)) return [...value].map(one => plain(one, 0));
    if (Array.isArray(value)) return value.slice(0, 5000).map(one => plain(one, depth - 1));
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one, depth - 1)]));
  }

  /** A colour of another kind (`oklch()`, a mixture) as `rgb()`: libraries read no others. */
  function painted(color) {
    const sheet = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
    const pen = sheet.getContext('2d');
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    return `rgba(${red}, ${green}, ${blue}, ${+(alpha / 255).toFixed(3)})`;
  }

  class Chart extends HTMLElement {
    static vector = false; // it can be had as SVG
    static tabular = true; // it is drawn from tables
    static observedAttributes = ['data-fr-src', 'data-fr-tables', 'data-fr-theme', 'data-fr-label'];
    host = null; // the library's
    off = null; // ends what listens outside of this element
    source = ''; // what a chart is drawn from, where that is a text
    said = ''; // what a library says of the data, for who has given no name
    #shown = {};
    #busy = false;
    #again = false;
    #data = [];
    #said = null;
    #table = null;
    #bar = null;

    get words() {
      return JSON.parse(this.dataset.frWords || '{}');
    }
    get input() {
      return this.querySelector(':scope > input[type=hidden]');
    }

    // ---------------------------------------------------------------------------------- a field's value

    get value() {
      return this.input ? [this.input.value] : undefined;
    }
    set value(list) {
      const { input } = this;
      if (!input) return;
      const text = list?.[0] ?? '';
      if (input.value === text) return;
      input.value = text;
      if (this.host) this.select?.(text);
    }

    /** Somebody has selected something. */
    selected(text) {
      const { input } = this;
      if (!input || input.value === text) return;
      input.value = text;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      input.dispatchEvent(new Event('change', { bubbles: true }));
    }

    /** Take over what the server changed around the value: the form it belongs to. */
    frMorph(fresh) {
      const theirs = fresh.querySelector(':scope > input[type=hidden]');
      const { input } = this;
      if (!theirs || !input) return;
      for (const name of ['name', 'form']) input.setAttribute(name, theirs.getAttribute(name) ?? '');
    }

    // ------------------------------------------------------------------------------------------ life

    connectedCallback() {
      if (this.host) return;
      const early = Object.getOwnPropertyDescriptor(this, 'value')?.value; // set before this class was known
      delete this.value;
      if (early !== undefined && this.input) this.input.value = early?.[0] ?? '';
      this.#build();
      this.show();
    }

    connectedMoveCallback() {}

    disconnectedCallback() {
      queueMicrotask(() => {
        // a browser without moveBefore() takes it out and puts it back
        if (this.isConnected || !this.host) return;
        this.off.abort();
        this.clear();
        this.host = null;
        this.#shown = {};
      });
    }

    attributeChangedCallback(name, before, now) {
      if (this.host && before !== now) this.show();
    }

    #build() {
      this.host = made('div', 'fr-chart-host');
      this.host.setAttribute('role', 'img');
      this.#said = made('p', 'fr-chart-said');
      this.#said.setAttribute('role', 'alert');
      this.#said.hidden = true;
      this.#table = made('div', 'fr-chart-table stTable');
      this.#table.hidden = true;
      this.#bar = made('div', 'fr-chart-bar stElementToolbar');
      this.#bar.dataset.testid = 'stElementToolbar';
      const { words } = this;
      const button = (name, sign, act) => {
        const one = made('button', 'fr-chart-button', sign);
        Object.assign(one, { type: 'button', title: words[name] });
        one.dataset.testid = 'stElementToolbarButton';
        one.setAttribute('aria-label', words[name]);
        one.addEventListener('click', () => act(one));
        this.#bar.append(one);
      };
      button('data', '▦', one => this.#toggle(one));
      if (this.constructor.tabular) button('csv', '↓ CSV', () => this.#csv());
      button('png', '↓ PNG', () => this.#picture('png'));
      if (this.constructor.vector) button('svg', '↓ SVG', () => this.#picture('svg'));
      button('full', '⤢', () => {
        if (document.fullscreenElement) document.exitFullscreen();
        else this.requestFullscreen();
      });
      for (const old of this.querySelectorAll(':scope > :not(input)')) old.remove();
      this.append(this.#bar, this.host, this.#table, this.#said);
      this.off = new AbortController();
      const { signal } = this.off;
      dark.addEventListener('change', () => this.show(true), { signal });
      const theme = new MutationObserver(() => this.show(true));
      theme.observe(document.documentElement, { attributeFilter: ['data-theme', 'class'] });
      let width = 0;
      const watch = new ResizeObserver(() => {
        const now = this.clientWidth;
        if (!now || now === width) return;
        const first = !width;
        width = now;
        if (first && !this.#shown.src) this.show();
        else if (this.#shown.src) this.resize(now);
      });
      watch.observe(this);
      signal.addEventListener('abort', () => {
        theme.disconnect();
        watch.disconnect();
      });
    }

    /** The colour of a token of the stylesheet, as a library reads it. */
    color(token) {
      const probe = this.appendChild(made('i', 'fr-chart-probe'));
      probe.style.color = `var(${token})`;
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color.startsWith('rgb') ? color : painted(color);
    }

    /** The colours of a list of tokens, `--fr-chart-1` and on: as many as there are. */
    colors(list = '--fr-chart') {
      const style = getComputedStyle(this);
      const found = [];
      for (let at = 1; style.getPropertyValue(`${list}-${at}`).trim(); at++) {
        found.push(this.color(`${list}-${at}`));
      }
      return found;
    }

    /** The pixels of a chart: as it is told, or as large as its place, but no lower than `least`. */
    size(least) {
      const { frStretch, frWidth, frHeight } = this.dataset;
      const room = this.parentElement.clientHeight - (this.firstElementChild?.offsetHeight ?? 0) - 8;
      const full = document.fullscreenElement === this;
      return {
        width: full || frStretch !== undefined ? this.clientWidth : Math.min(+frWidth, this.clientWidth),
        height: full ? innerHeight - 80 : +frHeight || Math.max(least, room),
      };
    }

    /** Say what went wrong. */
    complain(error) {
      const { broken = '%s', lost } = this.words;
      this.#said.textContent = error instanceof Lost ? lost : broken.replace('%s', error?.message ?? error);
      this.#said.hidden = false;
    }

    /** Show what the attributes say, and change only what they say differently. */
    async show(recolor = false) {
      if (recolor) this.#shown.theme = null;
      if (this.#busy) {
        this.#again = true;
        return;
      }
      this.#busy = true;
      this.setAttribute('aria-busy', 'true');
      try {
        do {
          this.#again = false;
          await null; // the attributes come one after the other, and mean something together
          await this.#once();
        } while (this.#again && this.host);
      } catch (error) {
        this.#shown = {};
        this.complain(error);
      }
      this.#busy = false;
      this.removeAttribute('aria-busy');
    }

    async #once() {
      const { frSrc: src, frTables: tables = '[]' } = this.dataset;
      const { frTheme: theme = '', frLabel: label = '' } = this.dataset;
      const shown = this.#shown;
      this.host.setAttribute('aria-label', this.said || label);
      const changed = {
        spec: src !== shown.src,
        data: tables !== shown.tables,
        theme: theme !== shown.theme,
      };
      if (!changed.spec && !changed.data && !changed.theme) return;
      const listed = JSON.parse(tables);
      const data = listed.map(one => (one.values ? one : json(one.src)));
      const [spec, ...found] = await Promise.all([json(src), ...data]);
      if (!this.host) return;
      if (changed.data) {
        this.#data = listed.map((one, at) => {
          const { values } = found[at];
          return { ...one, values, rows: rowsOf(one, { values }) };
        });
      }
      await this.draw(this.host, structuredClone(spec), this.#data, changed);
      if (this.said) this.host.setAttribute('aria-label', this.said);
      this.#shown = { src, tables, theme };
      this.#said.hidden = true;
      this.classList.add('fr-drawn');
      if (!this.#table.hidden) this.#fill();
    }

    // ----------------------------------------------------------------------------- table and downloads

    #toggle(button) {
      const on = this.#table.hidden;
      this.#table.hidden = !on;
      button.setAttribute('aria-expanded', on);
      if (on) this.#fill();
    }

    #fill() {
      this.#table.replaceChildren();
      if (this.source) this.#table.append(made('pre', 'fr-code', this.source));
      for (const { titles, values } of this.#data) {
        const table = made('table', '');
        const head = table.createTHead().insertRow();
        for (const name of titles) head.append(Object.assign(made('th', '', name), { scope: 'col' }));
        const body = table.createTBody();
        const count = values[0]?.length ?? 0;
        for (let at = 0; at < Math.min(count, SEEN); at++) {
          const row = body.insertRow();
          for (const cells of values) row.insertCell().textContent = cells[at] ?? '';
        }
        this.#table.append(table);
        if (count > SEEN) this.#table.append(made('p', 'fr-caption', this.words.more.replace('%s', SEEN)));
      }
      if (!this.#table.firstChild) this.#table.append(made('p', 'fr-caption', this.words.empty));
    }

    #save(href, name) {
      Object.assign(document.createElement('a'), { href, download: name }).click();
    }
    #csv() {
      for (const { csv } of this.#data) this.#save(csv, '');
    }
    async #picture(type) {
      this.#save(await this.image(type), `chart.${type}`);
    }
  }

  libs.chart = { Chart, escaped, isSafe, nodes, plain, sorted };
})();
