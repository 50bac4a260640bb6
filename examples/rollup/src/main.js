import { quotesGet } from "./quotes.pristine.yaml"

for (const symbol of process.argv.slice(2)) {
  const quote = await quotesGet({ symbol })
  console.log(`${quote.symbol} ${quote.price} ${quote.currency}`)
}
