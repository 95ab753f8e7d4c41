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
        return digits ? number.toFixed(Math.min(digits, 100)) : String(number);
      case 'e':
        return number.toExponential(digits && Math.min(digits, 100));
      case 'x':
        return Math.trunc(number).toString(16);
      case 'X':
        return Math.trunc(number).toString(16).toUpperCase();
      case 'g':
        return String(digits ? +number.toPrecision(Math.min(+digits || 1, 100)) : number);
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
        const grouped = whole => whole.replace(/\B(?=(\d{3})+$)/g, ',');
        if (flags.includes(',')) text = text.replace(/^-?\d+/, grouped);
        if (flags.includes('+') && +value >= 0) text = `+${text}`;
        if (flags.includes('-')) return text.padEnd(width);
        const zeros = '0'.repeat(Math.max(0, width - text.length));
        if (flags.includes('0')) return text.replace(/^[+-]?/, sign => sign + zeros);
        return text.padStart(width);
      },
    );
  }

  /** A number in thousands, millions …, with one decimal. */
  const scaled = signs => value => {
    let at = 0;
    for (; at < signs.length - 1 && +inOne(Math.abs(value)) >= 1000; at += 1) value /= 1000;
    return inOne(value) + signs[at];
  };
  const intl = (where, options) => value => new Intl.NumberFormat(where, options).format(value + 0); // no -0

  const inOne = intl('en', { maximumFractionDigits: 1, useGrouping: false });
  const inTwenty = intl('en', { maximumFractionDigits: 20 });
  const SIGNS = { '.': 'decimal', ',': 'apart' };

  /** What `format=` may be called; number_format.py writes the same. */
  const FORMATS = {
    plain: String,
    localized: value => inTwenty(value).replace(/[.,]/g, sign => texts[SIGNS[sign]]),
    percent: intl('en', { style: 'percent', maximumFractionDigits: 2 }),
    dollar: intl('en-US', { style: 'currency', currency: 'USD' }),
    euro: intl('en-IE', { style: 'currency', currency: 'EUR' }),
    yen: intl('en', { style: 'currency', currency: 'JPY' }),
    accounting: value => {
      const text = intl('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })(Math.abs(value));
      return value < 0 ? `(${text})` : text;
    },
    bytes: scaled(['B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB']),
    compact: scaled(['', 'K', 'M', 'B', 'T']),
    scientific: intl('en', { notation: 'scientific', maximumFractionDigits: 3 }),
    engineering: intl('en', { notation: 'engineering', maximumFractionDigits: 3 }),
  };

  /**
   * A slider's value as the server would write it: printf for numbers, moment.js tokens for dates and times.
   */
  function written(value, of, format) {
    if (of === 'int' || of === 'float') {
      if (FORMATS[format]) return FORMATS[format](+value);
      return format.includes('%') ? printf(format, +value) : String(+value);
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

