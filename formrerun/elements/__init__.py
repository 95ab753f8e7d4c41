"""
The elements: one file each, one template each.

Explicit imports, so that editors complete ``fr.slider``; ``tests/elements/test_contract.py`` names a file that is
missing here.
"""

from __future__ import annotations

from formrerun.elements.alert import *  # noqa: F403
from formrerun.elements.balloons import *  # noqa: F403
from formrerun.elements.button import *  # noqa: F403
from formrerun.elements.chat_input import *  # noqa: F403
from formrerun.elements.chat_message import *  # noqa: F403
from formrerun.elements.checkbox import *  # noqa: F403
from formrerun.elements.color_picker import *  # noqa: F403
from formrerun.elements.dataframe import *  # noqa: F403
from formrerun.elements.date_input import *  # noqa: F403
from formrerun.elements.echo import *  # noqa: F403
from formrerun.elements.form import *  # noqa: F403
from formrerun.elements.fragment import *  # noqa: F403
from formrerun.elements.grid import *  # noqa: F403
from formrerun.elements.help import *  # noqa: F403
from formrerun.elements.layout import *  # noqa: F403
from formrerun.elements.map import *  # noqa: F403
from formrerun.elements.number_input import *  # noqa: F403
from formrerun.elements.page_link import *  # noqa: F403
from formrerun.elements.popover import *  # noqa: F403
from formrerun.elements.progress import *  # noqa: F403
from formrerun.elements.radio import *  # noqa: F403
from formrerun.elements.select_slider import *  # noqa: F403
from formrerun.elements.selectbox import *  # noqa: F403
from formrerun.elements.skeleton import *  # noqa: F403
from formrerun.elements.slider import *  # noqa: F403
from formrerun.elements.spinner import *  # noqa: F403
from formrerun.elements.status import *  # noqa: F403
from formrerun.elements.text import *  # noqa: F403
from formrerun.elements.text_input import *  # noqa: F403
from formrerun.elements.toast import *  # noqa: F403
from formrerun.elements.write import *  # noqa: F403
