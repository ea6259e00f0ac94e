import { CommandService, NotificationService, PanelService } from 'boule-bleue';

/** Counts greetings: the smallest plugin with a command, a panel and a permission. */
export default class Hello {
  static services = [CommandService, PanelService, NotificationService];

  greetings = 0;

  constructor(commands, panels, notifications) {
    this.commands = commands;
    this.panels = panels;
    this.notifications = notifications;
  }

  activate() {
    this.commands.register('hello.greet', ({ name }) => this.greet(name));
    this.publish();
  }

  greet(name) {
    this.greetings += 1;
    this.publish();
    this.notifications.show({ severity: 'info', message: { key: 'greeting', args: { name: name || { key: 'everyone' } } } });
  }

  publish() {
    this.panels.publish('hello.panel', { greetings: this.greetings });
  }
}
