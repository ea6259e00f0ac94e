import { expect, test } from 'vitest';
import { MemorySettings } from '../../test/support/memory-services/index.ts';
import { canReconnect } from './reconnection.ts';

test('reconnecting is offered where the connection plugin is there', async () => {
  expect(await canReconnect(new MemorySettings())).toBe(false);
  expect(await canReconnect(new MemorySettings({ 'connection.servers.netEntreprises': '' }))).toBe(true);
});
