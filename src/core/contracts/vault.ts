/** Secrets that outlive the process, such as the logins to PBXs: encrypted where they lie, and forgotten when they lapse. */
export interface Vault {
  /** null: there is none, it has lapsed, or it cannot be read with the present key. */
  get(name: string): Promise<string | null>
  /** Whether something of this name lies there, also what the present key does not open. */
  holds(name: string): Promise<boolean>
  /** Adds or replaces. `until`: an instant. */
  put(name: string, secret: string, until: number): Promise<void>
  remove(name: string): Promise<void>
}
