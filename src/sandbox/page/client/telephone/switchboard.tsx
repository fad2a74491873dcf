/** The telephone network: rooms of the PBX, who is in them, and phones that ring. */

export function Switchboard() {
  return <p>…</p>
}
