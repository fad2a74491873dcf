/** Files that came with messages: kept whole, so that the page and tests can fetch them where a message says they are. */
import type { Attachment } from './message-store.ts'

/** A file of a request (reference, "Uploading Files"): the part `files[index]`. */
export interface UploadedFile {
  index: number
  filename: string
  contentType: string
  bytes: Buffer
}

export interface AttachmentStore {
  add(channelId: string, file: UploadedFile, description: string | undefined): Attachment
  find(id: string): { bytes: Buffer; contentType: string; filename: string } | undefined
  clear(): void
}

/** Below the sandbox's address; then the channel, the file's id and its name. */
export const attachmentsPath = '/sandbox/discord/attachments/'

interface Options {
  nextId: () => string
  baseUrl: () => string
}

export function createAttachmentStore({ nextId, baseUrl }: Options): AttachmentStore {
  const files = new Map<string, UploadedFile>()
  return {
    add(channelId, file, description) {
      const id = nextId()
      files.set(id, file)
      const url = `${baseUrl()}${attachmentsPath}${channelId}/${id}/${encodeURIComponent(file.filename)}`
      return {
        id,
        filename: file.filename,
        size: file.bytes.length,
        url,
        proxy_url: url,
        content_type: file.contentType,
        ...(description !== undefined && { description }),
      }
    },
    find: (id) => files.get(id),
    clear: () => files.clear(),
  }
}
