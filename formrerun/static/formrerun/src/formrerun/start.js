  // --------------------------------------------------------------------------------------------------- start

  // What the other files of this package share.
  app.formrerun = {
    alike,
    askOptions,
    byWidget,
    edited,
    fill,
    htmx,
    idle,
    latin,
    isStandalone,
    isField,
    notice,
    numberOf,
    pending,
    placeAmong,
    press,
    rerun,
    runAgain,
    format,
    hasNotice,
    shared: () => ({ csrf, tab, texts }),
    stateOf,
    texts,
    valuesOf,
    within,
  };
  // A site's own navigation may bring another #fr-app, as a boosted link or its history does: no script
  // serves that one, so the page is loaded as a whole.
  let begun = false;
  customElements.define(
    'fr-guard',
    class extends HTMLElement {
      connectedCallback() {
        if (begun && !app.contains(this)) location.reload();
      }
    },
  );
  begun = true;
  // what was shown while the page was drawn
  for (const el of document.querySelectorAll('.fr-picture')) el.remove();
  // The document was begun before the page said what the browser's tab is to be called.
  const { frTitle, frIcon } = app.dataset;
  if (frTitle !== undefined) {
    document.title = frTitle;
    showIcon(frIcon);
  }
  settled();
  connection('CONNECTED');
  if (!location.hash) following().forEach(toEnd);
  takeUp();
  const { frZone } = app.dataset; // what a page was told that asked for what only a browser knows
  if (tab && frZone !== undefined && frZone !== timezone()) runAgain();
})();
