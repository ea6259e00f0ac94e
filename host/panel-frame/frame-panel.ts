import { createTranslator } from '../../core/l10n/translator.ts';
import type { Serialisable } from '../../core/message.ts';
import type { CommandOutcome, PanelApi, PanelElement } from '../../core/panel.ts';
import type { FrameHostApi, FrameInput, FrameOpening, FrameWords } from '../../core/protocol/frame-protocol.ts';
import { FrameFactsTeller } from './frame-facts.ts';
import { forwardKeys } from './frame-keys.ts';
import { tell } from './tell.ts';
import { TypedInput } from './typed-input.ts';

/** Loads the plugin's panel into the frame's page, and keeps it supplied: the frame's counterpart of the window's `PluginPanel`. */
export class FramePanel {
  private readonly facts: FrameFactsTeller;
  private readonly input = new TypedInput(document);
  private element: (HTMLElement & PanelElement) | undefined;
  private words: FrameWords;
  private callCount = 0;

  constructor(
    private readonly host: FrameHostApi,
    private readonly opening: FrameOpening,
  ) {
    this.words = opening;
    this.facts = new FrameFactsTeller(host, () => this.element);
  }

  /** @throws what the panel's module throws; Error when it defines no such element. */
  async open(): Promise<void> {
    const { module, element: tag, state } = this.opening;
    await import(/* @vite-ignore */ module);
    if (!customElements.get(tag)) throw new Error(`${module} defines no ${tag}`);
    const element = document.createElement(tag) as HTMLElement & PanelElement;
    element.panel = this.createApi();
    element.state = state ?? undefined;
    this.element = element;
    for (const name of ['error', 'unhandledrejection']) addEventListener(name, () => tell(this.host.fail()));
    addEventListener('pointerdown', ({ isTrusted }) => isTrusted && tell(this.host.touch()), { capture: true });
    stayOnPage();
    forwardKeys(this.host, this.opening);
    document.querySelector('main')?.append(element);
    this.facts.start();
    this.input.write(this.opening.input);
  }

  readInput(): FrameInput | null {
    return this.input.read();
  }

  show(state: Serialisable): void {
    if (!this.element) return;
    this.element.state = state ?? undefined;
    this.facts.look();
  }

  translate(words: FrameWords): void {
    this.words = words;
    document.documentElement.lang = words.language;
    if (this.element) this.element.panel = this.createApi();
  }

  async save(): Promise<boolean> {
    const saved = (await this.element?.save?.()) ?? false;
    this.facts.look();
    return saved;
  }

  private createApi(): PanelApi {
    const { strings, language } = this.words;
    document.documentElement.lang = language;
    return {
      panelId: this.opening.panelId,
      language,
      run: (command, args, options) => this.run(command, args, options?.signal),
      t: createTranslator(strings, language),
      announce: (text) => tell(this.host.announce(String(text))),
      close: () => tell(this.host.close()),
    };
  }

  private async run(command: string, args?: Serialisable, signal?: AbortSignal): Promise<CommandOutcome> {
    if (signal?.aborted) return this.failure(true);
    this.callCount += 1;
    const callId = this.callCount;
    const cancel = () => tell(this.host.cancel(callId));
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await this.host.run({ callId, command, ...(args !== undefined && { args }) });
    } catch {
      return this.failure(false);
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.facts.look();
    }
  }

  /** The window words every outcome; this one stands for the window itself, out of reach. */
  private failure(cancelled: boolean): CommandOutcome {
    const code = cancelled ? 'workbench.cancelled' : 'workbench.failed';
    return { ok: false, cancelled, code, sentence: cancelled ? this.words.cancelled : this.words.failed };
  }
}

/** A link or a form would lead nowhere, but end the page that it is in: a panel whose author forgot to hold them back goes on. */
function stayOnPage(): void {
  addEventListener('submit', (event) => event.preventDefault());
  addEventListener('click', (event) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement || node instanceof SVGAElement);
    if (link?.hasAttribute('href') && !link.getAttribute('href')?.startsWith('#')) event.preventDefault();
  });
}
