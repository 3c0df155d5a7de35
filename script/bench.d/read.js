// Reads every cell of a workbook's first sheet with SheetJS and says how many rows it has.
const { readFile, utils } = require("xlsx");

const book = readFile(process.argv[2], { dense: true });
const rows = utils.sheet_to_json(book.Sheets[book.SheetNames[0]], { header: 1 });
console.log(rows.length);
