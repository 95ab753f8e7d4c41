/*
 * <fr-map>: points on a map, with Leaflet. The ground is an outline of the world's countries, or the site's
 * tiles.
 *
 * The points never stand in the page: they are fetched by their hash, and unchanged ones keep their address,
 * so nothing happens here. Changed ones are drawn into the map that is there, which stays where somebody
 * moved it.
 */
(() => {
  'use strict';
  if (customElements.get('fr-map')) return;
  const { addScript, addStyle, libs } = document.getElementById('fr-app').formrerun;

  const AROUND = 40_075_016.686; // metres around the equator
  const TILE = 256; // pixels of the whole world at Leaflet's level 0
  const LEAST = 3; // pixels: the radius of the smallest circle
  const NEAR = 13; // the level of points that do not spread
  const NEAREST = 19; // the last level
  const FINEST = 8; // the last level at which the outline looks like its coasts
  const AIR = 24; // pixels around the outermost points
  const BETWEEN = 110; // pixels, about, between two lines of the grid
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const json = async url => {
    const response = await fetch(url, {
      credentials: 'same-origin',
      headers: { Accept: 'application/json' },
    });
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json();
  };

  /** Degrees between two lines: 1, 2 or 5 times a power of ten. */
  function step(degrees) {
    const power = 10 ** Math.floor(Math.log10(degrees));
    const times = degrees / power;
    let round = 10;
    if (times < 7.5) round = 5;
    if (times < 3.5) round = 2;
    if (times < 1.5) round = 1;
    return Math.min(power * round, 90);
  }

  function define() {
    const L = libs.leaflet;
    /** A canvas that moves and scales with the map; `paint` draws on it when the map has come to rest. */
    const Sheet = L.Canvas.extend({
      _updatePaths() {
        if (this._postponeUpdatePaths || !this._map || !this._bounds) return;
        const { min, max } = this._bounds;
        const zoom = this._map.getZoom();
        const scale = 2 ** zoom;
        const origin = this._map.getPixelOrigin();
        this._ctx.clearRect(min.x, min.y, max.x - min.x, max.y - min.y);
        this.options.paint(this._ctx, { min, max, scale, origin });
      },
      // nothing on it is for the pointer
      _onMouseMove() {},
      _onClick() {},
      _handleMouseOut() {},
    });

    class FrMap extends HTMLElement {
      static observedAttributes = [
        'data-fr-src',
        'data-fr-view',
        'data-fr-label',
        'data-fr-tiles',
        'data-fr-attribution',
        'data-fr-words',
      ];
      #map = null;
      #turn = 0; // counts the attempts to show something: only the last one may
      #points = null;
      #colors = {};
      #ground = null; // tiles, or the grid
      #outline = null; // the layers of land and borders, below the grid
      #shown = {}; // what they and the view were made for
      #moved = false; // by hand
      #soon = false;
      #off = null; // ends what listens outside of this element
      #touched = -Infinity; // when somebody last used the map
      #watch = null;
      #host = null; // Leaflet's
      #probe = null; // has the colours of the stylesheet
      #said = null; // the message
      #attribution = null;
      #grid = null;
      #dots = null;

      connectedCallback() {
        if (this.#map) return;
        this.#build();
        this.#show();
      }

      connectedMoveCallback() {}

      disconnectedCallback() {
        queueMicrotask(() => {
          // a browser without moveBefore() takes it out and puts it back
          if (this.isConnected || !this.#map) return;
          this.#off.abort();
          this.#watch.disconnect();
          this.#map.remove();
          this.#map = null;
          this.#shown = {};
        });
      }

      attributeChangedCallback(name, before, now) {
        if (!this.#map || before === now || this.#soon) return;
        this.#soon = true;
        queueMicrotask(() => {
          this.#soon = false;
          if (this.#map) this.#show();
        });
      }

      get #words() {
        return JSON.parse(this.dataset.frWords || '{}');
      }
      get #view() {
        return JSON.parse(this.dataset.frView || '{}');
      }

      /** The button that shows the map as large as the screen. */
      #full() {
        const button = document.createElement('a');
        Object.assign(button, { href: '#', role: 'button', textContent: '⤢', title: this.#words.full });
        button.dataset.testid = 'stElementToolbarButton';
        button.ariaLabel = button.title;
        L.DomEvent.on(button, 'click', event => {
          L.DomEvent.stop(event);
          if (document.fullscreenElement) document.exitFullscreen();
          else this.requestFullscreen();
        });
        return button;
      }

      #build() {
        const host = (this.#host = Object.assign(document.createElement('div'), {
          className: 'fr-map-host',
        }));
        this.#probe = Object.assign(document.createElement('i'), {
          className: 'fr-map-colors',
          hidden: true,
        });
        this.#said = Object.assign(document.createElement('p'), { className: 'fr-map-said', hidden: true });
        this.#said.setAttribute('role', 'alert');
        this.replaceChildren(host, this.#probe, this.#said);
        host.setAttribute('role', 'region');
        const map = (this.#map = L.map(host, {
          zoomControl: false,
          attributionControl: false,
          scrollWheelZoom: false,
          worldCopyJump: true,
          minZoom: 0,
          maxZoom: NEAREST,
          zoomSnap: this.dataset.frTiles ? 1 : 0.25,
          maxBounds: [
            [-85.06, -1e4],
            [85.06, 1e4],
          ],
          maxBoundsViscosity: 1,
          zoomAnimation: !calm.matches,
          fadeAnimation: !calm.matches,
          dragging: !matchMedia('(pointer: coarse)').matches, // one finger scrolls the page, two move the map
        }));
        const zoom = L.control.zoom({ zoomInTitle: this.#words.in, zoomOutTitle: this.#words.out });
        const bar = zoom.addTo(map).getContainer();
        bar.dataset.testid = 'stElementToolbar';
        if (document.fullscreenEnabled) bar.append(this.#full());
        L.control.scale({ maxWidth: 120, imperial: false }).addTo(map);
        this.#attribution = L.control.attribution({ prefix: false });
        this.#grid = new Sheet({ pane: 'tilePane', paint: (...how) => this.#paintGrid(...how) });
        this.#dots = new Sheet({ padding: 0.25, paint: (...how) => this.#paintPoints(...how) });
        // The wheel scrolls the page until somebody works with the map.
        host.addEventListener('focusin', () => map.scrollWheelZoom.enable());
        host.addEventListener('focusout', () => map.scrollWheelZoom.disable());
        for (const name of ['pointerdown', 'keydown', 'wheel']) {
          host.addEventListener(
            name,
            event => {
              if (name !== 'wheel' || map.scrollWheelZoom.enabled()) this.#touched = event.timeStamp;
            },
            { capture: true, passive: true },
          );
        }
        map.on('movestart', () => {
          if (performance.now() - this.#touched < 1500) this.#moved = true;
        });
        map.on('zoomend', () => this.#suit());
        this.#off = new AbortController();
        dark.addEventListener('change', () => this.#recolor(), { signal: this.#off.signal });
        const theme = new MutationObserver(() => this.#recolor());
        theme.observe(document.documentElement, { attributeFilter: ['data-theme', 'class'] });
        this.#off.signal.addEventListener('abort', () => theme.disconnect());
        this.#watch = new ResizeObserver(() => {
          map.invalidateSize({ animate: false, pan: true });
          if (!this.#moved) this.#look(false);
        });
        this.#watch.observe(host);
      }

      /** Show what the attributes say, and change only what they say differently. */
      async #show() {
        const turn = ++this.#turn;
        const shown = this.#shown;
        const {
          frSrc: src,
          frView: view,
          frTiles: tiles = '',
          frAttribution: attribution = '',
        } = this.dataset;
        this.#host.setAttribute('aria-label', this.dataset.frLabel ?? '');
        this.setAttribute('aria-busy', 'true');
        try {
          if (src !== shown.src) {
            const points = this.#placed(await json(src));
            if (turn !== this.#turn) return;
            this.#points = points;
            shown.src = src;
          }
          if (view !== shown.view) {
            this.#look(this.#map._loaded && !calm.matches);
            shown.view = view;
          }
          if (tiles !== shown.tiles) {
            await this.#lay(tiles, turn);
            if (turn !== this.#turn) return;
            shown.tiles = tiles;
          }
        } catch {
          if (turn === this.#turn) this.#lost();
          return;
        }
        this.#credit(tiles && attribution);
        this.#said.hidden = true;
        this.#map.addLayer(this.#dots);
        this.#recolor();
        this.removeAttribute('aria-busy');
      }

      #lost() {
        this.removeAttribute('aria-busy');
        this.#said.textContent = this.#words.lost ?? '';
        this.#said.hidden = false;
      }

      #credit(text) {
        this.#attribution.remove();
        if (!text) return;
        this.#attribution = L.control.attribution({ prefix: false }).addAttribution(text).addTo(this.#map);
      }

      /**
       * All points in sight, or the level that the page asks for; but not away from where somebody moved the
       * map.
       */
      #look(animate) {
        const map = this.#map;
        const { extent, zoom } = this.#view;
        const bounds = extent ? L.latLngBounds([extent[0], extent[2]], [extent[1], extent[3]]) : null;
        if (this.#moved && (!bounds || map.getBounds().intersects(bounds))) return;
        this.#moved = false;
        // A level of ours is a page's level + 1: there the world is 512 pixels wide at level 0, here 256.
        const level =
          bounds && zoom == null
            ? Math.min(map.getBoundsZoom(bounds, false, L.point(2 * AIR, 2 * AIR)), NEAR)
            : Math.min((zoom ?? 0) + 1, NEAREST);
        map.setView(bounds?.getCenter() ?? [15, 0], level, { animate });
      }

      async #lay(tiles, turn) {
        const map = this.#map;
        const renderer = L.canvas({ padding: 0.5, pane: 'tilePane' });
        // the points say something without the outline, too
        const found = tiles ? null : await libs.world.outline();
        if (turn !== this.#turn) return;
        const shape = (name, shift) =>
          L.geoJSON(found[name], {
            renderer,
            pane: 'tilePane',
            interactive: false,
            coordsToLatLng: ([lon, lat]) => L.latLng(lat, lon + shift),
            shape: name,
          });
        for (const layer of [this.#ground, this.#outline]) layer?.remove();
        this.#outline =
          found &&
          L.layerGroup([-360, 0, 360].flatMap(shift => [shape('land', shift), shape('borders', shift)]));
        this.#suit();
        this.#ground = (
          tiles ? L.tileLayer(tiles, { maxZoom: NEAREST, referrerPolicy: 'strict-origin' }) : this.#grid
        ).addTo(map);
      }

      /** Leave the outline out where it would only mislead. */
      #suit() {
        const near = this.#map.getZoom() > FINEST;
        this.#host.classList.toggle('fr-map-near', near);
        if (near) this.#outline?.remove();
        else this.#outline?.addTo(this.#map);
      }

      /** The colours of the stylesheet, light or dark: a canvas takes no variables. */
      #recolor() {
        this.#probe.hidden = false;
        const { color, backgroundColor, borderTopColor, outlineColor, columnRuleColor } = getComputedStyle(
          this.#probe,
        );
        this.#probe.hidden = true;
        this.#colors = { point: color, grid: outlineColor, text: columnRuleColor };
        const styles = {
          land: { stroke: false, fill: true, fillColor: backgroundColor, fillOpacity: 1 },
          borders: { color: borderTopColor, weight: 1, opacity: 1, fill: false },
        };
        this.#outline?.eachLayer(layer => layer.setStyle(styles[layer.options.shape]));
        for (const sheet of [this.#grid, this.#dots]) sheet._updatePaths();
      }

      // -------------------------------------------------------------------------------------------- painting

      /** Where the points are at level 0, and how wide: at another level it is a multiple. */
      #placed({ lat, lon, size = 0, color, palette }) {
        const x = new Float64Array(lat.length);
        const y = new Float64Array(lat.length);
        const r = new Float64Array(lat.length);
        const crs = L.CRS.EPSG3857;
        for (let at = 0; at < lat.length; at++) {
          const place = crs.latLngToPoint(L.latLng(lat[at], lon[at]), 0);
          const metres = typeof size === 'number' ? size : size[at];
          x[at] = place.x;
          y[at] = place.y;
          r[at] = (metres * TILE) / (AROUND * Math.max(Math.cos((lat[at] * Math.PI) / 180), 0.01));
        }
        return { x, y, r, color, palette };
      }

      #paintPoints(context, { min, max, scale, origin }) {
        if (!this.#points) return;
        const { x, y, r, color, palette } = this.#points;
        const all = TILE * scale;
        let before = null;
        // The same point again in the worlds to the left and the right, as far as they are in sight.
        const first = Math.ceil((min.x + origin.x) / all) - 2;
        const last = Math.floor((max.x + origin.x) / all) + 1;
        for (let shift = first; shift <= last; shift++) {
          for (let at = 0; at < x.length; at++) {
            const radius = Math.max(r[at] * scale, LEAST);
            const left = x[at] * scale - origin.x + shift * all;
            const top = y[at] * scale - origin.y;
            if (left + radius < min.x || left - radius > max.x) continue;
            if (top + radius < min.y || top - radius > max.y) continue;
            const fill = palette ? palette[color ? color[at] : 0] : this.#colors.point;
            if (fill !== before) context.fillStyle = fill;
            before = fill;
            context.beginPath();
            context.arc(left, top, radius, 0, 2 * Math.PI);
            context.fill();
          }
        }
      }

      /** Lines of latitude and longitude: the outline says little about a single town. */
      #paintGrid(context, { min, max, scale, origin }) {
        const map = this.#map;
        const at = point => map.unproject(point.add(origin));
        const one = at(min);
        const other = at(max);
        const all = TILE * scale;
        const width = step((BETWEEN * 360) / all);
        const digits = Math.max(0, -Math.floor(Math.log10(width) + 1e-9));
        const { x: leftmost, y: topmost } = map.containerPointToLayerPoint([0, 0]);
        const { x: rightmost, y: lowest } = map.containerPointToLayerPoint(map.getSize());
        const middle = at(L.point(0, (topmost + lowest) / 2)).lat;
        const height = Math.min(step(((BETWEEN * 360) / all) * Math.cos((middle * Math.PI) / 180)), width);
        context.strokeStyle = this.#colors.grid;
        context.fillStyle = this.#colors.text;
        context.lineWidth = 1;
        context.font = `11px ${getComputedStyle(this).fontFamily}`;
        const name = (degrees, signs, places) => {
          const text = `${Math.abs(degrees).toFixed(places)}°`;
          if (Math.abs(degrees) < 1e-9) return text;
          return text + (degrees > 0 ? signs[0] : signs[1]);
        };
        context.beginPath();
        for (let lon = Math.ceil(one.lng / width) * width; lon <= other.lng; lon += width) {
          const x = Math.round(map.project([0, lon]).x - origin.x) + 0.5;
          const turned = ((((lon + 180) % 360) + 360) % 360) - 180;
          context.moveTo(x, min.y);
          context.lineTo(x, max.y);
          context.textAlign = 'center';
          if (x > leftmost + 60 && x < rightmost - 40) {
            context.fillText(name(turned, 'EW', digits), x, topmost + 14);
          }
        }
        const places = Math.max(0, -Math.floor(Math.log10(height) + 1e-9));
        const lowestLine = Math.ceil(Math.max(other.lat, -80) / height) * height;
        for (let lat = lowestLine; lat <= Math.min(one.lat, 80); lat += height) {
          const y = Math.round(map.project([lat, 0]).y - origin.y) + 0.5;
          context.moveTo(min.x, y);
          context.lineTo(max.x, y);
          context.textAlign = 'right';
          if (y > topmost + 30 && y < lowest - 16) {
            context.fillText(name(lat, 'NS', places), rightmost - 6, y - 4);
          }
        }
        context.stroke();
      }
    }
    customElements.define('fr-map', FrMap);
  }

  Promise.all([
    addStyle('frMapLibCss').then(() => addStyle('frMapCss')),
    addScript('frMapLib'),
    addScript('frMapTopojson').then(() => addScript('frMapWorld')),
  ])
    .then(define)
    .catch(() => {});
})();
