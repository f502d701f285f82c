from PySide6.QtNetwork import QNetworkInformation

from desktop.shell.network_watch import NetworkWatch


class Information:
    how_far = QNetworkInformation.Reachability.Online

    def reachability(self):
        return self.how_far

    def isMetered(self):
        return True


def test_coming_back_is_told_and_going_is_not(qtbot):
    watch = NetworkWatch()
    told = []
    watch.back_online.connect(lambda: told.append(1))
    watch.reached(QNetworkInformation.Reachability.Disconnected)
    watch.reached(QNetworkInformation.Reachability.Local)
    assert told == []
    watch.reached(QNetworkInformation.Reachability.Online)
    assert told == [1]


def test_where_the_system_tells_nothing_nothing_is_metered(qtbot):
    watch = NetworkWatch()
    watch._information = None
    assert not watch.metered
    watch._information = Information()
    assert watch.metered


def test_another_way_to_the_network_is_told_when_it_leads_there(qtbot):
    watch, told = NetworkWatch(), []
    watch.back_online.connect(lambda: told.append(1))
    watch._information = information = Information()
    watch.moved()
    assert told == [1]
    information.how_far = QNetworkInformation.Reachability.Disconnected
    watch.moved()
    assert told == [1]
