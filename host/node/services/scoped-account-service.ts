import * as v from 'valibot';
import { ShellError } from '../../../core/errors.ts';
import type { HookRegistry } from '../../../core/hooks.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { type AccountName, AccountService } from '../../../core/services/account-service.ts';
import type { HookAnswer } from '../../../core/services/hook-service.ts';
import { accountsListHook, shellId } from '../../shell-manifest.ts';

/** Members that the plugin which keeps the accounts should not have given away are left out. */
const accountsSchema = v.array(v.object({ id: v.string(), name: v.string() }));

/** Asks the plugin that keeps the accounts, whichever it is. */
export class ScopedAccountService extends AccountService {
  constructor(
    private readonly scope: PluginScope,
    private readonly hooks: HookRegistry,
  ) {
    super();
  }

  override async list(): Promise<readonly AccountName[]> {
    const answer = (await this.hooks.call(shellId, accountsListHook, {}, this.scope.signal)) as HookAnswer | undefined;
    if (answer === undefined) return [];
    const parsed = v.safeParse(accountsSchema, answer.value);
    if (!parsed.success) throw new ShellError('account.list-invalid', { plugin: answer.plugin });
    return parsed.output;
  }
}
