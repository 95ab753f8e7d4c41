/*
 * <fr-deck>: layers of deck.gl that pydeck describes, over the world's countries or the site's tiles.
 *
 * A description is plain data. Its formulas of columns are read and interpreted here: they reach what stands
 * in a row, and nothing else. What stands in the data is never taken for one.
 */
(() => {
  'use strict';
  if (customElements.get('fr-deck')) return;
  const { addScript, addStyle, libs } = document.getElementById('fr-app').formrerun;
  const TILE = 256;
  const FINEST = 7; // the last level at which the outline looks like its coasts
  const MOVED = 6; // pixels from which on a press moves the map
  const FORMULA = '@@=';
  const CONSTANT = '@@#';
  const COLOURS = ['getColor', 'getFillColor', 'getLineColor', 'getSourceColor', 'getTargetColor'];
  const DIMMED = 0.35; // of what is not selected, where something is

  // -------------------------------------------------------------------------------------- descriptions

  class Wrong extends Error {
    constructor(word, what) {
      super(what);
      this.word = word;
    }
  }

  const BINARY = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
    '%': (a, b) => a % b,
    '**': (a, b) => a ** b,
    '<': (a, b) => a < b,
    '>': (a, b) => a > b,
    '<=': (a, b) => a <= b,
    '>=': (a, b) => a >= b,
    '==': (a, b) => a === b,
    '===': (a, b) => a === b,
    '!=': (a, b) => a !== b,
    '!==': (a, b) => a !== b,
  };
  const UNARY = { '-': a => -a, '+': a => +a, '!': a => !a };
  const FUNCTIONS = [
    'abs',
    'ceil',
    'cos',
    'exp',
    'floor',
    'log',
    'log10',
    'log2',
    'max',
    'min',
    'pow',
    'round',
    'sign',
    'sin',
    'sqrt',
    'tan',
  ];
  const own = (value, name) =>
    value !== null && value !== undefined && (Object.hasOwn(Object(value), name) ? value[name] : undefined);

  /** A parsed formula as a function of a row. */
  function compiled(node) {
    const part = one => compiled(one);
    switch (node.type) {
      case 'Literal':
        return () => node.value;
      case 'ThisExpression':
        return row => row;
      case 'Identifier':
        return row => own(row, node.name);
      case 'MemberExpression': {
        const object = part(node.object);
        const name = node.computed ? part(node.property) : () => node.property.name;
        return row => own(object(row), name(row));
      }
      case 'ArrayExpression': {
        const parts = node.elements.map(part);
        return row => parts.map(one => one(row));
      }
      case 'UnaryExpression': {
        const act = UNARY[node.operator];
        const argument = part(node.argument);
        if (act) return row => act(argument(row));
        break;
      }
      case 'BinaryExpression':
      case 'LogicalExpression': {
        const [left, right] = [part(node.left), part(node.right)];
        if (node.operator === '&&') return row => left(row) && right(row);
        if (node.operator === '||') return row => left(row) || right(row);
        if (node.operator === '??') return row => left(row) ?? right(row);
        const act = BINARY[node.operator];
        if (act) return row => act(left(row), right(row));
        break;
      }
      case 'ConditionalExpression': {
        const [test, yes, no] = [node.test, node.consequent, node.alternate].map(part);
        return row => (test(row) ? yes(row) : no(row));
      }
      case 'CallExpression': {
        const { callee } = node;
        const name =
          callee.type === 'MemberExpression'
            ? callee.object.name === 'Math' && callee.property.name
            : callee.name;
        const given = node.arguments.map(part);
        if (FUNCTIONS.includes(name)) return row => Math[name](...given.map(one => one(row)));
        break;
      }
      default:
    }
    throw new Error(node.type);
  }

  const formulas = new Map();
  function formula(text) {
    if (!formulas.has(text)) {
      try {
        formulas.set(text, text.trim() === '-' ? row => row : compiled(libs.jsep(text)));
      } catch {
        throw new Wrong('formula', text);
      }
    }
    return formulas.get(text);
  }

  /** A description as deck.gl takes it; the data of layers stay as they are. */
  function made(value) {
    const { deck } = libs;
    if (Array.isArray(value)) return value.map(made);
    if (typeof value === 'string') {
      if (value.startsWith(FORMULA)) return formula(value.slice(FORMULA.length));
      if (!value.startsWith(CONSTANT)) return value;
      return value
        .slice(CONSTANT.length)
        .split('.')
        .reduce((object, name) => own(object, name), { ...deck, GL: deck.GL ?? {} });
    }
    if (!value || typeof value !== 'object') return value;
    const { '@@type': type, '@@function': call, data, ...rest } = value;
    if (call !== undefined) throw new Wrong('formula', String(call));
    const props = Object.fromEntries(Object.entries(rest).map(([name, one]) => [name, made(one)]));
    if (data !== undefined) props.data = type ? data : made(data);
    if (type === undefined) return props;
    const Class = /^[A-Z]\w*(Layer|View|Extension|Effect|Light)$/.test(type) && own(deck, type);
    if (!Class) throw new Wrong('unknown', type);
    return new Class(props);
  }

  // ------------------------------------------------------------------------------------------- grounds

  let webgl = null; // a context is asked for once: a page has sixteen of them
  function hasWebGL() {
    if (webgl !== null) return webgl;
    const context = document.createElement('canvas').getContext('webgl2');
    context?.getExtension('WEBGL_lose_context')?.loseContext();
    return (webgl = Boolean(context));
  }

  const rgb = color => (color.match(/[\d.]+/g) ?? [0, 0, 0]).slice(0, 3).map(Number);

  function define() {
    const { deck } = libs;
    class FrDeck extends libs.chart.Chart {
      #deck = null;
      #view = ''; // the one that the description asked for
      #layers = []; // as the description says, before anything is selected
      #ground = [];
      #isCoarse = false; // the ground is the outlines of countries
      #isNear = false; // and left out, so near is the view
      #tip = null;
      #template = null;

      async #lay(spec) {
        const { frTiles: tiles } = this.dataset;
        const [kind] =
          (spec.views ?? [])[0]?.['@@type'] === undefined ? ['MapView'] : [spec.views[0]['@@type']];
        const isMap = kind === 'MapView' || kind === 'GlobeView' || kind === '_GlobeView';
        if (!isMap || spec.mapProvider === null) return [];
        if (tiles) {
          return [
            new deck.TileLayer({
              id: 'fr-tiles',
              data: tiles.replace('{s}', 'a').replace('{r}', ''),
              tileSize: TILE,
              maxZoom: 19,
              renderSubLayers: ({ data, tile, ...props }) => {
                const [[west, south], [east, north]] = tile.boundingBox;
                return new deck.BitmapLayer(props, {
                  data: null,
                  image: data,
                  bounds: [west, south, east, north],
                });
              },
            }),
          ];
        }
        const found = await libs.world.outline();
        if (!found) return [];
        const [land, border] = ['--fr-map-land', '--fr-map-border'].map(name => rgb(this.color(name)));
        const { GeoJsonLayer } = deck;
        const common = { pickable: false, lineWidthUnits: 'pixels', getLineWidth: 1, lineWidthMinPixels: 1 };
        return [
          new GeoJsonLayer({
            ...common,
            id: 'fr-land',
            data: found.land,
            stroked: false,
            filled: true,
            getFillColor: land,
            updateTriggers: { getFillColor: land },
          }),
          new GeoJsonLayer({
            ...common,
            id: 'fr-borders',
            data: found.borders,
            stroked: true,
            filled: false,
            getLineColor: border,
            updateTriggers: { getLineColor: border },
          }),
        ];
      }

      async draw(host, spec, tables, changed) {
        const { layers, views, initialViewState, tooltip, parameters, effects } = spec;
        this.#template = tooltip;
        for (const layer of layers) {
          const table = tables.find(({ name }) => name === layer.data?.name);
          if (table) layer.data = table.rows;
        }
        try {
          this.#layers = layers.map(made);
          const { width, height } = this.size(500);
          host.classList.add('fr-deck-host');
          host.style.width = `${width}px`;
          host.style.height = `${height}px`;
          this.#ground = await this.#lay(spec);
          this.#isCoarse = this.#ground.length > 1;
          this.#suit(this.#deck?.getViewports()[0]?.zoom ?? initialViewState?.zoom ?? 0);
          const props = {
            width,
            height,
            layers: this.#shown(),
            ...(parameters ? { parameters: made(parameters) } : {}),
          };
          if (views?.length) props.views = views.map(made);
          if (effects?.length) props.effects = effects.map(made);
          const view = JSON.stringify([initialViewState, views]);
          if (view !== this.#view) props.initialViewState = made(initialViewState ?? {});
          this.#view = view;
          if (this.#deck) this.#deck.setProps(props);
          else await this.#open(host, props);
        } catch (error) {
          const { words } = this;
          throw error instanceof Wrong ? new Error(words[error.word].replace('%s', error.message)) : error;
        }
        host.setAttribute('role', 'group');
      }

      /** Begin a deck; wait until it draws. */
      async #open(host, props) {
        const { words } = this;
        if (!hasWebGL()) throw new Error(words.webgl);
        const stage = document.createElement('div');
        this.#tip = Object.assign(document.createElement('div'), { className: 'fr-deck-tip', hidden: true });
        host.replaceChildren(stage, this.#tip, this.#zooms());
        const { frAttribution } = this.dataset;
        if (frAttribution) {
          const credit = Object.assign(document.createElement('p'), { className: 'fr-deck-credit' });
          credit.append(libs.chart.nodes(frAttribution));
          host.append(credit);
        }
        let refused = '';
        const listen = event => {
          if (/^(connect|img|worker)-src/.test(event.effectiveDirective)) refused = event.blockedURI;
        };
        document.addEventListener('securitypolicyviolation', listen);
        this.off.signal.addEventListener('abort', () =>
          document.removeEventListener('securitypolicyviolation', listen),
        );
        const said = error => {
          const text =
            refused && /fetch|load/i.test(error.message)
              ? words.elsewhere.replace('%s', new URL(refused, location.href).origin)
              : error.message;
          this.complain(new Error(text));
        };
        this.#deck = new deck.Deck({
          id: `${this.id}-d`,
          parent: stage,
          controller: true,
          ...props,
          deviceProps: { type: 'webgl', webgl: { preserveDrawingBuffer: true } },
          onError: error => setTimeout(said, 100, error), // what was refused is told after what failed by it
          onViewStateChange: ({ viewState }) => this.#suit(viewState.zoom),
          onHover: info => this.#hover(info),
          getCursor: ({ isHovering, isDragging }) =>
            isDragging ? 'grabbing' : isHovering ? 'pointer' : 'grab',
        });
        // deck.gl takes a press for none if it was busy meanwhile.
        let from = null;
        stage.addEventListener('pointerdown', ({ clientX, clientY }) => (from = [clientX, clientY]));
        stage.addEventListener('click', ({ clientX, clientY }) => {
          const { left, top } = stage.getBoundingClientRect();
          const moved = from && Math.hypot(clientX - from[0], clientY - from[1]);
          if (moved < MOVED) this.#click({ x: clientX - left, y: clientY - top });
        });
        const drawn = this.#deck;
        await new Promise(done => {
          drawn.setProps({ onAfterRender: done });
          setTimeout(done, 3000);
        });
        drawn.setProps({ onAfterRender: () => {} });
        const picture = stage.querySelector('canvas');
        picture?.setAttribute('role', 'img');
        picture?.setAttribute('aria-label', this.dataset.frLabel ?? '');
      }

      /** Leave the outlines out where they would only mislead. */
      #suit(zoom) {
        const isNear = this.#isCoarse && zoom > FINEST;
        if (isNear === this.#isNear) return;
        this.#isNear = isNear;
        this.host.classList.toggle('fr-deck-near', isNear);
        this.#deck?.setProps({ layers: this.#shown() });
      }

      /** Buttons that zoom, as a mouse or two fingers do. */
      #zooms() {
        const bar = Object.assign(document.createElement('div'), { className: 'fr-deck-zooms' });
        const { words } = this;
        for (const [name, sign, by] of [
          ['in', '+', 1],
          ['out', '−', -1],
        ]) {
          const button = Object.assign(document.createElement('button'), {
            type: 'button',
            textContent: sign,
          });
          button.setAttribute('aria-label', words[name]);
          button.addEventListener('click', () => this.#zoom(by));
          bar.append(button);
        }
        return bar;
      }

      #zoom(by) {
        const [view] = this.#deck.getViewports();
        if (!view) return;
        const { longitude, latitude, pitch, bearing, zoom, target } = view;
        const place = longitude === undefined ? { target } : { longitude, latitude, pitch, bearing };
        const [asked] = JSON.parse(this.#view);
        this.#deck.setProps({
          initialViewState: { ...asked, ...place, zoom: zoom + by, transitionDuration: 150 },
        });
      }

      // ------------------------------------------------------------------------------------- selections

      get #value() {
        const { indices = {}, objects = {} } = JSON.parse(this.input?.value || '{}');
        return { indices, objects };
      }

      /** The layers with what is not selected dimmed, where something is. */
      #shown() {
        const { indices } = this.#value;
        const some = Object.values(indices).some(one => one.length);
        const layers = this.#layers.map(layer => {
          const mine = new Set(indices[layer.id]);
          if (!this.input || !layer.props.pickable) return layer;
          const props = { updateTriggers: { ...layer.props.updateTriggers } };
          for (const name of COLOURS) {
            const given = layer.props[name];
            if (given === undefined || (typeof given !== 'function' && !Array.isArray(given))) continue;
            props.updateTriggers[name] = [layer.props.updateTriggers?.[name], some, [...mine]];
            if (!some) continue;
            props[name] = (row, info) => {
              const [red, green, blue, alpha = 255] = (typeof given === 'function'
                ? given(row, info)
                : given) ?? [0, 0, 0];
              return [red, green, blue, mine.has(info.index) ? alpha : alpha * DIMMED];
            };
          }
          if (mine.size === 1) props.highlightedObjectIndex = [...mine][0];
          return layer.clone(props);
        });
        return [...(this.#isNear ? [] : this.#ground), ...layers];
      }

      #click({ x, y }) {
        if (!this.input) return;
        const { index, layer, object } = this.#deck.pickObject({ x, y, radius: 3 }) ?? {};
        const picked = layer !== undefined && layer !== null;
        const isMany = this.dataset.frSelects.includes('multi');
        const { indices, objects } = isMany ? this.#value : { indices: {}, objects: {} };
        const before = this.#value.indices;
        const id = this.#layers.find(one => layer?.id === one.id || layer?.id.startsWith(`${one.id}-`))?.id;
        if (picked && id !== undefined && index >= 0) {
          const at = (before[id] ?? []).indexOf(index);
          if (at < 0) {
            (indices[id] ??= []).push(index);
            (objects[id] ??= []).push(libs.chart.plain(object));
          } else if (isMany) {
            indices[id].splice(at, 1);
            objects[id].splice(at, 1);
            if (!indices[id].length) {
              delete indices[id];
              delete objects[id];
            }
          }
        } else if (picked) return;
        else if (isMany) for (const name of Object.keys(indices)) delete indices[name];
        const some = Object.keys(indices).length;
        this.selected(some ? libs.chart.sorted({ indices, objects }) : '');
        this.#deck.setProps({ layers: this.#shown() });
      }

      /** Show the selection that the server says. */
      select() {
        this.#deck?.setProps({ layers: this.#shown() });
      }

      // -------------------------------------------------------------------------------------- what it says

      #hover({ picked, object, x, y }) {
        const tip = this.#tip;
        const template = this.#template;
        tip.hidden = !picked || !object || !template;
        if (tip.hidden) return;
        const fields = { ...object, ...object.properties };
        const fill = (text, write) =>
          text.replace(/\{([^{}]+)\}/g, (all, name) => {
            const value = name.split('.').reduce((one, part) => own(one, part), fields);
            return value === undefined || value === false
              ? all
              : write(typeof value === 'object' ? JSON.stringify(value) : value);
          });
        if (typeof template.html === 'string') {
          tip.replaceChildren(libs.chart.nodes(fill(template.html, libs.chart.escaped)));
        } else if (typeof template.text === 'string') tip.textContent = fill(template.text, String);
        else {
          const plain = Object.entries(fields).filter(([, value]) => typeof value !== 'object');
          tip.textContent = plain.map(([name, value]) => `${name}: ${value}`).join('\n');
        }
        for (const [name, value] of Object.entries(template.style ?? {})) {
          if (!/url\s*\(|image-set/i.test(value))
            tip.style[name.replace(/-(\w)/g, (_, sign) => sign.toUpperCase())] = value;
        }
        const { clientWidth: wide, clientHeight: high } = this.host;
        tip.style.left = `${Math.max(0, Math.min(x + 12, wide - tip.offsetWidth - 4))}px`;
        tip.style.top = `${Math.max(0, Math.min(y + 12, high - tip.offsetHeight - 4))}px`;
      }

      resize() {
        if (!this.#deck) return;
        const { width, height } = this.size(500);
        this.host.style.width = `${width}px`;
        this.host.style.height = `${height}px`;
        this.#deck.setProps({ width, height });
      }

      image() {
        this.#deck.redraw('image');
        const drawn = this.host.querySelector('canvas');
        const canvas = Object.assign(document.createElement('canvas'), {
          width: drawn.width,
          height: drawn.height,
        });
        const context = canvas.getContext('2d');
        context.fillStyle = this.color('--fr-map-water');
        context.fillRect(0, 0, canvas.width, canvas.height);
        context.drawImage(drawn, 0, 0);
        return canvas.toDataURL('image/png');
      }

      clear() {
        this.#deck?.finalize();
        this.#deck = null;
        this.#view = '';
      }
    }
    customElements.define('fr-deck', FrDeck);
  }

  Promise.all([
    addStyle('frChartCss'),
    addStyle('frMapCss'),
    addScript('frChart'),
    addScript('frDeckLib'),
    addScript('frDeckJsep'),
    addScript('frMapTopojson').then(() => addScript('frMapWorld')),
  ])
    .then(define)
    .catch(() => {});
})();
