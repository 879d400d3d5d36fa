# One line for each command of app.py, which does the same where there is no make: `python3 app.py test`.
PORTAL = python3 app.py

help:            ## this list
	@sed -n 's/^\([a-z]*\): *## /make \1\t/p' Makefile | expand -t 20

run:             ## the portal with its demo store on http://127.0.0.1:5000
	@$(PORTAL)

test:            ## all tests, on both databases and in Chromium; make test T=tests/customers runs those
	@$(PORTAL) test $(T)

check:           ## lint, types, layers, templates, translations, in seconds
	@$(PORTAL) check

measure:         ## sizes of files, functions and templates, imports inside functions, drawers
	@$(PORTAL) measure

migration:       ## make migration M="add the stock board": the step from the schema to the models
	@$(PORTAL) migration "$(M)"

translations:    ## take new texts into the catalogues and compile them
	@$(PORTAL) translations

.PHONY: help run test check measure migration translations
