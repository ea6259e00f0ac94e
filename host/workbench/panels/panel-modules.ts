import type { ElementContent, PanelContent } from '../../../core/protocol/window-protocol.ts';

/** Which module defined an element, by the element's tag. */
const definedBy = new Map<string, string>();
const failedAttempts = new Map<string, number>();

/** What draws a panel, ready to be created. */
export interface PanelModule {
  /** Tag of the element that draws it. */
  readonly tag: string;
  readonly isOutdated: boolean;
}

/**
 * Loads what draws a panel. A page keeps the first class of an element: where another version of the module defined
 * it, that one goes on, and `isOutdated` says so.
 */
export async function loadPanelModule(content: PanelContent): Promise<PanelModule> {
  if (content.kind === 'view') {
    const { viewTags } = await import('./drawn-panels.ts');
    return { tag: viewTags[content.view], isOutdated: false };
  }
  if (content.kind === 'frame') {
    const { frameTag } = await import('./drawn-panels.ts');
    return { tag: frameTag, isOutdated: false };
  }
  return { tag: content.element, isOutdated: await isOutdated(content) };
}

async function isOutdated({ element, module }: ElementContent): Promise<boolean> {
  const former = definedBy.get(element);
  if (former !== undefined) return former !== module;
  const attempt = failedAttempts.get(module) ?? 0;
  try {
    // Browsers remember a module that failed to load; another address makes them try again.
    const { href } = new URL(attempt === 0 ? module : `${module}?attempt=${attempt}`, document.baseURI);
    await import(/* @vite-ignore */ href);
    if (!customElements.get(element)) throw new Error(`${module} defines no ${element}`);
  } catch (error) {
    failedAttempts.set(module, attempt + 1);
    throw error;
  }
  definedBy.set(element, module);
  return false;
}
