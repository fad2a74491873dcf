/** The round picture of somebody in the server. */
import { useActing } from '../acting.tsx'
import { Avatar } from '../avatar.tsx'

/** `name`: the user name, by which the page knows people everywhere. */
export function Face({ name, size }: { readonly name: string; readonly size?: 'small' | 'medium' | 'large' }) {
  const { find } = useActing()
  return (
    <span className="dc-face">
      <Avatar person={find(name)} {...(size && { size })} />
    </span>
  )
}
