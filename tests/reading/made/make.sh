#!/bin/sh
# Makes the files in this folder with the programs that people export lists from. Not run by the
# tests, which have its results; run it again after a change here. It needs
#   python3 with openpyxl 3.1, XlsxWriter 3.3 and xlwt 1.3 (pip install openpyxl XlsxWriter xlwt)
#   node with SheetJS 0.18 (npm install xlsx)
#   soffice of LibreOffice 7.4 (apt-get install libreoffice-calc)
# PYTHON and NODE_PATH say where the former two are.
set -eu
cd "$(dirname "$0")"
"${PYTHON:-python3}" make.py
node make.js
# LibreOffice writes each format from its own, which make.py wrote as a flat file.
office() {
    soffice --headless "-env:UserInstallation=file://$PWD/profile" --convert-to "$1" \
        --outdir made-by-office calc.fods > /dev/null
    mv "made-by-office/calc.${1%%:*}" "$2"
}
office ods libreoffice.ods
office xlsx libreoffice.xlsx
office xls libreoffice.xls
office html:'HTML (StarCalc)' libreoffice.html
office csv:'Text - txt - csv (StarCalc):59,34,76' libreoffice.csv
office csv:'Text - txt - csv (StarCalc):9,34,65535' libreoffice-utf16.tsv
office csv:'Text - txt - csv (StarCalc):44,34,1' libreoffice-1252.csv
rm -r made-by-office profile calc.fods
