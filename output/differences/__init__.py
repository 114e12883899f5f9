"""What changed between two releases, or a release and the work on the next: one module a form."""

from output.differences.as_html import difference_html
from output.differences.as_json import difference_json
from output.differences.as_markdown import difference_markdown
from output.differences.as_text import difference_text

__all__ = ["difference_html", "difference_json", "difference_markdown", "difference_text"]
