  // ----------------------------------------------------------------------------- numbers and moments as text

  /** A number by the last letter of its printf format. */
  function converted(type, value, digits) {
    const number = +value;
    switch (type) {
      case 'd':
      case 'i':
      case 'u':
        return String(Math.trunc(number));
      case 'f':
        return number.toFixed(digits ?? 6);
      case 'e':
        return number.toExponential(digits ?? 6);
      case 'x':
        return Math.trunc(number).toString(16);
      case 'X':
        return Math.trunc(number).toString(16).toUpperCase();
      case 'g':
        return String(digits ? +number.toPrecision(+digits || 1) : number);
      default:
        return String(value);
    }
  }

  /**
   * printf, as far as sliders and columns need it: %d %i %u %f %e %g %s %x %%, with flags, width and
   * precision.
   */
  function printf(format, value) {
    return format.replace(
      /%(?:%|([+ 0,-]*)(\d*)(?:\.(\d+))?([dufgeisxX]))/g,
      (all, flags, width, digits, type) => {
        if (all === '%%') return '%';
        let text = converted(type, value, digits);
        if (flags.includes(',')) text = text.replace(/^-?\d+/, digitsOf => (+digitsOf).toLocaleString('en'));
        if (flags.includes('+') && +value >= 0) text = `+${text}`;
        return flags.includes('-')
          ? text.padEnd(width || 0)
          : text.padStart(width || 0, flags.includes('0') ? '0' : ' ');
      },
    );
  }

  const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];
  const intl = (where, options) => value => new Intl.NumberFormat(where, options).format(value);

  /** What `format=` may be called; _numbers.py writes the same. */
  const FORMATS = {
    plain: String,
    localized: intl(document.documentElement.lang || undefined, { maximumFractionDigits: 20 }),
    percent: intl('en', { style: 'percent', maximumFractionDigits: 2 }),
    dollar: intl('en-US', { style: 'currency', currency: 'USD' }),
    euro: intl('en-IE', { style: 'currency', currency: 'EUR' }),
    yen: intl('en', { style: 'currency', currency: 'JPY' }),
    accounting: value => {
      const text = intl('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })(Math.abs(value));
      return value < 0 ? `(${text})` : text;
    },
    bytes: value => {
      const thousands = value ? Math.floor(Math.log(Math.abs(value)) / Math.log(1000)) : 0;
      const unit = Math.max(Math.min(thousands, 6), 0);
      return `${+(value / 1000 ** unit).toFixed(1)}${UNITS[unit]}`;
    },
    compact: intl('en', { notation: 'compact', maximumFractionDigits: 1 }),
    scientific: intl('en', { notation: 'scientific', maximumFractionDigits: 3 }),
    engineering: intl('en', { notation: 'engineering', maximumFractionDigits: 3 }),
  };

  /**
   * A slider's value as the server would write it: printf for numbers, moment.js tokens for dates and times.
   */
  function written(value, of, format) {
    if (of === 'int' || of === 'float') {
      if (FORMATS[format]) return FORMATS[format](+value);
      return format.includes('%') ? printf(format, value) : String(value);
    }
    const moment = new Date(Math.floor(+value / 1000));
    const two = number => String(number).padStart(2, '0');
    const name = options => new Intl.DateTimeFormat('en', { timeZone: 'UTC', ...options }).format(moment);
    const [y, mo, d, h, mi, s] = [
      moment.getUTCFullYear(),
      moment.getUTCMonth() + 1,
      moment.getUTCDate(),
      moment.getUTCHours(),
      moment.getUTCMinutes(),
      moment.getUTCSeconds(),
    ];
    const tokens = {
      YYYY: y,
      YY: two(y % 100),
      MMMM: name({ month: 'long' }),
      MMM: name({ month: 'short' }),
      MM: two(mo),
      M: mo,
      DD: two(d),
      D: d,
      dddd: name({ weekday: 'long' }),
      ddd: name({ weekday: 'short' }),
      HH: two(h),
      H: h,
      hh: two(h % 12 || 12),
      h: h % 12 || 12,
      mm: two(mi),
      m: mi,
      ss: two(s),
      s,
      SSS: String(moment.getUTCMilliseconds()).padStart(3, '0'),
      A: h < 12 ? 'AM' : 'PM',
      a: h < 12 ? 'am' : 'pm',
    };
    return format.replace(
      /\[([^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|ddd|HH|H|hh|h|mm|m|SSS|ss|s|A|a/g,
      (all, literal) => literal ?? tokens[all],
    );
  }

