"""
What a page draws: one file an element, in the chapters of Streamlit's own reference.

This is the list of them. A module's ``__all__`` names what page authors call, so that editors complete ``fr.slider``;
``tests/elements/test_contract.py`` names a file that is missing here. ``toolkit`` is no chapter: other apps make their
elements of it.
"""

from __future__ import annotations

import re
import sys

from formrerun.elements.charts.built_in_charts import *  # noqa: F403
from formrerun.elements.charts.echarts_chart import *  # noqa: F403
from formrerun.elements.charts.graphviz_chart import *  # noqa: F403
from formrerun.elements.charts.mermaid_chart import *  # noqa: F403
from formrerun.elements.charts.plotly_chart import *  # noqa: F403
from formrerun.elements.charts.pydeck_chart import *  # noqa: F403
from formrerun.elements.charts.pyplot import *  # noqa: F403
from formrerun.elements.charts.vega_lite_chart import *  # noqa: F403
from formrerun.elements.chat.chat_input import *  # noqa: F403
from formrerun.elements.chat.chat_message import *  # noqa: F403
from formrerun.elements.data.data_editor import *  # noqa: F403
from formrerun.elements.data.dataframe import *  # noqa: F403
from formrerun.elements.data.json import *  # noqa: F403
from formrerun.elements.data.map import *  # noqa: F403
from formrerun.elements.data.metric import *  # noqa: F403
from formrerun.elements.data.table import *  # noqa: F403
from formrerun.elements.forms.dialog import *  # noqa: F403
from formrerun.elements.forms.django_form import *  # noqa: F403
from formrerun.elements.forms.form import *  # noqa: F403
from formrerun.elements.forms.fragment import *  # noqa: F403
from formrerun.elements.general.echo import *  # noqa: F403
from formrerun.elements.general.help import *  # noqa: F403
from formrerun.elements.general.placeholder import *  # noqa: F403
from formrerun.elements.general.write import *  # noqa: F403
from formrerun.elements.inputs.audio_input import *  # noqa: F403
from formrerun.elements.inputs.button import *  # noqa: F403
from formrerun.elements.inputs.camera_input import *  # noqa: F403
from formrerun.elements.inputs.checkbox import *  # noqa: F403
from formrerun.elements.inputs.color_picker import *  # noqa: F403
from formrerun.elements.inputs.date_input import *  # noqa: F403
from formrerun.elements.inputs.datetime_input import *  # noqa: F403
from formrerun.elements.inputs.download_button import *  # noqa: F403
from formrerun.elements.inputs.feedback import *  # noqa: F403
from formrerun.elements.inputs.file_uploader import *  # noqa: F403
from formrerun.elements.inputs.menu_button import *  # noqa: F403
from formrerun.elements.inputs.multiselect import *  # noqa: F403
from formrerun.elements.inputs.number_input import *  # noqa: F403
from formrerun.elements.inputs.pagination import *  # noqa: F403
from formrerun.elements.inputs.pills import *  # noqa: F403
from formrerun.elements.inputs.radio import *  # noqa: F403
from formrerun.elements.inputs.segmented_control import *  # noqa: F403
from formrerun.elements.inputs.select_slider import *  # noqa: F403
from formrerun.elements.inputs.selectbox import *  # noqa: F403
from formrerun.elements.inputs.slider import *  # noqa: F403
from formrerun.elements.inputs.text_area import *  # noqa: F403
from formrerun.elements.inputs.text_input import *  # noqa: F403
from formrerun.elements.inputs.time_input import *  # noqa: F403
from formrerun.elements.layout.columns import *  # noqa: F403
from formrerun.elements.layout.container import *  # noqa: F403
from formrerun.elements.layout.expander import *  # noqa: F403
from formrerun.elements.layout.grid import *  # noqa: F403
from formrerun.elements.layout.popover import *  # noqa: F403
from formrerun.elements.layout.roots import *  # noqa: F403
from formrerun.elements.layout.tabs import *  # noqa: F403
from formrerun.elements.links.link_button import *  # noqa: F403
from formrerun.elements.links.page_link import *  # noqa: F403
from formrerun.elements.media.audio import *  # noqa: F403
from formrerun.elements.media.iframe import *  # noqa: F403
from formrerun.elements.media.image import *  # noqa: F403
from formrerun.elements.media.logo import *  # noqa: F403
from formrerun.elements.media.pdf import *  # noqa: F403
from formrerun.elements.media.video import *  # noqa: F403
from formrerun.elements.messages.alert import *  # noqa: F403
from formrerun.elements.messages.balloons import *  # noqa: F403
from formrerun.elements.messages.exception import *  # noqa: F403
from formrerun.elements.messages.progress import *  # noqa: F403
from formrerun.elements.messages.skeleton import *  # noqa: F403
from formrerun.elements.messages.spinner import *  # noqa: F403
from formrerun.elements.messages.status import *  # noqa: F403
from formrerun.elements.messages.toast import *  # noqa: F403
from formrerun.elements.models.bulk_action import *  # noqa: F403
from formrerun.elements.models.model import *  # noqa: F403
from formrerun.elements.models.model_editor import *  # noqa: F403
from formrerun.elements.models.model_table import *  # noqa: F403
from formrerun.elements.typography.code import *  # noqa: F403
from formrerun.elements.typography.headings import *  # noqa: F403
from formrerun.elements.typography.html import *  # noqa: F403
from formrerun.elements.typography.latex import *  # noqa: F403
from formrerun.elements.typography.markdown import *  # noqa: F403
from formrerun.elements.typography.spacing import *  # noqa: F403
from formrerun.elements.typography.text import *  # noqa: F403

#: Asked of the modules, for ``import *`` hands out no module, whose name may be that of a command in it.
__all__ = sorted(
    name
    for path, module in list(sys.modules.items())
    if re.fullmatch(rf"{__name__}\.\w+\.[a-z]\w*", path)
    for name in getattr(module, "__all__", ())
)
