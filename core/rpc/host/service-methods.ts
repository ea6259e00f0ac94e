import * as v from 'valibot';
import type { Message, Serialisable } from '../../message.ts';
import type { ServiceToken } from '../../service-token.ts';
import { type AccountName, AccountService } from '../../services/account-service.ts';
import { type AuthenticationProvider, AuthenticationProviderService } from '../../services/authentication-provider-service.ts';
import { AuthenticationService, type AuthenticationSession } from '../../services/authentication-service.ts';
import { CommandService } from '../../services/command-service.ts';
import { ContextKeyService, type ContextKeyValue } from '../../services/context-key-service.ts';
import { type ConfirmOptions, DialogService, type InputOptions } from '../../services/dialog-service.ts';
import { type FilePickOptions, FileService } from '../../services/file-service.ts';
import { HookService } from '../../services/hook-service.ts';
import { LogService } from '../../services/log-service.ts';
import { NetworkProbeService, type ProbeRequest } from '../../services/network-probe-service.ts';
import { type NetworkRequest, NetworkService } from '../../services/network-service.ts';
import { type NotificationOptions, NotificationService, type Progress } from '../../services/notification-service.ts';
import { PanelService } from '../../services/panel-service.ts';
import { SecretService } from '../../services/secret-service.ts';
import { SettingsService, type SettingValues } from '../../services/settings-service.ts';
import { type JournalNote, type JournalQuery, type SharedChange, SharedStorageService } from '../../services/shared-storage-service.ts';
import { type StorageChange, StorageService } from '../../services/storage-service.ts';
import { WindowService } from '../../services/window-service.ts';
import { unpackError } from '../call-outcome.ts';
import { maximumPackedStateLength, unpackData } from '../packed-data.ts';
import type { Methods, RemoteCalls } from '../remote-calls.ts';
import * as schema from './argument-schemas.ts';
import { Handles, method } from './method.ts';

/** The host's end of one service, for one plugin. */
export interface ServiceEnd {
  readonly plugin: string;
  /** The plugin's process. */
  readonly guest: RemoteCalls;
}

type CreateMethods<T> = (service: () => T, end: ServiceEnd) => Methods[string];

const maximumTaps = 1_000;
const maximumNotifications = 1_000;

/** What a plugin offers while it is handed over in parts; more than the service takes. */
const maximumOfferedLength = 5 * 1024 * 1024;

const accountMethods: CreateMethods<AccountService> = (service) => ({
  list: method(v.tuple([]), () => service().list()),
});

const authenticationMethods: CreateMethods<AuthenticationService> = (service, { guest }) => {
  const { serviceId } = AuthenticationService;
  let subscription: { dispose(): void } | undefined;
  return {
    getSession: method(v.tuple([schema.id, schema.sessionOptions]), ([provider, options], signal) =>
      service().getSession(provider, { ...options, signal }),
    ),
    watch: method(v.tuple([]), () => {
      subscription ??= service().onDidChangeSessions(({ provider }) => guest.send(serviceId, 'sessionsChanged', [provider]));
    }),
    unwatch: method(v.tuple([]), () => {
      subscription?.dispose();
      subscription = undefined;
    }),
  };
};

const authenticationProviderMethods: CreateMethods<AuthenticationProviderService> = (service, { guest }) => {
  const { serviceId } = AuthenticationProviderService;
  // The ids are declared, so there can't be more of them than the manifest has.
  const handles = new Map<string, { dispose(): void }>();
  const answersOf = (provider: string): AuthenticationProvider => ({
    findAccount: async (account) => (await guest.call(serviceId, 'findAccount', [provider, account])) as AccountName,
    getSession: async ({ account, renew, signal }) =>
      (await guest.call(serviceId, 'getSession', [provider, account, renew], signal)) as AuthenticationSession,
  });
  return {
    register: method(v.tuple([schema.id]), ([provider]) => {
      handles.set(provider, service().register(provider, answersOf(provider)));
    }),
    unregister: method(v.tuple([schema.id]), ([provider]) => {
      handles.get(provider)?.dispose();
      handles.delete(provider);
    }),
    sessionsChanged: method(v.tuple([schema.id, schema.accountOrNone]), ([provider, account]) =>
      service().sessionsChanged(provider, account),
    ),
  };
};

const commandMethods: CreateMethods<CommandService> = (service, { guest }) => {
  // The ids are declared, so there can't be more of them than the manifest has.
  const handles = new Map<string, { dispose(): void }>();
  return {
    register: method(v.tuple([schema.id]), ([command]) => {
      handles.set(
        command,
        service().register(command, (args, { signal, caller }) =>
          guest.call(CommandService.serviceId, 'run', [command, args, caller], signal),
        ),
      );
    }),
    unregister: method(v.tuple([schema.id]), ([command]) => {
      handles.get(command)?.dispose();
      handles.delete(command);
    }),
    execute: method(v.tuple([schema.id, schema.data]), ([command, args], signal) => service().execute(command, args, { signal })),
  };
};

const contextKeyMethods: CreateMethods<ContextKeyService> = (service) => ({
  set: method(v.tuple([schema.id, schema.contextKeyValue]), ([key, value]) => service().set(key, value as ContextKeyValue)),
});

const dialogMethods: CreateMethods<DialogService> = (service) => ({
  confirm: method(v.tuple([schema.confirmOptions]), ([options], signal) => service().confirm(options as ConfirmOptions, { signal })),
  askSecret: method(v.tuple([schema.inputOptions]), ([options], signal) => service().askSecret(options as InputOptions, { signal })),
});

const fileMethods: CreateMethods<FileService> = (service) => {
  // One at a time, as they are sent: a part of the next one is the end of the last.
  let pending = { number: 0, text: '' };
  const textOf = (number: number) => (pending.number === number ? pending.text : '');
  return {
    pick: method(v.tuple([schema.filePickOptions]), ([options]) => service().pick(options as FilePickOptions)),
    part: method(v.tuple([schema.number, v.string()]), ([number, part]) => {
      pending = { number, text: (textOf(number) + part).slice(0, maximumOfferedLength) };
    }),
    offer: method(v.tuple([schema.number, schema.id]), ([number, name]) => {
      const file = { name, text: textOf(number) };
      pending = { number: 0, text: '' };
      return service().offer(file);
    }),
  };
};

const hookMethods: CreateMethods<HookService> = (service, { plugin, guest }) => {
  const taps = new Handles(plugin, maximumTaps);
  return {
    tap: method(v.tuple([schema.number, schema.id]), ([tap, hook]) =>
      taps.add(tap, () => service().tap(hook, (args, { signal }) => guest.call(HookService.serviceId, 'ask', [tap, args], signal))),
    ),
    untap: method(v.tuple([schema.number]), ([tap]) => taps.dispose(tap)),
    call: method(v.tuple([schema.id, schema.data, schema.hookCallOptions]), ([hook, args, options], signal) =>
      service().call(hook, args, { ...options, signal }),
    ),
  };
};

const logMethods: CreateMethods<LogService> = (service) => {
  const line = v.tuple([schema.logLine, schema.logFields]);
  return {
    debug: method(line, ([message, fields]) => service().debug(message, fields)),
    info: method(line, ([message, fields]) => service().info(message, fields)),
    warn: method(line, ([message, fields]) => service().warn(message, fields)),
    error: method(v.tuple([schema.logLine, schema.logFields, v.optional(schema.data)]), ([message, fields, error]) =>
      service().error(message, error === undefined ? undefined : unpackError(error), fields),
    ),
  };
};

const networkMethods: CreateMethods<NetworkService> = (service) => ({
  request: method(v.tuple([schema.networkRequest]), ([request], signal) => service().request({ ...(request as NetworkRequest), signal })),
});

const networkProbeMethods: CreateMethods<NetworkProbeService> = (service, { guest }) => {
  let subscription: { dispose(): void } | undefined;
  return {
    probe: method(v.tuple([schema.probeRequest]), ([request], signal) => service().probe({ ...(request as ProbeRequest), signal })),
    watchNetwork: method(v.tuple([]), () => {
      subscription ??= service().onDidChangeNetwork(() => guest.send(NetworkProbeService.serviceId, 'networkChanged', []));
    }),
    unwatchNetwork: method(v.tuple([]), () => {
      subscription?.dispose();
      subscription = undefined;
    }),
  };
};

const notificationMethods: CreateMethods<NotificationService> = (service, { plugin, guest }) => {
  const shown = new Handles(plugin, maximumNotifications);
  const works = new Map<number, Progress>();
  const withProgress = async (number: number, title: Message) => {
    let failure: unknown;
    const work = async (progress: Progress, signal: AbortSignal) => {
      works.set(number, progress);
      await guest.call(NotificationService.serviceId, 'work', [number], signal).catch((error) => {
        failure = error;
        throw error;
      });
    };
    try {
      await service().withProgress(title, work);
    } catch (error) {
      // The plugin has its own failure, and better than it could be sent back.
      if (error !== failure) throw error;
    } finally {
      works.delete(number);
    }
  };
  return {
    show: method(v.tuple([schema.number, schema.notification]), ([number, options]) => {
      shown.makeRoom();
      shown.add(number, () => service().show(options as NotificationOptions));
    }),
    close: method(v.tuple([schema.number]), ([number]) => shown.dispose(number)),
    withProgress: method(v.tuple([schema.number, schema.message]), ([number, title]) => withProgress(number, title as Message)),
    report: method(v.tuple([schema.number, schema.progressStep]), ([number, step]) =>
      works.get(number)?.report(step as Parameters<Progress['report']>[0]),
    ),
  };
};

const panelMethods: CreateMethods<PanelService> = (service) => {
  // All parts of a state are sent at once: those of another panel are the end of the last.
  let pending = { panel: '', text: '' };
  return {
    part: method(v.tuple([schema.id, v.string()]), ([panel, part]) => {
      const before = pending.panel === panel ? pending.text : '';
      pending = { panel, text: (before + part).slice(0, maximumPackedStateLength) };
    }),
    publish: method(v.tuple([schema.id]), ([panel]) => {
      const text = pending.panel === panel ? pending.text : '';
      pending = { panel: '', text: '' };
      return service().publish(panel, unpackData(text) as Serialisable);
    }),
    reveal: method(v.tuple([schema.id]), ([panel]) => service().reveal(panel)),
    setBadge: method(v.tuple([schema.id, schema.badge]), ([panel, badge]) => service().setBadge(panel, badge)),
  };
};

const secretMethods: CreateMethods<SecretService> = (service) => ({
  get: method(v.tuple([schema.id]), ([name]) => service().get(name)),
  set: method(v.tuple([schema.id, schema.secretValue]), ([name, value]) => service().set(name, value)),
  delete: method(v.tuple([schema.id]), ([name]) => service().delete(name)),
  list: method(v.tuple([]), () => service().list()),
});

const settingsMethods: CreateMethods<SettingsService> = (service, { guest }) => {
  let subscription: { dispose(): void } | undefined;
  return {
    get: method(v.tuple([schema.id]), ([key]) => service().get(key)),
    update: method(v.tuple([schema.settingValues]), ([values]) => service().update(values as SettingValues)),
    watch: method(v.tuple([]), () => {
      subscription ??= service().onDidChange((keys) => guest.send(SettingsService.serviceId, 'changed', [keys]));
    }),
    unwatch: method(v.tuple([]), () => {
      subscription?.dispose();
      subscription = undefined;
    }),
  };
};

const sharedStorageMethods: CreateMethods<SharedStorageService> = (service, { guest }) => {
  let subscription: { dispose(): void } | undefined;
  return {
    get: method(v.tuple([schema.id, schema.documentId]), ([collection, id]) => service().get(collection, id)),
    list: method(v.tuple([schema.id]), ([collection]) => service().list(collection)),
    write: method(v.tuple([schema.sharedChanges, schema.journalNotes]), ([changes, notes]) =>
      service().write(changes as readonly SharedChange[], notes as readonly JournalNote[]),
    ),
    readJournal: method(v.tuple([schema.journalQuery]), ([query]) => service().readJournal(query as JournalQuery)),
    verifyJournal: method(v.tuple([]), (_args, signal) => service().verifyJournal({ signal })),
    status: method(v.tuple([]), () => service().status()),
    watch: method(v.tuple([]), () => {
      subscription ??= service().onDidChange((change) => guest.send(SharedStorageService.serviceId, 'changed', [change]));
    }),
    unwatch: method(v.tuple([]), () => {
      subscription?.dispose();
      subscription = undefined;
    }),
  };
};

const storageMethods: CreateMethods<StorageService> = (service) => ({
  get: method(v.tuple([schema.id, schema.documentId]), ([collection, id]) => service().get(collection, id)),
  list: method(v.tuple([schema.id]), ([collection]) => service().list(collection)),
  write: method(v.tuple([schema.storageChanges]), ([changes]) => service().write(changes as readonly StorageChange[])),
});

const windowMethods: CreateMethods<WindowService> = (service) => ({
  openExternal: method(v.tuple([schema.url]), ([url]) => service().openExternal(url)),
});

/** The host's end of a service. */
export interface ServiceBinding {
  readonly token: ServiceToken<unknown>;
  readonly createMethods: CreateMethods<never>;
}

function bind<T>(token: ServiceToken<T>, createMethods: CreateMethods<T>): ServiceBinding {
  return { token, createMethods: createMethods as CreateMethods<never> };
}

/** A service that has no line here can't be reached from a plugin's process. */
export const serviceBindings: readonly ServiceBinding[] = [
  bind(AccountService, accountMethods),
  bind(AuthenticationService, authenticationMethods),
  bind(AuthenticationProviderService, authenticationProviderMethods),
  bind(CommandService, commandMethods),
  bind(ContextKeyService, contextKeyMethods),
  bind(DialogService, dialogMethods),
  bind(FileService, fileMethods),
  bind(HookService, hookMethods),
  bind(LogService, logMethods),
  bind(NetworkService, networkMethods),
  bind(NetworkProbeService, networkProbeMethods),
  bind(NotificationService, notificationMethods),
  bind(PanelService, panelMethods),
  bind(SecretService, secretMethods),
  bind(SettingsService, settingsMethods),
  bind(SharedStorageService, sharedStorageMethods),
  bind(StorageService, storageMethods),
  bind(WindowService, windowMethods),
];
