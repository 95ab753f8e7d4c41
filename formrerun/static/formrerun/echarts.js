/*
 * <fr-echarts>: charts that an option of Apache ECharts describes: plain data, no function comes from a page.
 */
(() => {
  'use strict';
  if (customElements.get('fr-echarts')) return;
  const { addScript, addStyle, FORMATS, libs, printf } = document.getElementById('fr-app').formrerun;
  const SOON = 60; // milliseconds: what is selected by one move is one selection
  const FLICK = 200; // milliseconds between two turns of the wheel that are one
  // From so many items on they are drawn together, without labels of their own.
  const MANY = { scatter: 20_000, bar: 2_000, line: 2_000 };
  const listed = value => (Array.isArray(value) ? value : value && typeof value === 'object' ? [value] : []);
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  /** The option itself, and what replaces parts of it: steps of a timeline, widths of the screen. */
  function variants(option) {
    const medias = one => listed(one.media).map(({ option: found }) => found ?? {});
    const all = [option, option.baseOption ?? {}, ...listed(option.options)];
    return all.flatMap(one => [one, ...medias(one)]);
  }

  /** Let what is written into an element as HTML arrive as nodes of ours. */
  function guard(element) {
    if (Object.hasOwn(element, 'innerHTML')) return;
    Object.defineProperty(element, 'innerHTML', {
      get: () => (element.firstChild ? ' ' : ''),
      set: html => element.replaceChildren(libs.chart.nodes(html)),
    });
  }

  /** A number format as a function; nothing for what is none. */
  function formatter(format) {
    if (typeof format !== 'string') return undefined;
    const one = FORMATS[format] ?? (format.includes('%') ? value => printf(format, value) : null);
    if (!one) return undefined;
    const said = value =>
      value === null || value === '' || Number.isNaN(+value) ? (value ?? '-') : one(+value);
    return value => (Array.isArray(value) ? value.map(said).join(', ') : said(value));
  }

  /** A template with columns in it, `{@name}` or `{@[2]}`, as a function. */
  function template(text) {
    return params => {
      const first = listed(params)[0] ?? {};
      const { value, dimensionNames: names = [] } = first;
      const filled = libs.echarts.format.formatTpl(text, params, true);
      return filled.replace(/\{@(?:\[(\d+)\]|([^}]*))\}/g, (_, place, name) => {
        const at = place === undefined ? names.indexOf(name) : +place;
        if (Array.isArray(value)) return libs.chart.escaped(value[at]);
        return libs.chart.escaped(value && typeof value === 'object' ? value[names[at]] : value);
      });
    };
  }

  function tooltips(option) {
    const all = variants(option);
    const found = all.flatMap(({ tooltip, series }) => [
      ...listed(tooltip),
      ...listed(series).flatMap(one => listed(one.tooltip)),
    ]);
    for (const one of found) {
      if ('valueFormatter' in one) one.valueFormatter = formatter(one.valueFormatter);
      if (one.valueFormatter === undefined) delete one.valueFormatter;
      if (typeof one.formatter === 'string' && one.formatter.includes('{@')) {
        one.formatter = template(one.formatter);
      }
    }
  }

  /** Leave out addresses that are scripts. */
  function unlink(value) {
    if (!value || typeof value !== 'object') return;
    for (const [name, one] of Object.entries(value)) {
      if (/^(sub)?link$/.test(name) && typeof one === 'string' && !libs.chart.isSafe(one)) delete value[name];
      else unlink(one);
    }
  }

  /** Put the tables where the option names them. */
  function fill(option, tables) {
    const counts = [];
    for (const { dataset } of variants(option)) {
      for (const one of listed(dataset)) {
        const table = tables.find(({ name }) => name === one.source?.name);
        if (table) {
          const { fields, kinds, values } = table;
          const scale = kinds.map(kind => (kind === 'duration' ? 1000 : 1));
          const columns = values.map((cells, at) => {
            if (kinds[at] === 'decimal') return cells.map(cell => (cell === null ? null : +cell));
            return scale[at] === 1 ? cells : cells.map(cell => (cell === null ? null : cell * scale[at]));
          });
          one.dimensions ??= fields;
          one.sourceHeader = false;
          one.source = (columns[0] ?? []).map((_, row) => columns.map(cells => cells[row]));
        }
        counts.push(listed(one.source).length);
      }
    }
    return counts;
  }

  /** What makes charts of many items fast, where their author says nothing else. */
  function hurry(option, counts) {
    if (variants(option).some(one => 'visualMap' in one || 'brush' in one)) return;
    for (const { series, xAxis } of variants(option)) {
      for (const one of listed(series)) {
        const { type, data, datasetIndex = 0 } = one;
        if (
          one.selectedMode ||
          data?.some?.(item => item && typeof item === 'object' && !Array.isArray(item))
        ) {
          continue;
        }
        if ((data?.length ?? counts[datasetIndex] ?? 0) <= (MANY[type] ?? Infinity)) continue;
        if (type === 'line' && listed(xAxis).every(axis => axis.type === 'value' || axis.type === 'time')) {
          one.showSymbol ??= false;
        }
        if (type !== 'line' && one.colorBy !== 'data') one.large ??= true;
      }
    }
  }

  /** Names of months and days as the page's language has them. */
  function locale() {
    const lang = document.documentElement.lang || 'en';
    const name = lang.toUpperCase();
    const { echarts } = libs;
    if (lang.startsWith('en') || locale.known?.has(name)) return lang.startsWith('en') ? 'EN' : name;
    const names = (count, from, options) => {
      const intl = new Intl.DateTimeFormat(lang, { timeZone: 'UTC', ...options });
      return Array.from({ length: count }, (_, at) => intl.format(from(at)));
    };
    const month = at => new Date(Date.UTC(2023, at, 1));
    const day = at => new Date(Date.UTC(2023, 0, 1 + at)); // the first was a Sunday
    echarts.registerLocale(name, {
      time: {
        month: names(12, month, { month: 'long' }),
        monthAbbr: names(12, month, { month: 'short' }),
        dayOfWeek: names(7, day, { weekday: 'long' }),
        dayOfWeekAbbr: names(7, day, { weekday: 'short' }),
      },
    });
    (locale.known ??= new Set()).add(name);
    return name;
  }

  function define() {
    class FrECharts extends libs.chart.Chart {
      static vector = true;
      #chart = null; // the library's
      #stage = null; // the element that it draws into
      #spec = null; // what was drawn last, as it came
      #brushed = { areas: [], selected: [] };
      #soon = 0;

      /** The page's fonts and colours, below what the option says itself. */
      #theme() {
        if (this.dataset.frTheme !== 'streamlit') return null;
        const names = ['--fr-fg', '--fr-quiet', '--fr-line', '--fr-raised', '--fr-bg', '--fr-accent'];
        const [fg, quiet, line, raised, bg, accent] = names.map(name => this.color(name));
        const [color, ramp] = ['', '-sequential'].map(list => this.colors(`--fr-chart${list}`));
        const fontFamily = getComputedStyle(this).fontFamily;
        const axis = {
          axisLine: { lineStyle: { color: line } },
          axisTick: { lineStyle: { color: line } },
          axisLabel: { color: quiet },
          nameTextStyle: { color: quiet },
          splitLine: { lineStyle: { color: line } },
          splitArea: { areaStyle: { color: ['transparent', raised] } },
          minorSplitLine: { lineStyle: { color: line } },
        };
        const sparse = { ...axis, axisLabel: { color: quiet, hideOverlap: true } };
        const icons = { iconStyle: { borderColor: quiet }, emphasis: { iconStyle: { borderColor: accent } } };
        const label = { color: fg };
        const edge = { borderColor: bg };
        const zoom = {
          borderColor: line,
          textStyle: { color: quiet },
          handleStyle: { color: raised, borderColor: quiet },
          moveHandleStyle: { color: line },
          brushStyle: { color: accent, opacity: 0.2 },
          dataBackground: { lineStyle: { color: line }, areaStyle: { color: line } },
          selectedDataBackground: {
            lineStyle: { color: accent },
            areaStyle: { color: accent, opacity: 0.2 },
          },
        };
        const [dr, dg, db] = bg.match(/[\d.]+/g)?.map(Number) ?? [255, 255, 255];
        return {
          darkMode: dr * 0.3 + dg * 0.6 + db * 0.1 < 128,
          color,
          backgroundColor: 'transparent',
          textStyle: { fontFamily, color: fg },
          title: { textStyle: { color: fg, fontSize: 16, fontWeight: 600 }, subtextStyle: { color: quiet } },
          legend: {
            textStyle: { color: fg },
            pageTextStyle: { color: quiet },
            pageIconColor: quiet,
            inactiveColor: line,
            pageIconInactiveColor: line,
          },
          tooltip: {
            backgroundColor: raised,
            borderColor: line,
            textStyle: { color: fg },
            axisPointer: {
              lineStyle: { color: quiet },
              crossStyle: { color: quiet },
              label: { backgroundColor: quiet, color: bg },
            },
          },
          categoryAxis: { ...axis, splitLine: { show: false } },
          valueAxis: { ...sparse, axisLine: { show: false }, axisTick: { show: false } },
          timeAxis: { ...sparse, splitLine: { show: false } },
          logAxis: sparse,
          toolbox: icons,
          timeline: {
            label,
            lineStyle: { color: line },
            controlStyle: { color: quiet, borderColor: quiet },
            itemStyle: { color: quiet },
            checkpointStyle: { color: accent, borderColor: bg },
          },
          dataZoom: zoom,
          visualMap: { textStyle: { color: quiet }, inRange: { color: ramp } },
          calendar: {
            itemStyle: { color: 'transparent', borderColor: line },
            dayLabel: { color: quiet },
            monthLabel: { color: quiet },
            yearLabel: { color: quiet },
            splitLine: { lineStyle: { color: line } },
          },
          radar: {
            axisName: { color: quiet },
            axisLine: { lineStyle: { color: line } },
            splitLine: { lineStyle: { color: line } },
            splitArea: { show: false },
          },
          pie: { label, itemStyle: edge },
          funnel: { itemStyle: edge },
          sankey: { label },
          boxplot: { itemStyle: { color: raised } },
          graph: { label, lineStyle: { color: quiet } },
          tree: { label, lineStyle: { color: line } },
          sunburst: { itemStyle: edge },
          treemap: {
            itemStyle: edge,
            breadcrumb: { itemStyle: { color: raised, borderColor: line, textStyle: { color: fg } } },
          },
          gauge: {
            title: { color: quiet },
            detail: { color: fg },
            axisLabel: { color: quiet },
            axisLine: { lineStyle: { color: [[1, line]] } },
            progress: { itemStyle: { color: color[0] } },
          },
        };
      }

      /** The colours of what a theme cannot reach: a tool's own sheet. */
      #colour(option) {
        if (this.dataset.frTheme !== 'streamlit') return;
        const views = variants(option).flatMap(one =>
          listed(one.toolbox).map(({ feature }) => feature?.dataView),
        );
        for (const view of views) {
          if (!view) continue;
          view.backgroundColor ??= this.color('--fr-bg');
          view.textColor ??= this.color('--fr-fg');
          view.textareaColor ??= this.color('--fr-raised');
          view.textareaBorderColor ??= this.color('--fr-line');
          view.buttonColor ??= this.color('--fr-accent');
          view.buttonTextColor ??= this.color('--fr-accent-fg');
        }
      }

      /** What somebody has zoomed and switched off stays where the author's option for it does. */
      #kept(option) {
        const before = this.#chart?.getOption();
        if (!before || !this.#spec) return;
        const zooms = listed(option.dataZoom);
        if (zooms.length && same(this.#spec.dataZoom, option.dataZoom)) {
          zooms.forEach((one, at) => {
            const { start, end } = before.dataZoom?.[at] ?? {};
            if (start === undefined) return;
            for (const name of ['startValue', 'endValue']) delete one[name];
            Object.assign(one, { start, end });
          });
        }
        if (!same(this.#spec.legend, option.legend)) return;
        listed(option.legend).forEach((one, at) => {
          one.selected ??= before.legend?.[at]?.selected;
        });
      }

      async draw(host, spec, tables, changed) {
        const { echarts } = libs;
        const { frRenderer: renderer, frSelects, frNamed } = this.dataset;
        const option = structuredClone(spec);
        unlink(option);
        tooltips(option);
        const counts = fill(option, tables);
        if (!frSelects) hurry(option, counts);
        option.aria = { enabled: true, ...option.aria };
        this.#colour(option);
        this.#kept(option);
        if (!frSelects) {
          for (const variant of variants(option)) {
            for (const one of listed(variant.series)) one.cursor ??= 'default';
          }
        }
        const { width, height } = this.size(350);
        if (this.#chart && (changed.theme || renderer !== this.#stage.dataset.frRenderer)) this.clear();
        if (!this.#chart) {
          this.#stage = document.createElement('div');
          this.#stage.dataset.frRenderer = renderer;
          host.replaceChildren(this.#stage);
          this.#chart = echarts.init(this.#stage, this.#theme(), {
            renderer,
            width,
            height,
            locale: locale(),
          });
          this.#listen();
        }
        const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
        if (still) Object.assign(option, { animation: false });
        try {
          this.#chart.setOption(option, { notMerge: true });
        } catch (error) {
          this.clear();
          throw error;
        }
        this.#spec = spec;
        for (const element of this.#stage.children) if (element.domBelongToZr) guard(element);
        this.said = frNamed === undefined ? this.#stage.getAttribute('aria-label') : '';
        for (const name of ['aria-label', 'role']) this.#stage.removeAttribute(name);
        this.#mark();
      }

      // ------------------------------------------------------------------------------------- selections

      #listen() {
        const chart = this.#chart;
        this.#wheel(this.#stage);
        if (!this.dataset.frSelects) return;
        chart.on('selectchanged', () => this.#tell());
        chart.on('brushselected', ({ batch = [] }) => {
          const areas = batch.flatMap(({ brushIndex = 0, areas: some = [] }) =>
            some.map(({ brushType, coordRange }) => ({ brushIndex, brushType, coordRange })),
          );
          const selected = batch.flatMap(({ selected: some = [] }) => some);
          this.#brushed = { areas: areas.filter(({ coordRange }) => coordRange), selected };
        });
        chart.on('brushend', () => this.#tell());
        chart.on('brush', ({ areas = [] }) => areas.length || this.#tell());
        chart.getZr().on('dblclick', () => {
          this.#clear();
          this.#tell();
        });
      }

      /** The wheel scrolls the page until the pointer has moved on the chart. */
      #wheel(stage) {
        let isHere = false;
        let isMine = false;
        let last = 0;
        stage.addEventListener('pointerleave', () => (isHere = false));
        stage.addEventListener(
          'pointermove',
          ({ movementX, movementY }) => (isHere ||= movementX || movementY),
        );
        stage.addEventListener(
          'wheel',
          event => {
            if (event.timeStamp - last > FLICK) isMine = isHere || event.ctrlKey;
            last = event.timeStamp;
            if (!isMine) event.stopPropagation();
          },
          { capture: true, passive: true },
        );
      }

      /** The selection as it is posted: the items by series, those of a brush among them, and the brushes. */
      #tell() {
        clearTimeout(this.#soon);
        this.#soon = setTimeout(() => {
          if (!this.#chart) return;
          const groups = new Map();
          for (const { seriesIndex, dataType = 'main', dataIndex } of [
            ...this.#selected(),
            ...this.#brushed.selected,
          ]) {
            const key = JSON.stringify([seriesIndex, dataType]);
            if (!groups.has(key)) groups.set(key, new Set());
            for (const one of [dataIndex].flat()) groups.get(key).add(one);
          }
          const selected = [...groups]
            .filter(([, indices]) => indices.size)
            .map(([key, indices]) => {
              const [series_index, data_type] = JSON.parse(key);
              return {
                data_indices: [...indices].sort((one, other) => one - other),
                data_type,
                series_index,
              };
            });
          selected.sort((one, other) => one.series_index - other.series_index);
          const areas = this.#brushed.areas.map(({ brushIndex, brushType, coordRange }) => ({
            brush_index: brushIndex,
            brush_type: brushType,
            coord_range: coordRange,
          }));
          const isEmpty = !selected.length && !areas.length;
          this.selected(isEmpty ? '' : JSON.stringify({ areas, selected }));
        }, SOON);
      }

      /** What is selected by presses. */
      #selected() {
        const made = [];
        this.#chart.getModel().eachSeries(series => {
          for (const type of series.getAllData?.() ?? [{ data: series.getData() }]) {
            const dataIndex = [];
            type.data.each(
              at => series.isSelected(at, type.type) && dataIndex.push(type.data.getRawIndex(at)),
            );
            made.push({ seriesIndex: series.seriesIndex, dataType: type.type ?? 'main', dataIndex });
          }
        });
        return made;
      }

      #clear() {
        for (const { seriesIndex, dataType, dataIndex } of this.#selected()) {
          if (!dataIndex.length) continue;
          this.#chart.dispatchAction(
            { type: 'unselect', seriesIndex, dataType, dataIndex },
            { silent: true },
          );
        }
        if (this.#brushed.areas.length)
          this.#chart.dispatchAction({ type: 'brush', areas: [] }, { silent: true });
        this.#brushed = { areas: [], selected: [] };
      }

      /** Show in the chart what the value says is selected. */
      #mark() {
        if (!this.dataset.frSelects || !this.input?.value) return;
        const { selected = [], areas = [] } = JSON.parse(this.input.value);
        for (const { series_index: seriesIndex, data_type: dataType, data_indices: dataIndex } of selected) {
          this.#chart.dispatchAction({ type: 'select', seriesIndex, dataType, dataIndex }, { silent: true });
        }
        if (!areas.length) return;
        const axes = { lineX: { xAxisIndex: 0 }, lineY: { yAxisIndex: 0 } };
        this.#chart.dispatchAction(
          {
            type: 'brush',
            areas: areas.map(
              ({ brush_index: brushIndex, brush_type: brushType, coord_range: coordRange }) => ({
                brushIndex,
                brushType,
                coordRange,
                ...(axes[brushType] ?? { xAxisIndex: 0, yAxisIndex: 0 }),
              }),
            ),
          },
          { silent: true },
        );
      }

      /** Show the selection that the server says. */
      select() {
        if (!this.#chart) return;
        this.#clear();
        this.#mark();
      }

      // ------------------------------------------------------------------------------ sizes, pictures, end

      resize() {
        this.#chart?.resize(this.size(350));
      }

      image(type) {
        const { echarts } = libs;
        const [width, height] = [this.#chart.getWidth(), this.#chart.getHeight()];
        const renderer = type === 'svg' ? 'svg' : 'canvas';
        const copy = echarts.init(document.createElement('div'), this.#theme(), {
          renderer,
          width,
          height,
          ssr: type === 'svg',
          locale: locale(),
        });
        copy.setOption({ ...this.#chart.getOption(), animation: false, toolbox: { show: false } });
        const made =
          type === 'svg'
            ? `data:image/svg+xml;charset=utf-8,${encodeURIComponent(copy.renderToSVGString())}`
            : copy.getDataURL({ type, pixelRatio: 2, backgroundColor: this.color('--fr-bg') });
        copy.dispose();
        return made;
      }

      clear() {
        clearTimeout(this.#soon);
        this.#chart?.dispose();
        this.#chart = null;
        this.#brushed = { areas: [], selected: [] };
      }
    }
    customElements.define('fr-echarts', FrECharts);
  }

  Promise.all([addStyle('frChartCss'), addScript('frChart'), addScript('frEchartsLib')])
    .then(define)
    .catch(() => {});
})();
