"""An element of your own in the page itself: HTML, styles and a script that sets and triggers values."""

import formrerun as fr
from formrerun.components.v2 import component

RATING = component(
    "rating",
    html='<button aria-label="Less">−</button> <output></output> <button aria-label="More">+</button>',
    css="output { color: var(--st-primary-color) }",
    js="""
export default function ({ data, parentElement, setStateValue }) {
  const [less, more] = parentElement.querySelectorAll('button');
  const show = stars => (parentElement.querySelector('output').textContent = '★'.repeat(stars));
  let stars = data.stars;
  const change = by => {
    stars = Math.min(5, Math.max(1, stars + by));
    show(stars);
    setStateValue('stars', stars);
  };
  less.onclick = () => change(-1);
  more.onclick = () => change(1);
  show(stars);
}
""",
)
LINK = component(
    "link",
    html="<button>Ask for help</button>",
    js="""
export default ({ parentElement, setTriggerValue }) => {
  parentElement.querySelector('button').onclick = () => setTriggerValue('asked', 'help');
};
""",
)


def state() -> None:
    """A state stays until the component sets another one."""
    rating = RATING(data={"stars": 3}, default={"stars": 3}, on_stars_change=lambda: None)
    fr.write(rating.stars)


def in_a_form() -> None:
    """In a form a state waits for the button, as any field."""
    with fr.form("review"):
        rating = RATING(data={"stars": 4}, default={"stars": 4}, on_stars_change=lambda: None)
        fr.form_submit_button("Send")
    fr.write(rating.stars)


def trigger() -> None:
    """A trigger is there in the run that it causes, and in no other."""
    if LINK(on_asked_change=lambda: None).asked:
        fr.write("Somebody asks for help.")
