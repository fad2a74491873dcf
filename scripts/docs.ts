/** `npm run docs` writes what is generated from the sources; a test fails when it is not fresh. */
import { writeFileSync } from 'node:fs'
import { errorCatalogue } from '#command-kit/error-catalogue.ts'
import { envExample } from '#config/env-example.ts'
import { chatSettings } from '#platforms/index.ts'
import { providers } from '#providers/index.ts'
import { generatedPbxDocuments } from './pbx-documents.ts'

const generated = {
  '.env.example': envExample({ chats: chatSettings, providers }),
  'docs/errors.md': errorCatalogue(),
  ...generatedPbxDocuments(),
}
for (const [path, text] of Object.entries(generated)) {
  writeFileSync(new URL(`../${path}`, import.meta.url), text)
  console.log(`${path} is up to date`)
}
