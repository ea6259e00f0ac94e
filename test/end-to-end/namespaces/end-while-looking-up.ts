import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { ProductWindow } from '../../support/product-window.ts';
import { startProduct } from '../../support/started-product.ts';

export interface EndTold {
  readonly exitCode: number | null;
  readonly ms: number;
}

/** Ends the product while it waits for the name server, which draws that out. */
export default async function endWhileLookingUp(): Promise<EndTold> {
  const product = await startProduct({ env: { RES_OPTIONS: 'timeout:5 attempts:3' } });
  const window = await ProductWindow.open(product);
  const tested = window.run('connection.test', { type: 'direct' }).catch(() => 'ended');
  while (!(await isNameServerAsked())) await delay(20);
  const startMs = performance.now();
  const { exitCode } = await product.stop();
  const ms = performance.now() - startMs;
  await tested;
  return { exitCode, ms };
}

/** Whether a socket of this network sends to port 53, as Linux lists sockets. */
async function isNameServerAsked(): Promise<boolean> {
  return /:0035 /.test(await readFile('/proc/net/udp', 'utf8'));
}
