"""The ``preclear`` program in a process that cannot reach a network: whoever tries ends it."""

import sys

from preclear.cli import main


def refuse(event, _arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        raise ConnectionRefusedError(event)


if __name__ == "__main__":
    sys.addaudithook(refuse)
    main(sys.argv[1:])
