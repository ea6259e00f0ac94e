import { CommandService, NotificationService, PanelService } from 'boule-bleue';

/** The main half: keeps the state, publishes it to the panel, and answers the commands. */
export default class TemplatePlugin {
  /** What this plugin can reach, in the order of the constructor. NotificationService needs the permission in package.json. */
  static services = [CommandService, PanelService, NotificationService];

  greetings = 0;

  constructor(commands, panels, notifications) {
    this.commands = commands;
    this.panels = panels;
    this.notifications = notifications;
  }

  activate() {
    this.commands.register('template-plugin.greet', ({ name }) => this.greet(name));
    this.publish();
  }

  greet(name) {
    this.greetings += 1;
    this.publish();
    this.notifications.show({ severity: 'info', message: { key: 'greeting', args: { name: name || { key: 'everyone' } } } });
  }

  publish() {
    this.panels.publish('template-plugin.panel', { greetings: this.greetings });
  }
}
