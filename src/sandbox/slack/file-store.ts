/**
 * Files: announced, handed in at an address of their own, completed, and shared with the people of a conversation
 * (docs.slack.dev, reference/methods/files.getUploadURLExternal and files.completeUploadExternal; reference/objects/file-object).
 */
import { randomBytes } from 'node:crypto'
import { extname } from 'node:path'
import type { Clock } from '#lib/clock.ts'
import { botUserId, teamDomain, teamId } from './identity.ts'

export interface StoredFile {
  readonly id: string
  /** Last part of the address that takes its bytes. */
  readonly secret: string
  readonly name: string
  /** Bytes, as announced. */
  readonly length: number
  readonly createdAt: number
  title: string
  mimeType: string
  /** Absent until it was handed in. */
  content?: Buffer
  isComplete: boolean
  /** Ids of the conversations that it was shared in. */
  readonly sharedIn: Set<string>
}

export interface FileStore {
  announce(name: string, length: number): StoredFile
  byId(id: string): StoredFile | undefined
  bySecret(secret: string): StoredFile | undefined
  /** As messages hold it. */
  present(file: StoredFile): Record<string, unknown>
  clear(): void
}

export function createFileStore(clock: Clock): FileStore {
  const files = new Map<string, StoredFile>()
  return {
    announce(name, length) {
      const file: StoredFile = {
        id: `F0${randomBytes(4).toString('hex').toUpperCase()}`,
        secret: randomBytes(18).toString('base64url'),
        name,
        length,
        createdAt: clock.now(),
        title: name,
        mimeType: 'application/octet-stream',
        isComplete: false,
        sharedIn: new Set(),
      }
      files.set(file.id, file)
      return file
    },
    byId: (id) => files.get(id),
    bySecret: (secret) => [...files.values()].find((file) => file.secret === secret),
    present: presentFile,
    clear: () => files.clear(),
  }
}

function presentFile({ id, name, title, mimeType, length, createdAt, sharedIn }: StoredFile): Record<string, unknown> {
  const kind = extname(name).slice(1).toLowerCase()
  const seconds = Math.floor(createdAt / 1000)
  const place = `https://files.slack.com/files-pri/${teamId}-${id}`
  const startingWith = (letter: string) => [...sharedIn].filter((channel) => channel.startsWith(letter))
  return {
    id,
    created: seconds,
    timestamp: seconds,
    name,
    title,
    mimetype: mimeType.split(';', 1)[0],
    filetype: kind || 'binary',
    pretty_type: kind ? kind.toUpperCase() : 'Binary',
    user: botUserId,
    editable: false,
    size: length,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: false,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: `${place}/${encodeURIComponent(name)}`,
    url_private_download: `${place}/download/${encodeURIComponent(name)}`,
    permalink: `https://${teamDomain}.slack.com/files/${botUserId}/${id}/${encodeURIComponent(name)}`,
    channels: startingWith('C'),
    groups: [],
    ims: startingWith('D'),
    has_rich_preview: false,
  }
}
