/** The service contracts in memory, for tests of a plugin's main half without a shell around it. */
export { MemoryAuthenticationProviders, MemorySessions } from './memory-authentication.ts';
export { MemoryCommands } from './memory-commands.ts';
export { MemoryHooks } from './memory-hooks.ts';
export { MemorySecrets, MemorySettings, MemoryStorage } from './memory-keeping.ts';
export { MemorySharedStorage, MemorySharedStore } from './memory-shared-storage.ts';
export {
  MemoryContextKeys,
  MemoryDialogs,
  MemoryFiles,
  MemoryLog,
  MemoryNotifications,
  MemoryPanels,
  MemoryWindow,
} from './memory-window.ts';
