/** Tells the window something. Where it is out of reach there is nobody to tell, nor anybody who could read of the failure. */
export function tell(telling: Promise<void>): void {
  telling.catch(() => undefined);
}
