// The page by hand: shows the last line of an answer that goes on.
document.getElementById('start').addEventListener('click', async () => {
  const headers = { 'X-CSRFToken': document.body.dataset.token };
  const reader = (await fetch('', { method: 'POST', headers })).body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part; !(part = await reader.read()).done; ) {
    document.getElementById('progress').textContent = part.value.trim().split('\n').at(-1);
  }
});
