# What can be done here: `make` alone says it.
#
# PREFIX is where `make install` puts things; DESTDIR is put before it.

PREFIX ?= /usr/local
SWIFT ?= swift
RELEASE := -c release --static-swift-stdlib -Xlinker -s
STAGE := .build/stage
PROGRAMS := bobine bobine-media bobined
VENV := .build/venv
TESTS := .build/tests
# What the tests run: programs as users get them, and the Python that has the clients.
TRIED = SWIFT="$(SWIFT)" BOBINE_TESTS=$(TESTS) BOBINE_PROGRAMS=$(CURDIR)/$(STAGE)/bin BOBINE_PYTHON=$(CURDIR)/$(VENV)/bin/python3

.PHONY: help setup setup-tests build example stage install test test-full fuzz test-sanitized bench format lint clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup:  ## install what building and running needs, if something is missing
	@scripts/setup build

setup-tests:  ## ... and the clients that the tests try our output with
	@scripts/setup build tests
	@scripts/python-tools $(VENV)

build: setup  ## build the programs for use, in .build/release
	@for program in $(PROGRAMS); do $(SWIFT) build $(RELEASE) --product $$program || exit 1; done

example: build  ## build example-site/ and say how to look at it
	@.build/release/bobine build example-site
	@printf '\nThe site is in example-site/public: any web server can host it. To look at it now:\n\n'
	@printf '    .build/release/bobine serve example-site\n\n'

# The tree that `make install` makes, for the tests: programs as users get them.
stage: build
	@$(MAKE) --no-print-directory put PREFIX=$(CURDIR)/$(STAGE) DESTDIR=

install: build put  ## install to PREFIX: bin/, libexec/bobine/, share/bobine/
	@echo "installed: $(DESTDIR)$(PREFIX)/bin/bobine and bobined"
	@case ":$$PATH:" in *":$(PREFIX)/bin:"*) ;; \
	*) [ -n "$(DESTDIR)" ] || echo 'The shell does not look there yet: export PATH="$(PREFIX)/bin:$$PATH"' ;; esac

.PHONY: put
put:
	@install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/libexec/bobine" "$(DESTDIR)$(PREFIX)/share/bobine"
	@install -m 755 .build/release/bobine "$(DESTDIR)$(PREFIX)/bin/bobine"
	@install -m 755 .build/release/bobined "$(DESTDIR)$(PREFIX)/bin/bobined"
	@install -m 755 .build/release/bobine-media "$(DESTDIR)$(PREFIX)/libexec/bobine/bobine-media"
	@rm -rf "$(DESTDIR)$(PREFIX)/share/bobine/templates"
	@cp -R templates "$(DESTDIR)$(PREFIX)/share/bobine/templates"

test: setup-tests built-for-tests  ## set up and run every test at small sizes
	@$(TRIED) scripts/run-tests .build/test.log

test-full: setup-tests built-for-tests  ## the same, fuzz, test-sanitized and sizes that take long: gigabytes, hours of video
	@$(TRIED) BOBINE_FULL=1 scripts/run-tests .build/test-full.log
	@SWIFT="$(SWIFT)" scripts/fuzz
	@$(TRIED) scripts/test-sanitized

fuzz: setup  ## ten million messages of no good will to every reader of what strangers send
	@SWIFT="$(SWIFT)" scripts/fuzz

test-sanitized: setup-tests built-for-tests  ## the daemon and its tests under ThreadSanitizer and AddressSanitizer
	@$(TRIED) scripts/test-sanitized

bench: setup-tests built-for-tests  ## measure speed and memory against the usual tools, in one run
	@$(TRIED) BOBINE_FULL=1 scripts/run-tests .build/bench.log --filter "Speed and memory|Downloading from the daemon"

# The programs and the tests are built side by side: a release build is busy with one module after the other, on one core.
# Two builds cannot share one folder, so the tests have theirs.
.PHONY: built-for-tests tests-alone
built-for-tests: setup-tests
	@$(MAKE) --no-print-directory -j2 stage tests-alone

tests-alone:
	@$(SWIFT) build --build-tests --scratch-path $(TESTS)

format:  ## put all Swift in the form of .swift-format
	@$(SWIFT) format format --in-place --parallel --recursive Package.swift Sources Tests

lint:  ## say what is not in that form
	@$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests

clean:  ## remove what was built
	@rm -rf .build .build-fuzz .build-tsan .build-asan
