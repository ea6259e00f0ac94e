import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startFilteredPort } from './filtered-port.ts';

test.skipIf(process.platform !== 'linux')('a filtered port neither accepts nor refuses', async () => {
  await using filtered = await startFilteredPort();
  const socket = connect(filtered.port, '127.0.0.1');
  const outcome = Promise.race([once(socket, 'connect').then(() => 'accepted'), once(socket, 'error').then(() => 'refused')]);
  expect(await Promise.race([outcome, delay(300, 'silence')])).toBe('silence');
  socket.destroy();
});
