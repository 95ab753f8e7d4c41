"""A diagram that a text describes."""

import formrerun as fr


def flowchart() -> None:
    """Boxes and arrows, in the page's colours."""
    fr.mermaid_chart(
        """
        graph LR
            Draft --> Review{Good?}
            Review -->|yes| Published
            Review -->|no| Draft
        """,
        alt="A draft is reviewed until it is good",
    )


def sequence() -> None:
    """Who says what to whom."""
    fr.mermaid_chart(
        """
        sequenceDiagram
            accTitle: A submission, from press to page
            Browser->>Server: POST with what was edited
            Server->>Server: one run
            Server-->>Browser: what has changed
        """
    )


def typed() -> None:
    """A text of a visitor's: what is wrong in it is said."""
    text = fr.text_area("Diagram", 'pie title Pets\n  "Dogs" : 40\n  "Cats" : 60', key="text")
    fr.mermaid_chart(text)
