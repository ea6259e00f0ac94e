import type { PermissionName } from './manifest/permissions.ts';

/**
 * A service's contract as an abstract class: it is the type in a constructor and the
 * token in the container at once, so that one word in a plugin says what it is able to do.
 */
export interface ServiceToken<T> {
  readonly prototype: T;
  readonly name: string;
  /** Stable id: what errors, documents and process boundaries call the service. */
  readonly serviceId: string;
  /** The manifest's permission without which the service does not exist for a plugin. None: every plugin has it. */
  readonly permission?: PermissionName;
}
