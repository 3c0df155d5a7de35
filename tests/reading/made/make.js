// Writes the same two sheets in every format that SheetJS knows.
const sheetjs = require("xlsx");
const note = sheetjs.utils.aoa_to_sheet([["Read me first"]]);
const people = sheetjs.utils.aoa_to_sheet([
    ["Our people"],
    [],
    ["Name", "E-mail", "Role", "Group", "Sex"],
    ["Beispiel, Anna", "anna@example.com", "Admin", "Design", "f"],
    ["Jürgen Groß", "juergen@example.com", "User", 7, "m"],
    [],
    ["Zoë \"Zo\" Ünal", "zoe@example.com", "Guest", "R & D", "x"],
]);
people.C7 = { t: "s", v: "Guest", f: "\"Gue\"&\"st\"" };
const book = sheetjs.utils.book_new();
sheetjs.utils.book_append_sheet(book, note, "Note");
sheetjs.utils.book_append_sheet(book, people, "People");
for (const type of ["xlsx", "xlsb", "xls", "biff5", "ods"]) {
    const name = type === "biff5" ? "sheetjs-95.xls" : `sheetjs.${type}`;
    sheetjs.writeFile(book, name, { bookType: type, compression: true });
}
// What the others export has one sheet only.
for (const [type, name] of [["html", "sheetjs.html"], ["csv", "sheetjs.csv"], ["txt", "sheetjs.txt"]]) {
    sheetjs.writeFile(book, name, { bookType: type, sheet: "People" });
}
