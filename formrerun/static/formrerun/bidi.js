/*
 * <fr-bidi>: a component of the author's in the page itself, by the rules of Streamlit's components.v2.
 *
 * Its script is a module of the site's own. What it sets is a text of JSON in a hidden field, which is
 * posted as any other; what it triggers is posted once, by a button that nobody sees. The server judges both.
 */
(() => {
  'use strict';
  if (customElements.get('fr-bidi')) return;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const bytesOf = text => Uint8Array.from(atob(text), sign => sign.charCodeAt(0));
  const listOf = text => text.trim().split(/\s+/);

  // Streamlit's names for the colours and fonts of the page. A sheet made here needs no leave of the policy.
  const NAMES = {
    'primary-color': 'primary',
    'background-color': 'bg',
    'secondary-background-color': 'surface',
    'text-color': 'fg',
    'heading-color': 'fg',
    'link-color': 'accent',
    'border-color': 'line-strong',
    'border-color-light': 'line',
    'widget-border-color': 'edge',
    'dataframe-border-color': 'line',
    'dataframe-header-background-color': 'surface',
    'dataframe-header-text-color': 'quiet',
    'code-background-color': 'surface',
    'code-text-color': 'fg',
    font: 'font',
    'heading-font': 'font',
    'code-font': 'mono',
    'base-radius': 'radius',
    'button-radius': 'radius',
  };
  const COLOURS = listOf('red orange yellow green blue violet gray');
  // What charts are drawn in, as a list that scripts split at its commas: no colour in it may have any.
  const LIST = '--st-chart-categorical-colors';
  const SERIES = listOf('accent orange green red violet blue yellow gray');
  for (const name of COLOURS) NAMES[`${name}-color`] = NAMES[`${name}-text-color`] = name;
  const sheetOf = css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  };

  // What a parser would take for styles, and the policy refuse, gets other names before it is parsed.
  const [STYLE, STYLES] = ['fr-set-style', 'text/x-fr-css'];
  const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^"'<>])*>/gi;
  const NAMED = /("[^"]*"|'[^']*')|(\s)style(?=\s*=)/gi;
  const renamed = html =>
    html
      .replace(/<style\b/gi, `<script type="${STYLES}"`)
      .replace(/<\/style\b/gi, '</script')
      .replace(TAG, tag => tag.replace(NAMED, (all, quoted, blank) => quoted ?? blank + STYLE));

  // Scripts read and parse them: of a name whose kind is known they get what it comes to, in rgb() and px.
  const typed = (name, kind, initial) =>
    `@property --st-${name} { syntax: "<${kind}>"; inherits: true; initial-value: ${initial}; }`;
  const theme = Object.entries(NAMES).map(([name, ours]) => `--st-${name}: var(--fr-${ours});`);
  for (const name of COLOURS)
    theme.push(`--st-${name}-background-color: color-mix(in srgb, var(--fr-${name}) 12%, transparent);`);
  theme.push('--st-base-font-size: 1em;', '--st-link-underline: 1;');
  theme.push('--st-base-font-weight: 400;', '--st-code-font-weight: 400;');
  const colours = [...Object.keys(NAMES), ...COLOURS.map(name => `${name}-background-color`)];
  const known = colours.filter(one => one.includes('color')).map(one => typed(one, 'color', 'transparent'));
  known.push(typed('base-font-size', 'length', '16px'));
  known.push(`fr-bidi { display: block; ${theme.join(' ')} }`);
  document.adoptedStyleSheets.push(sheetOf(known.join(' ')));

  class FrBidi extends HTMLElement {
    static observedAttributes = listOf('data-fr-args data-fr-bytes data-fr-html data-fr-css data-fr-src');
    #live = false;
    #soon = '';
    #place = null; // what the component stands in
    #content = null; // its HTML and styles, which another definition replaces
    #cleanup = null;
    #turn = 0; // of calls that wait for the module, the last one counts
    #events = [];
    #off = null; // ends what listens outside of this element

    connectedCallback() {
      if (this.#live) return;
      this.#live = true;
      const early = Object.getOwnPropertyDescriptor(this, 'value')?.value; // set before this class was known
      delete this.value;
      if (early !== undefined) this.value = early;
      this.#off = new AbortController();
      dark.addEventListener('change', () => this.#later('data-fr-args'), { signal: this.#off.signal });
      this.#build().then(() => this.#call());
    }

    connectedMoveCallback() {}

    disconnectedCallback() {
      queueMicrotask(() => {
        // a browser without moveBefore() takes it out and puts it back
        if (this.isConnected) return;
        this.#live = false;
        this.#off?.abort();
        this.#turn += 1;
        const cleanup = this.#cleanup;
        this.#cleanup = null;
        Promise.resolve(cleanup)
          .then(found => found?.())
          .catch(error => console.error(error));
      });
    }

    attributeChangedCallback(name, before, now) {
      if (this.#live && before !== now) this.#later(name);
    }

    #later(name) {
      const waits = this.#soon;
      if (this.#soon !== 'build') this.#soon = /html|css/.test(name) ? 'build' : 'call';
      if (waits) return;
      queueMicrotask(async () => {
        const what = this.#soon;
        this.#soon = '';
        if (!this.#live) return;
        if (what === 'build') await this.#build();
        this.#call();
      });
    }

    get #input() {
      return this.querySelector(':scope > input');
    }
    get value() {
      return [this.#input.value];
    }
    set value(texts) {
      this.#input.value = texts[0] ?? '';
    }

    /** Put its HTML and its styles into the page; what they need is there when this is done. */
    async #build() {
      const { frHtml: html, frCss: css } = this.dataset;
      if (!this.#place) {
        const host = document.createElement('div');
        const isolated = this.dataset.frIsolated !== undefined;
        host.style.overflowWrap = 'normal';
        host.dataset.testid = isolated ? 'stBidiComponentIsolated' : 'stBidiComponentRegular';
        this.append(host);
        this.#place = isolated ? host.attachShadow({ mode: 'open' }) : host;
      }
      const content = document.createElement('div');
      if (html.trim()) content.append(this.#parsed(html));
      let styled;
      if (css) {
        const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: css });
        styled = new Promise(done => {
          link.addEventListener('load', done);
          link.addEventListener('error', done);
        });
        content.append(link);
      }
      this.#content?.remove();
      this.#content = content;
      this.#place.append(content);
      await styled;
    }

    /** Styles inside of HTML are set by script, which a policy without inline styles allows. */
    #parsed(html) {
      const inert = new DOMParser().parseFromString(`<div>${renamed(html)}</div>`, 'text/html');
      const holder = document.adoptNode(inert.body.firstElementChild);
      const root = this.#place.adoptedStyleSheets ? this.#place : document;
      for (const block of holder.querySelectorAll(`script[type="${STYLES}"]`)) {
        root.adoptedStyleSheets.push(sheetOf(block.textContent));
        block.remove();
      }
      for (const one of holder.querySelectorAll(`[${STYLE}]`)) {
        one.style.cssText = one.getAttribute(STYLE);
        one.removeAttribute(STYLE);
      }
      return holder;
    }

    /** What the colours of charts come to, each as #rrggbb. */
    #series() {
      const probe = this.appendChild(document.createElement('i'));
      const digits = part => Math.round(255 * parseFloat(part)).toString(16).padStart(2, '0');
      const made = SERIES.map(name => {
        // computed, this is color(srgb r g b)
        probe.style.color = `color-mix(in srgb, var(--fr-${name}) 100%, red)`;
        const parts = getComputedStyle(probe).color.split(/[ (]/).slice(2, 5);
        return `#${parts.map(digits).join('')}`;
      });
      probe.remove();
      return made.join(',');
    }

    /** Call the component's function with what it is told now. */
    async #call() {
      const { frSrc: src, frName: name } = this.dataset;
      if (!src) return;
      (this.#place.host ?? this.#place).style.setProperty(LIST, this.#series());
      const turn = (this.#turn += 1);
      try {
        const module = await import(src);
        if (turn !== this.#turn || !this.#live) return;
        if (typeof module.default !== 'function')
          throw new Error('JS module does not have a default export function.');
        this.#cleanup = module.default({
          name,
          data: this.#data(),
          key: this.id,
          parentElement: this.#place,
          setStateValue: (state, value) => this.#set(state, value),
          setTriggerValue: (event, value) => this.#trigger(event, value),
        });
        await this.#cleanup;
      } catch (error) {
        this.#fail(error);
      }
    }

    #data() {
      const { frArgs: args, frBytes: bytes } = this.dataset;
      const tables = Object.entries(JSON.parse(bytes)).map(([name, text]) => [name, bytesOf(text)]);
      if (!args) return tables.length ? tables[0][1] : null;
      const told = JSON.parse(args);
      return tables.length ? { ...told, ...Object.fromEntries(tables) } : told;
    }

    #state() {
      return JSON.parse(this.#input.value || '{}');
    }

    #set(name, value) {
      const text = JSON.stringify({ ...this.#state(), [name]: value ?? null });
      if (text === this.#input.value) return;
      this.#input.value = text;
      for (const type of ['input', 'change']) this.#input.dispatchEvent(new Event(type, { bubbles: true }));
    }

    #trigger(event, value) {
      const field = document.getElementById(this.dataset.frTells);
      if (!field) {
        console.warn('setTriggerValue() does nothing in a form; setStateValue() waits for its button.');
        return;
      }
      this.#events.push({ event, value: value ?? null });
      if (this.#events.length > 1) return; // what is triggered at once is sent at once
      queueMicrotask(() => {
        field.value = JSON.stringify(this.#events);
        this.#events = [];
        document.getElementById(`${this.dataset.frTells}-p`)?.click();
      });
    }

    #fail(error) {
      console.error(error);
      const said = document.createElement('p');
      said.setAttribute('role', 'alert');
      said.textContent = `${this.dataset.frName}: ${error?.message ?? error}`;
      this.#content?.replaceChildren(said);
    }
  }
  customElements.define('fr-bidi', FrBidi);
})();
