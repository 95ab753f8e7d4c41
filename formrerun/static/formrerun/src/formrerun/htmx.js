  // --------------------------------------------------------------------------------------------------- htmx

  // What follows is an htmx of this function's own: no site's htmx, of whatever version, meets it, and no
  // setting of a site reaches it. The metaCharacter stands where others write a colon: so it does not inherit
  // what a site says by `hx-…:inherited` around the app.
  const HTMX = {
    extensions: 'formrerun, sse',
    prefix: '',
    metaCharacter: '--fr-',
    history: false,
    includeIndicatorCSS: false,
    defaultTimeout: 0,
    noSwap: [204, 304],
    morphIgnore: ['data-htmx-powered', 'style'],
    morphSkipChildren: '[data-fr-island]',
  };
