/** Which bot we are: told by GET /applications/@me and GET /users/@me when we sign in. */
export interface Bot {
  readonly applicationId: string
  readonly userId: string
}
