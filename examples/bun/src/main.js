import api from "./weather.pristine.json"

const city = process.argv[2] ?? "Oslo"
const { celsius } = await api.getWeather({ city })
console.log(`${city} ${celsius} °C`)
