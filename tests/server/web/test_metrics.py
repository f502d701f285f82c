from server.web.metrics import Metrics


def test_slices_add_figures_of_their_own():
    metrics = Metrics()
    metrics.counter("exchanges", "Exchanges.", ("outcome",)).labels("ok").inc(2)
    metrics.histogram("exchange_rows", "Rows.", buckets=(1.0, 10.0)).observe(3)
    metrics.watch("waiting", "Waiting.", lambda: 5.0)
    metrics.answered("sync.exchange", 200, 0.02)
    text = metrics.text().decode()
    for line in (
        'lantern_exchanges_total{outcome="ok"} 2.0',
        'lantern_exchange_rows_bucket{le="10.0"} 1.0',
        "lantern_waiting 5.0",
        'lantern_requests_total{operation="sync.exchange",status="200"} 1.0',
        'lantern_request_seconds_bucket{le="0.025",operation="sync.exchange"} 1.0',
    ):
        assert line in text


def test_two_servers_in_one_process_do_not_share_figures():
    one, other = Metrics(), Metrics()
    one.in_flight += 1
    assert "lantern_requests_in_flight 1.0" in one.text().decode()
    assert "lantern_requests_in_flight 0.0" in other.text().decode()
