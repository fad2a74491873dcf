/** A file of a message: what it is called and how large it is; opened, what it holds, which can be kept. */
import { useEffect, useState } from 'react'
import { useActing } from '../acting.tsx'
import { Icon } from '../icon.tsx'
import type { Attachment } from './shapes.ts'

export function FileView({ file: { filename, size, url, content_type: type } }: { readonly file: Attachment }) {
  const { setNotice } = useActing()
  const [content, setContent] = useState<string>()
  const address = useAddressOf(content, type ?? 'text/plain')
  const read = async () => {
    try {
      const response = await fetch(withoutOrigin(url))
      if (!response.ok) throw new Error(String(response.status))
      setContent(await response.text())
    } catch {
      setNotice(`${filename} cannot be read.`)
    }
  }
  return (
    <details
      className="dc-file"
      onToggle={({ currentTarget }) => {
        if (currentTarget.open && content === undefined) void read()
      }}
    >
      <summary>
        <Icon name="calendar" />
        <span className="dc-file-name">{filename}</span> <span className="dc-file-facts">{size} bytes</span>
      </summary>
      {content !== undefined && (
        <>
          <pre>{content}</pre>
          {address && (
            <a className="dc-link" href={address} download={filename}>
              Download {filename}
            </a>
          )}
        </>
      )}
    </details>
  )
}

/** The sandbox is asked where the page came from. */
function withoutOrigin(url: string): string {
  const parsed = URL.parse(url)
  return parsed ? `${parsed.pathname}${parsed.search}` : url
}

/** Of a copy in this browser. */
function useAddressOf(content: string | undefined, type: string): string | undefined {
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    if (content === undefined) return
    const made = URL.createObjectURL(new Blob([content], { type }))
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [content, type])
  return address
}
