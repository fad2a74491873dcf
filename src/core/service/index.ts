/** The one conference service: gathers the verbs. */
export interface ConferenceService {
  readonly placeholder: never
}
