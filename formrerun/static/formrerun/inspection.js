/* What happened, below a page while DEBUG is on: fetched when it is opened, and after each answer then. */
(() => {
  'use strict';
  const app = document.getElementById('fr-app');
  const panel = document.getElementById('fr-inspection');
  if (!app || !panel) return;
  const place = panel.querySelector('[data-fr-inspected]');

  async function show() {
    if (!panel.open) return;
    const response = await fetch(`${panel.dataset.frSrc}?part`, { credentials: 'same-origin' }).catch(
      () => null,
    );
    place.innerHTML = response?.ok ? await response.text() : '';
    const { byWidget, edited, stateOf, valuesOf } = app.formrerun;
    const unsent = [...byWidget(app.querySelectorAll('[name]'))].filter(([, els]) =>
      els.some(el => edited(stateOf(el))),
    );
    if (!unsent.length) return;
    const said = document.createElement('p');
    said.textContent = `${panel.dataset.frUnsent} ${unsent
      .map(([, els]) => `${els[0].getAttribute('aria-label') ?? els[0].name} = ${valuesOf(els).join(', ')}`)
      .join('; ')}`;
    place.prepend(said);
  }

  panel.addEventListener('toggle', show);
  app.addEventListener('formrerun:applied', show);
  panel.addEventListener('click', event => {
    const button = event.target.closest('[data-fr-copy-test]');
    if (!button) return;
    navigator.clipboard.writeText(button.nextElementSibling.textContent).then(() => {
      button.textContent = panel.dataset.frCopied;
    });
  });
})();
