import process from 'node:process';

/**
 * Ends this process at once, with its exit code. Look-ups of names can't be abandoned, and `process.exit` waits for those under way: ten
 * seconds and more where no name server answers. Where the system can, a program that only exits takes this one's place instead.
 */
export function leaveProcess(): void {
  const isLookingUp = process.getActiveResourcesInfo().includes('GetAddrInfoReqWrap');
  if (isLookingUp && process.execve !== undefined) process.execve('/bin/sh', ['sh', '-c', `exit ${Number(process.exitCode ?? 0)}`], {});
  process.exit();
}
