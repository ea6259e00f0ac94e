import { ShellError } from '../../../core/errors.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { ContextKeyService, type ContextKeyValue } from '../../../core/services/context-key-service.ts';
import { FloodMeter, type FloodReports } from './flood-meter.ts';
import { PacedValues } from './paced-values.ts';
import { RateLimit } from './rate-limit.ts';
import { roughSize } from './rough-size.ts';

const maximumKeys = 200;
/** Of a key with its value. */
const maximumCharacters = 4_000;
const changeUnits = { burst: 200, perSecond: 50 };

/** Every window evaluates its `when` clauses anew at each change of a key: their number, size and pace have bounds. */
export class LimitedContextKeyService extends ContextKeyService {
  private readonly keys = new Set<string>();
  private readonly changes: PacedValues<string, ContextKeyValue>;

  constructor(
    private readonly scope: PluginScope,
    contextKeys: ContextKeyService,
    floods: FloodReports,
  ) {
    super();
    const excess = new FloodMeter(() => floods.report(scope.manifest.id, 'contextKeys'));
    this.changes = scope.store.add(
      new PacedValues<string, ContextKeyValue>({
        limit: new RateLimit(changeUnits),
        apply: (key, value) => contextKeys.set(key, value),
        onExcess: () => excess.note(),
        onFailure: (error) => floods.reportRefusal(scope.manifest.id, error),
      }),
    );
  }

  /** @throws ShellError `context-key.foreign`, `context-key.too-many`, `context-key.too-large`. */
  override set(key: string, value: ContextKeyValue): void {
    const plugin = this.scope.manifest.id;
    const prefix = `${plugin}.`;
    // Before anything waits: nobody hears of what fails later.
    if (!key.startsWith(prefix)) throw new ShellError('context-key.foreign', { plugin, key, prefix });
    if (roughSize([key, value], maximumCharacters) >= maximumCharacters) {
      throw new ShellError('context-key.too-large', { plugin, maximumCharacters });
    }
    if (value === undefined) this.keys.delete(key);
    else if (!this.keys.has(key) && this.keys.size >= maximumKeys) throw new ShellError('context-key.too-many', { plugin, maximumKeys });
    else this.keys.add(key);
    this.changes.set(key, Array.isArray(value) ? [...value] : value);
  }
}
