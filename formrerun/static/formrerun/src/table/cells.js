  // ------------------------------------------------------------------------------------------- cells as text

  /** A number with at most four decimals, more only if it would look like zero. */
  function short(value) {
    const rounded = +value.toFixed(4);
    return rounded === 0 && value !== 0
      ? String(+value.toPrecision(4))
      : Math.abs(value) < 1e21
        ? String(rounded === 0 ? 0 : rounded)
        : String(value);
  }

  function duration(seconds) {
    const two = number => String(number).padStart(2, '0');
    const sign = seconds < 0 ? '-' : '';
    const all = Math.abs(seconds);
    const whole = Math.floor(all);
    const part = all % 1 ? (all % 1).toFixed(6).slice(1).replace(/0+$/, '') : '';
    const days = Math.floor(whole / 86400);
    const clock = `${two(Math.floor(whole / 3600) % 24)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}${part}`;
    return sign + (days ? `${days} ${days === 1 ? 'day' : 'days'} ${clock}` : clock);
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

  /** How the cells of a column read. */
  function reader({ kind, format }) {
    const number = value => (typeof value === 'string' ? +value : value);
    if (format && NUMBERS.has(kind)) {
      const known = FORMATS[format];
      return known
        ? value => known(number(value))
        : format.includes('%')
          ? value => printf(format, value)
          : null;
    }
    if (format && ['date', 'datetime', 'time'].includes(kind)) {
      if (format === 'iso8601') return value => value.replace(' ', 'T');
      if (format === 'localized')
        return value =>
          kind === 'time'
            ? value
            : new Date(value.replace(' ', 'T') + (kind === 'date' ? 'T00:00' : '')).toLocaleString(
                language,
                kind === 'date' ? { dateStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'short' },
              );
      return value => moment(format, value);
    }
    if (format && kind === 'text') return value => printf(format, value);
    return (
      {
        float: value => (typeof value === 'string' ? value : short(value)),
        duration,
        bool: value => (value ? '☑' : '☐'),
      }[kind] ?? String
    );
  }

