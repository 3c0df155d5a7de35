export = Export
export-xlsx = Excel workbook (.xlsx)
export-csv = CSV (.csv)
# Part of a file's name: plain letters only.
export-file = users

template-xlsx = Template (.xlsx)
template-csv = Template (.csv)
# Names of sheets: at most 31 characters, none of []:*?/\
template-people = People
template-notes = Notes
# Part of a file's name: plain letters only.
template-file = template
template-example = Example Person
template-choose-title = Not in the list
template-choose = Choose one from the list. Another word can stand here, and is asked about after the import.
template-note-rows = One person a row, below the example, which is left out. Nothing is sent by the upload: you see everybody first.
template-note-email = E-mail is needed. What else is missing can be filled in after the import.
template-note-name = Without a name it is recognised from the address where that is possible.
template-note-role = Role: choose from the list, or leave it empty and choose one for all after the import.
template-note-team = Team and gender may be left empty.
template-note-most = A file has at most { $people } people and 10 MB. Further columns may stand anywhere and are left out.

# The columns added to a file that goes back; nothing that an import recognises.
corrected-problem = Problem
corrected-suggestion = Suggestion
corrected-first-name = First name
corrected-last-name = Last name
