// Where the shared test data is.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const kData = process.env.SERINUS_TEST_DATA ?? join(dirname(fileURLToPath(import.meta.url)), '../../../shared/data');
