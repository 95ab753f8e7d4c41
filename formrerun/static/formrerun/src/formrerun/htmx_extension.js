  // ------------------------------------------------------------------------------------------ what htmx asks

  const isFrame = source => source.frHead && !source.frLast;
  const headersOf = (source, ctx) => source.frLast?.headers ?? ctx.response.headers;
  const deny = () => { throw new Error('formrerun: eval is off'); };
  htmx.config.morphSkipChildren = '[data-fr-island]';
  htmx.config.morphIgnore = ['data-htmx-powered', 'style'];
  htmx.registerExtension('formrerun', {
    init: api => api.initSecurity(null, deny, deny),
    htmx_config_request: (source, { ctx }) => {
      if (!source.frSubmission) return;
      const { kind, id, trigger } = source.frSubmission;
      Object.assign(ctx.request.headers, { 'X-CSRFToken': csrf, 'Content-Type': 'application/json', 'FR-Tab': tab, 'FR-Kind': kind, 'FR-Id': id, 'FR-Trigger': trigger ?? '' });
      ctx.request.validate = false;
    },
    htmx_before_request: (source, { ctx }) => { if (source.frSubmission) ctx.request.body = body(source.frSubmission); },
    htmx_before_response: (source, { ctx }) => {
      if (!source.frSubmission) return true;
      connection('CONNECTED');
      return ctx.response.raw.headers.get('Content-Type') === 'text/event-stream' || receive(source.frSubmission, ctx.response.raw);
    },
    // A run that takes its time answers in frames; the last message is the answer it would have given at once.
    htmx_sse_before_message: (source, { message }) => {
      if (!source.frSubmission || message.event) return true;
      const { last } = source.frHead;
      if (!last) return frameFits(source.frHead);
      source.frLast = new Response(last.status === 204 ? null : message.data, last);
      return receive(source.frSubmission, source.frLast);
    },
    htmx_sse_close: source => { if (source.frSubmission && !source.frLast) failed(source.frSubmission); },
    htmx_before_swap: (source, { ctx, tasks }) => {
      if (source.frSubmission && !isFrame(source)) {
        done(source.frSubmission);
        if (!mayApply(headersOf(source, ctx))) return false;
      }
      snapshot(tasks.map(task => task.target).filter(Boolean), tasks.map(task => task.fragment));
      morphing = true;
      return true;
    },
    htmx_before_morph_node: (el, { oldNode, newNode }) => beforeNode(oldNode, newNode),
    // A text field's value is written by flush() or not at all: htmx would empty a number field that says "1e".
    htmx_before_morph_attr: (el, { attrName }) => attrName !== 'value' || !snap?.live.has(el) || ![KIND.text, KIND.place].includes(kindOf(el)),
    htmx_before_settle: flush,
    htmx_after_swap: (source, { ctx }) => {
      if (!source.frSubmission) return;
      isFrame(source) ? frameApplied(source.frHead) : applied(headersOf(source, ctx), source.frSubmission);
    },
    htmx_finally_swap: () => { morphing = false; snap?.hold(); snap = null; },
    htmx_error: source => { if (source.frSubmission) failed(source.frSubmission); },
  });

