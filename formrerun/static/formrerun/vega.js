/*
 * <fr-vega>: charts of Vega-Lite, without eval: its expressions are interpreted.
 */
(() => {
  'use strict';
  if (customElements.get('fr-vega')) return;
  const { addScript, addStyle, libs } = document.getElementById('fr-app').formrerun;
  const SOON = 150; // milliseconds: a selection under the hand is told when it rests
  const HEIGHT = 350;
  const STEP = 20; // pixels of a row whose label is read
  const MANY = ['hconcat', 'vconcat', 'concat', 'facet', 'repeat'];
  const many = spec =>
    MANY.some(name => name in spec) || ['row', 'column', 'facet'].some(name => name in (spec.encoding ?? {}));

  /** The encodings of one channel, in all layers. */
  const encodings = (spec, channel) =>
    [spec, ...(spec.layer ?? [])].map(one => one.encoding?.[channel]).filter(one => one?.field);

  /** What a field says, each once. */
  const said = (field, tables) => new Set(tables.flatMap(({ rows }) => rows.map(row => row[field])));

  /** How wide the numbers of the y axis will be, and its title: about as the largest of them. */
  function beside(spec, tables) {
    const fields = encodings(spec, 'y').filter(({ type }) => type === 'quantitative');
    let most = 0;
    for (const { field } of fields) {
      for (const value of said(field, tables)) {
        if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
      }
    }
    return fields.length && 40 + 7 * Math.round(most).toLocaleString('en').length;
  }

  /** Room for what is written: a row for each label of an axis, as many lines of a legend as it needs. */
  function makeRoom(spec, tables, width) {
    const counts = encodings(spec, 'y')
      .filter(({ type }) => type === 'nominal' || type === 'ordinal')
      .map(({ field }) => said(field, tables).size);
    if (Math.max(0, ...counts) > HEIGHT / STEP) spec.height ??= { step: STEP };
    for (const channel of ['color', 'fill', 'stroke', 'shape']) {
      for (const encoding of encodings(spec, channel)) {
        if (encoding.legend?.orient !== 'bottom' || encoding.type === 'quantitative') continue;
        const texts = [...said(encoding.field, tables)].map(text => `${text}`.length);
        const room = width - beside(spec, tables); // a legend begins where the axis ends
        const columns = Math.max(1, Math.floor(room / (36 + 7 * Math.max(0, ...texts))));
        if (texts.length > columns) encoding.legend = { columns, ...encoding.legend };
      }
    }
  }

  /** A loader that asks no other site. */
  function loader() {
    const { vega } = libs;
    const made = vega.loader();
    const sanitize = made.sanitize.bind(made);
    made.sanitize = async (uri, options) => {
      const found = await sanitize(uri, options);
      const { origin, protocol } = new URL(found.href, location.href);
      if (options?.context !== 'href' && origin !== location.origin && protocol !== 'data:') {
        throw new Error(`${uri} is of another site`);
      }
      return found;
    };
    return made;
  }

  function define() {
    class FrVega extends libs.chart.Chart {
      static vector = true;
      #made = null; // what vega-embed gave
      #drawn = ''; // the spec and the colours it was made for
      #quiet = false;
      #single = true;
      #parts = null; // the widths of the views of a chart of several, and how the chart grows with them

      #config() {
        if (this.dataset.frTheme !== 'streamlit') return {};
        const [fg, quiet, line] = ['--fr-fg', '--fr-quiet', '--fr-line'].map(name => this.color(name));
        const series = this.colors();
        const ramp = this.colors('--fr-chart-sequential');
        const font = getComputedStyle(this).fontFamily;
        const lines = { domainColor: line, tickColor: line, gridColor: line };
        const texts = { titleColor: quiet, titleFontWeight: 'normal', titleFontSize: 12, labelFontSize: 12 };
        return {
          background: 'transparent',
          font,
          view: { stroke: 'transparent' },
          axis: {
            ...texts,
            ...lines,
            ...{ labelColor: quiet, titlePadding: 10, labelSeparation: 4, labelOverlap: true },
            labelLimit: Math.max(90, Math.min(180, this.clientWidth * 0.3)),
          },
          axisQuantitative: { labelLimit: 0 }, // of a number, no digit may go
          legend: { ...texts, labelColor: fg },
          title: { color: fg, subtitleColor: quiet, anchor: 'start' },
          header: { labelColor: quiet, titleColor: quiet },
          style: { 'guide-label': { fill: quiet }, 'guide-title': { fill: quiet }, text: { fill: fg } },
          range: {
            category: series,
            ordinal: ramp,
            ramp,
            heatmap: ramp,
            diverging: this.colors('--fr-chart-diverging'),
          },
          mark: { color: series[0] },
        };
      }

      async draw(host, spec, tables, changed) {
        const named = tables.map(({ name, fields, melt }) => [name, fields, melt]);
        const key = JSON.stringify([spec, this.dataset.frTheme, named]);
        if (this.#made && key === this.#drawn && !changed.theme) {
          const { view } = this.#made;
          for (const { name, rows } of tables) view.data(name, rows);
          await view.runAsync();
          return;
        }
        const text = JSON.stringify(spec).replace(/var\((--fr-[a-z]+)\)/g, (_, name) => this.color(name));
        const full = JSON.parse(text);
        this.#single = !many(full);
        const stretched = this.dataset.frStretch !== undefined;
        if (this.#single) {
          if (stretched) full.width = this.clientWidth;
          else if (this.dataset.frWidth) full.width = +this.dataset.frWidth;
          if (this.dataset.frHeight) full.height = +this.dataset.frHeight;
          makeRoom(full, tables, this.clientWidth);
          full.height ??= HEIGHT;
        }
        full.datasets = { ...full.datasets };
        for (const { name, rows } of tables) full.datasets[name] = rows;
        const state = this.#made?.view.getState?.({
          data: name => name?.endsWith('_store'),
          signals: () => false,
          recurse: false,
        });
        const stage = document.createElement('div');
        host.style.minHeight = `${host.offsetHeight}px`; // the page below stays where it is
        const next = await libs.vegaEmbed(stage, full, {
          mode: 'vega-lite',
          ast: true,
          actions: false,
          defaultStyle: false,
          renderer: 'svg',
          tooltip: { disableDefaultStyle: true },
          config: this.#config(),
          loader: loader(),
          logLevel: 1,
        });
        this.#made?.finalize();
        this.#made = next;
        this.#drawn = key;
        host.replaceChildren(stage);
        host.style.minHeight = '';
        if (Object.keys(state?.data ?? {}).length) next.view.setState({ data: state.data, signals: {} });
        this.#parts = null;
        if (stretched && !this.#single) await this.#fit();
        this.#listen(next.view);
      }

      /** Let a chart of several views fill its place: all of them grow or shrink alike. */
      async #fit() {
        const { view, vgSpec } = this.#made;
        const scale = factor => {
          for (const { name, width } of this.#parts.widths) view.signal(name, Math.max(20, width * factor));
          return view.resize().runAsync();
        };
        const across = () => +(this.host.querySelector('svg')?.getAttribute('width') ?? 0);
        if (!this.#parts) {
          const found = [{ name: 'width', value: vgSpec.width }, ...(vgSpec.signals ?? [])].filter(
            ({ name, value }) => /(^|_)(childWidth|width)$/.test(name) && typeof value === 'number',
          );
          const widths = found.map(({ name, value }) => ({ name, width: value }));
          this.#parts = { widths, all: across(), slope: 0 };
          if (!found.length) return;
          await scale(0.9); // axes and legends stay as wide as they are: what grows is measured
          this.#parts.slope = (this.#parts.all - across()) / 0.1;
        }
        const { all, slope, widths } = this.#parts;
        if (!widths.length || slope <= 0) return;
        await scale(Math.min(4, Math.max(0.2, 1 + (this.clientWidth - all) / slope)));
      }

      #listen(view) {
        const now = {};
        let soon = 0;
        for (const name of JSON.parse(this.dataset.frSelects || '[]')) {
          now[name] = {};
          view.addSignalListener(name, (_, value) => {
            if (this.#quiet) return;
            const points = value?.vlPoint?.or;
            now[name] = points ? points.map(({ ...point }) => point) : { ...value };
            delete now[name].vlPoint;
            clearTimeout(soon);
            soon = setTimeout(() => this.#tell(now), SOON);
          });
        }
        if (this.input?.value) Object.assign(now, JSON.parse(this.input.value));
      }

      #tell(now) {
        const some = Object.entries(now).filter(([, one]) => Object.keys(one).length);
        some.sort(([one], [other]) => (one < other ? -1 : 1));
        this.selected(some.length ? JSON.stringify(Object.fromEntries(some)) : '');
      }

      /** Show nothing selected, as the server says; what it says beside that was selected here. */
      async select(text) {
        if (text || !this.#made) return;
        const { view } = this.#made;
        this.#quiet = true;
        for (const name of JSON.parse(this.dataset.frSelects || '[]')) view.data(`${name}_store`, []);
        await view.runAsync();
        this.#quiet = false;
      }

      resize(width) {
        if (!this.#made || this.dataset.frStretch === undefined) return;
        if (this.#single) this.#made.view.width(width).runAsync();
        else this.#fit();
      }

      image(type) {
        return this.#made.view.toImageURL(type, type === 'png' ? 2 : 1);
      }

      clear() {
        this.#made?.finalize();
        this.#made = null;
        this.#drawn = '';
      }
    }
    customElements.define('fr-vega', FrVega);
  }

  Promise.all([
    addStyle('frChartCss'),
    addScript('frChart'),
    addScript('frVegaLib')
      .then(() => addScript('frVegaLite'))
      .then(() => addScript('frVegaEmbed')),
  ])
    .then(define)
    .catch(() => {});
})();
