  // --------------------------------------------------------------------------------------------------- start

  // What the other files of this package share.
  app.formrerun = {
    alike,
    byWidget,
    edited,
    fill,
    idle,
    isStandalone,
    isField,
    notice,
    pending,
    press,
    rerun,
    runAgain,
    format,
    hasNotice,
    stateOf,
    texts,
    valuesOf,
  };
  // what was shown while the page was drawn
  for (const el of document.querySelectorAll('.fr-picture')) el.remove();
  settled();
  connection('CONNECTED');
  if (!location.hash) following().forEach(toEnd);
  takeUp();
})();
