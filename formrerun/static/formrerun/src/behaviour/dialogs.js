  // ------------------------------------------------------------------------------------------------- dialogs

  // A dialog is shown over the page; the browser keeps the focus in it and gives it back. One that goes away
  // with its page gives it back too.
  let opener = null;
  function showDialogs() {
    for (const dialog of app.querySelectorAll('dialog.fr-dialog[open]')) {
      if (dialog.matches(':modal')) continue;
      opener = document.activeElement?.id || opener;
      dialog.close();
      dialog.showModal();
      const field = dialog.querySelector(
        ':scope .stVerticalBlock :is(input, select, textarea, button):not([hidden], [disabled])',
      );
      field?.focus();
      if (!dialog.scrollTop) continue;
      dialog.querySelector('.fr-dialog-title').focus(); // a long one is read from its beginning
      dialog.scrollTop = 0;
    }
    if (opener && !app.querySelector('dialog.fr-dialog[open]')) {
      if (document.activeElement === document.body) document.getElementById(opener)?.focus();
      opener = null;
    }
  }
  function dismiss(dialog) {
    dialog.close();
    dialog.removeAttribute('data-testid'); // by Streamlit's name only what is shown is found
    showDialogs();
    if (dialog.dataset.frDismiss) press(document.getElementById(dialog.dataset.frDismiss));
  }
  addEventListener(
    'cancel',
    event => {
      if (!event.target.matches?.('.fr-dialog')) return;
      event.preventDefault();
      if (event.target.hasAttribute('data-fr-dismissible')) dismiss(event.target);
    },
    true,
  );
  // A browser lets nobody forbid the second Escape, nor the back button of a phone: the dialog opens again.
  addEventListener(
    'close',
    event => {
      const dialog = event.target;
      if (dialog.matches?.('.fr-dialog:not([data-fr-dismissible])') && dialog.isConnected && !dialog.open) {
        dialog.showModal();
      }
    },
    true,
  );
  let downOn = null; // where the pointer went down: a selection of text may end beside the dialog
  addEventListener(
    'pointerdown',
    event => {
      downOn = event.target;
    },
    true,
  );
  app.addEventListener('click', event => {
    const dialog = event.target.closest('.fr-dialog');
    if (!dialog) return;
    const beside = event.target === dialog && downOn === dialog && event.detail > 0;
    if (
      event.target.closest('[data-fr-dismisses]') ||
      (beside && dialog.hasAttribute('data-fr-dismissible'))
    ) {
      dismiss(dialog);
    }
  });

