// Reads exports back with parsers that are not ours and prints, for each format and table, how many rows there are and a
// checksum of all their values. Usage: node readback.mjs FOLDER; the folder holds columns.json (table → [[name, type]…])
// and the exports csv/, parquet/ and tables.xlsx.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import readXlsx from 'read-excel-file/node'

const dir = process.argv[2]
const tables = JSON.parse(readFileSync(join(dir, 'columns.json'), 'utf8'))
const none = '\u2205'

// canonical gives one text for a value, whatever the format made of it.
function canonical(v, type) {
  if (v === null || v === undefined || v === '') return none
  switch (type) {
    case 'integer': case 'real': return String(Number(v))
    case 'boolean': return String(v === true || v === 'true' || v === 'TRUE')
    case 'date': return v instanceof Date ? v.toISOString().slice(0, 10) : String(v)
    case 'time': return (v instanceof Date ? new Date(Math.round(v.getTime() / 1000) * 1000).toISOString() : String(v)).replace('.000Z', 'Z')
  }
  return String(v)
}

function sum(columns, rows) {
  const h = createHash('sha256')
  for (const row of rows) h.update(columns.map(([name, type], i) => canonical(row(name, i), type)).join('\x1f') + '\x1e')
  return { rows: rows.length, sha256: h.digest('hex') }
}

const out = { csv: {}, parquet: {}, xlsx: {} }
for (const [table, columns] of Object.entries(tables)) {
  const csv = parse(readFileSync(join(dir, 'csv', table + '.csv')), { columns: true, relax_quotes: false, record_delimiter: '\r\n' })
  out.csv[table] = sum(columns, csv.map(r => name => r[name]))

  const file = await asyncBufferFromFile(join(dir, 'parquet', table + '.parquet'))
  const objects = await parquetReadObjects({ file, compressors })
  out.parquet[table] = sum(columns, objects.map(r => name => r[name]))
}
const book = await readXlsx(join(dir, 'tables.xlsx'), { trim: false })
for (const { sheet, data } of book) {
  const columns = tables[sheet]
  if (!columns) continue
  out.xlsx[sheet] = sum(columns, data.slice(1).map(r => (_, i) => r[i]))
}
console.log(JSON.stringify(out))
