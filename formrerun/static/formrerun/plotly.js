/*
 * <fr-plotly>: figures of Plotly's, drawn by plotly.js as the installed Python package has it.
 */
(() => {
  'use strict';
  if (customElements.get('fr-plotly')) return;
  const { addScript, addStyle, libs } = document.getElementById('fr-app').formrerun;
  const SOON = 50; // milliseconds: a selection and the click that made it are one
  const NEEDS_EVAL = ['parcoords', 'splom'];
  const MAPS = /map|geo|choropleth/;
  // The colours that Plotly Express writes into traces: those of Plotly's own theme, in their order.
  const THEIRS = '#636efa #ef553b #00cc96 #ab63fa #ffa15a #19d3f3 #ff6692 #b6e880 #ff97ff #fecb52'.split(' ');
  // The colours of its scales: of ten that are written into figures the first and the last.
  const THEIR_SCALE = /\[\[0(?:\.0)?,"#0d0887"\],.{0,400}?"#f0f921"\]\]/g;
  const scaleOf = colors => colors.map((color, at) => [at / (colors.length - 1), color]);
  // Traces in which nothing can be selected, but something pressed.
  const PRESSED =
    /^(pie|funnelarea|sunburst|treemap|icicle|sankey|heatmap|contour|surface|mesh3d|scatter3d|table)$/;
  const DROPPED = ['data', 'fullData', 'xaxis', 'yaxis', 'bbox', 'pointsHover', 'eventData'];

  let library = null; // the promise of plotly.js
  /** Load plotly.js once; it writes no stylesheet where an element has the id of its own. */
  function load({ dataset }) {
    const { frLib, frStyles = '' } = dataset;
    library ??= new Promise((done, failed) => {
      for (const id of ['plotly.js-style-global', ...frStyles.split(' ').filter(Boolean)]) {
        if (document.getElementById(id)) continue;
        const instead = document.createElement('meta');
        document.head.append(Object.assign(instead, { id, className: 'no-inline-styles' }));
      }
      const script = Object.assign(document.createElement('script'), { src: frLib });
      script.addEventListener('load', () => done(window.Plotly));
      script.addEventListener('error', () => failed(new Error('plotly.js')));
      document.head.append(script);
    });
    library.catch(() => (library = null));
    return library;
  }

  const asked = new Map(); // address → the promise of it
  const once = (address, ask) => {
    if (!asked.has(address)) asked.set(address, ask().catch(() => asked.delete(address)));
    return asked.get(address);
  };
  const script = src =>
    new Promise((done, failed) => {
      const made = Object.assign(document.createElement('script'), { src });
      made.addEventListener('load', done);
      made.addEventListener('error', failed);
      document.head.append(made);
    });
  async function outline(name, address) {
    const answer = await fetch(address, { credentials: 'same-origin' });
    if (!answer.ok) throw new Error(`${answer.status}`);
    window.PlotlyGeoAssets ??= { topojson: {} };
    window.PlotlyGeoAssets.topojson[name] = await answer.json();
  }
  /** The texts of plotly.js in the page's language, and outlines of maps: it asks no other site for them. */
  function prepare({ dataset }) {
    const texts = dataset.frTexts;
    const outlines = dataset.frOutlines || '{}';
    const waits = Object.entries(JSON.parse(outlines)).map(([name, address]) =>
      once(address, () => outline(name, address)),
    );
    if (texts) waits.push(once(texts, () => script(texts)));
    return Promise.all(waits);
  }

  const snake = name => name.replace(/\./g, '_').replace(/[A-Z]/g, sign => `_${sign.toLowerCase()}`);
  const isPlain = value => value === null || ['string', 'number', 'boolean'].includes(typeof value);
  const single = value => (isPlain(value) ? value : value instanceof Date ? value.toISOString() : undefined);

  /** What a page is told of a point, by Streamlit's names. */
  function pointOf(point) {
    const made = {};
    for (const [name, value] of Object.entries(point)) {
      if (DROPPED.includes(name) || value === undefined) continue;
      if (Array.isArray(value) || ArrayBuffer.isView(value)) made[snake(name)] = [...value].map(single);
      else if (value && typeof value === 'object' && !(value instanceof Date)) {
        const parts = Object.entries(value).filter(([, one]) => isPlain(one));
        if (parts.length) made[snake(name)] = Object.fromEntries(parts);
      } else if (single(value) !== undefined) made[snake(name)] = single(value);
    }
    const { legendgroup } = point.data ?? {};
    if (legendgroup) made.legendgroup = legendgroup;
    return made;
  }

  /** The corners of a lasso's path. */
  function corners(path) {
    const found = path.replace(/[MZ]/g, '').split('L').map(one => one.split(','));
    const number = text => (text !== '' && !Number.isNaN(+text) ? +text : text);
    return { x: found.map(([x]) => number(x)), y: found.map(([, y]) => number(y)) };
  }

  function define() {
    class FrPlotly extends libs.chart.Chart {
      static vector = true;
      #plot = null; // the element that plotly.js draws into
      #listens = false;
      #quiet = false;
      #soon = 0;

      get #modes() {
        return JSON.parse(this.dataset.frSelects || '[]');
      }

      /** The page's fonts and colours, below what the figure says itself. */
      #themed(figure) {
        const names = ['--fr-fg', '--fr-quiet', '--fr-line', '--fr-raised', '--fr-bg'];
        const [fg, quiet, line, raised, bg] = names.map(name => this.color(name));
        const series = this.colors();
        const [sequential, diverging] = ['sequential', 'diverging'].map(list =>
          scaleOf(this.colors(`--fr-chart-${list}`)),
        );
        const layout = (figure.layout ??= {});
        const template = (layout.template ??= {});
        const given = (template.layout ??= {});
        const own = given.colorway && given.colorway[0]?.toLowerCase() !== THEIRS[0];
        const axis = {
          gridcolor: line, linecolor: line, zerolinecolor: line, tickcolor: line, automargin: true,
          tickfont: { color: quiet, size: 12 }, title: { font: { color: quiet, size: 13 }, standoff: 12 },
        };
        const scene = { ...axis, backgroundcolor: 'rgba(0,0,0,0)', showbackground: false };
        Object.assign(given, {
          xaxis: { ...axis, showgrid: false }, yaxis: axis,
          scene: { xaxis: scene, yaxis: scene, zaxis: scene },
          polar: { bgcolor: 'rgba(0,0,0,0)', angularaxis: axis, radialaxis: axis },
          ternary: { bgcolor: 'rgba(0,0,0,0)', aaxis: axis, baxis: axis, caxis: axis },
          paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)',
          font: { family: getComputedStyle(this).fontFamily, color: fg, size: 13 },
          title: { font: { size: 16, color: fg }, x: 0, xref: 'container', xanchor: 'left', pad: { l: 4 } },
          legend: { font: { color: fg, size: 12 }, title: { font: { color: quiet, size: 12 } } },
          hoverlabel: { bgcolor: raised, bordercolor: line, font: { color: fg, size: 12 } },
          modebar: { bgcolor: 'rgba(0,0,0,0)', color: quiet, activecolor: fg },
          margin: { l: 48, r: 16, t: layout.title ? 56 : 32, b: 48 },
          annotationdefaults: { font: { color: fg }, arrowcolor: quiet },
        });
        template.data = { ...template.data };
        const header = { fill: { color: raised }, line: { color: line }, font: { color: fg } };
        const table = { type: 'table', header, cells: { ...header, fill: { color: bg } } };
        template.data.table = [table];
        template.data.pie = [{ type: 'pie', automargin: true, marker: { line: { color: bg, width: 1 } } }];
        if (own) return;
        given.colorway = series;
        given.colorscale = { sequential, sequentialminus: sequential, diverging };
        const scale = JSON.stringify(sequential);
        const text = value => JSON.stringify(value).replace(THEIR_SCALE, scale);
        const drawn = text([figure.data, figure.frames ?? null]).replace(/"#[0-9a-f]{6}"/gi, found => {
          const at = THEIRS.indexOf(found.slice(1, -1).toLowerCase());
          return at < 0 ? found : `"${series[at % series.length]}"`;
        });
        const [data, frames] = JSON.parse(drawn);
        Object.assign(figure, { data, layout: JSON.parse(text(layout)), ...(frames ? { frames } : {}) });
      }

      /** Say before it is tried what the site's policy refuses. */
      #refuse({ data }) {
        const needs = data.find(({ type }) => NEEDS_EVAL.includes(type));
        if (!needs) return;
        try {
          Function('');
        } catch {
          throw new Error(this.words.eval.replace('%s', needs.type));
        }
      }

      async draw(host, figure) {
        const Plotly = await load(this);
        await prepare(this);
        this.#refuse(figure);
        if (this.dataset.frTheme === 'streamlit') this.#themed(figure);
        const { layout, data, frames } = figure;
        const modes = this.#modes;
        Object.assign(layout, this.size(450), { autosize: false });
        layout.uirevision ??= 'formrerun'; // what somebody zoomed stays
        if (modes.length) {
          layout.clickmode = modes.includes('points') ? 'event+select' : 'none';
          layout.hovermode ??= 'closest';
          layout.dragmode ??= modes.includes('box') ? 'select' : modes.includes('lasso') ? 'lasso' : 'pan';
          this.#mark(data, layout);
        }
        const removed = ['toImage', 'sendDataToCloud', 'sendChartToCloud'];
        if (modes.length && !modes.includes('box')) removed.push('select2d');
        if (modes.length && !modes.includes('lasso')) removed.push('lasso2d');
        const config = {
          displaylogo: false, showSendToCloud: false, responsive: false, modeBarButtonsToRemove: removed,
          ...(this.dataset.frTexts ? { locale: document.documentElement.lang.split('-')[0] } : {}),
          ...figure.config,
        };
        let refused = '';
        const listen = event => {
          if (event.effectiveDirective === 'connect-src') refused = event.blockedURI;
        };
        document.addEventListener('securitypolicyviolation', listen);
        this.#quiet = true;
        try {
          if (!this.#plot) {
            this.#plot = document.createElement('div');
            host.replaceChildren(this.#plot);
          }
          await Promise.race([
            Plotly.react(this.#plot, { data, layout, config, frames }),
            new Promise((_, failed) => {
              const look = () => (refused ? failed(new Error()) : this.#quiet && setTimeout(look, 200));
              setTimeout(look, 200);
            }),
          ]);
          if (refused) throw new Error();
          if (!this.#listens) this.#listen();
          host.setAttribute('role', 'group'); // an image has no buttons in it
          const [picture] = this.#plot.getElementsByClassName('main-svg');
          picture?.setAttribute('role', 'img');
          picture?.setAttribute('aria-label', this.dataset.frLabel ?? '');
        } catch (error) {
          if (!refused && data.some(({ type }) => MAPS.test(type))) {
            // What was refused is told after what failed by it.
            await new Promise(done => setTimeout(done, 500));
          }
          this.clear();
          host.replaceChildren();
          throw refused ? new Error(this.words.elsewhere.replace('%s', refused)) : error;
        } finally {
          this.#quiet = false;
          document.removeEventListener('securitypolicyviolation', listen);
        }
      }

      /** Show in a figure what the value says is selected. */
      #mark(data, layout) {
        const { points = [], box = [], lasso = [] } = JSON.parse(this.input?.value || '{}');
        const areas = [
          ...box.map(({ x, y, ...axes }) => ({
            type: 'rect', ...axes, x0: x[0], x1: x[1], y0: y[0], y1: y[1],
          })),
          ...lasso.map(({ x, y, ...axes }) => ({
            type: 'path', ...axes, path: `M${x.map((one, at) => `${one},${y[at]}`).join('L')}Z`,
          })),
        ];
        layout.selections = areas;
        layout.selectionrevision = this.input?.value || '';
        if (!points.length) return;
        data.forEach((trace, curve) => {
          const mine = points.filter(one => one.curve_number === curve);
          if (PRESSED.test(trace.type)) return;
          trace.selectedpoints = mine.flatMap(one => one.point_numbers ?? one.point_index ?? []);
        });
        layout.selectionrevision = this.input.value;
      }

      #listen() {
        const plot = this.#plot;
        this.#listens = true;
        plot.on('plotly_afterplot', () => this.#sharp());
        this.#sharp();
        if (!this.#modes.length) return;
        plot.on('plotly_selected', event => event && this.#tell(event));
        // Where dragging moves the view, plotly itself takes a double click for nothing else.
        for (const way of ['deselect', 'doubleclick']) {
          plot.on(`plotly_${way}`, () => this.#tell({ points: [] }));
        }
        plot.on('plotly_click', event => {
          const [point] = event.points ?? [];
          const isPressed = PRESSED.test(point?.fullData?.type ?? point?.data?.type);
          if (isPressed && this.#modes.includes('points')) this.#tell({ points: [point] });
        });
      }

      /** Cells of heatmaps have edges: a strict policy refuses the attribute that says so. */
      #sharp() {
        for (const image of this.#plot?.querySelectorAll('.heatmaplayer image') ?? []) {
          const trace = image.parentNode.__data__?.[0]?.trace ?? image.parentNode.__data__;
          if (!trace?.zsmooth) image.style.imageRendering = 'pixelated';
        }
      }

      #tell({ points = [], selections = [] }) {
        if (this.#quiet) return;
        const modes = this.#modes;
        const box = [];
        const lasso = [];
        for (const { type, xref, yref, x0, x1, y0, y1, path } of selections) {
          if (type === 'rect') box.push({ xref, yref, x: [x0, x1], y: [y0, y1] });
          else if (path) lasso.push({ xref, yref, ...corners(path) });
        }
        if ((box.length && !modes.includes('box')) || (lasso.length && !modes.includes('lasso'))) return;
        const indices = new Set();
        for (const { pointIndex, pointIndices, pointNumber, pointNumbers } of points) {
          for (const one of pointIndices ?? pointNumbers ?? [pointIndex ?? pointNumber]) {
            if (Number.isInteger(one)) indices.add(one);
          }
        }
        const some = points.length || box.length || lasso.length;
        const value = { points: points.map(pointOf), point_indices: [...indices], box, lasso };
        clearTimeout(this.#soon);
        this.#soon = setTimeout(() => this.selected(some ? JSON.stringify(value) : ''), SOON);
      }

      /** Show the selection that the server says. */
      async select() {
        if (!this.#plot?.data) return;
        const { data, layout } = this.#plot;
        for (const trace of data) delete trace.selectedpoints;
        this.#quiet = true;
        this.#mark(data, layout);
        await window.Plotly.react(this.#plot, data, layout);
        this.#quiet = false;
      }

      resize() {
        if (this.#plot?.layout) window.Plotly.relayout(this.#plot, this.size(450));
      }

      image(format) {
        const { width, height } = this.#plot.layout;
        return window.Plotly.toImage(this.#plot, { format, width, height, scale: format === 'png' ? 2 : 1 });
      }

      clear() {
        clearTimeout(this.#soon);
        if (this.#plot) window.Plotly?.purge(this.#plot);
        this.#plot = null;
        this.#listens = false;
      }
    }
    customElements.define('fr-plotly', FrPlotly);
  }

  Promise.all([addStyle('frChartCss'), addStyle('frPlotlyCss'), addScript('frChart')])
    .then(define)
    .catch(() => {});
})();
