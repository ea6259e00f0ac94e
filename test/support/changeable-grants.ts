import { EventEmitter } from '../../core/event.ts';
import type { Permissions } from '../../core/manifest/permissions.ts';
import type { PluginGrants } from '../../core/plugins/plugin-scope.ts';

/** Grants that a test gives and takes back. */
export class ChangeableGrants implements PluginGrants {
  private readonly changed = new EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  constructor(private granted: Permissions = {}) {}

  get current(): Permissions {
    return this.granted;
  }

  set(granted: Permissions): void {
    this.granted = granted;
    this.changed.fire();
  }
}
