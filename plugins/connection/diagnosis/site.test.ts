import { expect, test } from 'vitest';
import { isSameSite } from './site.ts';

test.each([
  ['impact-emploi.urssaf.fr', 'impact-emploi.urssaf.fr'],
  ['impact-emploi.urssaf.fr', 'www.urssaf.fr'],
  ['urssaf.fr', 'www.urssaf.fr'],
  ['A.urssaf.fr', 'b.URSSAF.fr'],
])('%s and %s belong to one owner', (first, second) => {
  expect(isSameSite(first, second)).toBe(true);
});

test.each([
  ['impact-emploi.urssaf.fr', 'wifi.hotel'],
  ['impact-emploi.urssaf.fr', 'urssaf.fr.ailleurs.fr'],
  ['un.asso.fr', 'autre.asso.fr'],
  ['un.gouv.fr', 'autre.gouv.fr'],
  ['a.co.uk', 'b.co.uk'],
  ['fr', 'urssaf.fr'],
  ['192.168.1.1', '10.1.1.1'],
  ['[fd00::1]', '[fd00::2]'],
])('%s and %s needn’t', (first, second) => {
  expect(isSameSite(first, second)).toBe(false);
});
