"""stub"""

from django.http import HttpRequest, HttpResponse


def data(request: HttpRequest, digest: str, mark: str) -> HttpResponse:
    return HttpResponse(status=404)
