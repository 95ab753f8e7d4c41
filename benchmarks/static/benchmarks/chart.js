// A chart as one writes it with vega-embed: a press asks for other points and gives them to the view.
(async () => {
  const { vegaEmbed } = document.getElementById('fr-app').formrerun.libs;
  const { token } = document.body.dataset;
  const points = async () =>
    (await fetch('/chart/points/', { method: 'POST', headers: { 'X-CSRFToken': token } })).json();
  const spec = {
    width: 700,
    height: 350,
    mark: 'line',
    data: { name: 'points', values: await points() },
    encoding: {
      x: { field: 'x', type: 'quantitative' },
      y: { field: 'y', type: 'quantitative' },
    },
  };
  const { view } = await vegaEmbed('#chart', spec, {
    mode: 'vega-lite', ast: true, actions: false, defaultStyle: false, renderer: 'svg',
    tooltip: { disableDefaultStyle: true },
  });
  document.getElementById('next').addEventListener('click', async () => {
    await view.data('points', await points()).runAsync();
  });
})();
