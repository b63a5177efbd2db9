"""The pages' sentences in every language, without the gettext programs.

`collect` finds the sentences in templates and code and brings them into the catalogues (`.po`,
readable, committed); `compiled_catalogues` turns those into what Django reads (`.mo`), in the
installation's own folder, whenever a catalogue is newer.
"""
