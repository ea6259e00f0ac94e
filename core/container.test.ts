import { describe, expect, it } from 'vitest';
import { type ManifestParts, manifestOf } from '../test/support/manifests.ts';
import { ServiceContainer } from './container.ts';
import { DisposableStore } from './lifecycle.ts';
import { type Plugin, type PluginClass, plugin } from './plugin.ts';
import { grantAll, type PluginScope, type ServiceProvider } from './plugins/plugin-scope.ts';
import { CommandService } from './services/command-service.ts';
import { SecretService } from './services/secret-service.ts';

abstract class Unregistered {
  static readonly serviceId = 'unregistered';
  abstract work(): void;
}

/** Remembers for whom each service was made. */
function providersInto(made: string[]): ReadonlyMap<string, ServiceProvider> {
  const provider = (token: ServiceProvider['token']): [string, ServiceProvider] => [
    token.serviceId,
    { token, create: ({ manifest }) => made.push(`${token.serviceId} for ${manifest.id}`) && { of: manifest.id } },
  ];
  return new Map([provider(CommandService as never), provider(SecretService as never)]);
}

function containerFor(id: string, parts: ManifestParts = {}, made: string[] = []): ServiceContainer {
  const manifest = manifestOf(id, parts);
  const scope: PluginScope = { manifest, grants: grantAll(manifest), store: new DisposableStore(), signal: new AbortController().signal };
  return new ServiceContainer(scope, providersInto(made));
}

@plugin()
class NeedsSecrets implements Plugin {
  constructor(
    readonly commands: CommandService,
    readonly secrets: SecretService,
  ) {}
  activate(): void {}
}

describe('ServiceContainer', () => {
  it('builds a plugin from the services that its constructor names', () => {
    const built = containerFor('hello', { permissions: { secrets: true } }).build(NeedsSecrets) as NeedsSecrets;
    expect([built.commands, built.secrets]).toEqual([{ of: 'hello' }, { of: 'hello' }]);
  });

  it('names plugin, service and permission when the manifest did not ask', () => {
    expect(() => containerFor('hello').build(NeedsSecrets)).toThrow(
      expect.objectContaining({
        code: 'service.not-granted',
        details: { plugin: 'hello', service: 'SecretService', permission: 'secrets' },
      }),
    );
  });

  it('refuses an abstract class that is no service instead of building an empty object', () => {
    @plugin()
    class NeedsNonsense implements Plugin {
      constructor(readonly nonsense: Unregistered) {}
      activate(): void {}
    }
    expect(() => containerFor('hello').build(NeedsNonsense)).toThrow(expect.objectContaining({ code: 'service.unknown' }));
  });

  it('refuses a class that imitates the id of a service', () => {
    abstract class CommandServiceTwin {
      static readonly serviceId = 'commands';
      abstract execute(): void;
    }
    class Imitator implements Plugin {
      static readonly services = [CommandServiceTwin];
      constructor(readonly commands: CommandServiceTwin) {}
      activate(): void {}
    }
    expect(() => containerFor('hello').build(Imitator)).toThrow(expect.objectContaining({ code: 'service.unknown' }));
  });

  it('takes the list that a plain JavaScript plugin writes down', () => {
    class Plain implements Plugin {
      static readonly services = [CommandService];
      readonly commands: unknown;
      constructor(...services: unknown[]) {
        this.commands = services[0];
      }
      activate(): void {}
    }
    const built = containerFor('plain').build(Plain as unknown as PluginClass) as unknown as Plain;
    expect(built.commands).toEqual({ of: 'plain' });
  });

  it('tells an author who forgot to name the services', () => {
    class Forgetful implements Plugin {
      constructor(readonly commands: unknown) {}
      activate(): void {}
    }
    expect(() => containerFor('hello').build(Forgetful)).toThrow(expect.objectContaining({ code: 'plugin.services-unknown' }));
  });

  it('makes each plugin services of its own, and only those it names', () => {
    const made: string[] = [];
    @plugin()
    class CommandsOnly implements Plugin {
      constructor(readonly commands: CommandService) {}
      activate(): void {}
    }
    containerFor('one', { permissions: { secrets: true } }, made).build(CommandsOnly);
    containerFor('two', {}, made).build(CommandsOnly);
    expect(made).toEqual(['commands for one', 'commands for two']);
  });

  it('leaves other containers whole when it is disposed', () => {
    const first = containerFor('first');
    const second = containerFor('second', { permissions: { secrets: true } });
    first.dispose();
    expect((second.build(NeedsSecrets) as NeedsSecrets).secrets).toEqual({ of: 'second' });
    expect(() => first.build(NeedsSecrets)).toThrow();
  });
});
