"""Tells when the network comes back or is another one, and whether it costs money by the byte, where that is known."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation


class NetworkWatch(QObject):
    """`back_online` fires when the computer is connected again, or in another way.

    Where the system tells nothing, neither does this.
    """

    back_online = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        QNetworkInformation.loadDefaultBackend()
        self._information = QNetworkInformation.instance()
        if self._information is not None:
            self._information.reachabilityChanged.connect(self.reached)
            self._information.transportMediumChanged.connect(self.moved)

    @property
    def metered(self) -> bool:
        """Whether what goes over the network is paid by the byte, such as over a phone."""
        return self._information is not None and self._information.isMetered()

    def reached(self, how_far: QNetworkInformation.Reachability) -> None:
        """The network changed."""
        if how_far in {QNetworkInformation.Reachability.Online, QNetworkInformation.Reachability.Site}:
            self.back_online.emit()

    def moved(self) -> None:
        """Another way to the network: Wi-Fi after a cable, say. What was open over the old one may hang."""
        if self._information is not None:
            self.reached(self._information.reachability())
