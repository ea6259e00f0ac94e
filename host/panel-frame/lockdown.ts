/*
 * Takes away, before any other code of the frame runs, what a content security policy has no word for. WebRTC speaks to anybody by UDP;
 * a page within the frame would have globals of its own, from before this. Imported first.
 */

const includes = uncurry(String.prototype.includes);
const toLowerCase = uncurry(String.prototype.toLowerCase);

/** What could bring a page with code of its own into the frame's, in HTML and XML. No legitimate markup that is written as text needs it. */
const forbidden = ['srcdoc', '<script', ':script', '<!entity'];

interface PolicyOptions {
  createHTML?: (text: string, ...rest: unknown[]) => string;
  createScriptURL?: (text: string, ...rest: unknown[]) => string;
  createScript?: (text: string, ...rest: unknown[]) => string;
}

interface PolicyFactory {
  createPolicy(name: string, options: PolicyOptions): unknown;
}

withdraw((name) => /^(webkit)?RTC/.test(name) || name === 'XSLTProcessor');
const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
if (trustedTypes) guardMarkup(trustedTypes);

function withdraw(isWithdrawn: (name: string) => boolean): void {
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (isWithdrawn(name)) Reflect.deleteProperty(globalThis, name);
  }
}

/** Markup that is handed over as text passes here, whoever hands it over: the page's policy asks for that. */
function guardMarkup(factory: PolicyFactory): void {
  const prototype = Object.getPrototypeOf(factory) as PolicyFactory;
  const create = uncurry(prototype.createPolicy);
  const createPolicy = function (this: PolicyFactory, name: string, options: PolicyOptions): unknown {
    const { createHTML, createScriptURL, createScript } = options;
    return create(this, name, {
      ...(createHTML && { createHTML: (text: string, ...rest: unknown[]) => harmless(createHTML(text, ...rest)) }),
      ...(createScriptURL && { createScriptURL }),
      ...(createScript && { createScript }),
    });
  };
  Object.defineProperty(prototype, 'createPolicy', { value: createPolicy, configurable: false, writable: false });
  // Panels that set `innerHTML` need not know of any of this. Where scripts may come from is for the content security policy to say.
  factory.createPolicy('default', {
    createHTML: (text: string, _type: unknown, sink: unknown) => {
      if (includes(toLowerCase(String(sink)), 'srcdoc')) refuse();
      return text;
    },
    createScriptURL: (text: string) => text,
  });
}

/** Text is made of it first: an object could say something else the second time it is asked. */
function harmless(markup: unknown): string {
  const text = `${markup}`;
  const searched = toLowerCase(text);
  for (let index = 0; index < forbidden.length; index += 1) {
    if (includes(searched, forbidden[index] as string)) refuse();
  }
  return text;
}

function refuse(): never {
  throw new TypeError('Panels can hold no pages or scripts within');
}

/** Calls a method without looking it up again: code that comes later can put others in their places. */
function uncurry<This, Args extends unknown[], Result>(
  method: (this: This, ...args: Args) => Result,
): (self: This, ...args: Args) => Result {
  return Function.prototype.call.bind(method) as unknown as (self: This, ...args: Args) => Result;
}
