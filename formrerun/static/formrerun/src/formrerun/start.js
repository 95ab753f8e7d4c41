  // --------------------------------------------------------------------------------------------------- start

  // What the other files of this package share.
  app.formrerun = { alike, byWidget, edited, idle, isStandalone, isField, notice, pending, press, rerun, runAgain, format, hasNotice, stateOf, texts, valuesOf };
  for (const el of document.querySelectorAll('.fr-picture')) el.remove();  // what was shown while the page was drawn
  settled();
  connection('CONNECTED');
  if (!location.hash) following().forEach(toEnd);
})();
