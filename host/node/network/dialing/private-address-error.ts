/** A connection would lead to this workstation or into its network, for somebody who may not go there. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';

  constructor(readonly host: string) {
    super(`${host} is no host of the Internet`);
  }
}
