import type { ContextKeyService, HookService, StorageService } from 'boule-bleue';

const collection = 'mode';
const id = 'current';

/** Whether this workstation works apart from the Impact emploi server. Kept across restarts, told to all who ask. */
export class AssistanceMode {
  private active = false;
  private wanted = false;

  constructor(
    private readonly storage: StorageService,
    private readonly contextKeys: ContextKeyService,
    private readonly hooks: HookService,
  ) {}

  get isActive(): boolean {
    return this.active;
  }

  async restore(): Promise<void> {
    const kept = await this.storage.get<{ readonly active: boolean }>(collection, id);
    this.show(kept?.active === true);
  }

  /** Resolves once the change is kept and every plugin that takes part knows of it. Does nothing when it is already so, or under way. */
  async change(active: boolean): Promise<void> {
    if (active === this.wanted) return;
    this.wanted = active;
    try {
      await this.storage.write([{ collection, id, value: { active } }]);
    } catch (error) {
      this.wanted = this.active;
      throw error;
    }
    this.show(active);
    await this.hooks.call('assistance.onDidChangeMode', { active });
  }

  private show(active: boolean): void {
    this.active = this.wanted = active;
    this.contextKeys.set('assistance.active', active);
  }
}
