"""The board: everybody who has it open sees at once what the others do, and keeps what they are typing."""

from __future__ import annotations

from django.utils.html import format_html

import formrerun as fr
from formrerun import live
from project.board.models import Card

#: Cards the board has room for; anybody may write on it.
ROOM = 60


@fr.page(title="Board", layout="wide", login_required=False, template="page.html")
def board() -> None:
    """Cards in three columns, and a form for new ones."""
    cards = list(live.follow(Card.objects.all()))
    fr.title("Board")
    fr.caption("Open it in a second window: what one does, the other shows, and what you are typing stays.")
    show_form()
    for column, stage in zip(fr.columns(len(Card.Stage), gap="medium"), Card.Stage, strict=True):
        with column:
            show_stage(stage, [card for card in cards if card.stage == stage])


def show_form() -> None:
    """Draw the form for a new card."""
    with fr.form("new", clear_on_submit=True):
        title, person = fr.columns([3, 1])
        title.text_input("What is to be done?", key="title", max_chars=80, required=True)
        person.text_input("Who does it?", key="person", max_chars=40)
        fr.form_submit_button("Put it on the board", type="primary", icon=":material/add:", on_click=add)
    if problem := fr.session_state.pop("problem", None):
        fr.warning(problem)


def show_stage(stage: Card.Stage, cards: list[Card]) -> None:
    """Draw a column with its cards."""
    fr.subheader(f"{stage.label} ({len(cards)})")
    if not cards:
        fr.caption("Nothing here.")
    for card in cards:
        show_card(card)


def show_card(card: Card) -> None:
    """Draw a card, with a button for each place it can go to."""
    with fr.container(border=True, key=f"card-{card.pk}", gap="small"):
        fr.html(format_html("<strong>{}</strong><br>{}", card.title, card.person or "Nobody yet"))
        with fr.container(horizontal=True):
            icon = ":material/arrow_back:"
            for stage in Card.Stage:
                if stage == card.stage:
                    icon = ":material/arrow_forward:"
                    continue
                key, args = f"{stage}-{card.pk}", (card.pk, stage.value)
                fr.button(stage.label, key=key, type="tertiary", icon=icon, on_click=move, args=args)
            if card.stage == Card.Stage.DONE:
                key, icon = f"remove-{card.pk}", ":material/delete:"
                fr.button("Remove", key=key, type="tertiary", icon=icon, on_click=remove, args=(card.pk,))


def add() -> None:
    """Put a card on the board."""
    if Card.objects.count() >= ROOM:
        fr.session_state.problem = f"The board is full: it has room for {ROOM} cards. Remove some that are done."
        # What the callback sets is not cleared: nothing has to be typed again.
        fr.session_state.update(title=fr.session_state.title, person=fr.session_state.person)
        return
    Card.objects.create(title=fr.session_state.title.strip(), person=fr.session_state.person.strip())


def move(card_id: int, stage: str) -> None:
    """Put a card into another column; perhaps somebody else has moved or removed it just now."""
    card = Card.objects.select_for_update().filter(pk=card_id).first()
    if card is None:
        fr.session_state.problem = "Somebody has removed that card."
    elif card.stage != stage:
        card.stage = Card.Stage(stage)
        card.save()


def remove(card_id: int) -> None:
    """Take a card off the board, if nobody was faster."""
    Card.objects.filter(pk=card_id, stage=Card.Stage.DONE).delete()
