.DEFAULT_GOAL := help
APP := part-a/webhook-app
LAB := lab
ARCHIVE := webhook-app.tar.gz

# Names the part of a target that begins, and how long after make itself.
STARTED := $(shell date +%s)
begin = @echo "== $(1), after $$(( $$(date +%s) - $(STARTED) )) s"

.PHONY: help install demo test check format generate chaos bench lab e2e archive

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# npm's own record of what is installed, so that a second `make` does not install again.
%/node_modules/.package-lock.json: %/package.json %/package-lock.json
	cd $* && npm ci --no-audit --no-fund && touch node_modules/.package-lock.json

install: $(APP)/node_modules/.package-lock.json $(LAB)/node_modules/.package-lock.json ## install the dependencies of the lockfiles, Node included

demo: $(APP)/node_modules/.package-lock.json ## run the service with a stand-in Rocket.Chat and send it a recorded push
	cd $(APP) && npm run --silent demo

test: check ## run make check, then all tests
	$(call begin,tests of $(LAB))
	@cd $(LAB) && npm run --silent test
	$(call begin,tests of $(APP))
	@cd $(APP) && npm run --silent test

check: install ## check format, lint, types, dead code and generated files
	$(call begin,check of $(LAB))
	@cd $(LAB) && npm run --silent check
	$(call begin,check of $(APP))
	@cd $(APP) && npm run --silent check

format: install ## format all files
	cd $(LAB) && npm run --silent format
	cd $(APP) && npm run --silent format

chaos: $(APP)/node_modules/.package-lock.json ## kill processes and databases a thousand times at random and count what is lost or duplicated
	cd $(APP) && npm run --silent chaos -- $(ARGS)

bench: $(APP)/node_modules/.package-lock.json ## measure throughput and latency as ratios in one run; needs wrk
	cd $(APP) && npm run --silent bench -- $(ARGS)

lab: install ## bring Rocket.Chat, GitLab, runners and the service up on the current kube context
	lab/up $(ARGS)

e2e: install ## prove service, scaling and pipeline on the current kube context, writes docs/runs; ARGS=--help says what it needs
	cd lab && npm run --silent e2e -- $(ARGS)

archive: ## pack the last commit into webhook-app.tar.gz
	git archive --format=tar.gz --prefix=webhook-app/ --output=$(ARCHIVE) HEAD

generate: install ## write what is generated from contracts and sources
	cd $(APP) && npm run --silent generate
	cd lab && npm run --silent generate
