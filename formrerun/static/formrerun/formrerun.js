/*
 * formrerun in the browser: what people type is theirs until it is sent; what the server sets on purpose
 * wins.
 *
 * htmx posts and swaps; this file decides what a swap may change. It needs no build, no eval and nothing
 * inline, and every page works without it. What a slider, a tab or a dialog does under the hand stands in
 * behaviour.js, which is loaded after this file and builds on it. Its sources, one subject a file, stand in
 * src/; docs/scripts.py joins them, and puts htmx (0BSD, vendor/htmx.LICENSE) in their middle.
 */
(() => {
  'use strict';
  const app = document.getElementById('fr-app');
  if (!app || app.formrerun) return;
  const root = document.getElementById('fr-root');
  const status = document.getElementById('fr-status');
  const texts = JSON.parse(app.dataset.frTexts || '{}');
  const format = (text, values = {}) =>
    text.replace(/%\((\w+)\)s|%[sd]/g, (_, name) => (name ? values[name] : values.value) ?? '');


  let tab = app.dataset.frTab;
  let [birth, have] = split(app.dataset.frMark);
  let frame = '';
  let newest = have;
  let seq = +app.dataset.frSeq || 0;
  const pending = new Map();
  const inFlight = new Set();
  const queued = [];
  const parked = new Set();
  let csrf = app.dataset.frCsrf;
  let search = location.search;
  const path = location.pathname;
  const isAddress = () => !app.dataset.frUrl && location.pathname === path;

  const within = (parts, selector) =>
    parts.flatMap(part => [...(part.matches(selector) ? [part] : []), ...part.querySelectorAll(selector)]);

  function split(mark) {
    const [name, run] = (mark || '-0').split('-');
    return [name, +run || 0];
  }


  const HTMX = {
    extensions: 'formrerun, sse',
    prefix: '',
    metaCharacter: '--fr-',
    history: false,
    includeIndicatorCSS: false,
    defaultTimeout: 0,
    noSwap: [204, 304],
    morphIgnore: ['data-htmx-powered', 'style'],
    morphSkipChildren: '[data-fr-island]',
  };
var htmx=(()=>{const e={parse(t){if(!t)return{};if(t.startsWith("{"))return JSON.parse(t);let r=/(?:"([^"]+)"|'([^']+)'|([^\s,:]+))(?:\s*:\s*(?:"([^"]*)"|'([^']*)'|<((?:[^/]|\/(?!>))+)\/>|([^\s,]+)))?(?=\s|,|$)/g,i={};for(let s of t.matchAll(r)){let[,t,r,n,o,a,l,h]=s,c=t??r??n,u=(o??a??l??h??"true").trim();try{u=JSON.parse(u)}catch{}let d=n?.includes("."),f=d?c.split(".").reduceRight((e,t)=>({[t]:e}),u):{[c]:u};e.merge(f,i)}return i},split:e=>e.split(/,(?![^\[]*\])(?![^(]*\))(?![^<]*\/>)(?=(?:[^"']|"[^"]*"|'[^']*')*$)/),merge(t,r){"string"==typeof t&&(t=e.parse(t));for(let[i,s]of Object.entries(t)){if(["__proto__","constructor","prototype"].includes(i))continue;let t=s?.constructor===Object,n=r[i]?.constructor===Object;t&&n?e.merge(s,r[i]):r[i]=s}return r}};class t{#e=null;#t=[];admit(e,t,r){if(!this.#e)return this.#e={strategy:e,abort:r},"run";if("replace"===e||"abort"!==e&&"abort"===this.#e.strategy)return this.#t=[],this.#e.abort?.(),this.#e={strategy:e,abort:r},"run";if("queue all"===e)this.#t.push(t);else if("queue last"===e)this.#t=[t];else{if("abort"===e||"drop"===e||0!==this.#t.length)return"dropped";this.#t.push(t)}return"queued"}continue(e){this.#e?.abort===e&&(this.#e=null,this.#t.shift()?.())}abort(){this.#e?.abort?.()}}return new class{#r=e;#i=new Map;#s="";#n=new Set;_loc=window.location;#o;#a=Function;#l=Object.getPrototypeOf(async function(){}).constructor;#h={createHTML:e=>e,createScript:e=>e};#c;#u="a,form";#d=["get","post","put","patch","delete","query"];#f;#m;#p;#g;#x;constructor(){this.#b(),this.#y(),this.#c=this.#S("[hx-action],[hx-get],[hx-post],[hx-put],[hx-patch],[hx-delete],[hx-query]"),this.#f=(new XPathEvaluator).createExpression(`.//*[@*[${this.#v("hx-on").map(e=>`starts-with(name(), "${e}")`).join(" or ")}]]`),this.#o={HCON:e,attributeValue:this.#E.bind(this),parseTriggerSpecs:this.#w.bind(this),determineMethodAndAction:this.#A.bind(this),createRequestContext:this.#T.bind(this),collectFormData:this.#C.bind(this),getAttributeObject:this.#q.bind(this),insertContent:this.#N.bind(this),morph:this.#I.bind(this),isSoftMatch:this.#M.bind(this),initSecurity:(e,t,r)=>{e&&(this.#h=e),t&&(this.#a=t),r&&(this.#l=r)},onTrigger:this.#O.bind(this),htmxProp:this.#H.bind(this),triggerHtmxEvent:this.#L.bind(this),executeJavaScript:this.#k.bind(this)};let t=()=>this.initialize();"loading"===document.readyState?document.addEventListener("DOMContentLoaded",t):setTimeout(t)}#b(){this.version="4.0.1",this.config={logAll:!1,prefix:"data-hx-",transitions:!1,history:!0,mode:"same-origin",defaultSwap:"innerHTML",defaultFocusScroll:!1,indicatorClass:"htmx-indicator",requestClass:"htmx-request",includeIndicatorCSS:!0,defaultTimeout:6e4,extensions:"",morphIgnore:["data-htmx-powered"],morphSkip:"[hx-morph-skip]",morphSkipChildren:"[hx-morph-skip-children]",morphScanLimit:10,noSwap:[204,304],implicitInheritance:!1,defaultSettleDelay:1,allowEmptySwapAfterOOB:!1};let t={content:HTMX};t&&e.merge(t.content,this.config),this.#s=this.config.extensions}#y(){if(!1!==this.config.includeIndicatorCSS){let e=this.config.indicatorClass,t=this.config.requestClass;try{this.indicatorStyleSheet=new CSSStyleSheet,this.indicatorStyleSheet.replaceSync(`.${e}{opacity:0;visibility: hidden} .${t} .${e}, .${t}.${e}{opacity:1;visibility: visible;transition: opacity 200ms ease-in}`),document.adoptedStyleSheets.push(this.indicatorStyleSheet)}catch{}}}registerExtension(e,t){return!(this.#s&&!this.#s.split(/,\s*/).includes(e))&&(!this.#n.has(e)&&(this.#n.add(e),t.init&&t.init(this.#o),void Object.entries(t).forEach(([e,t])=>{this.#i.get(e)?.push(t)||this.#i.set(e,[t])})))}#V(e){let t=this.config.prefix;return!e.closest||null!=e.closest("[hx-ignore]")||t&&null!=e.closest(`[${t}ignore]`)}#P(e,t){let r=this.config.prefix;return e.getAttribute(t)??(r?e.getAttribute(t.replace("hx-",r)):null)}#R(e,t){let r=this.config.prefix&&t.replace("hx-",this.config.prefix);return e.hasAttribute(t)?t:r&&e.hasAttribute(r)?r:null}#S(e){return this.#v(e).join(",")}#v(e){let t=[e];return this.config.prefix&&t.push(e.replaceAll("hx-",this.config.prefix)),t}#j(e,t){let r=[...e.querySelectorAll?.(t)??[]];return e.matches?.(t)&&r.unshift(e),r}#B(e){return"before"===e?"beforebegin":"after"===e?"afterend":"prepend"===e?"afterbegin":"append"===e?"beforeend":e}#z(e,t){let r=[];return this.#E(e,t,void 0,(e,t)=>{e?.split(/\s*[,:]\s*/).includes("this")&&r.push(t)}),r}#E(e,t,r,i,s=this.config.implicitInheritance){t=this.#F(t);let n=this.#F(":inherited"),o=this.#F(":append"),a=this.#P(e,t)??this.#P(e,t+n);if(null!=a)return i?i(a,e):a;let l=CSS.escape(s?t:t+n),h=CSS.escape(t+n+o),c=this.#S(`[${l}],[${h}]`),u=this.#R(e,t+o)??this.#R(e,t+n+o);if(u){let r=e.getAttribute(u),n=e.parentNode?.closest?.(c);if(i&&i(r,e),n){let e=this.#E(n,t,void 0,i,s);return e?(e+","+r).replace(/[{}]/g,""):r}return r}let d=e.parentNode?.closest?.(c);return d?(a=this.#E(d,t,void 0,i),!i&&a&&s&&this.#$(e,"htmx:after:implicitInheritance",{elt:e,name:t,parent:d}),a):r}#w(t){return e.split(t).flatMap(t=>{t=t.replace(/^\s*every\s+(\S+?)\s*(\[[^\]]*\])/,"every$2 $1");let[,r,i]=t.match(/^\s*(\S+\[[^\]]*\]|\S+)\s*(.*?)\s*$/)??[];if(!r)return[];if(/\[[^\]]*$/.test(r))throw"unterminated:"+r;return[{name:r,...e.parse(i)}]})}#A(e,t){let r=this.#E(e,"hx-method"),i=this.#E(e,"hx-action",void 0,void 0,!1);if(!i)for(let t of this.#d){let s=this.#E(e,"hx-"+t,void 0,void 0,!1);if(null!=s){i=s,r=t;break}}return this.#D(e)&&(i||=t.submitter?.getAttribute?.("formAction")||e.getAttribute(e.matches("a")?"href":"action")),r||=t.submitter?.getAttribute?.("formmethod")||e.getAttribute("method")||"GET",{action:i,method:r.toUpperCase()}}#H(e){return e._htmx||(e._htmx={listeners:[],triggerSpecs:[]},e.setAttribute("data-htmx-powered","true")),e._htmx}#W(e){return e._htmx_state||={}}#_(e){if(this.#U(e)&&this.#L(e,"htmx:before:init",{},!0)){let t=this.#H(e);t.initialized=!0,t.eventHandler=this.#Q(e),this.#J(e),this.#L(e,"htmx:after:init",{},!0)}}#Q(e){return async t=>{try{let r=this.#T(e,t);await this.#X(r)}catch(t){this.#L(e,"htmx:error",{error:t})}}}#T(t,r){let{action:i,method:s}=this.#A(t,r),[n,o]=(i||"").split("#"),a=new AbortController,l={sourceElement:t,sourceEvent:r,status:"created",select:this.#E(t,"hx-select"),selectOOB:this.#E(t,"hx-select-oob"),target:this.#E(t,"hx-target"),swap:this.#E(t,"hx-swap")??this.config.defaultSwap,push:this.#E(t,"hx-push-url"),replace:this.#E(t,"hx-replace-url"),transition:this.config.transitions,confirm:this.#E(t,"hx-confirm"),request:{validate:"true"===this.#E(t,"hx-validate",!t.matches("form")||t.noValidate||r.submitter?.formNoValidate?"false":"true",void 0,!1),action:n,anchor:o,method:s,headers:this.#G(t),abort:a.abort.bind(a),credentials:"same-origin",signal:a.signal,mode:this.config.mode}};t._htmx?.boosted&&e.merge(t._htmx.boosted,l),l.target=this.#K(t,l.target),l.target&&(l.request.headers["HX-Target"]=this.#Y(l.target));let h=this.#E(t,"hx-config");return h&&(e.merge(h,l.request),l.request.mode=this.config.mode),l}#Y(e){return`${e.tagName.toLowerCase()}${e.id?"#"+encodeURI(e.id):""}`}#G(e){let t={"HX-Request":"true","HX-Source":this.#Y(e),"HX-Current-URL":location.href,Accept:"text/html"};return this.#D(e)&&(t["HX-Boosted"]="true"),t}#Z(e,t){return this.#q(e,"hx-headers",e=>{for(let r in e)t.request.headers[r]=String(e[r])},{ctx:t})}#K(e,t){return t instanceof Element?t:null!=t?this.#ee(e,t,"hx-target"):this.#D(e)?document.body:e}#D(e){return e?._htmx?.boosted}async#X(e){let t=e.sourceElement,r=e.sourceEvent;if(!t.isConnected)return;if(this.#te(r))return;this.#re(r)&&r.preventDefault();let i=/GET|DELETE/.test(e.request.method),s=i?t.matches("form")?t:null:t.form||t.closest("form"),n=this.#C(t,s,r.submitter,e.request.validate,i);if(!n)return;let o=this.#q(t,"hx-vals",t=>{e.vals=t;for(let e in t)n.set(e,t[e])},{ctx:e});if(o&&await o,e.values)for(let t in e.values)n.delete(t),n.append(t,e.values[t]);let a=this.#Z(t,e);if(a&&await a,Object.assign(e.request,{form:s,submitter:r.submitter,body:n}),!this.#L(t,"htmx:config:request",{ctx:e}))return;if("DIALOG"===e.request.method)return;let l=this.#ie(e.request.action);if(null!=l){let t=Object.fromEntries(e.request.body);return void await this.#k(e.sourceElement,t,l,!1)}if(i){let t=new URL(e.request.action,document.baseURI);for(let r of e.request.body.keys())t.searchParams.delete(r);for(let[r,i]of e.request.body)t.searchParams.append(r,i);t.origin===location.origin?e.request.action=t.pathname+t.search:e.request.action=t.href,e.request.body=null}else"multipart/form-data"!==(this.#E(t,"hx-encoding")??s?.enctype)&&(e.request.body=new URLSearchParams(e.request.body));await this.#se(e)}async#se(e){let t=e.sourceElement,r=this.#ne(t),i=this.#oe(t);this.#ae(t);let s=()=>e.request?.abort?.();if("run"===i.admit(r,()=>this.#se(e),s)){e.status="issuing",e.indicators??=[],e.disabledElements??=[];try{if(e.confirm){if(!await new Promise(r=>{let i={ctx:e,issueRequest:()=>r(!0),dropRequest:()=>r(!1)};if(this.#L(t,"htmx:confirm",i)){let i=this.#ie(e.confirm);r(i?this.#k(t,{ctx:e},i,!0):window.confirm(e.confirm))}}))return}if(this.#le(e),this.#he(e),this.#ce(e),e.fetch||=window.fetch.bind(window),e.request.headers["HX-Request-Type"]=e.target===document.body||e.select?"full":"partial",!this.#L(t,"htmx:before:request",{ctx:e}))return;let r=await e.fetch(e.request.action,e.request);if(e.response={raw:r,status:r.status,headers:r.headers},this.#ue(e),!this.#L(t,"htmx:before:response",{ctx:e}))return;if(e.text=await r.text(),!this.#L(t,"htmx:after:request",{ctx:e}))return;if(e.response.status>=400&&this.#L(t,"htmx:response:error",{ctx:e}),this.#de(e))return void(e.keepIndicators=!0);if("issuing"===e.status){if(e.hx.retarget&&(e.target=e.hx.retarget),e.hx.reswap&&(e.swap=e.hx.reswap),e.hx.reselect&&(e.select=e.hx.reselect),!1===e.target?.isConnected)return;e.status="response received",this.#fe(e),await this.swap(e),e.status="swapped"}}catch(r){e.status="error: "+r,"AbortError"===r?.name&&"timeout"!==e.request.signal.reason||this.#L(t,"htmx:error",{ctx:e,error:r})}finally{await(e.extensionPromise?.catch(()=>{})),clearTimeout(e.requestTimeout),e.hx?.trigger&&this.#me(e.hx.trigger,e.sourceElement),this.#L(t,"htmx:finally:request",{ctx:e}),e.keepIndicators||(this.#pe(e.indicators),this.#ge(e.disabledElements)),i.continue(s)}}}#ue(e){e.hx={};for(let[t,r]of e.response.raw.headers)t.toLowerCase().startsWith("hx-")&&(e.hx[t.slice(3).toLowerCase().replace(/-/g,"")]=r)}#de(t){if("true"===t.hx.refresh)return this._loc.reload(),!0;if(t.hx.redirect)return this._loc.href=t.hx.redirect,!0;if(t.hx.location){let r=t.hx.location,i={},s=e.parse(r);return"{"!==r[0]&&null==s.path||(i=s,r=i.path,delete i.path),null==i.push&&null==i.replace&&(i.push="true"),i.indicators=t.indicators,i.disabledElements=t.disabledElements,this.ajax("GET",r,i),!0}}#le(e){let t=null!=e.request.timeout?this.parseInterval(e.request.timeout):this.config.defaultTimeout;t&&(e.requestTimeout=setTimeout(()=>e.request?.abort?.("timeout"),t))}#ne(e){let t=this.#E(e,"hx-sync");if(!t)return"queue first";let r=t.split(":").pop().trim();return/^(drop|abort|replace|queue)/.test(r)?r:"queue first"}#oe(e){let r=this.#E(e,"hx-sync"),i=e;if(r){let t=r.includes(":")?r.slice(0,r.lastIndexOf(":")).trim():/^(drop|abort|replace|queue)/.test(r)?null:r;t&&(i=this.#ee(e,t,"hx-sync")||e)}return this.#W(i).rq||=new t}#te(e){return"click"===e.type&&(e.ctrlKey||e.metaKey||e.shiftKey)&&!!e.currentTarget?.closest?.("a[href]")}#re(e){let t=e.currentTarget;if("submit"===e.type&&"FORM"===t?.tagName)return!0;if(!("click"===e.type&&0===e.button))return!1;let r=t?.closest?.('button, input[type="submit"], input[type="image"]'),i=r?.form||r?.closest("form");if(r&&!r.disabled&&i&&("submit"===r.type||"image"===r.type||!r.type&&"BUTTON"===r.tagName))return!0;let s=t?.closest?.("a");if(!s||!s.href)return!1;let n=s.getAttribute("href");return!(n&&n.startsWith("#")&&n.length>1)}#J(e,t=e._htmx.eventHandler){let r=this.#E(e,"hx-trigger",void 0,void 0,!1)||(e.matches("form")?"submit":e.matches("input:not([type=button]):not([type=submit]),select,textarea")?"change":"click");this.#O(e,r,t)}#O(e,t,r){let i=this.#w(t);this.#H(e).triggerSpecs.push(...i);for(let t of i){t.listeners=[];let[i,s]=this.#xe(t.name),n=[e];"outside"===t.from?n=[document]:t.from&&"self"!==t.from&&(n=this.#be(e,t.from));let o=i=>{if((t.halt||t.prevent)&&i.preventDefault(),(t.halt||t.stop||t.consume)&&i.stopPropagation(),t.changed){let t=this.#W(e).changedValues??=new WeakMap,r=i.target;if(!["checkbox","radio"].includes(r?.type)){let e=r?.value;if(t.has(r)&&t.get(r)===e)return;t.set(r,e)}}if(t.once)for(let e of t.listeners)e.fromElt.removeEventListener(e.eventName,e.handler,e);r(i)},a=o;if(t.delay?a=e=>{clearTimeout(t.timeout),t.timeout=setTimeout(()=>o(e),this.parseInterval(t.delay))}:t.throttle&&(a=e=>{t.throttled?t.throttledEvent=e:(t.throttled=!0,o(e),t.throttleTimeout=setTimeout(()=>{if(t.throttled=!1,t.throttledEvent){let e=t.throttledEvent;t.throttledEvent=null,a(e)}},this.parseInterval(t.throttle)))}),t.handler=r=>{if(this.#re(r)&&r.preventDefault(),("self"!==t.from||r.target===e)&&("outside"!==t.from||!e.contains(r.target))&&(!t.target||r.target?.matches?.(t.target))){if(s){let t={};for(let e in r)/^[a-z]+$/i.test(e)&&(t[e]=r[e]);if(!this.#k(e,t,s,!0,!1))return}if("every"!==i)for(let t of this.#H(e).triggerSpecs)clearTimeout(t.timeout),t.throttledEvent=null;a(r)}},"intersect"===i||"revealed"===i){let r={rootMargin:t.rootMargin};t.root&&(r.root=this.#ee(e,t.root)),t.threshold&&(r.threshold=parseFloat(t.threshold));let s="revealed"===i;t.observer=new IntersectionObserver(e=>{for(let r=0;r<e.length;r++)if(e[r].isIntersecting){this.trigger(e[r].target,"intersect",{},!1),s&&t.observer.disconnect();break}},r),i="intersect";for(let e of n)t.observer.observe(e)}if("every"===i){let r=Object.keys(t).find(e=>"name"!==e);t.interval=setInterval(()=>{e.isConnected?this.#L(e,"every",{},!1):clearInterval(t.interval)},this.parseInterval(r))}if("load"!==i)for(let r of n){let s={fromElt:r,eventName:i,handler:t.handler,capture:!!t.capture,passive:!!t.passive};e._htmx.listeners.push(s),t.listeners.push(s),r.addEventListener(i,t.handler,s)}else t.handler(new CustomEvent("load"))}}#xe(e){let t=e.match(/^([^\[]*)\[([^\]]*)]/);return t?[t[1],t[2]]:[e,null]}#me(t,r){if("{"===t[0]){let i=e.parse(t);for(let e in i){let t=i[e],s=r;t?.target&&(s=this.find(t.target)),this.trigger(s,e,"object"==typeof t?t:{value:t})}}else t.split(",").forEach(e=>this.trigger(r,e.trim(),{}))}#ye(e){let t={},r=Object.getPrototypeOf(this);for(let i of Object.getOwnPropertyNames(r))"constructor"!==i&&"function"==typeof this[i]&&(["find","findAll"].includes(i)?t[i]=(t,r)=>void 0===r?this[i](e,t):this[i](t,r):t[i]=this[i].bind(this));return t}#k(e,t,r,i=!0,s=!0,n=!1){let o={};Object.assign(o,this.#ye(e));let a={},l={scope:a,code:r};this.#$(e,"htmx:scope",l),r=l.code,Object.assign(o,a),Object.assign(o,t);let h=Object.keys(o),c=Object.values(o),u=new(s?this.#l:this.#a)(...h,i?`return (${r})`:r);return n?()=>u.call(e,...c):u.call(e,...c)}process(e,t){if(!e?.isConnected)return;if(!(e instanceof Element)){for(let r of e.children||[])this.process(r,t);return}if(t&&this.#Se(e,!0),this.#V(e))return;if(!this.#L(e,"htmx:before:process"))return;let r=[e],i=this.#f.evaluate(e),s=null;for(;s=i.iterateNext();)r.push(s);for(let e of r)!this.#V(e)&&this.#L(e,"htmx:before:on:init",{},!0)&&this.#ve(e);for(let t of this.#j(e,this.#c))this.#_(t);for(let t of this.#j(e,this.#u))this.#Ee(t);this.#L(e,"htmx:after:process")}#Ee(e){let t=this.#E(e,"hx-boost");if(t&&"false"!==t&&this.#we(e)&&this.#L(e,"htmx:before:init",{},!0)){let r=this.#H(e);r.initialized=!0,r.eventHandler=this.#Q(e),r.boosted=t,this.#J(e),this.#L(e,"htmx:after:init",{},!0)}}#we(e){if(this.#U(e))if("A"===e.tagName){if(""===e.target||"_self"===e.target)return!e.hasAttribute("download")&&!e.getAttribute("href")?.startsWith?.("#")&&this.#Ae(e.href)}else if("FORM"===e.tagName)return"dialog"!==e.method&&this.#Ae(e.action)}#Ae(e){try{return new URL(e,window.location.href).origin===window.location.origin}catch(e){return!1}}#U(e){return!e._htmx?.initialized&&!this.#V(e)}#Se(e,t){let r=[e,...e.querySelectorAll?.("[data-htmx-powered]")??[]];for(let e of r)if(e._htmx){this.#L(e,"htmx:before:cleanup");for(let t of e._htmx.triggerSpecs||[])t.interval&&clearInterval(t.interval),t.timeout&&clearTimeout(t.timeout),t.throttleTimeout&&clearTimeout(t.throttleTimeout),t.observer?.disconnect();for(let t of e._htmx.listeners||[])t.fromElt.removeEventListener(t.eventName,t.handler,t);e.removeAttribute("data-htmx-powered"),this.#L(e,"htmx:after:cleanup"),t&&delete e._htmx}}#Te(e){let t=document.createElement("div");t.hidden=!0,document.body.insertAdjacentElement("afterend",t);let r=e.querySelectorAll?.(this.#S("[hx-preserve]"))||[];for(let e of r){let r=document.getElementById(e.id);r&&this.#Ce(t,r,null)}return t}#qe(e){for(let t of[...e.children]){let e=document.getElementById(t.id);e&&(this.#Ce(e.parentNode,t,e),this.#Se(e),e.remove())}e.remove()}#Ne(e){let t=this.#h.createHTML(e);return Document.parseHTMLUnsafe?.(t,{})||(new DOMParser).parseFromString(t,"text/html")}#Ie(e){let t=e.replace(/<hx-([a-z]+)(\s+|>)/gi,'<template hx type="$1"$2').replace(/<\/hx-[a-z]+>/gi,"</template>"),r="";t=t.replace(/<head(\s[^>]*)?>[\s\S]*?<\/head>/i,e=>(r=this.#Ne(e).title,""));let i,s,n=t.match(/<([a-z][^\/>\x20\t\r\n\f]*)/i)?.[1]?.toLowerCase();if("html"===n||"body"===n?(i=this.#Ne(t),s=document.createDocumentFragment(),s.append(i.body)):(i=this.#Ne(`<template>${t}</template>`),s=i.querySelector("template").content),!r){let e=s.querySelector("title:not(svg title)");e&&(r=e.textContent,e.remove())}return this.#Me(s),{fragment:s,title:r}}#Oe(e,t,r,i){let s=t.id?"#"+CSS.escape(t.id):null,[,n,o]=r.match(/^(\S+):(.+)/)??[];n&&([r,s]=[n,o||s]),"true"!==r&&r||(r="outerHTML");let a=this.#He(r);if(s=a.target||s,a.strip??=!a.style.startsWith("outer"),!s)return;let l=this.#be(i,s);for(let r of l){let s=document.createDocumentFragment();s.append(t.cloneNode(!0)),e.push({type:"oob",fragment:s,target:r,swapSpec:a,sourceElement:i})}t.remove()}#Le(e,t,r){let i=[];if(r)for(let s of r.split(",")){let[r,n="true"]=s.split(/:(.*)/);for(let s of e.querySelectorAll(r))this.#Oe(i,s,n,t)}for(let r of e.querySelectorAll(this.#S("[hx-swap-oob]"))){let e=this.#R(r,"hx-swap-oob"),s=r.getAttribute(e);r.removeAttribute(e),this.#Oe(i,r,s,t)}return i}#ke(e,t,r){t?t.before(...r.childNodes):e.append(...r.childNodes)}#He(t){t=t.trim();let r=this.config.defaultSwap;if(t&&!/^\S*:/.test(t)){let e=t.match(/^(\S+)\s*(.*)$/);r=e[1],t=e[2]}return{style:this.#B(r),...e.parse(t)}}#Ve(e,t){let r=[];for(let i of e.querySelectorAll("template[hx]")){let e=i.getAttribute("type");if("partial"===e){let e=this.#P(i,"hx-target")||(i.id?"#"+CSS.escape(i.id):null);if(e){this.#Me(i.content);let s=this.#He(this.#P(i,"hx-swap")||this.config.defaultSwap);s.ignoreTitle&&(t.title=null);let n=this.#be(t.sourceElement,e);for(let e of n.length?n:[null])r.push({type:"partial",fragment:i.content.cloneNode(!0),target:e,swapSpec:s,sourceElement:t.sourceElement})}}else this.#$(i,"htmx:process:"+e,{ctx:t,tasks:r});i.remove()}return r}#Pe(e,t,r,i){try{null!=r&&e.setSelectionRange&&e.setSelectionRange(r,i),e.focus(t)}catch(e){}}#Re(e){let t=this.#j(e,"[autofocus]")[0];t&&this.#Pe(t)}#je(e){return e===window||e===document?document.scrollingElement:e}#Be(e,t){if(e.scroll){let r=e.scrollTarget?this.#je(this.#ze(t,e.scrollTarget)):t;r&&("top"===e.scroll?r.scrollTop=0:"bottom"===e.scroll&&(r.scrollTop=r.scrollHeight))}if("top"===e.show||"bottom"===e.show){let r=e.showTarget?this.#je(this.#ze(t,e.showTarget)):t;r?.scrollIntoView?.("top"===e.show)}}#Fe(e){e.request?.anchor&&document.getElementById(e.request.anchor)?.scrollIntoView({block:"start",behavior:"auto"})}#Me(e){let t=this.#j(e,"script");for(let e of t){let t=document.createElement("script");for(let r of e.attributes)t.setAttribute(r.name,r.value);this.config.inlineScriptNonce&&(t.nonce=this.config.inlineScriptNonce),t.textContent=this.#h.createScript(e.textContent),e.replaceWith(t)}}initialize(){this.config.history&&!this.#g&&(this.#g=!0,window.navigation&&!/firefox/i.test(navigator.userAgent)?navigation.addEventListener("navigate",e=>{"traverse"===e.navigationType&&e.canIntercept&&!e.hashChange&&e.intercept({handler:()=>this.#$e()})}):window.addEventListener("popstate",e=>this.#$e(e.state))),this.process(document.body)}async swap(e){try{let{fragment:t,title:r}=this.#Ie(e.text);e.title=r;let i=[],s=this.#Le(t,e.sourceElement,e.selectOOB),n=this.#Ve(t,e);i.push(...s,...n);let o=n.length||s.length&&!this.config.allowEmptySwapAfterOOB,a=this.#De(e,t,o);if(a&&i.unshift(a),!this.#L(e.sourceElement,"htmx:before:swap",{ctx:e,tasks:i}))return;this.#We(e);let l=[],h=[];for(let t of i)t.swapSpec?.transition??a?.transition??e.transition?h.push(t):l.push(this.#N(t));if(h.length>0){let t=async()=>{for(let e of h)await this.#N(e,!1)};l.push(this.#_e(t,e))}await Promise.all(l),!e.sourceElement?.isConnected&&a?.target?.isConnected&&(e.sourceElement=a.target),this.#L(e.sourceElement,"htmx:after:swap",{ctx:e}),e.title&&"none"!==e.swap&&(document.title=e.title),this.#Fe(e)}finally{this.#L(e.sourceElement,"htmx:finally:swap",{ctx:e})}}#De(e,t,r){let i=this.#He(e.swap||this.config.defaultSwap);if(i.ignoreTitle&&(e.title=null),"delete"===i.style||(t.querySelector("body")||t).childElementCount>0||t.textContent.trim()||(i.swapEmpty??!r)){if(e.select){let r=t.querySelectorAll(e.select);(t=document.createDocumentFragment()).append(...r)}return this.#D(e.sourceElement)&&(i.show||="top"),{type:"main",fragment:t,target:this.#K(e.sourceElement||document.body,i.target||e.target),swapSpec:i,sourceElement:e.sourceElement,transition:e.transition&&!1!==i.transition}}}async#N(e,t=!0){let{target:r,swapSpec:i,fragment:s}=e;if("string"==typeof r&&(r=document.querySelector(r)),!r)return;"string"==typeof i&&(i=this.#He(i));let n,o=i.style;if("none"===o)return;if("BODY"===s.firstElementChild?.tagName){const e=r===document.body&&o.startsWith("outer");e&&"outerHTML"===o&&(o="outerSync"),i.strip??=!e}if(i.strip&&s.firstElementChild&&(s=document.createDocumentFragment(),s.append(...(e.fragment.firstElementChild.content||e.fragment.firstElementChild).childNodes)),this.#Ue(r,"htmx-swapping"),t&&e.swapSpec?.swap&&await this.timeout(e.swapSpec?.swap),"delete"===o)return void(r.parentNode&&(this.#Se(r),r.parentNode.removeChild(r)));let a=[],l=i.settle??this.config.defaultSettleDelay,h=r.parentNode;if("innerHTML"===o||"outerHTML"===o&&h){let e=document.activeElement;if(e?.id){let t,r;try{t=e.selectionStart,r=e.selectionEnd}catch(e){}n={elt:e,start:t,end:r}}a=t&&l?this.#Qe(s,r):[]}let c=this.#Te(s),u=[...s.childNodes];try{if("innerHTML"===o){for(const e of r.children)this.#Se(e);r.replaceChildren(...s.childNodes)}else if("textContent"===o){for(const e of r.querySelectorAll("[data-htmx-powered]"))this.#Se(e);r.textContent=s.textContent}else if("outerHTML"===o)h&&(this.#ke(h,r,s),this.#Se(r),h.removeChild(r),r=u.find(e=>1===e.nodeType)||h);else if("outerSync"===o){this.#Je(r,s.firstElementChild);for(const e of r.children)this.#Se(e);r.replaceChildren(...s.firstElementChild.childNodes),u=[r]}else if("innerMorph"===o)this.#I(r,s,!0),u=[...r.childNodes];else if("outerMorph"===o)this.#I(r,s,!1),u.push(r);else if("beforebegin"===o)h&&this.#ke(h,r,s);else if("afterbegin"===o)this.#ke(r,r.firstChild,s);else if("beforeend"===o)this.#ke(r,null,s);else if("afterend"===o)h&&this.#ke(h,r.nextSibling,s);else{let e=this.#i.get("handle_swap")||[],t=!1;for(const n of e){let e=n(o,r,s,i);if(e){t=!0,Array.isArray(e)&&(u=e);break}}if(!t)throw new Error(`Unknown swap style: ${o}`)}}finally{this.#Xe(r,"htmx-swapping")}if(e.target=r,this.#qe(c),n&&!n.elt.matches(":focus")){let e=document.getElementById(n.elt.id);if(e){let t={preventScroll:void 0!==i.focusScroll?!i.focusScroll:!this.config.defaultFocusScroll};this.#Pe(e,t,n.start,n.end)}}this.#L(r,"htmx:before:settle",{task:e,newContent:u,settleTasks:a});for(const e of u)this.#Ue(e,"htmx-added");if(t&&a.length>0){this.#Ue(r,"htmx-settling"),await this.timeout(l);for(let e of a)e();this.#Xe(r,"htmx-settling")}this.#L(r,"htmx:after:settle",{task:e,newContent:u,settleTasks:a});for(const e of u)this.#Xe(e,"htmx-added"),this.process(e),this.#Re(e);this.#Be(i,r)}#L(e,t,r={},i=!0){if(r.error){let i=`htmx: ${t}: ${r.error.message??r.error}`;r.error instanceof Error?console.error(i,r.error,{elt:e,detail:r}):console.error(i,{elt:e,detail:r})}else r.warn?console.warn(`htmx: ${t}: ${r.warn}`,{elt:e,detail:r}):this.config.logAll&&console.log(`htmx: ${t}`,{elt:e,detail:r});return e=this.#Ge(e),this.#$(e,t,r),this.trigger(e,this.#F(t),r,i)}#$(e,t,r={}){let i=this.#i.get(t.replace(/:/g,"_"));if(i){r.cancelled=!1;for(const t of i)if(!1===t(e,r)||r.cancelled)return r.cancelled=!0,!1}return!0}timeout(e){if((e=this.parseInterval(e))>0)return new Promise(t=>setTimeout(t,e))}onLoad(e){this.on(this.#F("htmx:after:process"),t=>{e(t.target)})}on(e,t,r){let i,s=document;return void 0===r?(i=e,r=t):(s=this.#Ge(e),i=t),s.addEventListener(i,r),r}find(e,t){return this.#ze(e,t)}findAll(e,t){return this.#be(e,t)}parseInterval(e){if("number"==typeof e)return e;let[,t,r]=e?.match(/^([\d.]+)(ms|s|m)?$/)||[],i=parseFloat(t)*({ms:1,s:1e3,m:6e4}[r]||1);return isNaN(i)?void 0:i}trigger(e,t,r={},i=!0){e=this.#Ge(e);let s=new CustomEvent(t,{detail:r,cancelable:!0,bubbles:i,composed:!0}),n=e?.isConnected?e:document;return!r?.cancelled&&n.dispatchEvent(s)}ajax(e,t,r){(!r||r instanceof Element||"string"==typeof r)&&(r={target:r});let i="string"==typeof r.source?document.querySelector(r.source):r.source;if("string"==typeof r.source&&!i)return Promise.reject(new Error("Source not found"));i||=document.body;let s=this.#T(i,r.event||{});return Object.assign(s,r),r.target&&(s.target=this.#K(document.body,r.target),!s.target)?Promise.reject(new Error("Target not found")):(Object.assign(s.request,{action:t,method:e.toUpperCase()}),r.headers&&Object.assign(s.request.headers,r.headers),this.#X(s))}#Ke(e){this.config.history&&(history.pushState({htmx:!0},"",e),this.#L(document,"htmx:after:history:push",{path:e}))}#Ye(e){this.config.history&&(history.replaceState({htmx:!0},"",e),this.#L(document,"htmx:after:history:replace",{path:e}))}async#$e(e,t){if(await this.timeout(1),e??=history.state,!e?.htmx)return;this.#p?.abort(),t=t||location.pathname+location.search;let r=document.querySelector(this.#S("[hx-history-elt]"))||document.body;if(this.#L(document,"htmx:before:history:restore",{path:t,cacheMiss:!0})){if("reload"!==this.config.history)return this.#p=new AbortController,this.ajax("GET",t,{target:r,swap:"outerSync",select:r!==document.body?this.#S("[hx-history-elt]"):void 0,request:{headers:{"HX-History-Restore-Request":"true"},signal:this.#p.signal}});this._loc.reload()}}#Ze(e){let{sourceElement:t,push:r,replace:i,hx:s,response:n}=e;if((s?.pushurl||s?.replaceurl)&&(r=s.pushurl,i=s.replaceurl),null==r&&null==i&&this.#D(t)&&(r="true"),"false"!==r&&!1!==r||(r=null),"false"!==i&&!1!==i||(i=null),!r&&!i)return null;let o=r||i;if("true"===o){let t=n?.raw?.url||e.request.action,r=new URL(t,location.href);o=r.pathname+r.search+(e.request.anchor?"#"+e.request.anchor:"")}return{type:r?"push":"replace",path:o}}#We(e){if(!this.config.history)return;history.state?.htmx||history.replaceState({htmx:!0},"",location.href);let t=this.#Ze(e);if(!t)return;let r={history:t,sourceElement:e.sourceElement,response:e.response};this.#L(document,"htmx:before:history:update",r)&&("push"===t.type?this.#Ke(t.path):this.#Ye(t.path),this.#L(document,"htmx:after:history:update",r))}#ve(e){if(e._htmx?.onInitialized)return;let t=this.#v("hx-on"),r=this.config.metaCharacter||":",i=t=>async r=>{try{await this.#k(e,{event:r},`with(event?.detail||{}){${t}}`,!1)}catch(t){"symbol"!=typeof t&&this.#L(e,"htmx:error",{error:t})}};for(let s of e.getAttributeNames()){let n=t.find(e=>s.startsWith(e));if(!n)continue;this.#H(e).onInitialized=!0;let o=s.substring(n.length),a=e.getAttribute(s);if(!o){for(let t of a.split(/;(?=[^;]*->)/)){let r=t.indexOf("->");-1!==r&&this.#O(e,t.substring(0,r).trim(),i(t.substring(r+2).trim()))}continue}if(o[0]!==r)continue;let l=o.substring(1);l.startsWith(r)&&(l="htmx"+r+l.substring(1)),this.#O(e,l,i(a))}}#he(e){let t,r=e.sourceElement,i=this.#E(r,"hx-indicator");if(i)t=this.#be(r,i,"hx-indicator");else{if(r===document.body)return;t=[r]}for(const r of t){e.indicators.push(r);let t=this.#W(r);t.rc=(t.rc||0)+1,this.#Ue(r,this.config.requestClass)}}#pe(e){for(let t of e){let e=this.#W(t);e.rc&&--e.rc<=0&&(this.#Xe(t,this.config.requestClass),delete e.rc)}}#ce(e){let t=e.sourceElement,r=this.#E(t,"hx-disable");if(r)for(let i of this.#be(t,r,"hx-disable")){e.disabledElements.push(i);let t=this.#W(i);t.dc=(t.dc||0)+1,i.disabled=!0}}#ge(e){for(const t of e){let e=this.#W(t);e.dc&&--e.dc<=0&&(t.disabled=!1,delete e.dc)}}#C(e,t,r,i,s){if(i&&t&&!t.reportValidity())return;r??=t&&"submit"===e.type?e:null;let n=t?new FormData(t):new FormData,o=t?new Set(t.elements):new Set;if(!t){if(i&&e.reportValidity&&!e.reportValidity())return;this.#et(e,o,n,s)}r?.name&&(n.append(r.name,r.value),o.add(r));let a=this.#E(e,"hx-include");if(a)for(let t of this.#be(e,a)){if(i&&t.reportValidity&&!t.reportValidity())return;this.#et(t,o,n)}return n}#et(e,t,r,i){let s=e.tagName,n=[];"BUTTON"===s||s.includes("-")?n=[e]:(["INPUT","SELECT","TEXTAREA","FIELDSET"].includes(s)||!i&&e!==document.body)&&(n=this.#j(e,"[name]:not(button)"));for(let e of n){let i=e.name||e.getAttribute?.("name");if(!i||e.matches(":disabled")||t.has(e))continue;t.add(e);let s=e.type;if("checkbox"===s||"radio"===s||"INPUT"!==e.tagName&&"checked"in e)e.checked&&r.append(i,e.value);else if("file"===s)for(let t of e.files)r.append(i,t);else if("select-multiple"===s)for(let t of e.selectedOptions)r.append(i,t.value);else if(Array.isArray(e.value))for(let t of e.value)r.append(i,t);else r.append(i,e.value)}}#q(t,r,i,s={}){let n=this.#E(t,r);if(!n)return null;let o=this.#ie(n);if(o)return 0!==o.indexOf("{")&&(o="{"+o+"}"),this.#k(t,s,o,!0).then(e=>{i(e)});i(e.parse(n))}#tt(e){let t=e.trim();return t.startsWith("<")&&t.endsWith("/>")?t.slice(1,-2):t}#be(t,r,i,s){let n=r??t,o=r?this.#Ge(t)||document.body:document;if(n.startsWith("global "))return this.#be(o,n.slice(7),i,!0);let a=n?e.split(n):[],l=[],h=[];for(const e of a){let t,r=this.#tt(e);if(r.startsWith("closest "))t=o.closest(r.slice(8));else if(r.startsWith("find "))t=o.querySelector(r.slice(5));else if(r.startsWith("findAll "))l.push(...o.querySelectorAll(r.slice(8)));else if("next"===r||"nextElementSibling"===r)t=o.nextElementSibling;else if(r.startsWith("next "))t=this.#rt(o,r.slice(5),!!s);else if("previous"===r||"previousElementSibling"===r)t=o.previousElementSibling;else if(r.startsWith("previous "))t=this.#it(o,r.slice(9),!!s);else if("document"===r)t=document;else if("window"===r)t=window;else if("body"===r)t=document.body;else if("host"===r)t=o.getRootNode().host;else if("this"===r){if(i){l.push(...this.#z(o,i));continue}t=o}else h.push(r);t&&l.push(t)}if(h.length>0){let e=h.join(","),t=this.#st(o,!!s);l.push(...t.querySelectorAll(e))}return[...new Set(l)]}#rt(e,t,r){return this.#nt(this.#st(e,r).querySelectorAll(t),e,Node.DOCUMENT_POSITION_PRECEDING)}#it(e,t,r){let i=[...this.#st(e,r).querySelectorAll(t)].reverse();return this.#nt(i,e,Node.DOCUMENT_POSITION_FOLLOWING)}#nt(e,t,r){for(const i of e)if(i.compareDocumentPosition(t)===r)return i}#st(e,t){return e.isConnected&&e.getRootNode?e.getRootNode?.({composed:t}):document}#ee(e,t,r){let i=this.#be(e,t,r)[0];return i||console.warn(`htmx: '${t}' on ${r} did not match any element`,{elt:e,selector:t,attr:r}),i}#ze(e,t,r){return this.#be(e,t,r)[0]}#ie(e){if(null!=e){if(e.startsWith("js:"))return e.substring(3);if(e.startsWith("javascript:"))return e.substring(11)}}#ae(e){let t=this.#H(e);if(t.abortInitialized)return;t.abortInitialized=!0;let r=()=>{this.#oe(e).abort()};e.addEventListener("htmx:abort",r),t.listeners.push({fromElt:e,eventName:"htmx:abort",handler:r})}#I(e,t,r){let{persistentIds:i,idMap:s}=this.#ot(e,t),n=document.createElement("div");n.hidden=!0,document.body.after(n);let o={target:e,idMap:s,persistentIds:i,pantry:n,futureMatches:new WeakSet};r?this.#at(o,e,t):this.#at(o,e.parentNode,t,e,e.nextSibling),this.#Se(n),n.remove()}#at(e,t,r,i=null,s=null){t instanceof HTMLTemplateElement&&r instanceof HTMLTemplateElement&&(t=t.content,r=r.content),i||=t.firstChild;let n=r.firstChild;for(;n;){let r;if(i&&i!=s&&(r=this.#lt(e,n,i,s),r&&r!==i)){let o=i;for(;o&&o!==r;){let r=o;o=o.nextSibling,r instanceof Element&&(e.idMap.has(r)||this.#ht(e,r,n))?this.#Ce(t,r,s):this.#ct(e,r)}}if(!r&&n instanceof Element&&e.persistentIds.has(n.id)){let s=CSS.escape(n.id);r=e.target.id===n.id&&e.target||e.target.querySelector(`[id="${s}"]`)||e.pantry.querySelector(`[id="${s}"]`);let o=r;for(;o=o.parentNode;){let t=e.idMap.get(o);t&&(t.delete(r.id),t.size||e.idMap.delete(o))}this.#Ce(t,r,i)}if(r){this.#ut(r,n,e),i=r.nextSibling,n=n.nextSibling;continue}let o=n.nextSibling;if(e.idMap.has(n)){let r=document.createElement(n.tagName);t.insertBefore(r,i),this.#ut(r,n,e),this.process(r),i=r.nextSibling}else t.insertBefore(n,i),i=n.nextSibling;n=o}for(;i&&i!=s;){let t=i;i=i.nextSibling,this.#ct(e,t)}}#ht(e,t,r){if(e.futureMatches.has(t))return!0;for(let i=r.nextSibling,s=0;i&&s<this.config.morphScanLimit;i=i.nextSibling,s++)if(i instanceof Element&&t.isEqualNode(i))return e.futureMatches.add(t),!0;return!1}#lt(e,t,r,i){if(3===t.nodeType)return 3===r?.nodeType?r:null;if(!(t instanceof Element))return null;let s=null,n=0,o=this.config.morphScanLimit,a=e.idMap.get(t),l=a?.size||0;if(t.id&&!a)return null;let h=r;for(;h&&h!=i;){let r=e.idMap.get(h);if(this.#o.isSoftMatch(h,t)){if(r&&a&&[...r].some(e=>a.has(e)))return h;if(!r){if(o>0&&h.isEqualNode(t))return h;s||(s=h)}}if(n+=r?.size||0,n>l)break;if(null!=document.activeElement?.selectionStart&&h.contains(document.activeElement))break;if(--o<1&&0===l)break;h=h.nextSibling}return s&&this.#ht(e,s,t)?null:s}#M(e,t){return e instanceof Element&&e.tagName===t.tagName&&(!("SCRIPT"===e.tagName&&!e.isEqualNode(t))&&(!e.id||e.id===t.id))}#ct(e,t){e.idMap.has(t)?this.#Ce(e.pantry,t,null):(this.#Se(t),t.remove())}#Ce(e,t,r){if(e.moveBefore)try{return void e.moveBefore(t,r)}catch(e){}e.insertBefore(t,r)}#ut(e,t,r){if(3===e.nodeType)return void(e.nodeValue!==t.nodeValue&&(e.nodeValue=t.nodeValue));if(this.config.morphSkip&&e.matches?.(this.config.morphSkip))return;if(!this.#$(e,"htmx:before:morph:node",{oldNode:e,newNode:t}))return;this.#Je(e,t),e instanceof HTMLTextAreaElement&&document.activeElement!==e&&e.defaultValue!=t.defaultValue&&(e.value=t.value),this.config.morphSkipChildren&&e.matches?.(this.config.morphSkipChildren)||e.isEqualNode(t)&&"TEMPLATE"!==t.tagName&&!t.querySelector?.("template")||this.#at(r,e,t)}#Je(e,t){let r=this.config.morphIgnore||[],i=!1,s=e=>this.#v("hx-").some(t=>e.startsWith(t));for(const n of t.attributes)if(!r.some(e=>n.name.startsWith(e))&&e.getAttribute(n.name)!==n.value){if(s(n.name)&&(i=!0),!this.#$(e,"htmx:before:morph:attr",{attrName:n.name,newValue:n.value}))continue;e.setAttribute(n.name,n.value),"value"===n.name&&e instanceof HTMLInputElement&&"file"!==e.type&&document.activeElement!==e&&(e.value=n.value)}for(let n=e.attributes.length-1;n>=0;n--){let o=e.attributes[n];if(o&&!t.hasAttribute(o.name)&&!r.some(e=>o.name.startsWith(e))){if(s(o.name)&&(i=!0),!this.#$(e,"htmx:before:morph:attr",{attrName:o.name,newValue:null}))continue;e.removeAttribute(o.name)}}i&&this.#Se(e,!0)}#dt(e,t,r,i){for(const s of i)if(t.has(s.id)){let t=s;for(;t&&t!==r;){let r=e.get(t);null==r&&(r=new Set,e.set(t,r)),r.add(s.id),t=t.parentElement}}}#ot(e,t){let r=this.#j(e,"[id]"),i=t.querySelectorAll("[id]"),s=this.#ft(r,i),n=new Map;return this.#dt(n,s,e.parentElement,r),this.#dt(n,s,t,i),{persistentIds:s,idMap:n}}#ft(e,t){let r=new Set,i=new Map;for(const{id:t,tagName:s}of e)i.has(t)?r.add(t):t&&i.set(t,s);let s=new Set;for(const{id:e,tagName:n}of t)s.has(e)?r.add(e):i.get(e)===n&&s.add(e);for(const e of r)s.delete(e);return s}#fe(t){let r=t.response.raw.status,i=this.config.noSwap.map(e=>e+""),s=r+"";for(let r of[s,s.slice(0,2)+"x",s[0]+"xx"]){if(i.includes(r))return void(t.swap="none");let s=this.#E(t.sourceElement,"hx-status:"+r);if(s)return void e.merge(s,t)}}#_e(e,t){return new Promise(r=>{this.#m||=[],this.#m.push({task:e,resolve:r,ctx:t}),this.#x||this.#mt()})}async#mt(){if(0===this.#m.length||this.#x)return;this.#x=!0;let{task:e,resolve:t,ctx:r}=this.#m.shift();try{if(document.startViewTransition){let t={task:e,ctx:r};this.#L(r.sourceElement,"htmx:before:viewTransition",t),await document.startViewTransition(t.task).finished,this.#L(r.sourceElement,"htmx:after:viewTransition",t)}else await e()}catch(e){}finally{this.#x=!1,t(),this.#mt()}}#Qe(e,t){let r=["class","style","width","height"],i=t.querySelectorAll("[id]"),s=Object.fromEntries([...i].map(e=>[e.id,e])),n=e.querySelectorAll("[id]"),o=[];for(let e of n){let t=s[e.id];if(t?.tagName===e.tagName){let i=e.cloneNode(!1);for(let i of r)t.hasAttribute(i)?e.setAttribute(i,t.getAttribute(i)):e.removeAttribute(i);o.push(()=>{this.#Je(e,i)})}}return o}#Ue(e,t){e?.classList?.add?.(t)}#Xe(e,t){e?.classList?.remove?.(t),0===e?.classList?.length&&e.removeAttribute("class")}#Ge(e){return"string"==typeof e?this.find(e):e}#F(e){return this.config.metaCharacter?e.replace(/:/g,this.config.metaCharacter):e}}})();
(()=>{let e,t=new Set;function n(t){let n=null!=e.attributeValue(t,"hx-sse:connect"),r=e.HCON.parse(e.attributeValue(t,"hx-config")).sse||{};return{reconnect:n,reconnectDelay:500,reconnectMaxDelay:6e4,reconnectMaxAttempts:1/0,reconnectJitter:.3,connectTimeout:htmx.config.defaultTimeout,pauseOnBackground:n,releaseOn:n?"immediate":"end",...htmx.config.sse,...r}}function r(e){for(let t of Object.keys(e))"last-event-id"===t.toLowerCase()&&delete e[t]}async function*s(e){let t=e.reader,n=e.lastEventId,r=new TextDecoder,s="",a=!1,i=!1,o={data:"",event:"",retry:null},c=!0;try{for(;;){let{done:e,value:l}=await t.read();if(e)break;let m=r.decode(l,{stream:!0});c&&(65279===m.charCodeAt(0)&&(m=m.slice(1)),c=!1),s+=m;let u=s.split(/\r\n|\r|\n/);s=u.pop()||"";for(let e of u){if(!e){(a||i||o.event)&&(yield{...o,id:n,hasData:a,hasId:i}),a=!1,i=!1,o={data:"",event:"",retry:null};continue}let t,r,s=e.indexOf(":");if(0!==s)if(s<0?(t=e,r=""):(t=e.slice(0,s),r=e.slice(s+1)," "===r[0]&&(r=r.slice(1))),"data"===t)o.data+=(a?"\n":"")+r,a=!0;else if("event"===t)o.event=r;else if("id"===t)r.includes("\0")||(n=r,i=!0);else if("retry"===t){let e=parseInt(r,10);isNaN(e)||(o.retry=e)}}}}finally{t.releaseLock(),e.reader=null}}function a(t,n){let r=t?._htmx?.sse;r&&(r.reader?.cancel?.(),r.abortController?.abort(),r.delayCanceller&&r.delayCanceller(),r.visibilityHandler&&document.removeEventListener("visibilitychange",r.visibilityHandler),e.triggerHtmxEvent(t,"htmx:sse:close",{connection:r,reason:n||"cleanup"}),delete t._htmx.sse)}htmx.registerExtension("sse",{init:t=>{e=t},htmx_config_request:(e,{ctx:t})=>{t.request.headers.Accept=`${t.request.headers.Accept??t.request.headers.accept??"text/html"}, text/event-stream`,null!=t.timeout&&(t.request.timeout=t.timeout)},htmx_before_response:(t,i)=>{let o,c=i.ctx,l=c.response.raw.headers.get("Content-Type");if(l?.includes("text/event-stream"))return clearTimeout(c.requestTimeout),c.extensionPromise=new Promise(e=>o=e),async function(t,i){let o=t.sourceElement,c=n(o),l=!1,m=null;function u(){i&&(i(),i=null)}"immediate"===c.releaseOn&&u();let d={url:t.request.action,config:c,abortController:{abort:t.request.abort,signal:t.request.signal},reader:null,lastEventId:"",delayCanceller:null,visibilityHandler:null,attempt:0,cancelled:!1,status:null};e.htmxProp(o).sse=d;let h=!1,x=null;if(c.pauseOnBackground){let e=()=>{document.hidden?(h=!0,d.reader?.cancel()):h&&(h=!1,x&&x())};document.addEventListener("visibilitychange",e),d.visibilityHandler=e}if(d.cancelled=!1,!e.triggerHtmxEvent(o,"htmx:sse:before:connection",{connection:d})||d.cancelled)return void a(o,"cancelled");d.status=t.response.status,e.triggerHtmxEvent(o,"htmx:sse:after:connection",{connection:d});let f=t.response.raw;try{for(;o.isConnected;){if(d.attempt>0){if(h){if(await new Promise(e=>{x=e}),x=null,!o.isConnected)break;d.attempt=1,l=!0}if(!l&&(!c.reconnect||d.attempt>c.reconnectMaxAttempts))break;let n=htmx.parseInterval(c.reconnectDelay)??c.reconnectDelay,s=htmx.parseInterval(c.reconnectMaxDelay)??c.reconnectMaxDelay,a=Math.min(n*Math.pow(2,d.attempt-1),s);if(c.reconnectJitter>0){let e=a*c.reconnectJitter;a=Math.max(0,a+(2*Math.random()-1)*e)}if(d.cancelled=!1,!e.triggerHtmxEvent(o,"htmx:sse:before:connection",{connection:d})||d.cancelled)break;if(await new Promise(e=>{d.delayCanceller=e,setTimeout(e,a)}),d.delayCanceller=null,!o.isConnected)break;let i=new AbortController;d.abortController=i;let m=!1,u=htmx.parseInterval(c.connectTimeout)??c.connectTimeout,g=u>0?setTimeout(()=>{m=!0,i.abort()},u):null;try{r(t.request.headers),d.lastEventId&&(t.request.headers["Last-Event-ID"]=d.lastEventId),f=await fetch(t.request.action,{...t.request,signal:i.signal}),clearTimeout(g)}catch(t){if(clearTimeout(g),i.signal.aborted&&!m)break;e.triggerHtmxEvent(o,"htmx:sse:error",{connection:d,error:t}),l=!1,d.attempt++;continue}if(!f.ok){e.triggerHtmxEvent(o,"htmx:sse:error",{connection:d,error:new Error(`SSE reconnect failed with status ${f.status}`),status:f.status}),l=!1,d.attempt++;continue}d.status=f.status,e.triggerHtmxEvent(o,"htmx:sse:after:connection",{connection:d}),d.attempt=0}l=!1;try{d.reader=f.body.getReader();for await(let n of s(d)){if(!o.isConnected||l)break;if(n.hasId&&(d.lastEventId=n.id,n.id||r(t.request.headers)),!n.hasData&&!n.event)continue;let s=[],a={connection:d,message:{data:n.data,event:n.event,id:n.id},cancelled:!1,waitUntil:e=>s.push(Promise.resolve(e))},i=e.triggerHtmxEvent(o,"htmx:sse:before:message",a);if(await Promise.all(s),i&&!a.cancelled){if(null!=n.retry&&(c.reconnectDelay=n.retry),a.message.event){"hx:release"===a.message.event&&u(),htmx.trigger(o,a.message.event,{data:a.message.data,id:a.message.id}),e.triggerHtmxEvent(o,"htmx:sse:after:message",{connection:d,message:a.message});let t=e.attributeValue(o,"hx-sse:close");if(t&&a.message.event===t)return m="message",void d.reader?.cancel();continue}t.text=a.message.data,t.swap.includes("swapEmpty")||(t.swap+=" swapEmpty:false"),await htmx.swap(t),"first"===c.releaseOn&&u(),e.triggerHtmxEvent(o,"htmx:sse:after:message",{connection:d,message:a.message})}}}catch(t){d.abortController?.signal?.aborted||"AbortError"===t.name||e.triggerHtmxEvent(o,"htmx:sse:error",{connection:d,error:t})}if(!o.isConnected)break;d.attempt++}}finally{u(),a(o,m??(o.isConnected?"ended":"removed"))}}(c,o).catch(n=>{"AbortError"!==n.name&&e.triggerHtmxEvent(t,"htmx:sse:error",{error:n,url:c.request.action})}),!1},htmx_after_process:r=>{let s=htmx.config.metaCharacter||":",a=r=>{!function(e){for(let n of["sse-connect","sse-close","sse-swap"])e.hasAttribute(n)&&!t.has(n)&&("sse-swap"===n?console.warn("htmx: [hx-sse] sse-swap is removed in htmx 4. Unnamed SSE messages are swapped automatically. Named events are dispatched as DOM events."):console.warn(`htmx: [hx-sse] legacy attribute ${n} is deprecated; use hx-sse:${n.slice(4)} instead`),t.add(n))}(r);for(let e of["connect","close"]){let t=`sse-${e}`;if(!r.hasAttribute(t))continue;let n=(htmx.config.prefix||"hx-")+"sse"+s+e;r.hasAttribute(n)||r.setAttribute(n,r.getAttribute(t))}!function(t){let r=e.attributeValue(t,"hx-sse:connect");if(!r)return;if(t._htmx?.sse)return;let s=e.attributeValue(t,"hx-trigger")||"load";e.onTrigger(t,s,()=>{t._htmx?.sse||htmx.ajax("GET",r,{source:t,timeout:n(t).connectTimeout})})}(r)};a(r);let i=`[${CSS.escape("hx-sse"+s+"connect")}]`;htmx.config.prefix&&(i+=`,[${CSS.escape(htmx.config.prefix+"sse"+s+"connect")}]`),r.querySelectorAll(`${i},[sse-connect],[sse-close],[sse-swap]`).forEach(a)},htmx_before_cleanup:e=>{a(e)}})})();

  let index = null;
  function byName(name) {
    if (!index) {
      index = new Map();
      for (const el of app.querySelectorAll('[name]')) {
        if (el.type === 'submit') continue;
        if (index.has(el.name)) index.get(el.name).push(el);
        else index.set(el.name, [el]);
      }
      queueMicrotask(() => {
        index = null;
      });
    }
    return index.get(name) ?? [];
  }
  const isField = el => el.name?.startsWith('fr-') && el.type !== 'submit' && el.type !== 'button';
  const isStandalone = el => el.form?.id === 'fr-page';

  function byWidget(elements) {
    const found = new Map();
    for (const el of elements) {
      if (!isField(el) || el.disabled) continue;
      if (found.has(el.name)) found.get(el.name).push(el);
      else found.set(el.name, [el]);
    }
    return found;
  }

  const alike = (one, other) => one === other || JSON.stringify(one) === JSON.stringify(other);

  const valuesOf = elements =>
    elements.flatMap(el => {
      if (el.type === 'checkbox' || el.type === 'radio') return el.checked ? [el.value] : [];
      if (el.tagName === 'SELECT') return [...el.selectedOptions].map(option => option.value);
      return [el.value];
    });

  const postOf = widgets =>
    Object.fromEntries([...widgets].map(([name, elements]) => [name, valuesOf(elements)]));

  function fill(elements, values) {
    for (const [place, el] of elements.entries()) {
      if (stateOf(el) !== el) stateOf(el).value = values;
      else if (el.type === 'checkbox' || el.type === 'radio') el.checked = values.includes(el.value);
      else if (el.tagName === 'SELECT') {
        for (const option of el.options) option.selected = values.includes(option.value);
      } else if (el.type !== 'file') el.value = values[place] ?? '';
    }
  }

  const SIMPLE = /^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i;
  const GROUPED = /^[+-]?[1-9]\d{0,2}([.,\s'’])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d*)?$/;
  const latin = text =>
    text
      .replace(/[٠-٩۰-۹０-９]/g, digit => digit.charCodeAt() & 15)
      .replace(/[\u061c\u200e\u200f]/g, '')
      .replace(/[−－]/g, '-')
      .replaceAll('．', '.')
      .replaceAll('，', ',')
      .trim();
  function numberOf({ value, dataset }) {
    const decimal = dataset.frDecimal ?? '.';
    const text = latin(value).replaceAll('٫', decimal).replaceAll('٬', decimal === '.' ? ',' : '.');
    const apart = GROUPED.exec(text)?.[1];
    const simple = SIMPLE.test(text);
    if (simple ? apart && apart !== decimal : !apart) return NaN;
    return +(simple ? text : text.replaceAll(apart, '')).replace(',', '.');
  }

  function isEmpty(el) {
    if (el.type === 'checkbox') return !el.checked;
    if (el.type === 'radio') return !byName(el.name).some(({ checked, value }) => checked && value);
    return !el.value.trim();
  }

  function errorOf(el) {
    if (el.disabled || !isField(el)) return '';
    const text = el.value;
    if (el.validity?.badInput) return el.type === 'number' ? texts.number : texts.date;
    if (isEmpty(el) && (el.required || el.closest('[data-fr-required]'))) return texts.required;
    if (!text) return '';
    const { frStep, frMin, frMax, frMessage } = el.dataset;
    if (frStep && text.trim()) {
      const number = numberOf(el);
      if (isNaN(number)) return /\d[.,]\d{3}$/.test(text) ? texts.thousands : texts.number;
      if (number < +frMin || number > +frMax) return frMessage;
    }
    if (el.validity?.rangeUnderflow || el.validity?.rangeOverflow) return frMessage || el.validationMessage;
    const pattern = el.dataset.frPattern;
    if (pattern) {
      try {
        if (!new RegExp(pattern, 'us').test(text)) {
          return frMessage || format(texts.pattern, { value: pattern });
        }
      } catch {
      }
    }
    return '';
  }

  function setOrRemove(el, attribute, value) {
    if (value === null) el.removeAttribute(attribute);
    else el.setAttribute(attribute, value);
  }

  const refusals = new Map();

  function isRefused(name, elements) {
    const said = refusals.get(name);
    return Boolean(said?.theirs) && alike(said.values, valuesOf(elements));
  }

  function placeOf(name, make) {
    const widget = document.getElementById(`${name}-w`)?.firstElementChild;
    const found = document.getElementById(`${name}-e`);
    if (found || !make || !widget) return found;
    const place = document.createElement('p');
    Object.assign(place, { className: 'fr-error', id: `${name}-e`, hidden: true });
    place.setAttribute('role', 'alert');
    place.dataset.frError = '';
    widget.append(place);
    return place;
  }

  function showError(name, text, theirs = false) {
    const place = placeOf(name, text);
    if (text) refusals.set(name, { text, theirs, values: valuesOf(byName(name)) });
    else refusals.delete(name);
    if (!place || (!text && place.hidden)) return;
    if (text && place.textContent.trim() === text) return showInvalid(name, text);
    const shown = Object.assign(document.createElement('span'), { textContent: text });
    shown.dataset.testid = 'stTooltipErrorContent';
    if (text) place.dataset.testid = 'stTooltipErrorHoverTarget';
    else delete place.dataset.testid;
    place.replaceChildren(...(text ? [shown] : []));
    place.hidden = !text;
    showInvalid(name, text);
  }
  function showInvalid(name, text) {
    const described = [text && `${name}-e`, document.getElementById(`${name}-h`) && `${name}-h`]
      .filter(Boolean)
      .join(' ');
    for (const el of byName(name)) {
      setOrRemove(el, 'aria-invalid', text ? 'true' : null);
      setOrRemove(el, 'aria-describedby', described || null);
    }
  }

  function wrongOf(widgets) {
    let first;
    for (const [name, fields] of widgets) {
      const wrong = fields.find(errorOf);
      showError(name, wrong ? errorOf(wrong) : '');
      first ??= wrong;
    }
    return first;
  }

  function judgeAgain(parts) {
    for (const [name, { text, theirs, values }] of refusals) {
      const elements = byName(name).filter(el => !el.disabled);
      const same = alike(valuesOf(elements), values);
      const wrong = same && elements.find(errorOf);
      if (wrong) showError(name, errorOf(wrong));
      else if (theirs && same) showError(name, text, true);
      else {
        showError(name, '');
        if (!theirs && same && elements.length && isStandalone(elements[0])) commit(elements[0]);
      }
    }
    for (const [name, elements] of byWidget(within(parts, '[form="fr-page"]'))) {
      const wrong = elements.find(errorOf);
      if (
        wrong &&
        !refusals.has(name) &&
        !held.has(name) &&
        !elements.includes(document.activeElement) &&
        elements.some(el => edited(stateOf(el)))
      ) {
        showError(name, errorOf(wrong));
      }
    }
  }

  const labelOf = el =>
    el.closest('[role=group][aria-label], [role=radiogroup][aria-label]')?.ariaLabel ??
    (el.ariaLabel || el.labels?.[0]?.textContent.trim() || el.name);

  function show(el) {
    for (let up = el.parentElement; up; up = up.parentElement) {
      if (up.tagName === 'DETAILS') up.open = true;
      if (up.matches('[role=tabpanel][hidden]')) {
        document.getElementById(up.getAttribute('aria-labelledby')).click();
      }
    }
    stateOf(el).focus();
    const message = document.getElementById(`${el.name}-e`);
    const box = message?.getBoundingClientRect();
    if (box?.top < 0 || box?.bottom > innerHeight) message.scrollIntoView({ block: 'center' });
  }


  const chosen = el => [...el.options].filter(option => option.selected).map(option => option.value);
  const attributes = (el, names) => names.map(name => [name, el.getAttribute(name)]);
  const radiosOf = el => (el.isConnected ? byName(el.name) : snap.radios.get(el.name));
  const optionsOf = el => {
    const slider = el.closest('[data-fr-options]');
    return JSON.parse(slider.dataset.frWires ?? slider.dataset.frOptions);
  };

  function placeAmong(offered, wire) {
    const at = offered.indexOf(wire);
    if (at >= 0 || !wire?.includes('\u2063')) return at;
    const [value, label] = wire.split('\u2063');
    const parts = offered.map(one => one.split('\u2063'));
    const same = parts.findIndex(part => part[0] === value);
    if (same >= 0 || parts.filter(part => part[1] === label).length !== 1) return same;
    return parts.findIndex(part => part[1] === label);
  }

  function cleaned(el) {
    if (el.tagName === 'TEXTAREA' || el.value === el.defaultValue) return el.defaultValue;
    const same = document.createElement('input');
    for (const name of ['type', 'min', 'max', 'step', 'value']) {
      if (el.hasAttribute(name)) same.setAttribute(name, el.getAttribute(name));
    }
    return same.value;
  }

  const KIND = {
    text: {
      read: el => el.value,
      base: cleaned,
      graft: (el, value) => {
        if (el.tagName === 'TEXTAREA') el.textContent = value;
        else el.setAttribute('value', value);
      },
      write: (el, value) => {
        if (el.value === value) return;
        const at = el === document.activeElement ? el.selectionStart : null;
        el.value = value;
        if (at !== null) {
          try {
            el.setSelectionRange(at, at);
          } catch {
          }
        }
      },
      rebase: (el, base) => {
        if (el.defaultValue === base) return;
        const value = el.value;
        el.defaultValue = base;
        if (el.value !== value) el.value = value;
      },
    },
    place: {
      read: el => optionsOf(el)[+el.value],
      base: el => optionsOf(el)[+el.defaultValue],
      graft: (el, option) => KIND.text.graft(el, String(optionsOf(el).indexOf(option))),
      fit: (el, option, base) => optionsOf(el)[placeAmong(optionsOf(el), option)] ?? base,
      write: (el, option) => KIND.text.write(el, String(optionsOf(el).indexOf(option))),
      rebase: (el, base) => KIND.text.rebase(el, String(optionsOf(el).indexOf(base))),
    },
    check: {
      read: el => el.checked,
      base: el => el.defaultChecked,
      graft: (el, on) => el.toggleAttribute('checked', on),
      write: (el, on) => {
        if (el.checked !== on) el.checked = on;
      },
      rebase: (el, base) => {
        const on = el.checked;
        el.defaultChecked = base;
        if (el.checked !== on) el.checked = on;
      },
    },
    radio: {
      read: el => radiosOf(el).find(one => one.checked)?.value ?? null,
      base: el => radiosOf(el).find(one => one.defaultChecked)?.value ?? null,
      fit: (el, value, base) => {
        if (value === null) return value;
        const all = radiosOf(el).map(one => one.value);
        return all[placeAmong(all, value)] ?? base;
      },
      write: (el, value) => {
        for (const one of radiosOf(el)) {
          if (one.checked !== (one.value === value)) one.checked = one.value === value;
        }
      },
      rebase: (el, base) => {
        const value = KIND.radio.read(el);
        for (const one of radiosOf(el)) one.defaultChecked = one.value === base;
        KIND.radio.write(el, value);
      },
    },
    select: {
      read: chosen,
      base: el => {
        const set = [...el.options].filter(option => option.defaultSelected).map(option => option.value);
        return set.length || el.multiple ? set : [el.options[0]?.value];
      },
      graft: (el, values) => {
        for (const option of el.options) option.toggleAttribute('selected', values.includes(option.value));
      },
      fit: (el, values, base) => {
        const offered = [...el.options].map(option => option.value);
        const left = values
          .map(value => offered[placeAmong(offered, value)])
          .filter(value => value !== undefined);
        return left.length || el.multiple ? left : base;
      },
      write: (el, values) => {
        for (const option of el.options) {
          const on = values.includes(option.value);
          if (option.selected !== on) option.selected = on;
        }
      },
      rebase: (el, base) => {
        const values = chosen(el);
        for (const option of el.options) option.defaultSelected = base.includes(option.value);
        KIND.select.write(el, values);
      },
    },
    file: {
      read: el => [...el.files].map(file => file.name + file.size).join(),
      base: () => null,
      graft() {},
      write: (el, value) => {
        if (value === null) el.value = '';
      },
    },
    html: {
      read: el => el.innerHTML,
      base: el => el.innerHTML,
      graft: (el, value) => {
        el.innerHTML = value;
      },
      write: (el, value) => {
        if (el.innerHTML !== value) el.innerHTML = value;
      },
    },
    details: {
      view: true,
      read: el => el.open,
      base: el => el.open,
      graft: (el, open) => el.toggleAttribute('open', open),
      write: (el, open) => {
        if (el.open !== open) el.open = open;
      },
    },
    dialog: {
      view: true,
      always: true,
      read: el => el.open,
      base: el => el.hasAttribute('open'),
      graft: (el, open) => el.toggleAttribute('open', open),
      write: (el, open) => {
        if (open === el.open) return;
        if (open) el.showModal();
        else el.close();
      },
    },
    own: {
      view: true,
      read: el => attributes(el, el.dataset.frOwn.split(' ')),
      base: el => attributes(el, el.dataset.frOwn.split(' ')),
      graft: (el, list) => {
        for (const [name, value] of list) setOrRemove(el, name, value);
      },
      write: (el, list) => KIND.own.graft(el, list),
    },
    island: {
      read: el => el.value,
      base: el => JSON.parse(el.dataset.frValue ?? 'null'),
      graft() {},
      write: (el, value) => {
        if (!alike(el.value, value)) el.value = value;
      },
    },
  };
  function kindOf(el) {
    if (el.dataset.frOwn) return KIND.own;
    if (el.tagName === 'SELECT') return KIND.select;
    if (el.tagName === 'DETAILS') return KIND.details;
    if (el.tagName === 'DIALOG') return KIND.dialog;
    if (el.hasAttribute('contenteditable')) return KIND.html;
    if (el.type === 'checkbox') return KIND.check;
    if (el.type === 'radio') return KIND.radio;
    if (el.type === 'file') return KIND.file;
    if (el.tagName.includes('-')) return KIND.island;
    if (el.type === 'range' && el.closest('[data-fr-options]')) return KIND.place;
    return KIND.text;
  }

  const markOf = el => JSON.stringify(kindOf(el).read(el));
  function edited(el) {
    const kind = kindOf(el);
    const now = kind.read(el);
    return now !== undefined && !alike(now, kind.base(el));
  }


  const unfolded = new WeakSet();
  app.addEventListener('click', event => {
    const fold = event.target.closest?.('summary')?.parentElement;
    if (fold && !fold.dataset.frRev) unfolded.add(fold);
  });

  const NAMED = /^(-(w\d*|[tp]\d+|h|l))?$/;

  function carryOpen(targets, fragments) {
    const SITE = '[data-fr-site]';
    const all = (nodes, selector) => nodes.flatMap(node => [...node.querySelectorAll(selector)]);
    const came = all(fragments, SITE);
    const same = new Set(all(fragments, '[data-fr-same]').map(el => el.id));
    const stays = el => el && (same.has(el.id) || stays(el.parentElement));
    const gone = within(targets, SITE).filter(el => !stays(el) && !came.some(fresh => fresh.id === el.id));
    for (const fresh of came) {
      let old = document.getElementById(fresh.id);
      if (!old) {
        const at = gone.findIndex(el => el.dataset.frSite === fresh.dataset.frSite);
        if (at < 0) continue;
        [old] = gone.splice(at, 1);
        takeName(old, fresh.id.slice(0, -2));
      }
      carryTab(old, fresh);
    }
  }

  function takeName(old, name) {
    const before = old.id.slice(0, -2);
    for (const el of [old, ...old.querySelectorAll('[id]')]) {
      const rest = el.id.startsWith(before) && el.id.slice(before.length);
      if (rest !== false && NAMED.test(rest)) el.id = name + rest;
    }
  }

  function carryTab(old, fresh) {
    const list = ':scope > [role=tablist]:not([data-fr-for])';
    const [ours, theirs] = [old.querySelector(list), fresh.querySelector(list)];
    if (!ours || !theirs) return;
    const [before, now] = [[...ours.children], [...theirs.children]];
    const isOpen = el => el.getAttribute('aria-selected') === 'true';
    const at = before.findIndex(isOpen);
    let to = now.findIndex(el => el.value === before[at]?.value);
    if (to < 0) to = before.length === now.length ? at : now.findIndex(isOpen);
    for (const [tabs, inside] of [
      [before, old],
      [now, fresh],
    ]) {
      for (const [place, el] of tabs.entries()) {
        el.setAttribute('aria-selected', String(place === to));
        el.toggleAttribute('tabindex', place !== to);
        if (place !== to) el.setAttribute('tabindex', '-1');
        const panel = inside.querySelector(`#${CSS.escape(fresh.id.slice(0, -2))}-p${place}`);
        if (panel) panel.hidden = place !== to;
      }
    }
  }


  const submitted = new WeakMap();
  let after = [];
  let composing = null;
  let waiting = null;
  let missed = false;
  let snap = null;
  let foreign = false;
  const changed = new Set();

  function snapshot(targets, fragments = []) {
    const focus = document.activeElement;
    for (const target of targets) changed.add(target);
    snap = {
      live: new Map(),
      mark: new Map(),
      edited: new Map(),
      radios: new Map(),
      steps: [],
      hold: anchor(),
      focus: focus && focus !== document.body ? focus : null,
      selection: null,
    };
    try {
      snap.selection = [focus.selectionStart, focus.selectionEnd, focus.selectionDirection];
    } catch {
    }
    carryOpen(targets, fragments);
    for (const fragment of fragments) {
      for (const fresh of fragment.querySelectorAll('dialog[data-fr-subject]')) {
        forget(document.getElementById(fresh.id), fresh);
      }
      for (const name of refusals.keys()) keepMessage(name, fragment);
    }
    for (const el of within(targets, '[data-fr-rev]')) {
      snap.live.set(el, kindOf(el).read(el));
      snap.mark.set(el, markOf(el));
      if (foreign) snap.edited.set(el, edited(el));
    }
    for (const fragment of fragments) {
      for (const el of fragment.querySelectorAll('input[type=radio][data-fr-rev]')) {
        if (snap.radios.has(el.name)) snap.radios.get(el.name).push(el);
        else snap.radios.set(el.name, [el]);
      }
    }
    for (const [fresh] of snap.radios.values()) {
      const old = byName(fresh.name)[0];
      if (!snap.live.has(old)) continue;
      const base = KIND.radio.base(fresh);
      const keep = keeps(old, fresh);
      const want = keep ? KIND.radio.fit(fresh, snap.live.get(old), base) : base;
      snap.steps.push(() => settle(old, KIND.radio, keep, want, base));
    }
  }

  function keepMessage(name, fragment) {
    const place = placeOf(name)?.cloneNode(true);
    const fresh = fragment.querySelector(`#${name}-e`);
    if (!place || fresh?.hidden === false) return;
    if (fresh) fresh.replaceWith(place);
    else fragment.querySelector(`#${name}-w`)?.firstElementChild?.append(place);
  }

  function forget(old, fresh) {
    if (!old || old.open || old.dataset.frSubject === fresh.dataset.frSubject) return;
    for (const el of old.querySelectorAll('[data-fr-rev]')) {
      const kind = kindOf(el);
      if (!kind.view && edited(el)) kind.write(el, kind.base(el));
    }
  }

  function keeps(old, fresh) {
    if (foreign && !kindOf(fresh).view) return snap.edited.get(old);
    if (old.getAttribute('data-fr-rev') === fresh.getAttribute('data-fr-rev')) return true;
    return (
      fresh.hasAttribute('data-fr-soft') &&
      (pending.has(old.name) || (submitted.has(old) && submitted.get(old) !== snap.mark.get(old)))
    );
  }

  function settle(el, kind, keep, want, base) {
    kind.write(el, want);
    kind.rebase?.(el, base);
    if (!keep && submitted.has(el)) submitted.set(el, markOf(el));
  }

  function beforeNode(old, fresh) {
    if (old.nodeType !== 1 || fresh.nodeType !== 1) return true;
    if (fresh.hasAttribute('data-fr-same')) return false;
    if (old === composing) {
      waiting = fresh.cloneNode(true);
      return false;
    }
    if (old.frMorph) {
      const inner = fresh.cloneNode(true);
      after.push(() => old.frMorph(inner));
    }
    if (!fresh.hasAttribute('data-fr-rev') || fresh.type === 'radio') return true;
    const kind = kindOf(fresh);
    const base = kind.base(fresh);
    const same = snap.live.has(old) && old.id && old.id === fresh.id && kindOf(old) === kind;
    const live = same ? snap.live.get(old) : base;
    const keep = same && keeps(old, fresh);
    let want = base;
    if (keep) want = kind.fit ? kind.fit(fresh, live, base) : live;
    if (kind.always && same) kind.graft(fresh, live);
    else if (keep) kind.graft(fresh, want);
    if (kind !== KIND.file || !keep) after.push(() => settle(old, kind, keep, want, base));
    return true;
  }

  function merge(old, fresh) {
    snapshot([old]);
    beforeNode(old, fresh);
    for (const name of old.getAttributeNames()) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) {
      if (name !== 'value' && old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    flush();
    snap = null;
  }

  function flush() {
    const todo = after;
    after = [];
    index = null;
    for (const step of [...todo, ...snap.steps]) step();
    if (snap.focus?.isConnected && document.activeElement === document.body) {
      snap.focus.focus({ preventScroll: true });
      if (snap.selection?.[0] != null) {
        try {
          snap.focus.setSelectionRange(...snap.selection);
        } catch {
        }
      }
    }
  }

  let morphing = false;
  for (const type of ['change', 'blur', 'focus', 'focusin', 'focusout']) {
    addEventListener(
      type,
      event => {
        if (morphing && app.contains(event.target)) event.stopImmediatePropagation();
      },
      true,
    );
  }
  addEventListener(
    'compositionstart',
    event => {
      composing = event.target;
    },
    true,
  );
  addEventListener(
    'compositionend',
    () => {
      const el = composing;
      const fresh = waiting;
      composing = waiting = null;
      if (missed) {
        missed = false;
        refresh();
      } else if (fresh) {
        setTimeout(() => {
          if (el.isConnected && el !== composing) merge(el, fresh);
        });
      }
    },
    true,
  );


  function anchor() {
    const left = following().filter(el => el.scrollHeight - el.scrollTop - el.clientHeight > 8);
    const hold = upperEdge();
    return () => {
      hold();
      for (const el of following()) if (!left.includes(el)) toEnd(el);
    };
  }

  const following = () =>
    [...root.querySelectorAll('[data-fr-follow], .fr-bottom .stChatInput')]
      .map(el => (el.dataset.frFollow ? el : document.scrollingElement))
      .filter(el => el.dataset.frFollow !== 'chat' || el.querySelector('.stChatMessage'));
  const toEnd = el => el.scrollTo({ top: el.scrollHeight, behavior: 'instant' });

  function upperEdge() {
    if (!scrollY) return () => {};
    const all = () => [...root.querySelectorAll('.stElementContainer')];
    const before = all();
    const at = before.findIndex(el => el.getBoundingClientRect().bottom > 0);
    if (at < 0) return () => {};
    const text = before[at].textContent;
    const top = before[at].getBoundingClientRect().top;
    return () => {
      const is = el => el.textContent === text;
      let nearest = before[at];
      if (!nearest.isConnected || !is(nearest)) {
        const same = [...all().entries()].filter(([, el]) => is(el));
        [, nearest] = same.sort(([one], [other]) => Math.abs(one - at) - Math.abs(other - at))[0] ?? [];
      }
      const by = nearest ? nearest.getBoundingClientRect().top - top : 0;
      if (by) scrollBy({ top: by, behavior: 'instant' });
    };
  }


  let previewing = null;
  let previewed = false;

  function endPreview() {
    previewing?.abort();
    previewing = null;
  }

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


  const asking = (trigger, pressed) =>
    (pressed?.dataset.frConfirm && pressed) ||
    app.querySelector(`button[name=_fr_trigger][data-fr-confirm][value="${CSS.escape(trigger)}"]`);

  let answered = -1000;
  function ask(button, go) {
    const { frConfirm: text, frConfirmed: token } = button.dataset;
    const make = (tag, className, textContent) =>
      Object.assign(document.createElement(tag), { className, textContent });
    const dialog = make('dialog', 'fr-confirm', '');
    dialog.setAttribute('role', 'alertdialog');
    dialog.setAttribute('aria-labelledby', 'fr-confirm-text');
    const box = make('div', 'fr-dialog-box', '');
    const question = make('p', 'fr-confirm-text', text);
    question.id = 'fr-confirm-text';
    const row = make('div', 'fr-confirm-buttons', '');
    const no = make('button', 'fr-button fr-button-secondary', texts.cancel);
    const yes = make('button', 'fr-button fr-button-primary', button.textContent.trim() || texts.confirm);
    for (const each of [no, yes]) each.type = 'button';
    let agreed = false;
    yes.addEventListener('click', () => {
      agreed = true;
      dialog.close();
    });
    no.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => {
      answered = performance.now();
      dialog.remove();
      if (agreed) go(token);
    });
    row.append(no, yes);
    box.append(question, row);
    dialog.append(box);
    app.append(dialog);
    dialog.showModal();
    no.focus();
  }
  addEventListener(
    'click',
    event => {
      if (event.detail > 1 && performance.now() - answered < 500) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );


  const randomId = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');

  const stateOf = el => el.closest('[data-fr-island]') ?? el;

  const markSubmitted = elements => {
    for (const el of elements.map(stateOf)) submitted.set(el, markOf(el));
  };

  function remember(name, elements) {
    const values = valuesOf(elements);
    const told = pending.get(name);
    if (told ? alike(told.values, values) : !elements.some(el => edited(stateOf(el)))) return false;
    pending.set(name, { seq: ++seq, values });
    markSubmitted(elements);
    return true;
  }

  function compose(form, trigger, inForm = new Map(), posted = {}) {
    const fields = { ...posted };
    const seqs = {};
    const page = document.getElementById('fr-page');
    const standalone = byWidget(page.elements);
    clearTimeout(tick);
    for (const [name, elements] of standalone) {
      if (!(trigger && form === page) && isRefused(name, elements)) continue;
      if ((trigger || !elements.includes(document.activeElement)) && !elements.some(errorOf)) {
        remember(name, elements);
      }
      const told = pending.get(name);
      if (told) {
        fields[name] = told.values;
        seqs[name] = told.seq;
      }
    }
    for (const elements of inForm.values()) markSubmitted(elements);
    const seen = pageShown();
    return { id: randomId(), form: form.id, trigger, kind: 'submit', fields, seqs, seen, tries: 0 };
  }

  const MOST_AT_ONCE = 5;
  const changes = ({ kind, form, trigger, moved }) =>
    kind === 'submit' && form === 'fr-page' && trigger === null && moved === undefined;
  function enqueue(submission) {
    if (queued.length && changes(queued.at(-1)) && changes(submission)) queued.pop();
    queued.push(submission);
    for (const other of inFlight) if (other.timer) send(other);
    if (parked.size) resend();
    sendQueued();
  }
  function sendQueued() {
    while (queued.length && !parked.size) {
      const before = [...inFlight].filter(other => other.kind === 'submit');
      if (before.length >= MOST_AT_ONCE || before.some(other => other.trigger && !other.yields)) return;
      send(queued.shift());
    }
    busy();
  }
  addEventListener('pagehide', () => {
    if (noting) noteUnderWay();
    for (const submission of queued.splice(0)) {
      fetch(address(), { ...post(submission, body(submission)), keepalive: true }).catch(() => {});
    }
  });

  const address = () => app.dataset.frUrl || path + (isAddress() ? location.search : search);

  const requests = new WeakMap();

  function send(submission) {
    if (!tab && submission.kind !== 'refresh') return;
    inFlight.add(submission);
    parked.delete(submission);
    clearTimeout(submission.timer);
    submission.timer = 0;
    submission.tab = tab;
    busy();
    const source = document.createElement('div');
    source.hidden = true;
    requests.set(source, { submission, head: null, last: null });
    app.append(source);
    htmx
      .ajax('POST', address(), { source, target: '#fr-root', swap: 'innerMorph' })
      .catch(() => failed(submission))
      .finally(() => {
        source.remove();
        sendQueued();
      });
  }

  const pageShown = () => (frame ? '' : `${birth}-${have}`);

  const body = submission =>
    JSON.stringify({
      v: +app.dataset.frProtocol,
      tab,
      id: submission.id,
      have: previewed ? '' : pageShown(),
      seen: submission.seen,
      form: submission.form === 'fr-page' ? '' : submission.form,
      trigger: submission.trigger,
      fields: submission.fields,
      seqs: submission.seqs,
      kind: submission.kind,
      fragment: submission.fragment,
      dialogs: submission.dialogs,
      confirmed: submission.confirmed,
      moved: submission.moved,
    });

  let zone;
  const timezone = () => (zone ??= Intl.DateTimeFormat().resolvedOptions().timeZone ?? '');

  const post = ({ kind, id }, text) => ({
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      'X-CSRFToken': csrf,
      'Content-Type': 'application/json',
      'FR-Tab': tab,
      'FR-Kind': kind,
      'FR-Id': id,
      'FR-Zone': timezone(),
    },
    body: text,
  });

  async function renewToken() {
    const fresh = await fetch(app.dataset.frTokenUrl, { credentials: 'same-origin' }).catch(() => null);
    if (fresh?.ok) csrf = await fresh.text();
  }

  async function askOptions(name, fields, renewed) {
    const text = JSON.stringify({
      v: +app.dataset.frProtocol,
      tab,
      kind: 'options',
      trigger: name,
      fields,
    });
    const response = await fetch(address(), post({ kind: 'options', id: '' }, text));
    if (response.status === 403 && !renewed) {
      await renewToken();
      return askOptions(name, fields, true);
    }
    if (!response.ok) throw new Error(`options: ${response.status}`);
    return response.json();
  }

  function submitForm(form, trigger, confirmed = '', pressed) {
    const chat = [...form.elements].find(el => el.dataset.frSubmits === 'enter');
    if (!trigger || (chat && isRunning() && chat.dataset.frMode !== 'submit')) return;
    const inForm = byWidget(form.elements);
    const wrong = !previews(trigger) && wrongOf(inForm);
    if (wrong) {
      show(wrong);
      return;
    }
    const button = confirmed ? null : asking(trigger, pressed);
    if (button) return ask(button, token => submitForm(form, trigger, token));
    const posted = postOf(inForm);
    const sent = JSON.stringify([form.id, trigger, posted]);
    if (repeats(other => other.sent === sent)) return;
    endPreview();
    const made = compose(form, trigger, inForm, posted);
    const submission = { ...made, confirmed, sent, yields: yields(trigger) };
    if (chat) {
      const parts = [...form.elements].filter(el => isField(el) && !el.disabled).map(stateOf);
      submission.chat = parts.map(el => [el, el.value]);
      for (const el of parts) el.value = el === chat ? '' : [];
      following().forEach(toEnd);
    }
    enqueue(submission);
  }

  const yields = trigger =>
    app.querySelector(`button[data-fr-yields][value="${CSS.escape(trigger)}"]`) !== null;

  const previews = trigger =>
    app.querySelector(`button[formnovalidate][value="${CSS.escape(trigger)}"]`) !== null;

  function repeats(same) {
    const first = [...inFlight, ...parked, ...queued].find(same);
    if (first?.timer) send(first);
    else if (parked.has(first)) resend();
    return Boolean(first);
  }

  function press(button, confirmed = '') {
    if (!confirmed && button.dataset.frConfirm) return ask(button, token => press(button, token));
    const once = button.dataset.frSingle !== undefined;
    if (!once || !repeats(other => other.trigger === button.value)) {
      enqueue({
        ...compose(document.getElementById('fr-page'), button.value),
        confirmed,
        yields: yields(button.value),
      });
    }
  }

  let tick = 0;
  const held = new Map();
  function commit(el) {
    const elements = byName(el.name);
    if (isRefused(el.name, elements) || wrongOf(byWidget(elements))) return;
    if (!remember(el.name, elements) || el.closest('[data-fr-ignore]')) return;
    clearTimeout(tick);
    tick = setTimeout(() => enqueue(compose(document.getElementById('fr-page'), null)));
  }

  const runAgain = moved => {
    if (tab) enqueue({ ...compose(document.getElementById('fr-page'), null), moved });
    else location.reload();
  };


  const idlers = [];
  const isRunning = () => inFlight.size + queued.length > 0;
  const idle = () => (isRunning() ? new Promise(go => idlers.push(go)) : Promise.resolve());
  let slow = 0;

  function sayState() {
    const active = isRunning() || previewing !== null || [...held.values()].some(Boolean);
    app.dataset.testScriptState = active ? 'running' : 'notRunning';
  }

  function busy() {
    const running = isRunning();
    noting ||= setTimeout(noteUnderWay);
    sayState();
    if (!running) for (const go of idlers.splice(0)) setTimeout(go);
    clearTimeout(slow);
    if ([...inFlight].some(submission => submission.kind !== 'rerun')) {
      slow = setTimeout(() => {
        root.setAttribute('aria-busy', 'true');
        if (!noticeStays) notice(texts.running, 'running');
        slow = setTimeout(() => {
          if (!noticeStays) notice(texts.running, 'running', [[texts.stop, stop]]);
        }, 500);
      }, 500);
    } else if (!running) {
      root.removeAttribute('aria-busy');
      if (status.dataset.frLevel === 'running') notice('');
    }
  }

  function stop(event) {
    const button = event.target;
    if (button.ariaDisabled) return;
    button.ariaDisabled = 'true';
    for (const submission of inFlight) {
      const text = JSON.stringify({ v: +app.dataset.frProtocol, tab, id: submission.id, kind: 'stop' });
      fetch(address(), post({ kind: 'stop', id: submission.id }, text))
        .then(answer => {
          if (!answer.ok) throw answer;
        })
        .catch(() => {
          button.ariaDisabled = null;
        });
    }
  }

  let noticeStays = false;
  const hasNotice = () => noticeStays;

  let last = null;
  app.addEventListener('focusin', event => {
    if (!status.contains(event.target)) last = event.target;
  });
  function goBack() {
    const el = last?.isConnected ? last : document.getElementById(last?.id);
    for (const to of [el, document.getElementById('fr-m-root')]) {
      to?.focus({ preventScroll: true });
      if (to?.contains(document.activeElement)) return;
    }
  }

  function notice(text, level = 'info', actions = []) {
    const focused = status.contains(document.activeElement) && document.activeElement.textContent;
    status.dataset.frLevel = level;
    noticeStays = Boolean(text) && level !== 'running';
    const said = Object.assign(document.createElement('span'), { textContent: text });
    status.replaceChildren(...(text ? [said] : []));
    for (const [label, act] of actions) {
      const link = typeof act === 'string';
      const button = document.createElement(link ? 'a' : 'button');
      button.className = `fr-button fr-button-${link ? 'primary' : 'secondary'}`;
      button.textContent = label;
      Object.assign(button, link ? { href: act, target: '_blank', rel: 'noopener' } : { type: 'button' });
      button.addEventListener('click', link ? openLogin : act);
      status.append(' ', button);
      if (focused === label) button.focus();
    }
    if (focused !== false && !status.contains(document.activeElement)) goBack();
  }

  const connection = state => {
    app.dataset.testConnectionState = state;
  };
  function disconnected(state, ...said) {
    connection(state);
    notice(...said);
    status.firstChild.dataset.testid = 'stConnectionStatus';
  }


  const WAITS = [400, 800, 1600, 3200, 6400, 12800];

  const done = submission => {
    inFlight.delete(submission);
    for (const [name, number] of Object.entries(submission.seqs)) {
      if (pending.get(name)?.seq === number) pending.delete(name);
    }
    if (submission.tries) notice('');
    if (submission.over) setTimeout(submission.over, 1000, false);
    busy();
  };

  function failed(submission, { wait = 0, most = WAITS.length, lost = texts.lost } = {}) {
    if (!inFlight.has(submission)) return;
    if (submission.kind === 'rerun') return done(submission);
    if (submission.tries < most) {
      disconnected('PINGING_SERVER', texts.retrying, 'warning');
      submission.timer = setTimeout(
        () => send(submission),
        Math.max(wait, WAITS[submission.tries++] * (0.75 + Math.random() / 2)),
      );
    } else {
      park(submission);
      disconnected('DISCONNECTED_FOREVER', lost, 'error', [[texts.again, resend]]);
    }
  }

  function park(submission) {
    inFlight.delete(submission);
    parked.add(submission);
    busy();
  }

  function resend() {
    notice('');
    const first = [...parked].map(each => Object.assign(each, { tries: 0, renewed: false, login: false }));
    parked.clear();
    for (const submission of first.filter(each => each.kind !== 'submit')) send(submission);
    queued.unshift(...first.filter(each => each.kind === 'submit'));
    sendQueued();
  }
  addEventListener('online', () => {
    for (const submission of inFlight) if (submission.timer) send(submission);
    if (parked.size) resend();
  });

  function askForLogin(submission, login) {
    submission.login = true;
    park(submission);
    notice(texts.login, 'warning', [...(login ? [[texts.loginLink, login]] : []), [texts.again, resend]]);
  }
  let loginWindow = null;
  function openLogin(event) {
    loginWindow = open(event.currentTarget.href, '_blank', 'popup,width=560,height=720');
    if (loginWindow) event.preventDefault();
  }
  const loggedIn = () => {
    if ([...parked].some(submission => submission.login)) resend();
  };
  addEventListener('focus', loggedIn);
  const others = new BroadcastChannel('formrerun');
  others.onmessage = loggedIn;
  others.postMessage('opened');


  function receive(submission, response) {
    if (response.headers.has('FR-Interrupted')) {
      done(submission);
      return false;
    }
    if (response.headers.has('FR-Held')) {
      done(submission);
      submission.over?.('held');
      if (frame) refresh();
      return false;
    }
    const page = response.headers.get('FR-Run');
    if (response.redirected || (response.ok && !page)) {
      askForLogin(submission, response.redirected && response.url);
      return false;
    }
    if (page) return true;
    refused(submission, response);
    return false;
  }

  async function refused(submission, response) {
    const answer = response.headers.get('Content-Type')?.includes('json')
      ? await response.json().catch(() => ({}))
      : {};
    if ([429, 502, 503, 504].includes(response.status)) {
      return failed(submission, { wait: 1000 * response.headers.get('Retry-After') || 0 });
    }
    if (response.status >= 500 && !answer.message) {
      return failed(submission, { most: 2, lost: texts.refused });
    }
    if (response.status === 403 && !submission.renewed && (answer.csrf || !answer.message)) {
      submission.renewed = true;
      await renewToken();
      return send(submission);
    }
    if (response.status === 401) return askForLogin(submission, answer.login);
    if (response.status === 404 && !(await resume(submission))) return;
    for (const [el, value] of submission.chat ?? []) if (!el.value.length) el.value = value;
    done(submission);
    sendQueued();
    if (response.status === 422) {
      for (const [name, text] of Object.entries(answer.errors ?? {})) showError(name, text, true);
      const shown = byWidget(app.querySelectorAll('[name]'));
      const wrong = [...shown].filter(([name]) => answer.errors?.[name]);
      const first = wrong[0]?.[1][0];
      if (first && submission.trigger !== null && !typesOn()) show(first);
      const links = wrong.map(([, [el]]) => [labelOf(el), () => show(el)]);
      notice(answer.message || texts.check, 'error', links.length > 1 ? links : []);
      for (const name of submission.trigger ? [] : Object.keys(submission.seqs)) {
        if (!answer.errors?.[name] && byName(name)[0]) commit(byName(name)[0]);
      }
      if (Object.keys(answer.errors ?? {}).some(name => !byName(name).length)) refresh();
    } else if (response.status !== 404) notice(answer.message || texts.refused, 'error');
    if (frame) refresh();
  }

  function typesOn() {
    const here = stateOf(document.activeElement);
    return submitted.has(here) && submitted.get(here) !== markOf(here);
  }

  async function resume(submission) {
    if (submission.tab !== tab) return true;
    if (submission.note) {
      notice(texts.login, 'warning', [[texts.again, () => location.reload()]]);
      return true;
    }
    const response = await fetch(app.dataset.frUrl ? location.href : address(), {
      credentials: 'same-origin',
      headers: { Accept: 'text/html' },
    }).catch(() => null);
    const page =
      response?.ok &&
      new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('fr-app');
    if (!response || response.status >= 500) {
      failed(submission);
      return false;
    }
    if (!page) {
      askForLogin(submission, response.redirected && response.url);
      return false;
    }
    tab = page.dataset.frTab;
    history.replaceState(entry(), '');
    csrf = page.dataset.frCsrf;
    foreign = true;
    try {
      await htmx.swap({
        text: page.querySelector('#fr-root').innerHTML,
        target: root,
        swap: 'innerMorph',
        sourceElement: root,
      });
    } finally {
      foreign = false;
    }
    [birth, have] = split(page.dataset.frMark);
    newest = have;
    const untold = [...pending.keys()];
    pending.clear();
    for (const name of untold) remember(name, byName(name));
    settled();
    notice(texts.expired, 'warning');
    const rest = compose(document.getElementById('fr-page'), null);
    if (pending.size) send({ ...rest, note: texts.expired });
    return true;
  }

  const bare = (kind, id) => ({ id, form: '', trigger: null, kind, fields: {}, seqs: {}, tries: 0 });

  const refresh = () => send(bare('refresh', ''));

  function mayApply(headers) {
    const [itsBirth, run] = split(headers.get('FR-Run'));
    if (itsBirth === birth && run < newest) return false;
    if (composing && !Element.prototype.moveBefore) {
      missed = true;
      return false;
    }
    const base = headers.get('FR-Base');
    if (base && base !== shown()) {
      refresh();
      return false;
    }
    foreign = itsBirth !== birth;
    return true;
  }

  const shown = () => frame || `${birth}-${have}`;

  const frameFits = head =>
    !(composing && !Element.prototype.moveBefore) && (!head.base || head.base === shown());

  function frameApplied(head) {
    frame = head.picture;
    markStale(head.stale);
    settled();
  }
  function markStale(ids) {
    const old = new Set(ids);
    for (const el of root.querySelectorAll('[data-stale]')) {
      if (!old.has(el.id)) el.removeAttribute('data-stale');
    }
    for (const id of ids) document.getElementById(id)?.setAttribute('data-stale', 'true');
  }

  function showIcon(address) {
    document.querySelector("link[rel='shortcut icon']")?.setAttribute('href', address);
  }

  function applied(headers, submission) {
    [birth, have] = split(headers.get('FR-Run'));
    if (frame) markStale([]);
    frame = '';
    newest = have;
    foreign = previewed = false;
    loginWindow?.close();
    loginWindow = null;
    const message = headers.get('FR-Message');
    if (message || submission.note) {
      notice(message ? decodeURIComponent(message) : submission.note, 'warning');
    } else if (headers.has('FR-Reload')) {
      notice(texts.reload, 'info', [[texts.reloadNow, () => location.reload()]]);
    } else if (noticeStays && !submission.over && submission.kind !== 'refresh') notice('');
    submission.over?.(headers.has('FR-Failed') ? 'failed' : 'fine');
    const icon = headers.get('FR-Icon');
    if (icon && !app.dataset.frUrl) showIcon(icon);
    const query = headers.get('FR-Query');
    if (query !== null && !submission.left && isAddress() && query !== location.search.replace(/^\?/, '')) {
      history.pushState(entry(), '', query ? `?${query}` : path);
    }
    if (isAddress()) search = location.search;
    const [wanted] = within(partsShown(), `[data-fr-focus="${have}"]`);
    if (wanted && !typesOn()) show(wanted);
    announce('applied', { form: message ? '' : submission.form });
    settled();
    const elsewhere = headers.get('FR-Location');
    if (elsewhere) location.assign(elsewhere);
  }

  const announce = (name, detail) => app.dispatchEvent(new CustomEvent(`formrerun:${name}`, { detail }));

  const partsShown = () => {
    const parts = [...changed];
    return parts.length && parts.every(el => el.isConnected) ? parts : [app];
  };

  function settled() {
    const parts = partsShown();
    changed.clear();
    judgeAgain(parts);
    startTimers(parts);
    announce('shown', parts);
  }


  const again = new Map();

  function rerun(fragment = '') {
    if (!again.has(fragment)) {
      again.set(
        fragment,
        free(fragment).then(() => sendRerun(fragment)),
      );
    }
    return again.get(fragment);
  }

  async function free(fragment) {
    await idle();
    const dialog = dialogsIn(fragment).find(each => [...each.querySelectorAll('[name]')].some(isField));
    if (!dialog) return;
    await closed(dialog);
    return free(fragment);
  }

  const partOf = name => root.querySelector(`[data-fr-fragment="${CSS.escape(name)}"]`);

  const drawnByItself = new WeakSet();

  function dialogsIn(fragment) {
    const part = fragment ? partOf(fragment) : root;
    return [...(part?.querySelectorAll('[data-fr-fragment] > dialog[open]') ?? [])].filter(
      each => each.parentElement !== part && !drawnByItself.has(each),
    );
  }

  const closed = dialog =>
    new Promise(over => {
      const watch = new MutationObserver(() => {
        if (dialog.open && dialog.isConnected) return;
        watch.disconnect();
        over();
      });
      watch.observe(root, { subtree: true, childList: true, attributeFilter: ['open'] });
    });

  async function sendRerun(fragment) {
    again.delete(fragment);
    const open = dialogsIn(fragment);
    const dialogs = open.length ? open.map(each => each.parentElement.dataset.frFragment) : undefined;
    const result = await new Promise(over => send({ ...bare('rerun', randomId()), fragment, dialogs, over }));
    if (result === 'held') {
      const dialog = open.find(each => each.open && each.isConnected);
      if (dialog) await closed(dialog);
      return rerun(fragment);
    }
    for (const each of open) drawnByItself.add(each);
    return result;
  }

  const timerFailures = new Map();

  function startTimers(parts) {
    for (const el of within(parts, '[data-fr-every]')) {
      const name = el.dataset.frFragment;
      if (timerFailures.has(name)) continue;
      timerFailures.set(name, 0);
      startTimer(name);
    }
  }

  function startTimer(name) {
    setTimeout(runByTimer, +(partOf(name)?.dataset.frEvery ?? 0) * 2 ** timerFailures.get(name), name);
  }

  async function runByTimer(name) {
    if (document.hidden) {
      await new Promise(seen => document.addEventListener('visibilitychange', seen, { once: true }));
    }
    if (!partOf(name)?.matches('[data-fr-every]')) {
      timerFailures.delete(name);
      return;
    }
    const result = await rerun(name);
    timerFailures.set(name, result === 'fine' ? 0 : Math.min(timerFailures.get(name) + 1, 6));
    startTimer(name);
  }


  const isFrame = request => request.head && !request.last;
  const headersOf = (request, ctx) => request.last?.headers ?? ctx.response.headers;
  const deny = () => {
    throw new Error('formrerun: eval is off');
  };
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
      ctx.request.headers = { Accept: 'text/html, text/event-stream', ...headers };
    },
    htmx_before_request: (source, { ctx }) => {
      delete ctx.request.headers['HX-Request-Type'];
      ctx.request.body = body(requests.get(source).submission);
    },
    htmx_before_response: (source, { ctx }) => {
      ctx.hx = {};
      connection('CONNECTED');
      const streams = ctx.response.raw.headers.get('Content-Type') === 'text/event-stream';
      return streams || receive(requests.get(source).submission, ctx.response.raw);
    },
    htmx_sse_before_message: (source, { message }) => {
      connection('CONNECTED');
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


  document.addEventListener(
    'submit',
    event => {
      const form = event.target;
      if (!app.contains(form) || !form.id.startsWith('fr-')) return;
      event.preventDefault();
      const trigger = event.submitter?.name === '_fr_trigger' ? event.submitter.value : '';
      if (form.id !== 'fr-page') submitForm(form, trigger, '', event.submitter);
      else if (trigger) press(event.submitter);
    },
    true,
  );

  let clicked = null;
  app.addEventListener(
    'click',
    event => {
      const button = event.target.closest?.('button[name=_fr_trigger]');
      if (
        button &&
        button === clicked &&
        event.detail > 1 &&
        (!isStandalone(button) || button.dataset.frSingle !== undefined)
      ) {
        event.preventDefault();
      }
      clicked = button;
    },
    true,
  );

  const RESTS = { range: 500, radio: 500, number: 500 };
  const TYPED = ['date', 'time', 'datetime-local', 'select-one', 'select-multiple'];
  const typeOf = el => (el.dataset.frStep ? 'number' : el.type);
  let keyed = '';
  const holds = (el, event) =>
    el.name === keyed &&
    (TYPED.includes(el.type) || (typeOf(el) in RESTS && !(typeOf(el) === 'number' && event.isTrusted)));
  function hold(name, rest) {
    clearTimeout(held.get(name));
    held.set(name, rest ? setTimeout(release, rest, name) : 0);
    sayState();
  }
  function release(name) {
    clearTimeout(held.get(name));
    const [el] = held.delete(name) ? byName(name) : [];
    if (el) commit(el);
    sayState();
  }
  app.addEventListener('change', event => {
    const el = event.target;
    if (!isField(el) || !isStandalone(el)) return;
    if (holds(el, event)) return hold(el.name, RESTS[typeOf(el)]);
    hold(el.name);
    release(el.name);
  });
  app.addEventListener('focusout', event => {
    const el = event.target;
    if (event.relatedTarget?.name === el.name || document.activeElement === el) return;
    if (held.has(el.name)) release(el.name);
    else if (TYPED.includes(el.type) && isField(el) && isStandalone(el) && el.validity.badInput) commit(el);
  });
  app.addEventListener(
    'pointerdown',
    () => {
      keyed = '';
    },
    true,
  );
  app.addEventListener(
    'keydown',
    event => {
      const { key, altKey, target } = event;
      const opens = key === 'F4' || (altKey && key.startsWith('Arrow'));
      keyed = key === 'Enter' || opens ? '' : target.name;
      if (!held.has(target.name)) return;
      if (key === 'Enter') release(target.name);
      else hold(target.name, key === 'Tab' ? 1000 : RESTS[typeOf(target)]);
    },
    true,
  );

  const liveTimers = new WeakMap();
  app.addEventListener('input', event => {
    const el = event.target;
    clicked = null;
    if (!isField(el)) return;
    showError(el.name, '');
    if (el.dataset.frLive && isStandalone(el)) {
      clearTimeout(liveTimers.get(el));
      liveTimers.set(
        el,
        setTimeout(() => {
          if (!composing) commit(el);
        }, +el.dataset.frLive),
      );
    }
  });

  app.addEventListener('keydown', event => {
    const el = event.target;
    if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return;
    if (event.repeat && el.name === '_fr_trigger') event.preventDefault();
    if (!isField(el)) return;
    const area = el.tagName === 'TEXTAREA';
    const chat = el.dataset.frSubmits === 'enter';
    if (chat ? event.shiftKey : area && !(event.ctrlKey || event.metaKey)) return;
    if (el.tagName === 'SELECT') return;
    event.preventDefault();
    if (el.dataset.frSubmits === undefined || event.repeat) return;
    if (isStandalone(el)) {
      commit(el);
      return;
    }
    if (el.form?.dataset.frEnter !== undefined) {
      submitForm(el.form, el.form.querySelector('button[name=_fr_trigger]')?.value);
    }
  });

  app.addEventListener(
    'click',
    event => {
      const button = event.target.closest?.('.fr-chat-send');
      if (
        !button ||
        !isRunning() ||
        button.parentElement.querySelector('textarea').dataset.frMode !== 'stop'
      ) {
        return;
      }
      event.preventDefault();
      stop({ target: {} });
    },
    true,
  );


  addEventListener('click', event => {
    const link = event.target.closest?.('a[data-fr-page]');
    if (!link || !tab || !app.contains(link) || event.defaultPrevented) return;
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const url = new URL(link.href);
    const until = performance.now() + 3000;
    if (url.pathname === location.pathname && url.search === location.search) {
      runAgain();
      return;
    }
    url.searchParams.set('fr', `${tab}.${have}`);
    const go = () => {
      if (isRunning() && performance.now() < until) setTimeout(go, 20);
      else location.assign(url);
    };
    setTimeout(go);
  });

  const LEFT = 'formrerun-left';
  addEventListener('pagehide', () => {
    if (tab && app.querySelector('a[data-fr-page]')) {
      try {
        sessionStorage.setItem(LEFT, `${tab}.${have}`);
      } catch {
      }
    }
  });
  function leftTab(back = performance.getEntriesByType('navigation')[0]?.type === 'back_forward') {
    if (!back || !app.querySelector('a[data-fr-page]')) return null;
    try {
      const left = sessionStorage.getItem(LEFT);
      return left && left.split('.')[0] !== tab ? left : null;
    } catch {
      return null;
    }
  }
  addEventListener('pageshow', event => {
    const left = leftTab(event.persisted || undefined);
    if (left) loadTab(left);
    else if (event.persisted && tab) refresh();
  });
  addEventListener('popstate', () => {
    if (!tab || !isAddress() || location.search === search) return;
    search = location.search;
    for (const submission of inFlight) submission.left = true;
    runAgain(true);
  });


  const keepsTab = app.dataset.frKeeps !== undefined;
  const named = new URLSearchParams(location.search).has('fr');
  const was = keepsTab ? history.state?.formrerun : undefined;

  function loadTab(name) {
    const url = new URL(location);
    url.searchParams.set('fr', name);
    location.replace(url);
  }

  const entry = () => (keepsTab && tab ? { ...history.state, formrerun: tab } : history.state);

  if (tab && navigator.locks) {
    navigator.locks
      .request(`formrerun-${tab}`, { ifAvailable: true }, lock => {
        if (lock) return new Promise(() => {});
        return keepsTab ? loadTab(`${tab}.0.fork`) : location.reload();
      })
      .catch(() => {});
  }
  if (was && was !== tab && !named && !leftTab()) loadTab(`${was}.0`);
  else {
    const url = new URL(location);
    url.searchParams.delete('fr');
    if (app.dataset.frQuery !== undefined && !app.dataset.frUrl) url.search = app.dataset.frQuery;
    if (url.href !== location.href || keepsTab) history.replaceState(entry(), '', url);
    search = location.search;
  }

  addEventListener('beforeunload', () => {
    if (keepsTab && tab) document.cookie = `formrerun-tab=${tab}; path=/; max-age=10; samesite=lax`;
  });

  const UNDER_WAY = 'formrerun-under-way';
  let noting = 0;
  function noteUnderWay() {
    noting = 0;
    if (!keepsTab || !tab) return;
    const submissions = [...inFlight, ...parked, ...queued]
      .filter(each => each.kind === 'submit')
      .map(each => ({ ...each, timer: 0, chat: undefined }));
    try {
      if (submissions.length) sessionStorage.setItem(UNDER_WAY, JSON.stringify({ tab, submissions }));
      else sessionStorage.removeItem(UNDER_WAY);
    } catch {
    }
  }

  function takeUp() {
    if (app.dataset.frKept === undefined || !tab) return;
    let left = null;
    try {
      left = JSON.parse(sessionStorage.getItem(UNDER_WAY));
    } catch {
    }
    for (const submission of left?.tab === tab ? left.submissions : []) {
      for (const [name, values] of Object.entries(submission.fields)) {
        fill(byName(name), values);
        markSubmitted(byName(name));
        const number = submission.seqs[name];
        if (number) pending.set(name, { seq: number, values });
        seq = Math.max(seq, number ?? 0);
      }
      enqueue(Object.assign(submission, { tries: 0 }));
    }
    rerun();
  }


  app.formrerun = {
    alike,
    askOptions,
    byWidget,
    edited,
    fill,
    htmx,
    idle,
    latin,
    isStandalone,
    isField,
    notice,
    numberOf,
    pending,
    placeAmong,
    press,
    rerun,
    runAgain,
    format,
    hasNotice,
    shared: () => ({ csrf, tab, texts }),
    stateOf,
    texts,
    valuesOf,
    within,
  };
  let begun = false;
  customElements.define(
    'fr-guard',
    class extends HTMLElement {
      connectedCallback() {
        if (begun && !app.contains(this)) location.reload();
      }
    },
  );
  begun = true;
  for (const el of document.querySelectorAll('.fr-picture')) el.remove();
  const { frTitle, frIcon } = app.dataset;
  if (frTitle !== undefined) {
    document.title = frTitle;
    showIcon(frIcon);
  }
  settled();
  connection('CONNECTED');
  if (!location.hash) following().forEach(toEnd);
  takeUp();
  const { frZone } = app.dataset;
  if (tab && frZone !== undefined && frZone !== timezone()) runAgain();
})();
