/*
 * Shows a picture or a graph as large as the window.
 *
 * In a dialog and not by the browser's full screen, which phones have for films alone. It stands beside the
 * page, so that a run changes nothing of it. A small picture has no button, which would cover it.
 */
(() => {
  'use strict';
  const app = document.getElementById('fr-app');
  const styled = (element, style) => {
    Object.assign(element.style, style);
    return element;
  };
  const made = tag => document.createElement(tag);
  const SMALLEST = 56; // pixels, of which the button takes 38
  const sized = new ResizeObserver(entries => {
    for (const { target, contentRect } of entries) {
      const button = target.parentElement?.querySelector('[data-fr-enlarge]');
      if (button) button.hidden = Math.min(contentRect.width, contentRect.height) < SMALLEST;
    }
  });
  const look = () => {
    // one that is shown is observed already
    for (const button of app.querySelectorAll('[data-fr-enlarge][hidden]')) {
      sized.observe(button.parentElement.querySelector('img, svg'));
    }
  };

  function enlarge(button) {
    const dialog = styled(made('dialog'), {
      ...{ width: '100vw', maxWidth: 'none', height: '100dvh', maxHeight: 'none', padding: '16px' },
      ...{ boxSizing: 'border-box', border: '0', background: 'var(--fr-bg)', color: 'var(--fr-fg)' },
    });
    const shown = button.parentElement.querySelector('img, svg');
    const { backgroundColor } = getComputedStyle(shown);
    const large = { width: '100%', height: '100%', objectFit: 'contain', backgroundColor };
    const picture = styled(shown.cloneNode(true), large);
    const corner = { position: 'absolute', insetBlockStart: '16px', insetInlineEnd: '16px' };
    const close = styled(made('button'), corner);
    Object.assign(close, { type: 'button', className: 'fr-button fr-button-secondary', textContent: '×' });
    close.setAttribute('aria-label', button.dataset.frEnlarge);
    dialog.setAttribute('aria-label', shown.alt || shown.ariaLabel || button.ariaLabel);
    dialog.append(picture, close);
    dialog.addEventListener('click', event => event.target.closest('a') || dialog.close());
    dialog.addEventListener('close', () => dialog.remove());
    app.append(dialog);
    dialog.showModal();
  }

  app.addEventListener('click', event => {
    const button = event.target.closest?.('[data-fr-enlarge]');
    if (button) enlarge(button);
  });
  app.addEventListener('formrerun:shown', look);
  look();
})();
