import { type NetworkAnswer, type NetworkRequest, NetworkService } from 'boule-bleue';

type Answer = Partial<NetworkAnswer> | Error | ((request: NetworkRequest) => Partial<NetworkAnswer> | Promise<Partial<NetworkAnswer>>);

/** Answers requests with the answers laid out beforehand, in order; an error among them is thrown. */
export class ScriptedNetwork extends NetworkService {
  readonly requests: NetworkRequest[] = [];
  readonly answers: Answer[] = [];

  override async request(request: NetworkRequest): Promise<NetworkAnswer> {
    this.requests.push(request);
    const scripted = this.answers.shift();
    if (scripted === undefined) throw new Error(`Unexpected request: ${request.url}`);
    if (scripted instanceof Error) throw scripted;
    const answer = typeof scripted === 'function' ? await scripted(request) : scripted;
    return { status: 200, headers: {}, body: '', ...answer };
  }
}
