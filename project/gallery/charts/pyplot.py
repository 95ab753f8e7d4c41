"""Figures of Matplotlib, as an image that the server makes."""

from __future__ import annotations

import matplotlib.pyplot as plt

import formrerun as fr


def a_histogram() -> None:
    """A histogram."""
    fig, ax = plt.subplots(figsize=(5, 3))
    ax.hist([23, 31, 34, 35, 38, 41, 44, 52, 67], bins=5)
    ax.set_xlabel("Age")
    fr.pyplot(fig, alt="Most are between 30 and 45")


def sharp() -> None:
    """As an SVG, sharp at any size."""
    fig, ax = plt.subplots(figsize=(5, 2.5))
    ax.plot([1, 2, 3, 4], [3, 1, 4, 1])
    fr.pyplot(fig, format="svg", alt="Up and down")
