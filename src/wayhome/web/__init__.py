"""The register as a web site: settings, root addresses, base templates."""
