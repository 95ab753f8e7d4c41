"""
Every error formrerun raises, with the sentence saying when: what page authors meet, what a POST is refused with, what
the store raises.

The classes of the first two sections derive from :class:`FormrerunError`. Those that a page author meets keep
Streamlit's names and texts, so that a script that catches or tests for them keeps working. Those of the store stay
inside the package, but for :class:`Unstorable`, which ``formrerun.codec`` hands out, too; each has the base that its
readers catch.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, time

from django import db
from django.http import Http404
from django.utils.translation import gettext as _

DOCS = "https://docs.streamlit.io/develop"
FORM_DOCS = (
    f"\n\nFor more information, refer to the\n[documentation for forms]({DOCS}/api-reference/execution-flow/st.form).\n"
)


class FormrerunError(Exception):
    """Base of all errors of this package."""


# ---------------------------------------------------------------------------------------------- what authors meet


class MarkdownFormattedException(FormrerunError):
    """Base of exceptions, an author's own too, whose text is Markdown; other texts are shown as they are."""


class StreamlitAPIException(MarkdownFormattedException):
    """A page function called the API the wrong way. Shown in the page, in place, with the author's file and line."""


class StreamlitAPIWarning(StreamlitAPIException, Warning):
    """A warning shown as an element; never raised."""


class CachedWidgetWarning(StreamlitAPIWarning):
    """A widget command was called inside a cached function."""

    def __init__(self) -> None:
        super().__init__(
            "\nYour script uses a widget command in a cached function\n"
            "(function decorated with `@st.cache_data` or `@st.cache_resource`).\n"
            'This code will only be called when we detect a cache "miss",\n'
            "which can lead to unexpected results.\n\n"
            "To fix this, move all widget commands outside the cached function.\n"
        )


class DuplicateWidgetID(StreamlitAPIException):
    """Two elements of one run have the same identity."""


class StreamlitDuplicateElementId(DuplicateWidgetID):
    """Two elements without key have the same kind and parameters."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"There are multiple `{kind}` elements with the same auto-generated ID. When this element is created, it "
            "is assigned an internal ID based on the element type and provided parameters. Multiple elements with the "
            "same type and parameters will cause this error.\n\n"
            f"To fix this error, please pass a unique `key` argument to the `{kind}` element."
        )


class StreamlitDuplicateElementKey(DuplicateWidgetID):
    """Two elements of one run have the same key."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"There are multiple elements with the same `key='{key}'`. To fix this, please make sure that the `key` "
            "argument is unique for each element you create."
        )


class StreamlitValueError(StreamlitAPIException):
    """A parameter has a value outside a known set."""

    def __init__(self, parameter: str, valid_values: Collection[str], *, detail: str | None = None) -> None:
        text = f"Invalid `{parameter}` value. Supported values: {', '.join(valid_values)}."
        super().__init__(f"{text} {detail}" if detail else text)


class StreamlitInvalidParameterTypeError(StreamlitAPIException):
    """A parameter has a value of a type that it does not take."""

    def __init__(self, parameter: str, provided: str, expected: list[str], *, detail: str | None = None) -> None:
        text = f"Invalid `{parameter}` type. Expected one of: {', '.join(expected)}. Provided type: {provided}."
        super().__init__(f"{text} {detail}" if detail else text)


class StreamlitMissingRequiredParameterError(StreamlitAPIException):
    """A parameter that is needed is missing, None or empty."""

    def __init__(self, parameter: str, *, detail: str | None = None) -> None:
        text = f"The `{parameter}` parameter is required."
        super().__init__(f"{text} {detail}" if detail else text)


class StreamlitIncompatibleParametersError(StreamlitAPIException):
    """Two parameters cannot be used together."""

    def __init__(self, first: str, second: str, *, explanation: str | None = None) -> None:
        text = f"`{first}` and `{second}` cannot be used together."
        super().__init__(f"{text} {explanation}" if explanation else text)


class UnknownFormField(StreamlitAPIException):
    """A page draws a field that its form of Django's does not have."""

    def __init__(self, name: str, form: str, names: Collection[str]) -> None:
        super().__init__(f"{form} has no field {name!r}. Its fields are: {', '.join(names)}.")


class FormNotSubmitted(StreamlitAPIException):
    """A page saves a form of Django's in a run that its submission has not caused."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"The form {key!r} was not submitted in this run. Save it in `on_submit`, or under `if form.is_submitted:`."
        )


class StreamlitValueOutOfRangeError(StreamlitAPIException):
    """A parameter lies outside its closed interval."""

    def __init__(self, parameter: str, value: object, low: object, high: object, *, detail: str | None = None) -> None:
        text = f"The `{parameter}` parameter, set to {value}, is outside the required range [{low}, {high}]."
        super().__init__(f"{text} {detail}" if detail else text)


class StreamlitValueBelowMinError(StreamlitAPIException):
    """A value is less than ``min_value``."""

    def __init__(self, value: float | date | time, min_value: float | date | time) -> None:
        super().__init__(f"The `value` {value} is less than the `min_value` {min_value}.")


class StreamlitValueAboveMaxError(StreamlitAPIException):
    """A value is greater than ``max_value``."""

    def __init__(self, value: float | date | time, max_value: float | date | time) -> None:
        super().__init__(f"The `value` {value} is greater than the `max_value` {max_value}.")


class StreamlitInvalidMinMaxError(StreamlitAPIException):
    """``min_value`` is greater than ``max_value``, or equal to it where there must be room between them."""

    def __init__(self, min_value: object, max_value: object) -> None:
        super().__init__(
            f"The `min_value` and `max_value` parameters are both set to {min_value}. They must not be equal."
            if min_value == max_value
            else f"The `min_value`, set to {min_value}, cannot be greater than the `max_value`, set to {max_value}."
        )


class StreamlitMixedNumericTypesError(StreamlitAPIException):
    """int and float are mixed in ``number_input``."""

    def __init__(self, *, value: object, min_value: object, max_value: object, step: object) -> None:
        named = {"value": value, "min_value": min_value, "max_value": max_value, "step": step}
        super().__init__(
            "All numerical arguments must be of the same type."
            + "".join(f"\n`{name}` has {type(got).__name__} type." for name, got in named.items() if got is not None)
        )


class StreamlitJSNumberBoundsError(StreamlitAPIException):
    """A number is larger than a browser can hold exactly."""


class StreamlitInvalidNumberFormatError(StreamlitAPIException):
    """The format string of ``number_input`` cannot print a number."""

    def __init__(self, format: str) -> None:
        super().__init__(f"Format string for `st.number_input` contains invalid characters: {format}")


class StreamlitDefaultNotInOptionsError(StreamlitAPIException):
    """A default is not one of the options."""

    def __init__(self, value: object) -> None:
        super().__init__(
            f"The default value '{value}' is not part of the options. "
            "Please make sure that every default value also exists in the options."
        )


class SearchFieldsError(StreamlitAPIException):
    """``search_fields`` cannot be searched."""


class StreamlitSelectionCountExceedsMaxError(StreamlitAPIException):
    """More is selected than ``max_selections`` allows."""

    def __init__(self, current: int, maximum: int) -> None:
        def noun(count: int) -> str:
            return "option" if count == 1 else "options"

        super().__init__(
            f"Multiselect has {current} {noun(current)} selected but `max_selections` is set to {maximum}. This "
            "happened because you either gave too many options to `default` or you manipulated the widget's state "
            "through `st.session_state`. Note that the latter can happen before the line indicated in the traceback. "
            f"Please select at most {maximum} {noun(maximum)}."
        )


class StreamlitInvalidColumnSpecError(StreamlitAPIException):
    """``columns`` got no weights, or one that is not positive."""

    def __init__(self) -> None:
        super().__init__(
            "The `spec` argument to `st.columns` must be either a positive integer (number of columns) or a list of "
            "positive numbers (width ratios of the columns). "
            f"See [documentation]({DOCS}/api-reference/layout/st.columns) for more information."
        )


class StreamlitInvalidFormCallbackError(StreamlitAPIException):
    """A widget inside a form was given a callback."""

    def __init__(self) -> None:
        super().__init__(
            "Within a form, callbacks can only be defined on `st.form_submit_button`. "
            "Defining callbacks on other widgets inside a form is not allowed."
        )


class StreamlitInvalidLayoutContextError(StreamlitAPIException):
    """A command stands where it may not: a form in a form, a button in a form, a submit button outside one."""


def _item(key: str) -> str:
    fence = "`"
    text = f"st.session_state[{key!r}]"
    while fence in text:
        fence += "`"
    return f"{fence}{text}{fence}"


class StreamlitValueAssignmentNotAllowedError(StreamlitAPIException):
    """session_state was written for a button, a form or another widget that takes no value."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"{_item(key)} is read-only and cannot be assigned through session state. "
            "Use a different session state key for values you need to set."
        )


class StreamlitWidgetAlreadyInstantiatedError(StreamlitAPIException):
    """session_state was written for a widget that this run has already drawn."""

    def __init__(self, key: str) -> None:
        item = _item(key)
        super().__init__(
            f"{item} cannot be modified after the widget with that key is instantiated. Assign {item} before creating "
            "the widget, or update it from an `on_change` or `on_click` callback, which runs before the widget is "
            "instantiated. If this is a read-only session state key (buttons, file and media inputs, "
            "`st.data_editor`, forms, chart or `ButtonColumn` selections), store the value under a different session "
            "state key."
        )


class UnserializableSessionStateError(StreamlitAPIException):
    """A session_state value cannot be stored between two submissions."""


class StreamlitInvalidColorError(StreamlitAPIException):
    """Not a colour."""

    def __init__(self, color: object) -> None:
        super().__init__(
            f"This does not look like a valid color: {color!r}.\n\nColors must be in one of the following formats:\n\n"
            "* Hex string with 3, 4, 6, or 8 digits. Example: `'#00ff00'`\n"
            "* List or tuple with 3 or 4 components. Example: `[1.0, 0.5, 0, 0.2]`"
        )


class _SizeError(StreamlitAPIException):
    dimension = ""

    def __init__(self, value: object, allow_content: bool = False) -> None:
        valid = (
            "a positive integer (pixels), 'stretch', or 'content'"
            if allow_content
            else "a positive integer (pixels) or 'stretch'"
        )
        name = self.dimension
        super().__init__(f"Invalid {name} value: {value!r}. {name.capitalize()} must be either {valid}.")


class StreamlitInvalidWidthError(_SizeError):
    """Not a width."""

    dimension = "width"


class StreamlitInvalidHeightError(_SizeError):
    """Not a height."""

    dimension = "height"


class StreamlitInvalidURLError(StreamlitAPIException):
    """Not an address of the kind that is needed."""

    def __init__(self, url: str, protocols: Collection[str] = ("http", "https", "mailto")) -> None:
        *others, last = [f'"{name}{":" if name == "mailto" else "://"}"' for name in protocols]
        names = f"{', '.join(others)}{',' if len(others) > 1 else ''} or {last}" if others else last
        super().__init__(f'"{url}" is not a valid URL. You must use a fully qualified domain beginning with {names}.')


class StreamlitQueryParamDictValueError(StreamlitAPIException):
    """A query parameter was set to a dictionary."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"Query param value for `{key}` cannot be set to a dictionary. "
            "Provide a string or iterable of strings instead."
        )


class StreamlitPageNotFoundError(StreamlitAPIException):
    """``switch_page`` or ``page_link`` names a page that does not exist."""


class NoSuchAppPage(Http404):
    """
    An address names none of the pages that ``navigation`` was given. Every view may raise it, as Django's own.

    Attributes
    ----------
    instead
        The address to go on at, if the app shows one page only, as one does that asks for a login; else "".
    """

    def __init__(self, place: str, instead: str) -> None:
        super().__init__(f"There is no page {place!r} in this navigation.")
        self.instead = instead


class StreamlitBadTimeStringError(StreamlitAPIException):
    """A text says no length of time."""

    def __init__(self, text: str) -> None:
        super().__init__(
            "Time string doesn't look right. It should be formatted as "
            f"`'1d2h34m'` or `2 days`, for example. Got: {text}"
        )


class StreamlitDataframeConversionError(StreamlitAPIException):
    """No table can be made of an object."""


class MediaFileStorageError(StreamlitAPIException):
    """A picture, a sound or a film is in no file of the name that is given."""


class BidiComponentError(StreamlitAPIException):
    """A component of ``components.v2`` is mounted with what cannot be."""


class BidiComponentInvalidCallbackNameError(BidiComponentError):
    """A callback is not called ``on_<name>_change``."""

    def __init__(self, callback_name: str) -> None:
        super().__init__(
            f"The callback name `'{callback_name}'` is not allowed. Callback names must follow the pattern "
            "`on_{event_name}_change` where `event_name` is not empty."
        )


class BidiComponentInvalidDefaultKeyError(BidiComponentError):
    """A default is given for a state that has no callback."""

    def __init__(self, state_key: str, available_keys: list[str]) -> None:
        super().__init__(
            f"Key `'{state_key}'` in `default` is not a valid state name. Valid state names are those with "
            "corresponding `on_{state_name}_change` callbacks. Available state names: "
            f"`{available_keys or 'none'}`"
        )


class BidiComponentUnserializableDataError(BidiComponentError):
    """What a component is told cannot be written for its script."""

    def __init__(self) -> None:
        super().__init__(
            "The `data` provided to the bidirectional component could not be serialized. Please ensure the data is "
            "JSON-serializable, or is a supported data structure like a pandas DataFrame."
        )


class StreamlitComponentRegistryError(StreamlitAPIException):
    """A file of a component is not where it may be."""


class RedirectNotAllowed(StreamlitAPIException):
    """``fr.redirect`` was called with an address of another site."""

    def __init__(self, url: str) -> None:
        super().__init__(
            f"`fr.redirect()` was called with {url[:200]!r}, which is no address of this site. If it is meant, name "
            "its host: `allowed_hosts=[…]`."
        )


class NotHereYet(StreamlitAPIException, AttributeError):
    """A page function uses a name of Streamlit's that is not there yet; in a script a placeholder is drawn."""

    def __init__(self, name: str, instead: str) -> None:
        super().__init__(f"`fr.{name}` is not available yet. Until then: {instead}".rstrip())


class StreamlitSecretNotFoundError(StreamlitAPIException, FileNotFoundError):
    """There are no secrets, or they cannot be read."""


class UnhashableParamError(StreamlitAPIException):
    """A cached function was called with an argument that cannot be told from another one."""

    def __init__(self, name: str, argument: str, value: object) -> None:
        super().__init__(
            f"Cannot hash argument '{argument}' (of type `{type(value).__module__}.{type(value).__qualname__}`) in "
            f"'{name}'.\n\nTo address this, you can tell Streamlit not to hash this argument by adding a leading "
            f"underscore to the argument's name in the function signature: `_{argument}`; or pass `hash_funcs`."
        )


class UnserializableReturnValueError(StreamlitAPIException):
    """A ``cache_data`` function returned what cannot be stored."""

    def __init__(self, name: str, value: object) -> None:
        super().__init__(
            f"Cannot serialize the return value (of type `{type(value).__module__}.{type(value).__qualname__}`) in "
            f"`{name}()`. `st.cache_data` uses pickle to serialize the function's return value and safely store it in "
            "the cache without mutating the original object. Please convert the return value to a "
            "pickle-serializable type. If you want to cache unserializable objects such as database connections or "
            "Tensorflow sessions, use `st.cache_resource` instead."
        )


# ------------------------------------------------------------------------------------------ what a POST is refused with


class BadSubmission(FormrerunError):
    """
    A POST that is refused: nothing of it was applied.

    Attributes
    ----------
    status
        The HTTP status of the answer.
    """

    status = 400

    def __init__(self, message: str, *, status: int | None = None) -> None:
        super().__init__(message)
        if status is not None:
            self.status = status


class TabGone(BadSubmission):
    """The tab is unknown, expired, or somebody else's; the answer does not say which."""

    status = 404


class TriggerGone(BadSubmission):
    """The button that was pressed is no longer on the page; the page is shown as it stands now."""

    status = 409


class ClosesDialog(BadSubmission):
    """A run that nobody has asked for would close a dialog that somebody has opened: it is undone."""

    def __init__(self) -> None:
        super().__init__(_("A dialog is open that this run would have closed; it was undone."))


class NotPermitted(BadSubmission):
    """
    The visitor may not do this, or not any more; nothing was applied and everything typed stays in the fields.

    Parameters
    ----------
    message
        Why, for the visitor; "" says only that.
    """

    status = 403

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("You may not do this, and nothing was done."))


class NotConfirmed(TriggerGone):
    """
    Nobody has agreed to what the button that was pressed asks first; the page is shown as it stands now, and asks.

    Attributes
    ----------
    trigger
        The id of the button.
    """

    def __init__(self, trigger: str) -> None:
        super().__init__(_("This is to be confirmed first. Your input is still in the fields."))
        self.trigger = trigger


class TabBusy(BadSubmission):
    """
    The submission before this one still runs; the browser tries again with the same id.

    Attributes
    ----------
    wait
        In how many seconds.
    """

    status = 503

    def __init__(self, message: str, wait: int = 1) -> None:
        super().__init__(message)
        self.wait = wait


class CutShort(BadSubmission):
    """A submission of a page outside of a transaction (``atomic=False``) whose process died; it never runs again."""

    status = 409


class RecordTooNew(BadSubmission):
    """The record was written by a newer release (a rolling deploy); another process will answer the retry."""

    status = 503


class NotSaved(BadSubmission):
    """The database refused to commit: nothing of the submission happened."""

    status = 500


class Rejected(BadSubmission):
    """
    Fields hold what is not allowed; nothing was applied and everything typed stays in the fields.

    Their widgets do not allow it, or a callback said so by a ``ValidationError`` or ``fr.field_error``.

    Attributes
    ----------
    errors
        Widget id to message.
    messages
        What is wrong with no field alone.
    """

    status = 422

    def __init__(self, errors: dict[str, str], messages: Sequence[str] = ()) -> None:
        super().__init__("\n".join(messages) or _("Some fields need a correction."))
        self.errors, self.messages = errors, tuple(messages)


class Invalid(FormrerunError):
    """
    A posted value that a person can put right; the text is shown beside the field.

    Attributes
    ----------
    taken
        What Streamlit, which leaves this check to the browser, would take for the value; () if it takes the default.
    """

    def __init__(self, message: str, *taken: object) -> None:
        super().__init__(message)
        self.taken = taken


class NotOffered(FormrerunError):
    """A posted value that the page never offered: ignored, and the field is shown again with what is stored."""


class StateTooLarge(BadSubmission):
    """The values of widgets alone are more than MAX_STATE_BYTES; nothing of the submission was applied."""

    status = 413

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(
            _("This page cannot keep so much: %(size)d bytes, and %(limit)d at most.") % {"size": size, "limit": limit}
        )


# ------------------------------------------------------------------------------------------------ what the store raises


class Unstorable(TypeError):
    """
    The codec has no way to store a value.

    Attributes
    ----------
    value
        The part that it cannot store: the value itself, or something inside it.
    """

    def __init__(self, value: object, reason: str) -> None:
        super().__init__(reason)
        self.value = value


class TooLarge(FormrerunError):
    """What an author put into session_state makes the record larger than MAX_STATE_BYTES. Drawn in the page."""

    def __init__(self, key: str, size: int, whole: int, limit: int, of: str = 'FORMRERUN["MAX_STATE_BYTES"]') -> None:
        super().__init__(
            f"The state of this page takes {whole:,} bytes, more than the {limit:,} of {of}. Its largest entry is "
            f"`st.session_state[{key!r}]` with {size:,} bytes, which was not stored. Keep large data in `cache_data` "
            "or in the database, and its key here."
        )


class BadSignature(ValueError):
    """The bytes were not written with this project's SECRET_KEY, or were changed since."""


class Conflict(BaseException):
    """
    Another process claimed the tab first, or the database undid everything; nothing has happened, begin again.

    On SQLite a write in the middle of the page may find this out. So it goes through the author's ``except Exception``,
    as what ends a run on purpose does.
    """


class WriteLocked(BaseException):
    """
    A lock could not be had in time, or not without a deadlock: nothing was written, the whole run begins again.

    It goes through the author's ``except Exception``, as what ends a run on purpose does.
    """


class DeadTransaction(db.DatabaseError):
    """The page left the transaction in a failed state, as a caught IntegrityError does on PostgreSQL."""


class ConnectionLost(db.OperationalError):
    """The connection to the database broke in the middle of a run; the database undid what was not committed."""


#: What ``formrerun.errors`` hands out, as ``streamlit.errors`` does: the errors of the first two sections.
__all__ = [
    "BadSubmission",
    "BidiComponentError",
    "BidiComponentInvalidCallbackNameError",
    "BidiComponentInvalidDefaultKeyError",
    "BidiComponentUnserializableDataError",
    "CachedWidgetWarning",
    "CutShort",
    "DuplicateWidgetID",
    "FormNotSubmitted",
    "FormrerunError",
    "Invalid",
    "MarkdownFormattedException",
    "MediaFileStorageError",
    "NotConfirmed",
    "NotHereYet",
    "NotOffered",
    "NotSaved",
    "RecordTooNew",
    "RedirectNotAllowed",
    "Rejected",
    "SearchFieldsError",
    "StreamlitAPIException",
    "StreamlitAPIWarning",
    "StreamlitBadTimeStringError",
    "StreamlitComponentRegistryError",
    "StreamlitDataframeConversionError",
    "StreamlitDefaultNotInOptionsError",
    "StreamlitDuplicateElementId",
    "StreamlitDuplicateElementKey",
    "StreamlitIncompatibleParametersError",
    "StreamlitInvalidColorError",
    "StreamlitInvalidColumnSpecError",
    "StreamlitInvalidFormCallbackError",
    "StreamlitInvalidHeightError",
    "StreamlitInvalidLayoutContextError",
    "StreamlitInvalidMinMaxError",
    "StreamlitInvalidNumberFormatError",
    "StreamlitInvalidParameterTypeError",
    "StreamlitInvalidURLError",
    "StreamlitInvalidWidthError",
    "StreamlitJSNumberBoundsError",
    "StreamlitMissingRequiredParameterError",
    "StreamlitMixedNumericTypesError",
    "StreamlitPageNotFoundError",
    "StreamlitQueryParamDictValueError",
    "StreamlitSecretNotFoundError",
    "StreamlitSelectionCountExceedsMaxError",
    "StreamlitValueAboveMaxError",
    "StreamlitValueAssignmentNotAllowedError",
    "StreamlitValueBelowMinError",
    "StreamlitValueError",
    "StreamlitValueOutOfRangeError",
    "StreamlitWidgetAlreadyInstantiatedError",
    "TabBusy",
    "TabGone",
    "TriggerGone",
    "UnhashableParamError",
    "UnknownFormField",
    "UnserializableReturnValueError",
    "UnserializableSessionStateError",
]
