/*
 * Shows a picture as large as the window.
 *
 * In a dialog and not by the browser's full screen, which phones have for films alone. It stands beside the
 * page, so that a run changes nothing of it.
 */
(() => {
  'use strict';
  const app = document.getElementById('fr-app');
  const styled = (tag, style) => {
    const made = document.createElement(tag);
    Object.assign(made.style, style);
    return made;
  };

  function enlarge(button) {
    const dialog = styled('dialog', {
      ...{ width: '100vw', maxWidth: 'none', height: '100dvh', maxHeight: 'none', padding: '16px' },
      ...{ boxSizing: 'border-box', border: '0', background: 'var(--fr-bg)', color: 'var(--fr-fg)' },
    });
    const shown = button.parentElement.querySelector('img');
    const picture = styled('img', { width: '100%', height: '100%', objectFit: 'contain' });
    const close = styled('button', { position: 'absolute', insetBlockStart: '16px', insetInlineEnd: '16px' });
    Object.assign(picture, { src: shown.src, alt: shown.alt });
    Object.assign(close, { type: 'button', className: 'fr-button fr-button-secondary', textContent: '×' });
    close.setAttribute('aria-label', button.dataset.frEnlarge);
    dialog.setAttribute('aria-label', shown.alt || button.getAttribute('aria-label'));
    dialog.append(picture, close);
    dialog.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => dialog.remove());
    app.append(dialog);
    dialog.showModal();
  }

  app.addEventListener('click', event => {
    const button = event.target.closest?.('[data-fr-enlarge]');
    if (button) enlarge(button);
  });
})();
