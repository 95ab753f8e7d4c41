/*
 * The world below maps: its land, and the borders between countries, fetched once for all maps of the page.
 */
(() => {
  'use strict';
  const { file, libs } = document.getElementById('fr-app').formrerun;
  if (libs.world) return;

  /** Let an island that the line of 180° cuts go on beyond it, instead of back around the world. */
  function unwrap(ring) {
    let turns = 0;
    const shifts = ring.map(([lon], at) => {
      const jump = at ? lon - ring[at - 1][0] : 0;
      if (jump > 180) turns -= 360;
      if (jump < -180) turns += 360;
      return turns;
    });
    if (turns !== 0) return; // Antarctica goes around, and is whole as it is
    ring.forEach((point, at) => {
      point[0] += shifts[at];
    });
  }

  async function read() {
    const { topojson } = libs;
    const answer = await fetch(file('frMapLand'), {
      credentials: 'same-origin',
      headers: { Accept: 'application/json' },
    });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const atlas = await answer.json();
    const land = topojson.feature(atlas, atlas.objects.land);
    for (const { geometry } of land.features ?? [land]) {
      for (const polygon of geometry.coordinates) for (const ring of polygon) unwrap(ring);
    }
    return { land, borders: topojson.mesh(atlas, atlas.objects.countries, (one, other) => one !== other) };
  }

  let found = null;
  /** The outlines; null if they cannot be had: what stands on a map says something without them, too. */
  const outline = () =>
    (found ??= read().catch(() => {
      found = null; // the next map tries again
      return null;
    }));

  libs.world = { outline };
})();
