/** The page's entry. */
import { I18nProvider } from 'react-aria-components'
import { createRoot } from 'react-dom/client'
import { ActingProvider } from './acting.tsx'
import { followChanges } from './changes.ts'
import { Desk } from './desk.tsx'
import { NowProvider } from './now.tsx'

const root = document.getElementById('page')
if (root) {
  followChanges()
  createRoot(root).render(
    // The page is in English, so its calendars are too, whatever the browser speaks.
    <I18nProvider locale="en-US">
      <NowProvider>
        <ActingProvider>
          <Desk />
        </ActingProvider>
      </NowProvider>
    </I18nProvider>,
  )
}
