  // ------------------------------------------------------------------------------------------- cells as text

  /** A number with at most four decimals, more only if it would look like zero. */
  function short(value) {
    const rounded = +value.toFixed(4);
    if (rounded === 0 && value !== 0) return String(+value.toPrecision(4));
    if (rounded === 0) return '0'; // without the sign of -0
    return Math.abs(value) < 1e21 ? String(rounded) : String(value);
  }

  /** A duration as Python writes one, but with its sign in front. */
  function duration(seconds) {
    const two = number => String(number).padStart(2, '0');
    const sign = seconds < 0 ? '-' : '';
    const all = Math.abs(seconds);
    const whole = Math.floor(all);
    const part = all % 1 ? (all % 1).toFixed(6).slice(1).replace(/0+$/, '') : '';
    const days = Math.floor(whole / 86400);
    const clock = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60].map(two).join(':');
    const before = days ? `${days} ${days === 1 ? 'day' : 'days'} ` : '';
    return sign + before + clock + part;
  }

  /** A moment by tokens such as YYYY-MM-DD HH:mm; its digits stand in the ISO text. */
  function moment(format, text) {
    const [, y = '', mo = '', d = '', h = '00', mi = '00', s = '00', ms = ''] =
      /^(?:(-?\d+)-(\d\d)-(\d\d))?[ T]?(?:(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?/.exec(text) ?? [];
    const day = y ? new Date(Date.UTC(+y, +mo - 1, +d)) : null;
    const name = options =>
      day ? new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options }).format(day) : '';
    const tokens = {
      YYYY: y,
      YY: y.slice(-2),
      MMMM: name({ month: 'long' }),
      MMM: name({ month: 'short' }),
      MM: mo,
      M: String(+mo),
      DD: d,
      D: String(+d),
      dddd: name({ weekday: 'long' }),
      ddd: name({ weekday: 'short' }),
      HH: h,
      H: String(+h),
      hh: String(+h % 12 || 12).padStart(2, '0'),
      h: String(+h % 12 || 12),
      mm: mi,
      m: String(+mi),
      ss: s,
      s: String(+s),
      SSS: ms.padEnd(3, '0').slice(0, 3),
      A: +h < 12 ? 'AM' : 'PM',
      a: +h < 12 ? 'am' : 'pm',
    };
    return format.replace(
      /\[([^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|ddd|HH|H|hh|h|mm|m|SSS|ss|s|A|a/g,
      (all, literal) => literal ?? tokens[all],
    );
  }

  const UNITS = { year: 31_557_600, month: 2_629_800, day: 86_400, hour: 3_600, minute: 60, second: 1 };
  /** How long ago a moment is, or how soon. */
  function distance(value) {
    const seconds = (new Date(value.replace(' ', 'T')) - Date.now()) / 1000;
    const [unit, size] = Object.entries(UNITS).find(([, one]) => Math.abs(seconds) >= one) ?? ['second', 1];
    const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
    return Number.isNaN(seconds) ? value : format.format(Math.round(seconds / size), unit);
  }

  /** Yesterday, today and tomorrow by these names, with the time; other days as they are. */
  function calendar(value) {
    const moment = new Date(value.replace(' ', 'T'));
    const day = date => new Date(date.getFullYear(), date.getMonth(), date.getDate());
    const days = Math.round((day(moment) - day(new Date())) / 86_400_000);
    if (!(Math.abs(days) <= 1)) return localized('datetime', value);
    const name = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day');
    return `${name} ${moment.toLocaleTimeString(language, { timeStyle: 'short' })}`;
  }

  function localized(kind, value) {
    if (kind === 'time') return value;
    if (kind === 'date') return new Date(`${value}T00:00`).toLocaleString(language, { dateStyle: 'medium' });
    const moment = new Date(value.replace(' ', 'T'));
    return moment.toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
  }

  /** The function that writes a column's values as texts; null if its format is none. */
  function reader({ kind, format }) {
    const number = value => (typeof value === 'string' ? +value : value);
    if (format && NUMBERS.has(kind)) {
      if (format === 'duration') return value => duration(number(value));
      const known = FORMATS[format];
      if (known) return value => known(number(value));
      return format.includes('%') ? value => printf(format, value) : null;
    }
    if (format && ['date', 'datetime', 'time'].includes(kind)) {
      if (format === 'distance') return value => distance(value);
      if (format === 'calendar') return value => calendar(value);
      if (format === 'iso8601') return value => value.replace(' ', 'T');
      if (format === 'localized') return value => localized(kind, value);
      return value => moment(format, value);
    }
    if (format && kind === 'text') return value => printf(format, value);
    if (kind === 'float') {
      return value => (typeof value === 'string' ? value : short(value).replace('.', texts.decimal));
    }
    if (kind === 'bool') return value => (value ? '☑' : '☐');
    if (kind === 'list' || kind === 'json') return value => JSON.stringify(value);
    return kind === 'duration' ? duration : String;
  }

  /** Where the cells of a column begin. */
  function alignment(kind) {
    if (NUMBERS.has(kind)) return 'right';
    return kind === 'bool' ? 'center' : 'start';
  }

