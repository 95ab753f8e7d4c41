"""
``fr.column_config``: what the columns of ``dataframe`` and ``data_editor`` hold, a function a type.

Each function gives the plain dict that ``column_config=`` takes, which may be written by hand, too. Beside it, in the
same file, stands the class that reads this dict: a ``ColumnType`` says how a cell looks and what it takes.

What all of them share: ``label`` (by default the column's name), ``width`` ("small", "medium", "large" or pixels),
``help`` (shown at the header; Markdown), ``pinned`` (stays in sight while the others scroll; the index is by itself),
``alignment`` of the cells ("left", "center", "right"), and where cells can be edited ``disabled`` (nobody edits this
column), ``required`` (a cell must not be left empty) and ``default`` (what a new row has).
"""

from formrerun.elements.data.column_config.buttons import ButtonColumn as ButtonColumn
from formrerun.elements.data.column_config.charts import AreaChartColumn as AreaChartColumn
from formrerun.elements.data.column_config.charts import BarChartColumn as BarChartColumn
from formrerun.elements.data.column_config.charts import LineChartColumn as LineChartColumn
from formrerun.elements.data.column_config.choices import CheckboxColumn as CheckboxColumn
from formrerun.elements.data.column_config.choices import ListColumn as ListColumn
from formrerun.elements.data.column_config.choices import MultiselectColumn as MultiselectColumn
from formrerun.elements.data.column_config.choices import SelectboxColumn as SelectboxColumn
from formrerun.elements.data.column_config.general import Column as Column
from formrerun.elements.data.column_config.media import AudioColumn as AudioColumn
from formrerun.elements.data.column_config.media import ImageColumn as ImageColumn
from formrerun.elements.data.column_config.media import VideoColumn as VideoColumn
from formrerun.elements.data.column_config.moments import DateColumn as DateColumn
from formrerun.elements.data.column_config.moments import DatetimeColumn as DatetimeColumn
from formrerun.elements.data.column_config.moments import TimeColumn as TimeColumn
from formrerun.elements.data.column_config.numbers import NumberColumn as NumberColumn
from formrerun.elements.data.column_config.numbers import ProgressColumn as ProgressColumn
from formrerun.elements.data.column_config.texts import JsonColumn as JsonColumn
from formrerun.elements.data.column_config.texts import LinkColumn as LinkColumn
from formrerun.elements.data.column_config.texts import MarkdownColumn as MarkdownColumn
from formrerun.elements.data.column_config.texts import TextColumn as TextColumn
