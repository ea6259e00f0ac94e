import { expect, test } from 'vitest';
import { shortenNameServerPatience } from './name-server-patience.ts';

test('name servers are given a second each, unless somebody has said otherwise', () => {
  const [silent, told]: NodeJS.ProcessEnv[] = [{}, { RES_OPTIONS: 'timeout:3' }];
  shortenNameServerPatience(silent!);
  shortenNameServerPatience(told!);
  expect([silent, told]).toEqual([{ RES_OPTIONS: 'timeout:1 attempts:4' }, { RES_OPTIONS: 'timeout:3' }]);
});
