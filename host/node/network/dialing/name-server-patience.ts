/**
 * Has Linux' resolver ask anew each second, the next name server where there are several, and give up after four rounds (`RES_OPTIONS`,
 * resolv.conf(5)). It would take five seconds for each, as long as a probe waits for a name: with a first name server that is down, no name would
 * ever be found in time. A lookup can't be given up either, so one that hangs also holds the end of the process. A slow answer to an earlier
 * round still counts. To be set before the first lookup; other systems don't look at it.
 * @param environment of this process; what it says already stays.
 */
export function shortenNameServerPatience(environment: NodeJS.ProcessEnv): void {
  environment.RES_OPTIONS ??= 'timeout:1 attempts:4';
}
