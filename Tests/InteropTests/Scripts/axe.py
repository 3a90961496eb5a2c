"""axe-core for pages that a browser of browsers.py shows: run AXE there, then AUDIT, which calls its last argument with what it found."""
import importlib.util
import pathlib

# The package brings axe-core; its own code drives another browser tool, so it is read and not imported.
AXE = pathlib.Path(importlib.util.find_spec("axe_playwright_python").origin).with_name("axe.min.js").read_text()
AUDIT = """
const tell = arguments[arguments.length - 1];
axe.run(document, {runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']},
                   rules: {'target-size': {enabled: true}}, resultTypes: ['violations']})
  .then(found => tell(found.violations.map(each => [each.id, ...each.nodes.map(node => node.html.slice(0, 160))])), error => tell([`${error}`]));
"""
