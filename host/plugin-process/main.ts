/** What runs in a plugin's own process before the plugin, and around it. */
import { Socket } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RpcSession } from 'capnweb';
import { GuestPlugin } from '../../core/rpc/guest/guest-plugin.ts';
import { maximumGuestLength } from '../../core/rpc/packed-data.ts';
import { OfferedMethods, RemoteCalls, type RemoteMethods } from '../../core/rpc/remote-calls.ts';
import { toLoggableFields } from '../node/logging/loggable.ts';
import { exitOnFaults } from './faults.ts';
import { guardModules } from './module-guard.ts';
import { PipeTransport } from './pipe-transport.ts';
import { createProcessMethods, processService } from './process-service.ts';
import { withdraw } from './withdrawal.ts';

/** Both ends of the pipe agree on it. */
const pipeDescriptor = 3;

const pipe = new Socket({ fd: pipeDescriptor });
// The host is gone, or has had enough.
pipe.on('error', () => process.exit());
pipe.on('close', () => process.exit());
const flush = () => pipe.uncork();
exitOnFaults(flush);
process.on('exit', flush);

const offered = new OfferedMethods({
  traced: true,
  maximumLength: maximumGuestLength,
  // Nobody waits for it, so that nobody has caught it.
  onUnheard: (error) => {
    queueMicrotask(() => {
      throw error;
    });
  },
});
offered.offer(processService, createProcessMethods());
const session = new RpcSession<never>(new PipeTransport(pipe), offered.packed as never);
const host = new RemoteCalls(session.getRemoteMain() as unknown as RemoteMethods, {
  maximumLength: maximumGuestLength,
  describeBreak: (error) => error,
});
new GuestPlugin({
  host,
  offered,
  loadModule: ({ location, manifest }) => import(pathToFileURL(join(location, manifest.main ?? '')).href),
  // Numbers that JSON has no word for become null.
  toPlainFields: (fields) => JSON.parse(JSON.stringify(toLoggableFields(fields))),
});
guardModules({ apiUrl: new URL('./boule-bleue.js', import.meta.url).href });
withdraw();
