"""stub"""
from django.http import HttpResponse
def work(request):
    return HttpResponse("x")
