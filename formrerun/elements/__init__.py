"""
The elements: one file each, one template each.

Explicit imports, so that editors complete ``fr.slider``; ``tests/elements/test_contract.py`` names a file that is
missing here.
"""

from __future__ import annotations

from formrerun.elements.chat.chat_input import *  # noqa: F403
from formrerun.elements.chat.chat_message import *  # noqa: F403
from formrerun.elements.data.dataframe import *  # noqa: F403
from formrerun.elements.data.map import *  # noqa: F403
from formrerun.elements.feedback.alert import *  # noqa: F403
from formrerun.elements.feedback.balloons import *  # noqa: F403
from formrerun.elements.feedback.progress import *  # noqa: F403
from formrerun.elements.feedback.skeleton import *  # noqa: F403
from formrerun.elements.feedback.spinner import *  # noqa: F403
from formrerun.elements.feedback.status import *  # noqa: F403
from formrerun.elements.feedback.toast import *  # noqa: F403
from formrerun.elements.forms.form import *  # noqa: F403
from formrerun.elements.forms.fragment import *  # noqa: F403
from formrerun.elements.general.echo import *  # noqa: F403
from formrerun.elements.general.help import *  # noqa: F403
from formrerun.elements.general.write import *  # noqa: F403
from formrerun.elements.inputs.button import *  # noqa: F403
from formrerun.elements.inputs.checkbox import *  # noqa: F403
from formrerun.elements.inputs.color_picker import *  # noqa: F403
from formrerun.elements.inputs.date_input import *  # noqa: F403
from formrerun.elements.inputs.number_input import *  # noqa: F403
from formrerun.elements.inputs.radio import *  # noqa: F403
from formrerun.elements.inputs.select_slider import *  # noqa: F403
from formrerun.elements.inputs.selectbox import *  # noqa: F403
from formrerun.elements.inputs.slider import *  # noqa: F403
from formrerun.elements.inputs.text_input import *  # noqa: F403
from formrerun.elements.layout.container import *  # noqa: F403
from formrerun.elements.layout.grid import *  # noqa: F403
from formrerun.elements.layout.popover import *  # noqa: F403
from formrerun.elements.links.page_link import *  # noqa: F403
from formrerun.elements.typography.text import *  # noqa: F403
