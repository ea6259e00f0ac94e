import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A command that asks a server for hours and says what it got, and one that never ends. */
const mainHalf = `
import { CommandService, NetworkService, NotificationService } from 'boule-bleue';

export default class Timesheet {
  static services = [CommandService, NetworkService, NotificationService];

  constructor(commands, network, notifications) {
    Object.assign(this, { commands, network, notifications });
  }

  activate() {
    this.commands.register('timesheet.fetch', () => this.fetch());
    this.commands.register('timesheet.spin', () => {
      for (;;);
    });
  }

  async fetch() {
    const { status } = await this.network.request({ url: 'URL' });
    this.notifications.show({ severity: 'info', message: { key: 'fetched', args: { status } } });
  }
}
`;

const strings = {
  description: 'Reprend les heures du pointage.',
  fetch: 'Relever le pointage',
  spin: 'Tourner en rond',
  fetched: 'Pointage relevé, réponse {status}.',
};

export interface StrangerOptions {
  /** Default `timesheet`, « Pointage ». */
  readonly name?: { readonly id: string; readonly title: string };
  readonly version: string;
  /** What it asks for hours. */
  readonly url: string;
  readonly permissions?: Readonly<Record<string, unknown>>;
}

const pointage = { id: 'timesheet', title: 'Pointage' };

/** Writes a stranger's plugin into a folder, as its author would: no build, nothing installed. */
export async function writeStranger(folder: string, { name = pointage, version, url, permissions = {} }: StrangerOptions): Promise<void> {
  await mkdir(join(folder, 'locales'), { recursive: true });
  const manifest = {
    ...{ name: name.id, version, displayName: '%name%', description: '%description%', main: './plugin.js', type: 'module' },
    engines: { 'boule-bleue': '^1.0.0' },
    permissions: { network: [new URL(url).origin], privateNetwork: true, notifications: true, ...permissions },
    contributes: {
      commands: [
        { command: `${name.id}.fetch`, title: '%fetch%' },
        { command: `${name.id}.spin`, title: '%spin%' },
      ],
    },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  await writeFile(join(folder, 'plugin.js'), mainHalf.replaceAll('timesheet.', `${name.id}.`).replace('URL', url));
  for (const language of ['fr', 'en'])
    await writeFile(join(folder, 'locales', `${language}.json`), JSON.stringify({ ...strings, name: name.title }));
}
