/*
 * <fr-component>: a document of the author's in a frame, and its value, by the messages of Streamlit's
 * library.
 *
 * The frame has an origin of its own, so that its messages count only by the window that they come from. What
 * it tells is a text of JSON in the hidden field, which is posted as any other; the server judges it.
 */
(() => {
  'use strict';
  if (customElements.get('fr-component')) return;
  const LARGEST = 100_000; // pixels: beyond that browsers draw no more
  const LATE = 5000; // milliseconds: a component that has said nothing by then has a fault
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const textOf = bytes => btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
  const bytesOf = text => Uint8Array.from(atob(text), sign => sign.charCodeAt(0));

  class FrComponent extends HTMLElement {
    static observedAttributes = ['data-fr-args', 'data-fr-bytes', 'data-fr-src', 'data-fr-disabled'];
    #ready = false;
    #soon = false;
    #late = 0; // the timer that tells of one that says nothing
    #off = null; // ends what listens outside of this element

    connectedCallback() {
      if (this.#off) return;
      const early = Object.getOwnPropertyDescriptor(this, 'value')?.value; // set before this class was known
      delete this.value;
      if (early !== undefined) this.value = early;
      this.#off = new AbortController();
      const { signal } = this.#off;
      addEventListener('message', event => this.#hear(event), { signal });
      dark.addEventListener('change', () => this.#tell(), { signal });
      // it may have said that it is ready before anybody listened
      this.#load();
    }

    connectedMoveCallback() {}

    disconnectedCallback() {
      queueMicrotask(() => {
        // a browser without moveBefore() takes it out and puts it back
        if (this.isConnected) return;
        this.#off?.abort();
        this.#off = null;
        this.#ready = false;
        clearTimeout(this.#late);
      });
    }

    attributeChangedCallback(name, before, now) {
      if (!this.#off || before === now || this.#soon) return;
      if (name === 'data-fr-src') this.#load();
      this.#soon = true;
      queueMicrotask(() => {
        this.#soon = false;
        this.#tell();
      });
    }

    #load() {
      this.#ready = false;
      this.#frame.src = this.#address;
      clearTimeout(this.#late);
      this.#late = setTimeout(() => this.#complain(true), LATE);
    }
    #complain(isLate) {
      this.querySelector('[role=alert]').hidden = !isLate;
    }

    /** The address of its document, with that of the site: what a component is told to load begins there. */
    get #address() {
      const address = new URL(this.dataset.frSrc, document.baseURI);
      const site = `streamlitUrl=${encodeURIComponent(`${location.origin}/`)}`;
      address.search = address.search ? `${address.search}&${site}` : site;
      return address.href;
    }
    get #frame() {
      return this.querySelector('iframe');
    }
    get #input() {
      return this.querySelector('input');
    }
    get value() {
      return [this.#input.value];
    }
    set value(texts) {
      this.#input.value = texts[0] ?? '';
    }

    #hear({ data, source }) {
      if (!data?.isStreamlitMessage || source !== this.#frame.contentWindow) return;
      switch (data.type) {
        case 'streamlit:componentReady':
          this.#ready = true;
          clearTimeout(this.#late);
          this.#complain(false);
          this.#tell();
          break;
        case 'streamlit:setFrameHeight':
          if (data.height >= 0) this.#frame.height = String(Math.min(Math.ceil(data.height), LARGEST));
          break;
        case 'streamlit:setComponentValue':
          if (this.dataset.frDisabled === undefined) this.#take(data.value, data.dataType);
          break;
      }
    }

    #take(value, type) {
      if (type === 'dataframe') value = { 'formrerun-table': this.#parts(value) };
      if (type === 'bytes') value = { 'formrerun-bytes': textOf(new Uint8Array(value)) };
      const text = value === null ? '' : JSON.stringify(value);
      if (text === undefined || text === this.#input.value) return;
      this.#input.value = text;
      for (const type of ['input', 'change']) this.#input.dispatchEvent(new Event(type, { bubbles: true }));
    }

    /** A table of Arrow's, as Streamlit's library writes it: its data, index and columns. */
    #parts({ data, index, columns }) {
      const parts = Object.entries({ data, index, columns });
      return Object.fromEntries(parts.map(([name, bytes]) => [name, textOf(new Uint8Array(bytes))]));
    }

    /** Tell the component what it is to draw. */
    #tell() {
      if (!this.#ready) return;
      const args = JSON.parse(this.dataset.frArgs);
      const dfs = [];
      for (const [name, told] of Object.entries(JSON.parse(this.dataset.frBytes))) {
        if (typeof told === 'string') args[name] = bytesOf(told);
        else dfs.push({ key: name, value: { data: this.#table(told) } });
      }
      const disabled = this.dataset.frDisabled !== undefined;
      const message = { type: 'streamlit:render', args, dfs, disabled, theme: this.#theme() };
      this.#frame.contentWindow.postMessage(message, '*');
    }

    #table(parts) {
      return Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, bytesOf(text)]));
    }

    /** The theme as Streamlit tells it: colours of six digits, and what its library mixes from them. */
    #theme() {
      // beside it: to have frames that show what is behind them, this element is neither light nor dark
      const probe = this.parentElement.appendChild(document.createElement('i'));
      const channels = name => {
        // computed, this is color(srgb r g b)
        probe.style.color = `color-mix(in srgb, var(--fr-${name}) 100%, red)`;
        const parts = getComputedStyle(probe).color.split(/[ (]/).slice(2, 5);
        return parts.map(part => Math.round(255 * parseFloat(part)));
      };
      const [accent, bg, surface, fg] = ['accent', 'bg', 'surface', 'fg'].map(channels);
      probe.remove();
      const hex = color => `#${color.map(part => part.toString(16).padStart(2, '0')).join('')}`;
      const mixed = (one, other, share) =>
        one.map((part, at) => Math.round(part + (other[at] - part) * share));
      const faded = (color, alpha) => `rgba(${color.join(', ')}, ${alpha})`;
      const between = mixed(bg, surface, 0.5);
      const darker = mixed(between, fg, 0.3);
      const { fontFamily } = getComputedStyle(this);
      // two, as Streamlit's: some components take the second
      const font = fontFamily.replace(/,.*(?=,)/, '');
      return {
        base: bg[0] * 0.299 + bg[1] * 0.587 + bg[2] * 0.114 > 128 ? 'light' : 'dark',
        primaryColor: hex(accent),
        backgroundColor: hex(bg),
        secondaryBackgroundColor: hex(surface),
        textColor: hex(fg),
        font,
        bodyFont: font,
        fadedText05: faded(fg, 0.1),
        fadedText10: faded(fg, 0.2),
        fadedText20: faded(fg, 0.3),
        fadedText40: faded(fg, 0.4),
        fadedText60: faded(fg, 0.6),
        fadedText70: faded(fg, 0.7),
        bgMix: faded(between, 1),
        darkenedBgMix100: faded(darker, 1),
        darkenedBgMix40: faded(darker, 0.4),
        darkenedBgMix25: faded(darker, 0.25),
        darkenedBgMix15: faded(darker, 0.15),
        lightenedBg05: hex(mixed(bg, [255, 255, 255], 0.05)),
      };
    }
  }
  customElements.define('fr-component', FrComponent);
})();
