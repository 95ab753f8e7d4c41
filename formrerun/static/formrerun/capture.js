/*
 * <fr-capture>: a camera or a microphone in an <fr-upload>, which takes what was recorded as a chosen file.
 *
 * The device is asked for when somebody presses the button, and given back as soon as it is not needed. Where
 * it is refused or missing, the file field of the upload stays.
 */
(() => {
  'use strict';
  if (customElements.get('fr-capture')) return;
  const app = document.getElementById('fr-app');
  const can = Boolean(navigator.mediaDevices?.getUserMedia);
  const stamp = () => new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const named = (blob, name) => new File([blob], name, { type: blob.type });
  const button = (text, id) => {
    const made = Object.assign(document.createElement('button'), { type: 'button', textContent: text });
    made.className = 'fr-button fr-button-secondary';
    made.dataset.testid = id;
    return made;
  };
  const jpeg = canvas => new Promise(done => canvas.toBlob(done, 'image/jpeg', 0.92));
  function drawn(picture, width, height) {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    context.fillStyle = '#fff'; // a JPEG has no holes
    context.fillRect(0, 0, width, height);
    context.drawImage(picture, 0, 0, width, height);
    return canvas;
  }

  /** A WAV of one channel, of numbers from -1 to 1. */
  function wavOf(samples, rate) {
    const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
    const text = (at, word) => {
      for (const [place, char] of [...word].entries()) view.setUint8(at + place, char.charCodeAt(0));
    };
    text(0, 'RIFF');
    view.setUint32(4, 36 + samples.length * 2, true);
    text(8, 'WAVEfmt ');
    view.setUint32(16, 16, true);
    view.setUint16(20, 1, true); // plain numbers
    view.setUint16(22, 1, true); // channels
    view.setUint32(24, rate, true);
    view.setUint32(28, rate * 2, true);
    view.setUint16(32, 2, true);
    view.setUint16(34, 16, true);
    text(36, 'data');
    view.setUint32(40, samples.length * 2, true);
    samples.forEach((sample, place) => {
      const kept = Math.max(-1, Math.min(1, sample));
      view.setInt16(44 + place * 2, kept < 0 ? kept * 0x8000 : kept * 0x7fff, true);
    });
    return new Blob([view], { type: 'audio/wav' });
  }

  /** What was recorded as a WAV of this many numbers a second; 0 for those of the sound card. */
  async function asWav(blob, rate) {
    const context = new AudioContext();
    try {
      const sound = await context.decodeAudioData(await blob.arrayBuffer());
      const wanted = rate || sound.sampleRate;
      const offline = new OfflineAudioContext(1, Math.max(1, Math.ceil(sound.duration * wanted)), wanted);
      const source = offline.createBufferSource();
      source.buffer = sound;
      source.connect(offline.destination);
      source.start();
      return wavOf((await offline.startRendering()).getChannelData(0), wanted);
    } finally {
      context.close();
    }
  }

  class Capture extends HTMLElement {
    #upload = null;
    #stream = null;
    #recorder = null;
    #asking = false;
    #denied = false; // what was said instead of opening the device
    #devices = [];
    #clock = 0;
    #began = 0;
    #parts = {};

    connectedCallback() {
      if (this.#upload) return;
      this.#upload = this.closest('fr-upload');
      this.#build();
      this.show();
    }
    connectedMoveCallback() {}
    disconnectedCallback() {
      queueMicrotask(() => this.isConnected || this.#close());
    }

    get #camera() {
      return this.#upload.dataset.frRecords === 'camera';
    }
    get #words() {
      return JSON.parse(this.#upload.dataset.frWords);
    }
    focus(options) {
      (this.#stream ? this.#parts.take : this.#parts.start).focus(options);
    }

    #build() {
      const words = this.#words;
      const [start, take] = this.#camera
        ? ['stCameraInputOpenButton', 'stCameraInputButton']
        : ['stAudioInputActionButton', 'stAudioInputActionButton'];
      const parts = (this.#parts = {
        start: button(words.start, start),
        live: document.createElement(this.#camera ? 'video' : 'canvas'),
        time: Object.assign(document.createElement('span'), { className: 'fr-capture-time' }),
        bar: Object.assign(document.createElement('div'), { className: 'fr-capture-bar' }),
        take: button(words.take, take),
        turn: button(words.turn ?? '', 'stCameraInputSwitchButton'),
        stop: button(words.stop, 'stCaptureStopButton'),
        said: Object.assign(document.createElement('p'), { className: 'fr-capture-said', hidden: true }),
      });
      parts.said.setAttribute('role', 'alert');
      parts.live.className = 'fr-capture-live';
      if (this.#camera) {
        Object.assign(parts.live, { muted: true, playsInline: true, autoplay: true });
        parts.live.setAttribute('aria-label', words.live);
      } else {
        Object.assign(parts.live, { width: 300, height: 32 });
        parts.live.setAttribute('aria-hidden', 'true');
        parts.time.dataset.testid = 'stAudioInputWaveformTimeCode';
        parts.time.setAttribute('role', 'timer');
        parts.time.setAttribute('aria-label', words.live);
      }
      parts.take.classList.replace('fr-button-secondary', 'fr-button-primary');
      if (!this.#camera) delete parts.turn;
      for (const part of [parts.start, parts.take, parts.turn, parts.stop].filter(Boolean)) {
        part.setAttribute('aria-label', `${this.#upload.dataset.frLabel}: ${part.textContent}`);
      }
      parts.start.addEventListener('click', () => this.#open());
      parts.take.addEventListener('click', () => (this.#camera ? this.#photo() : this.#recorder?.stop()));
      parts.turn?.addEventListener('click', () => this.#turn());
      parts.stop.addEventListener('click', () => {
        this.#close();
        this.show();
        this.focus();
      });
      parts.bar.append(parts.start, parts.take, ...(parts.turn ? [parts.turn] : []), parts.stop, parts.time);
      this.replaceChildren(parts.live, parts.bar, parts.said);
    }

    /** Show what can be done now; the file field is there where this is not. */
    show() {
      if (!this.#upload) return;
      const { start, live, take, turn, stop, time, bar } = this.#parts;
      const on = Boolean(this.#stream);
      const full = this.#upload.count > 0;
      const off = this.#upload.off ?? false;
      if (on && off) {
        this.#close();
        this.show();
        return;
      }
      start.hidden = on;
      start.disabled = off || this.#asking;
      for (const part of [live, take, stop]) part.hidden = !on;
      time.hidden = !on || this.#camera;
      if (turn) turn.hidden = !on || this.#devices.length < 2;
      bar.hidden = !can || (full && !on);
      this.hidden = !can || (full && !on);
      this.#upload.classList.toggle('fr-captures', can && !this.#denied);
    }

    /** The file as it would have been recorded; itself where that cannot be made of it. */
    async made(file) {
      try {
        if (!this.#camera) {
          const wav = await asWav(file, +this.dataset.frRate || 0);
          return named(wav, file.name.replace(/(\.\w+)?$/, '.wav'));
        }
        if (file.type === 'image/jpeg') return file;
        const picture = await createImageBitmap(file);
        const blob = await jpeg(drawn(picture, picture.width, picture.height));
        return named(blob, file.name.replace(/(\.\w+)?$/, '.jpg'));
      } catch {
        return file; // the server judges it
      }
    }

    async #open(device) {
      if (this.#asking || this.#upload.off) return;
      this.#asking = true;
      this.show();
      const chosen = device ? { deviceId: { exact: device } } : {};
      const height = this.dataset.frPixels ? { height: { ideal: +this.dataset.frPixels } } : {};
      const wanted = this.#camera ? { video: { ...chosen, ...height } } : { audio: true };
      let stream = null;
      let failed = null;
      try {
        stream = await navigator.mediaDevices.getUserMedia(wanted);
      } catch (error) {
        failed = error;
      }
      this.#asking = false;
      if (!this.isConnected) {
        stream?.getTracks().forEach(track => track.stop());
        return;
      }
      this.#refuse(failed);
      if (stream) await this.#begin(stream);
      this.show();
      if (stream) this.focus();
    }

    /** Say why there is no device, or that there is one. */
    #refuse(error) {
      const { said } = this.#parts;
      this.#denied = Boolean(error);
      said.hidden = !error;
      const { denied, missing } = this.#words;
      said.textContent = error ? (/NotAllowed|Security/.test(error.name) ? denied : missing) : '';
    }

    async #begin(stream) {
      this.#stream = stream;
      stream.getTracks()[0].addEventListener('ended', () => {
        if (this.#stream !== stream) return; // it was unplugged, or taken back
        if (this.#recorder) this.#recorder.stop();
        else this.#close();
        this.show();
      });
      if (this.#camera) {
        this.#parts.live.srcObject = stream;
        const all = await navigator.mediaDevices.enumerateDevices().catch(() => []);
        this.#devices = all.filter(({ kind }) => kind === 'videoinput').map(({ deviceId }) => deviceId);
      } else this.#record(stream);
      this.#upload.say(this.#words.begun);
    }

    #turn() {
      const now = this.#stream.getTracks()[0].getSettings().deviceId;
      const next = this.#devices[(this.#devices.indexOf(now) + 1) % this.#devices.length];
      this.#close();
      this.#open(next);
    }

    async #photo() {
      const { live } = this.#parts;
      if (!live.videoWidth) return; // it has not begun yet
      const canvas = drawn(live, live.videoWidth, live.videoHeight);
      this.#close();
      this.#upload.take([[named(await jpeg(canvas), `camera-${stamp()}.jpg`), `camera-${stamp()}.jpg`]]);
      this.show();
      this.#settle();
    }

    #record(stream) {
      const recorder = (this.#recorder = new MediaRecorder(stream));
      const parts = [];
      const stop = this.#meter(stream);
      recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
      recorder.addEventListener('stop', async () => {
        stop();
        if (this.#recorder !== recorder) return; // discarded
        this.#close();
        const recorded = new Blob(parts, { type: recorder.mimeType });
        const name = `${stamp()}_audio`;
        const file = await this.made(named(recorded, name));
        if (this.isConnected) this.#upload.take([[file, file.name]]);
        this.show();
        this.#settle();
      });
      this.#began = performance.now();
      recorder.start();
    }

    /** The button that was pressed is gone: the focus goes on to what can be done with what was taken. */
    #settle() {
      if (document.activeElement === document.body) this.#upload.querySelector('.fr-upload-remove')?.focus();
    }

    /** Draw how loud it is, and for how long. Returns what ends that. */
    #meter(stream) {
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      context.createMediaStreamSource(stream).connect(analyser);
      const { live, time } = this.#parts;
      const paint = live.getContext('2d');
      const heights = [];
      const wave = new Float32Array(analyser.fftSize);
      const draw = () => {
        const seconds = Math.floor((performance.now() - this.#began) / 1000);
        const parts = [seconds / 60, seconds % 60].map(part => String(Math.floor(part)).padStart(2, '0'));
        const shown = parts.join(':');
        if (time.textContent !== shown) time.textContent = shown;
        analyser.getFloatTimeDomainData(wave);
        heights.push(Math.min(1, Math.max(...wave.map(Math.abs)) * 1.5));
        if (heights.length > 75) heights.shift();
        paint.fillStyle = getComputedStyle(live).color;
        paint.clearRect(0, 0, 300, 32);
        heights.forEach((height, place) => {
          const high = Math.max(2, height * 32);
          paint.fillRect(place * 4, (32 - high) / 2, 2, high);
        });
      };
      this.#clock = setInterval(draw, 80);
      const clock = this.#clock;
      return () => {
        clearInterval(clock);
        context.close();
      };
    }

    /** Give the device back. */
    #close() {
      const recorder = this.#recorder;
      this.#recorder = null;
      if (recorder && recorder.state !== 'inactive') recorder.stop();
      this.#stream?.getTracks().forEach(track => track.stop());
      this.#stream = null;
      if (this.#camera) this.#parts.live.srcObject = null;
    }
  }

  // It speaks to the upload around it, which has a file of its own.
  customElements.whenDefined('fr-upload').then(() => {
    if (app) customElements.define('fr-capture', Capture);
  });
})();
