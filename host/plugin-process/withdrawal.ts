/** Takes away from the process object what reaches other processes, files or native code. */
export function withdraw(): void {
  for (const name of withdrawnFromProcess) Reflect.deleteProperty(process, name);
}

const withdrawnFromProcess = [
  '_debugEnd',
  '_debugProcess',
  '_getActiveHandles',
  '_getActiveRequests',
  '_kill',
  '_linkedBinding',
  'abort',
  'binding',
  'chdir',
  'dlopen',
  'kill',
  'loadEnvFile',
  'report',
];
