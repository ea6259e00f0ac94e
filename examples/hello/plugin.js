import { CommandService, HookService, NotificationService, PanelService, SettingsService } from 'boule-bleue';

/** Counts greetings: a panel, a command, a setting, and a line of its own in the connection check. */
export default class Hello {
  static services = [CommandService, PanelService, NotificationService, SettingsService, HookService];

  greetings = 0;

  constructor(commands, panels, notifications, settings, hooks) {
    this.commands = commands;
    this.panels = panels;
    this.notifications = notifications;
    this.settings = settings;
    this.hooks = hooks;
  }

  async activate() {
    this.commands.register('hello.greet', ({ name }) => this.greet(name));
    this.hooks.tap('connection.check', () => this.check());
    this.settings.onDidChange(() => this.publish());
    await this.publish();
  }

  async greet(name) {
    this.greetings += 1;
    await this.publish();
    this.notifications.show({ severity: 'info', message: { key: 'greeting', args: { name: name || { key: 'everyone' } } } });
  }

  /** « Tester l'accès aux serveurs » shows what this answers beside its own results. */
  async check() {
    const office = await this.settings.get('hello.office');
    const sentence = office ? { key: 'check.done', args: { office } } : { key: 'check.missing' };
    return [{ label: { key: 'setting.office' }, ok: Boolean(office), sentence }];
  }

  async publish() {
    this.panels.publish('hello.panel', { greetings: this.greetings, office: (await this.settings.get('hello.office')) ?? '' });
  }
}
