import { RpcTarget } from 'capnweb';
import * as v from 'valibot';
import { type Language, languages } from '../../../core/message.ts';
import type { ControlOutcome } from './host-control.ts';
import type { ChangedPackage, OfferedPackage, PackageControl, ProposedPackage } from './package-control.ts';

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
const source = v.pipe(v.string(), v.minLength(1), v.maxLength(4_096));
const language = v.picklist(languages);

/** The part of a command line's connection that is about packages. Its arguments are parsed as strictly as a window's. */
export class PackageConnection extends RpcTarget implements PackageControl {
  readonly #control: PackageControl;

  constructor(control: PackageControl) {
    super();
    this.#control = control;
  }

  async propose(wanted: string, reader: Language): Promise<ControlOutcome<ProposedPackage>> {
    return this.#control.propose(v.parse(source, wanted), v.parse(language, reader));
  }

  async proposeUpdate(plugin: string, reader: Language): Promise<ControlOutcome<ProposedPackage | null>> {
    return this.#control.proposeUpdate(v.parse(name, plugin), v.parse(language, reader));
  }

  async commit(token: string, reader: Language): Promise<ControlOutcome<ChangedPackage>> {
    return this.#control.commit(v.parse(name, token), v.parse(language, reader));
  }

  async discard(token: string, reader: Language): Promise<ControlOutcome<null>> {
    return this.#control.discard(v.parse(name, token), v.parse(language, reader));
  }

  async rollBack(plugin: string, reader: Language): Promise<ControlOutcome<ChangedPackage>> {
    return this.#control.rollBack(v.parse(name, plugin), v.parse(language, reader));
  }

  async remove(plugin: string, reader: Language): Promise<ControlOutcome<null>> {
    return this.#control.remove(v.parse(name, plugin), v.parse(language, reader));
  }

  async listCatalogue(reader: Language): Promise<ControlOutcome<readonly OfferedPackage[]>> {
    return this.#control.listCatalogue(v.parse(language, reader));
  }
}
