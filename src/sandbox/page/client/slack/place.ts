/** Where an element stands that can be touched, as the calls of the API name it. */

/** `view`: the id of a form or of the Home tab. */
export type Place = { readonly message: { readonly channel: string; readonly ts: string } } | { readonly view: string }
