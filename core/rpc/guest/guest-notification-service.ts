import { ShellError } from '../../errors.ts';
import { type Disposable, toDisposable } from '../../lifecycle.ts';
import type { Message } from '../../message.ts';
import { isGranted } from '../../plugins/plugin-scope.ts';
import { type NotificationOptions, NotificationService, type Progress } from '../../services/notification-service.ts';
import type { GuestLink } from './guest-link.ts';
import { Numbered } from './numbered.ts';

const service = NotificationService.serviceId;

type Work = (progress: Progress, signal: AbortSignal) => Promise<unknown>;

/** Work under way, whose result stays here: it need not be plain data. */
interface WorkEntry {
  readonly work: Work;
  outcome?: Promise<unknown>;
}

export class GuestNotificationService extends NotificationService {
  private readonly works = new Numbered<WorkEntry>();
  private shown = 0;

  constructor(private readonly link: GuestLink) {
    super();
    link.offer(service, { work: ([number], signal) => this.runWork(number, signal) });
  }

  override show(options: NotificationOptions): Disposable {
    this.requireGranted();
    for (const { command } of options.actions ?? []) this.requireCommand(command);
    this.shown += 1;
    const number = this.shown;
    this.link.host.send(service, 'show', [number, options]);
    return toDisposable(() => this.link.host.send(service, 'close', [number]));
  }

  override async withProgress<T>(title: Message, work: (progress: Progress, signal: AbortSignal) => Promise<T>): Promise<T> {
    const entry: WorkEntry = { work };
    const number = this.works.add(entry);
    try {
      await this.link.host.call(service, 'withProgress', [number, title]);
    } finally {
      this.works.delete(number);
    }
    return entry.outcome as Promise<T>;
  }

  private async runWork(number: unknown, signal: AbortSignal): Promise<void> {
    const entry = this.works.get(number);
    if (!entry) return;
    const report: Progress['report'] = (step) => this.link.host.send(service, 'report', [number, step]);
    entry.outcome = entry.work({ report }, signal);
    await entry.outcome;
  }

  private requireGranted(): void {
    const { manifest, grants } = this.link.scope;
    const { permission } = NotificationService;
    if (isGranted(grants, permission)) return;
    throw new ShellError('permission.denied', { plugin: manifest.id, permission, subject: service });
  }

  private requireCommand(command: string): void {
    const { manifest, grants } = this.link.scope;
    if (manifest.contributes.commands.some((contribution) => contribution.command === command)) return;
    if (grants.current.commands?.includes(command)) return;
    throw new ShellError('permission.denied', { plugin: manifest.id, permission: 'commands', subject: command });
  }
}
