import { CommandService, NotificationService, PanelService, type Plugin, plugin } from 'boule-bleue';
import type { State } from './state.ts';

/**
 * The main half: keeps the state, publishes it to the panel, and answers the commands. The constructor's types are all
 * that it can reach; NotificationService needs the permission in package.json.
 */
@plugin()
export default class TemplatePlugin implements Plugin {
  private greetings = 0;

  constructor(
    private readonly commands: CommandService,
    private readonly panels: PanelService,
    private readonly notifications: NotificationService,
  ) {}

  activate(): void {
    this.commands.register('template-plugin.greet', ({ name }: { name?: string }) => this.greet(name));
    this.publish();
  }

  private greet(name?: string): void {
    this.greetings += 1;
    this.publish();
    this.notifications.show({ severity: 'info', message: { key: 'greeting', args: { name: name || { key: 'everyone' } } } });
  }

  private publish(): void {
    const state: State = { greetings: this.greetings };
    this.panels.publish('template-plugin.panel', state);
  }
}
