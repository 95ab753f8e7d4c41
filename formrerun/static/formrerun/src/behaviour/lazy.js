  // ---------------------------------------------------------------------------------------------- components

  // Components that a page may not need are loaded when it has them, and their libraries by them.
  const file = name => script?.dataset[name];
  const add = (tag, attributes) =>
    new Promise((done, failed) => {
      const element = Object.assign(document.createElement(tag), attributes);
      element.addEventListener('load', done);
      element.addEventListener('error', failed);
      document.head.append(element);
    });
  const addScript = name => add('script', { src: file(name) });
  const addStyle = name => add('link', { rel: 'stylesheet', href: file(name) });
  const LAZY = {
    'fr-select': 'frSelect',
    'fr-upload': 'frUpload',
    'fr-capture': 'frCapture',
    'fr-table, fr-editor': 'frTable',
    'fr-editor': 'frEditor',
    'fr-map': 'frMap',
    'fr-vega': 'frVega',
    'fr-plotly': 'frPlotly',
    'fr-echarts': 'frEcharts',
    'fr-mermaid': 'frMermaid',
    'fr-deck': 'frDeck',
    'fr-live': 'frLive',
    'form[data-fr-draft], form[data-fr-warn]': 'frDrafts',
  };
  const loaded = new Set();
  function lazily(parts) {
    const missing = Object.entries(LAZY).filter(([, name]) => file(name) && !loaded.has(name));
    // what has no script yet is not defined: one question of each element, and not one a component
    const found = within(parts, ':not(:defined), form[data-fr-draft], form[data-fr-warn]');
    for (const [element, name] of missing) {
      if (!found.some(el => el.matches(element))) continue;
      loaded.add(name);
      addScript(name).catch(() => {}); // what is native stays
    }
    // Elements of other apps name theirs.
    for (const { dataset } of within(parts, '[data-fr-script]')) {
      const src = dataset.frScript;
      if (loaded.has(src)) continue;
      loaded.add(src);
      add('script', { src, async: false }).catch(() => {}); // one after the other, as they stand there
    }
  }

