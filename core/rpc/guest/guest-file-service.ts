import { type FilePickOptions, FileService, type OfferedFile, type PickedFile } from '../../services/file-service.ts';
import type { GuestLink } from './guest-link.ts';

const service = FileService.serviceId;
/** A file is longer than one call may be, and characters may take six times their length as JSON. */
const partLength = 128 * 1024;

export class GuestFileService extends FileService {
  private offered = 0;

  constructor(private readonly link: GuestLink) {
    super();
  }

  override async pick(options: FilePickOptions): Promise<PickedFile | undefined> {
    return (await this.link.host.call(service, 'pick', [options])) as PickedFile | undefined;
  }

  override async offer({ name, text }: OfferedFile): Promise<boolean> {
    this.offered += 1;
    const number = this.offered;
    for (let start = 0; start < text.length; start += partLength) {
      this.link.host.send(service, 'part', [number, text.slice(start, start + partLength)]);
    }
    return (await this.link.host.call(service, 'offer', [number, name])) as boolean;
  }
}
