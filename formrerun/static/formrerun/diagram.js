/*
 * In the frame that nobody sees: draws what the page asks for, and gives back an image.
 */
(() => {
  'use strict';
  const { mermaid, parent } = window;

  function settings({ fg, quiet, line, raised, bg, surface, soft, series, dark, font }) {
    const scale = {};
    series.forEach((color, at) => {
      scale[`pie${at + 1}`] = scale[`git${at}`] = scale[`cScale${at}`] = color;
      scale[`gitBranchLabel${at}`] = scale[`cScaleLabel${at}`] = bg;
    });
    const axes = ['x', 'y'].flatMap(axis => [
      ...['Label', 'Title'].map(part => [`${axis}Axis${part}Color`, fg]),
      ...['Tick', 'Line'].map(part => [`${axis}Axis${part}Color`, line]),
    ]);
    return {
      startOnLoad: false,
      securityLevel: 'strict',
      suppressErrorRendering: true,
      htmlLabels: false, // an image may not show them
      flowchart: { htmlLabels: false, useMaxWidth: false },
      class: { htmlLabels: false },
      theme: 'base',
      darkMode: dark,
      fontFamily: font,
      themeVariables: {
        ...scale,
        darkMode: dark,
        fontFamily: font,
        fontSize: '14px',
        background: bg,
        primaryColor: soft,
        primaryTextColor: fg,
        primaryBorderColor: line,
        secondaryColor: surface,
        secondaryTextColor: fg,
        secondaryBorderColor: line,
        tertiaryColor: raised,
        tertiaryTextColor: fg,
        tertiaryBorderColor: line,
        lineColor: quiet,
        textColor: fg,
        titleColor: fg,
        edgeLabelBackground: bg,
        noteBkgColor: surface,
        noteTextColor: fg,
        noteBorderColor: line,
        pieTitleTextColor: fg,
        pieLegendTextColor: fg,
        pieSectionTextColor: bg,
        pieStrokeColor: bg,
        pieOuterStrokeColor: line,
        pieOpacity: '1',
        xyChart: {
          backgroundColor: bg,
          titleColor: fg,
          plotColorPalette: series.join(','),
          ...Object.fromEntries(axes),
        },
        quadrant1Fill: soft,
        quadrant2Fill: surface,
        quadrant3Fill: raised,
        quadrant4Fill: surface,
        quadrantPointFill: series[0],
        quadrantPointTextFill: fg,
        quadrantTitleFill: fg,
        quadrantXAxisTextFill: fg,
        quadrantYAxisTextFill: fg,
      },
    };
  }

  /** The theme that a text sets itself, by a directive or in its front matter. */
  const themeOf = text =>
    /%%\{[^%]*?["']?\btheme["']?\s*:\s*["'](\w+)|^\s*---\n[^]*?\btheme\s*:\s*["']?(\w+)[^]*?\n---/
      .exec(text)
      ?.slice(1)
      .find(Boolean);

  /** What was drawn as a document of its own, with its size. */
  function whole(svg, ground) {
    const element = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg');
    const box = (element.getAttribute('viewBox') ?? '').split(/[ ,]+/).map(Number);
    const [, , width = 300, height = 150] = box;
    element.setAttribute('width', width);
    element.setAttribute('height', height);
    element.style.maxWidth = '';
    if (ground) element.style.backgroundColor = ground;
    element.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    return {
      svg: new XMLSerializer().serializeToString(element),
      width: Math.ceil(width),
      height: Math.ceil(height),
    };
  }

  let turn = Promise.resolve();
  addEventListener('message', ({ source, data }) => {
    if (source !== parent || typeof data?.text !== 'string') return;
    const { id, text, look } = data;
    turn = turn.then(async () => {
      try {
        const own = themeOf(text);
        const { theme, darkMode, themeVariables, ...common } = settings(look);
        mermaid.initialize(own ? common : { ...common, theme, darkMode, themeVariables });
        const { svg } = await mermaid.render(`diagram-${id}`, text);
        const ground = own && (own === 'dark' ? '#333' : '#fff'); // its colours are made for this
        parent.postMessage({ id, ...whole(svg, ground) }, '*');
      } catch (error) {
        parent.postMessage({ id, error: String(error?.message ?? error) }, '*');
      }
      document.querySelectorAll('body > :not(script)').forEach(left => left.remove());
    });
  });
  parent.postMessage({ ready: true }, '*');
})();
