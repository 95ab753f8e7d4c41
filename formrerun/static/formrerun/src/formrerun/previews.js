  // ----------------------------------------------------------------------------------------------- previews

  let previewing = null; // what ends the preview that is under way
  let previewed = false; // whether a form shows what no page of the server has

  function endPreview() {
    previewing?.abort();
    previewing = null;
  }

  /** Let the server draw a form with what is in it now: the newest one counts, and nothing is submitted. */
  async function preview(form) {
    const place = document.getElementById(`${form.id}-w`);
    if (!place || !tab) return;
    endPreview();
    const mine = (previewing = new AbortController());
    sayState();
    const fields = postOf(byWidget(form.elements));
    const asked = { ...bare('preview', randomId()), form: form.id, fields, seen: pageShown() };
    const before = have;
    const answer = await fetch(address(), { ...post(asked, body(asked)), signal: mine.signal })
      .then(async response => [response, await response.text()])
      .catch(() => null);
    if (previewing !== mine) return;
    previewing = null;
    if (answer && before === have && !answer[0].redirected) {
      const [response, text] = answer;
      if (response.ok) {
        previewed = true;
        await htmx.swap({ text, target: place, swap: 'outerMorph', sourceElement: place });
        settled();
      } else if (response.status === 422) notice(JSON.parse(text).message, 'error');
    }
    sayState();
  }

  app.addEventListener('change', event => {
    const el = event.target;
    if (isField(el) && !isStandalone(el) && el.matches('[data-fr-redraws]')) preview(el.form);
  });

