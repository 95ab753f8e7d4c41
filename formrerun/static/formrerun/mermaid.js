/*
 * <fr-mermaid>: diagrams of Mermaid's, drawn in a frame that nobody sees, and shown as images.
 *
 * Mermaid writes styles into what it draws, which a strict policy refuses, and its texts may be a visitor's.
 * The frame has an origin of its own and reaches nothing; in an image nothing runs and no link is followed.
 */
(() => {
  'use strict';
  if (customElements.get('fr-mermaid')) return;
  const { addScript, addStyle, libs } = document.getElementById('fr-app').formrerun;
  const LONGEST = 20_000; // milliseconds for one diagram

  let room = null; // the frame, and what waits for its answers by their numbers
  let count = 0;
  /** Open the frame, once for all diagrams of the page. */
  function open(address) {
    if (room) return room;
    const frame = Object.assign(document.createElement('iframe'), {
      className: 'fr-drawing-room',
      src: address,
    });
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.setAttribute('aria-hidden', 'true');
    frame.tabIndex = -1;
    const mine = { frame, waiting: new Map() };
    mine.ready = new Promise((done, failed) => {
      mine.listen = ({ source, data }) => {
        if (source !== frame.contentWindow) return;
        if (data?.ready) done();
        mine.waiting.get(data?.id)?.(data);
      };
      addEventListener('message', mine.listen);
      mine.timer = setTimeout(failed, LONGEST);
    });
    mine.ready.then(() => clearTimeout(mine.timer)).catch(() => {});
    document.getElementById('fr-app').append(frame);
    room = mine;
    return mine;
  }

  function close() {
    if (!room) return;
    removeEventListener('message', room.listen);
    clearTimeout(room.timer);
    room.frame.remove();
    room = null;
  }

  let turn = Promise.resolve(); // one diagram after the other: who takes too long is known
  function drawn(address, text, look, words) {
    const mine = turn.then(async () => {
      let refused = false;
      const listen = event => (refused ||= /^(frame|child|default)-src/.test(event.violatedDirective));
      document.addEventListener('securitypolicyviolation', listen);
      try {
        const { ready, frame, waiting } = open(address);
        await ready;
        const id = ++count;
        return await new Promise((done, failed) => {
          const timer = setTimeout(failed, LONGEST);
          waiting.set(id, answer => {
            clearTimeout(timer);
            waiting.delete(id);
            done(answer);
          });
          frame.contentWindow.postMessage({ id, text, look }, '*');
        });
      } catch {
        close(); // what it was at is at an end with it
        return { error: refused ? words.unframed : words.slow };
      } finally {
        document.removeEventListener('securitypolicyviolation', listen);
      }
    });
    turn = mine;
    return mine;
  }

  /** A colour as Mermaid reads it in lists, too: with digits instead of commas. */
  function hex(color) {
    const parts = color.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0];
    return `#${parts
      .slice(0, 3)
      .map(part => Math.round(part).toString(16).padStart(2, '0'))
      .join('')}`;
  }
  const shown = svg => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;

  function define() {
    class FrMermaid extends libs.chart.Chart {
      static vector = true;
      static tabular = false;
      #svg = '';
      #size = [0, 0];

      #look() {
        const names = ['fg', 'quiet', 'line-strong', 'raised', 'bg', 'surface', 'accent-soft'];
        const [fg, quiet, line, raised, bg, surface, soft] = names.map(name =>
          hex(this.color(`--fr-${name}`)),
        );
        const found = this.colors().map(hex);
        const series = Array.from({ length: 8 }, (_, at) => found[at % found.length]);
        const [red, green, blue] = [1, 3, 5].map(at => parseInt(bg.slice(at, at + 2), 16));
        return {
          ...{ fg, quiet, line, raised, bg, surface, soft, series },
          dark: red * 0.3 + green * 0.6 + blue * 0.1 < 128,
          font: getComputedStyle(this).fontFamily,
        };
      }

      async draw(host, { text }) {
        this.source = text;
        const answer = await drawn(this.dataset.frLib, text, this.#look(), this.words);
        if (answer.error !== undefined) {
          const source = Object.assign(document.createElement('pre'), {
            className: 'fr-code',
            textContent: text,
          });
          host.setAttribute('role', 'group');
          host.replaceChildren(source);
          throw new Error(answer.error);
        }
        const image = host.querySelector('img') ?? document.createElement('img');
        const { svg, width, height } = answer;
        this.#svg = svg;
        this.#size = [width, height];
        Object.assign(image, { alt: '', src: shown(svg), width, height });
        host.setAttribute('role', 'img');
        await image.decode();
        host.replaceChildren(image);
      }

      resize() {}

      async image(type) {
        if (type === 'svg') return shown(this.#svg);
        const image = new Image();
        image.src = shown(this.#svg);
        await image.decode();
        const [width, height] = this.#size;
        const canvas = Object.assign(document.createElement('canvas'), {
          width: 2 * width,
          height: 2 * height,
        });
        const context = canvas.getContext('2d');
        context.fillStyle = this.color('--fr-bg');
        context.fillRect(0, 0, canvas.width, canvas.height);
        context.drawImage(image, 0, 0, canvas.width, canvas.height);
        return canvas.toDataURL('image/png');
      }

      clear() {}
    }
    customElements.define('fr-mermaid', FrMermaid);
  }

  Promise.all([addStyle('frChartCss'), addScript('frChart')])
    .then(define)
    .catch(() => {});
})();
