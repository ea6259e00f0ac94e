import { describe, expect, test } from 'vitest';
import { detailOf, dupont } from '../../../test/support/office-page.ts';
import { AccountDraft, conflictingFields } from './account-draft.ts';
import type { EditedAccount } from './edited-account.ts';

const saved: EditedAccount = { ...detailOf('dupont'), ...dupont, access: 'open' };
const theirs: EditedAccount = { ...saved, revision: '2', lastName: 'Durand' };
const fresh = new AccountDraft(saved);

describe('a draft', () => {
  test('is overtaken where other credentials were saved than the ones being changed', () => {
    const draft = fresh.with('lastName', 'Dupond');
    expect(draft.isOvertakenBy(theirs)).toBe(true);
    expect(conflictingFields(draft, theirs)).toEqual(['lastName']);
    expect(draft.over(theirs).saveArguments).toMatchObject({ revision: '1', lastName: 'Dupond' });
  });

  test('is overtaken where only a password was typed, since whose is saved now nobody can see', () => {
    expect(conflictingFields(fresh.with('netEntreprisesPassword', 'p'), { ...saved, revision: '2' })).toEqual(['netEntreprisesPassword']);
  });

  test.each([
    ['nothing is typed', fresh],
    ['the same was typed', fresh.with('lastName', 'Durand')],
    ['only the Impact emploi password was typed', fresh.with('password', 'p')],
  ])('takes what is saved as its beginning where %s', (_reason, draft) => {
    expect(draft.isOvertakenBy(theirs)).toBe(false);
    expect(draft.over(theirs).saveArguments).toMatchObject({ revision: '2', lastName: 'Durand' });
  });

  test('that is kept saves all that its fields show, over the new revision', () => {
    const kept = fresh.with('firstName', 'Anne').over(theirs).keptOver(theirs);
    expect(kept.saveArguments).toMatchObject({ revision: '2', lastName: 'Dupont', firstName: 'Anne' });
    expect(kept.isOvertakenBy(theirs)).toBe(false);
  });

  test('of credentials that are not known here sends none', () => {
    const draft = new AccountDraft({ ...saved, access: 'loading', revision: '' }).with('password', 'p').with('confirmation', 'p');
    expect(draft.saveArguments).toEqual({ account: 'dupont', password: 'p', confirmation: 'p' });
    expect(draft.testArguments).toEqual({ account: 'dupont' });
  });
});
