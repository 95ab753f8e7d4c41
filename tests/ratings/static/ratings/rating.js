/*
 * Says beside a row of stars how many the pointer would give.
 *
 * It is loaded once, with the first row that a page shows. Rows come and go and are drawn again, so it listens at the
 * document and keeps nothing of any of them.
 */
(() => {
  'use strict';
  const preview = (event, shown) => {
    const star = event.target.closest?.('.rating label')?.querySelector('input:enabled');
    if (!star) return;
    const place = star.closest('.rating').querySelector('.rating-preview');
    place.textContent = shown ? star.getAttribute('aria-label') : '';
    place.hidden = !shown;
  };
  document.addEventListener('pointerover', event => preview(event, true));
  document.addEventListener('pointerout', event => preview(event, false));
})();
