  // ------------------------------------------------------------------------------------------ what htmx asks

  const isFrame = request => request.head && !request.last;
  const headersOf = (request, ctx) => request.last?.headers ?? ctx.response.headers;
  const deny = () => {
    throw new Error('formrerun: eval is off');
  };
  // It looks for nothing to do in the document, and says nothing there: hosts listen to their own htmx.
  htmx.initialize = () => {};
  htmx.process = () => {};
  htmx.trigger = (source, name, detail = {}) => {
    if (name === 'fr') requests.get(source).head = JSON.parse(detail.data);
    return !detail.cancelled;
  };
  htmx.registerExtension('formrerun', {
    init: api => api.initSecurity(null, deny, deny),
    htmx_config_request: (source, { ctx }) => {
      const { headers } = post(requests.get(source).submission);
      // Without those of htmx: what a site answers to its own htmx is not meant for this one.
      ctx.request.headers = { Accept: 'text/html, text/event-stream', ...headers };
    },
    htmx_before_request: (source, { ctx }) => {
      delete ctx.request.headers['HX-Request-Type'];
      ctx.request.body = body(requests.get(source).submission);
    },
    htmx_before_response: (source, { ctx }) => {
      ctx.hx = {}; // nor does a site's header say where this one swaps
      connection('CONNECTED');
      const streams = ctx.response.raw.headers.get('Content-Type') === 'text/event-stream';
      return streams || receive(requests.get(source).submission, ctx.response.raw);
    },
    // A run that takes its time answers in frames; the last message has the response that it would have given
    // at once.
    htmx_sse_before_message: (source, { message }) => {
      connection('CONNECTED'); // of a stream htmx says nothing before its first message
      const request = requests.get(source);
      if (!request || message.event) return true;
      const { last } = request.head;
      if (!last) return frameFits(request.head);
      request.last = new Response(last.status === 204 ? null : message.data, last);
      return receive(request.submission, request.last);
    },
    htmx_sse_close: source => {
      const request = requests.get(source);
      if (request && !request.last) failed(request.submission);
    },
    htmx_before_swap: (source, { ctx, tasks }) => {
      const request = requests.get(source);
      if (request && !isFrame(request)) {
        done(request.submission);
        if (!mayApply(headersOf(request, ctx))) return false;
      }
      snapshot(
        tasks.map(task => task.target).filter(Boolean),
        tasks.map(task => task.fragment),
      );
      morphing = true;
      return true;
    },
    htmx_before_morph_node: (el, { oldNode, newNode }) => beforeNode(oldNode, newNode),
    // flush() writes a text field's value, or nobody: htmx would empty a number field that says "1e".
    htmx_before_morph_attr: (el, { attrName }) =>
      !(attrName === 'open' && unfolded.has(el)) &&
      attrName !== 'data-fr-full' &&
      (attrName !== 'value' || !snap?.live.has(el) || ![KIND.text, KIND.place].includes(kindOf(el))),
    htmx_before_settle: flush,
    htmx_after_swap: (source, { ctx }) => {
      const request = requests.get(source);
      if (!request) return;
      if (isFrame(request)) frameApplied(request.head);
      else applied(headersOf(request, ctx), request.submission);
    },
    htmx_finally_swap: () => {
      morphing = false;
      snap?.hold();
      snap = null;
    },
    htmx_error: source => {
      if (requests.has(source)) failed(requests.get(source).submission);
    },
  });

