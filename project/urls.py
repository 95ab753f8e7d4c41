"""URLs of the demo site."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth import views as auth_views
from django.urls import include, path
from django.views.generic import TemplateView

import formrerun as fr
from project.board.pages import board
from project.errors import bad_request, forbidden, not_found
from project.examples import EXAMPLES
from project.gallery.pages import gallery
from project.health import health
from project.shop.back_office import customers, orders
from project.shop.imports import import_orders
from project.shop.order_editor import edit_order
from project.shop.order_files import import_file
from project.shop.pages import refunds

urlpatterns = [
    path("", TemplateView.as_view(template_name="index.html", extra_context={"examples": EXAMPLES}), name="index"),
    path("formrerun/", include("formrerun.urls")),
    path("health/", health),
    path("admin/", admin.site.urls),
    path("login/", auth_views.LoginView.as_view(), name="login"),
    path("logout/", auth_views.LogoutView.as_view(), name="logout"),
    *(
        path(
            f"examples/{example.name}/",
            fr.script_page(example.path, title=example.title, login_required=False, template="example.html"),
            name=example.name,
        )
        for example in EXAMPLES
    ),
    path("refunds/", refunds, name="refunds"),
    path("customers/", customers, name="customers"),
    path("orders/", orders, name="orders"),
    path("orders/<int:order_id>/", edit_order, name="order"),
    path("import/", import_orders, name="import"),
    path("import/file/", import_file, name="import-file"),
    path("board/", board, name="board"),
    path("gallery/", gallery, name="gallery"),
    path("gallery/<str:name>/", gallery, name="gallery-element"),
    path("customers/<int:customer_id>/refunds/", refunds, name="customer-refunds"),
]

handler400, handler403, handler404 = bad_request, forbidden, not_found
