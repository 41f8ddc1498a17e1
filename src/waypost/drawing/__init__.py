"""The living map made visible: a page for screens, a poster for print."""
