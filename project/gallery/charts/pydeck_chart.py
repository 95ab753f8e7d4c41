"""A map in three dimensions, with layers of pydeck's."""

import formrerun as fr

CITIES = [
    {"name": "Bern", "lat": 46.95, "lon": 7.45, "sold": 3},
    {"name": "Accra", "lat": 5.56, "lon": -0.2, "sold": 9},
    {"name": "Cork", "lat": 51.9, "lon": -8.47, "sold": 5},
]


def columns() -> None:
    """Columns as high as a number, over the world's countries."""
    import pydeck as pdk

    layer = pdk.Layer(
        "ColumnLayer",
        CITIES,
        get_position="[lon, lat]",
        get_elevation="sold * 100000",
        get_fill_color="sold > 4 ? [180, 83, 9] : [52, 81, 178]",
        radius=90000,
        pickable=True,
    )
    view = pdk.ViewState(latitude=30, longitude=0, zoom=2, pitch=45)
    fr.pydeck_chart(pdk.Deck([layer], initial_view_state=view, tooltip={"text": "{name}: {sold}"}), height=360)


def selection() -> None:
    """Objects that are pressed are the page's."""
    import pydeck as pdk

    points = pdk.Layer(
        "ScatterplotLayer",
        CITIES,
        id="cities",
        get_position="[lon, lat]",
        get_radius="sold * 60000",
        get_fill_color=[20, 112, 63],
        pickable=True,
    )
    names = pdk.Layer("TextLayer", CITIES, get_position="[lon, lat]", get_text="name", get_size=16)
    view = pdk.ViewState(latitude=32, longitude=0, zoom=1.8)
    deck = pdk.Deck([points, names], initial_view_state=view)
    event = fr.pydeck_chart(deck, key="pressed", on_select="rerun", selection_mode="multi-object", height=360)
    fr.write([city["name"] for city in event.selection.objects.get("cities", [])])
