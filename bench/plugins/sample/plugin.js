import { CommandService } from 'boule-bleue';

export default class Sample {
  static services = [CommandService];

  constructor(commands) {
    this.commands = commands;
  }

  activate() {
    this.commands.register('sample.echo', (text) => text);
  }
}
