// Prints the addresses of the pages that are measured, as the demo retailer has them.
import { demoPages } from './support/pages.mjs';

console.log(JSON.stringify(await demoPages(process.env.VITRINE_URL, 'fr')));
